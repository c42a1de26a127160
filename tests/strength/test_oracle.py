"""The estimator against zxcvbn itself, where zxcvbn is right: random and English passwords."""

import random
import string
from statistics import mean

import pytest
from zxcvbn import matching, scoring
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from hygiene.secret import Secret
from hygiene.strength import estimate

PRINTABLE = string.ascii_letters + string.digits + string.punctuation


def zxcvbn(password: str) -> float:
    return float(scoring.most_guessable_match_sequence(password, matching.omnimatch(password))["guesses_log10"])


def differences(passwords: list[str]) -> list[float]:
    return [estimate(Secret(password)).guesses_log10 - zxcvbn(password) for password in passwords]


@pytest.mark.parametrize(
    ("characters", "share_within"),
    [(PRINTABLE, 0.97), (string.ascii_letters + string.digits, 0.93), (string.digits, 0.93), ("0123456789abcdef", 0.9)],
    ids=["printable", "alphanumeric", "digits", "hexadecimal"],
)
def test_random_passwords_are_within_half_a_decade(characters: str, share_within: float) -> None:
    dice = random.Random(20261122)
    found = differences(["".join(dice.choices(characters, k=dice.randint(8, 20))) for _ in range(250)])
    within = sum(abs(difference) <= 0.5 for difference in found)
    assert within >= share_within * len(found)
    assert abs(mean(found)) < 0.15
    assert max(found) < 1.0


def test_random_letters_are_within_half_a_decade_on_average() -> None:
    dice = random.Random(20261122)
    found = differences(["".join(dice.choices(string.ascii_lowercase, k=dice.randint(8, 20))) for _ in range(250)])
    assert abs(mean(found)) < 0.3


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse battery staple",
            "Tr0ub4dor&3",
            "D0g..................",
            "abcdefghijk987654321",
            "briansmith4mayor",
        ),
        *(
            "neverforget13/3/1997",
            "ScoRpi0ns",
            "rWibMFACxAUGZmxhVncy",
            "coRrecth0rseba++ery9.23.2007staple$",
            "p4ssword",
        ),
        *("temppass22", "asdghju7654rewq", "AOEUIDHG&*()LS_", "verlineVANDERMARK", "eheuczkqyq", "zxcvbn", "qwER43@!"),
    ],
)
def test_the_passwords_of_zxcvbns_own_demonstration_get_no_more(password: str) -> None:
    ours, theirs = estimate(Secret(password)).guesses_log10, zxcvbn(password)
    assert theirs - 4.5 <= ours <= theirs + 0.35


def test_english_passwords_are_never_estimated_higher() -> None:
    dice = random.Random(7)
    sample = dice.sample(FREQUENCY_LISTS["passwords"], 250) + dice.sample(FREQUENCY_LISTS["english_wikipedia"], 150)
    found = differences(sample)
    assert max(found) < 0.35
    assert mean(found) > -0.6


def test_pairs_of_english_words_keep_their_estimate() -> None:
    dice = random.Random(11)
    words = [word for word in FREQUENCY_LISTS["english_wikipedia"] if len(word) > 5]
    found = differences([dice.choice(words) + dice.choice(words) for _ in range(150)])
    assert max(found) < 0.35
    assert mean(found) > -0.6
