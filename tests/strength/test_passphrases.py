import string
from itertools import product
from math import log2

import pytest

from hygiene.errors import HygieneError
from hygiene.policy.reading import load_policy
from hygiene.strength import estimate, passphrases
from hygiene.strength.folding import fold
from hygiene.strength.passphrases import generate_passphrase, generate_password, passphrase_words
from hygiene.texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passphrase_passes_the_audit(language: str) -> None:
    rules = {rule.check: rule for rule in load_policy(["municipality"]).rules}
    shortest = rules["password_length"].parameters["min_length"]
    for words in (4, 5):
        for _ in range(150):
            strength = estimate(generate_passphrase(language, words).secret)
            assert strength.score == 4
            assert strength.length >= shortest


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_plain_known_and_all_different(language: str) -> None:
    words = passphrase_words(language)
    assert len(words) >= 6_000
    assert len(set(words)) == len(words)
    assert all(word.isalpha() and word.islower() and 4 <= len(word) <= 9 for word in words)
    assert all(set(fold(word)) <= set(string.ascii_lowercase) for word in words)


@pytest.mark.parametrize(
    ("language", "unfit"),
    [
        ("fi", ["ryssä", "huora", "homo", "vittu", "paska", "murha", "tappaa", "natsi", "huume", "syöpä", "itsemurha"]),
        ("sv", ["hora", "bög", "neger", "fitta", "mord", "döda", "nazist", "knark", "cancer", "självmord", "skit"]),
        ("en", ["whore", "slut", "murder", "killer", "nazi", "drug", "cancer", "suicide", "rape", "porn"]),
    ],
)
def test_no_word_hurts(language: str, unfit: list[str]) -> None:
    assert [word for word in passphrase_words(language) for part in unfit if word == part] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entropy_told_is_that_of_the_draws(language: str) -> None:
    generated = generate_passphrase(language, 6)
    drawn = generated.secret.reveal().split("-")
    assert len(drawn) == generated.parts == 6
    assert set(drawn) <= set(passphrase_words(language))
    assert generated.bits == pytest.approx(6 * log2(len(passphrase_words(language))))


def test_every_word_is_equally_likely() -> None:
    words = passphrase_words("fi")
    drawn = [word for _ in range(2_000) for word in generate_passphrase("fi", 20).secret.reveal().split("-")]
    expected = len(drawn) / 16
    by_part = [0] * 16
    for word in drawn:
        by_part[words.index(word) * 16 // len(words)] += 1
    # Fifteen degrees of freedom: by chance it is above 60 once in four million runs.
    assert sum((count - expected) ** 2 / expected for count in by_part) < 60


def test_a_random_password_holds_every_class_and_its_entropy_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    generated = generate_password()
    text = generated.secret.reveal()
    assert len(text) == 20
    assert all(set(text) & set(characters) for characters in passphrases._CLASSES)
    assert estimate(generated.secret).score == 4
    monkeypatch.setattr(passphrases, "_CLASSES", ("ab", "C", "12"))
    monkeypatch.setattr(passphrases, "_EVERY_CHARACTER", "abC12")
    counted = sum(
        all(set(drawn) & set(characters) for characters in ("ab", "C", "12")) for drawn in product("abC12", repeat=5)
    )
    assert passphrases._with_every_class(5) == counted


def test_two_are_never_alike() -> None:
    assert len({generate_passphrase("sv").secret for _ in range(500)}) == 500
    assert len({generate_password().secret for _ in range(500)}) == 500


@pytest.mark.parametrize("words", [-1, 0, 1, 3, 21, 10**9])
def test_too_few_or_too_many_words_are_refused(words: int) -> None:
    with pytest.raises(HygieneError) as refused:
        generate_passphrase("en", words)
    assert refused.value.key == "strength.words_out_of_range"


@pytest.mark.parametrize("length", [-1, 0, 11, 129])
def test_too_short_or_too_long_a_password_is_refused(length: int) -> None:
    with pytest.raises(HygieneError) as refused:
        generate_password(length)
    assert refused.value.key == "strength.length_out_of_range"


def test_what_was_generated_does_not_show() -> None:
    generated = generate_passphrase("en")
    assert generated.secret.reveal() not in repr(generated)
