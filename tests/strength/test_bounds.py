import string
from statistics import median
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.calibration import read_list
from hygiene.evidence import Strength
from hygiene.secret import Secret
from hygiene.strength import estimate

LONGEST_TIME = 0.25
SIGNS = "4@8({[<3691!|170$5+7%2"

ugly_alphabets = st.sampled_from(
    [
        SIGNS,
        SIGNS + "aeslo",
        "1|7",
        "01",
        "aA",
        "aeinst",
        string.digits,
        string.printable,
        "äöåÄÖÅ",
        "a\u0308\u0301\u200d",
        "\ud800\udfff",
        "😀👩‍👩‍👧🇫🇮",
        "日本語パスワード",
        "\x00\x1b\n\r\u202e",
        "1234567890./- ",
        "qwertyåasdfgöäzxc<",
    ]
)
ugly_units = st.one_of(st.text(max_size=12), ugly_alphabets.flatmap(lambda letters: st.text(letters, max_size=60)))
ugly_texts = st.builds(
    lambda units, times, tail: "".join(units) * times + tail,
    st.lists(ugly_units, max_size=6),
    st.integers(1, 3000),
    ugly_units,
)


def timed(text: str, *known: str) -> tuple[Strength, float]:
    secret = Secret(text)
    start = process_time()
    return estimate(secret, known), process_time() - start


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    estimate(Secret("the words load with the first estimate"))


@settings(max_examples=250, deadline=None)
@given(ugly_texts)
@example(SIGNS * 4)
@example("1|7" * 33)
@example("aaaaaaaaab" * 10)
@example("Aa" * 50)
@example("kissatalo" * 11)
def test_any_text_is_answered_in_bounded_time(text: str) -> None:
    strength, seconds = timed(text)
    assert seconds < LONGEST_TIME
    assert 0 <= strength.score <= 4
    assert strength.guesses_log10 >= 0
    assert strength.reasons or strength.score == 4 or strength.guesses_log10 > 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=40), st.text("abcKissa1!", max_size=100))
def test_known_words_do_not_break_the_bound(known: list[str], text: str) -> None:
    _, seconds = timed(text, *known)
    assert seconds < LONGEST_TIME


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "kissa" * 2_000_000 + "k",
        "4@" * 5_000_000,
        "a\u0308" * 5_000_000,
        ("x" * 4000 + "y") * 2500,
        "ab" * 4_000_000 + "ba" * 1_000_000,
        "".join(f"{number:07}" for number in range(1_400_000)),
    ],
    ids=["one character", "a word", "signs", "marks", "long units", "two repeats", "counting"],
)
def test_ten_megabytes_are_answered_in_bounded_time(text: str) -> None:
    _, seconds = timed(text)
    assert seconds < LONGEST_TIME


def test_a_realistic_vault_is_answered_quickly() -> None:
    passwords = [password for name in ("weak", "strong") for password in read_list(name)]
    assert median(timed(password)[1] for password in passwords) < 0.005


def test_an_empty_password_is_weak() -> None:
    assert estimate(Secret("")) == Strength(score=0, guesses_log10=0.0, length=0, reasons=("empty",))


@pytest.mark.parametrize("length", [73, 100, 101, 102, 500, 20_000])
def test_a_long_random_password_is_strong(length: int) -> None:
    text = "".join(chr(33 + place * place * 7919 % 89) for place in range(length))
    strength = estimate(Secret(text))
    assert strength.score == 4
    assert strength.length == length


@pytest.mark.parametrize("length", [73, 99, 100, 101, 102, 150, 1000, 100_000])
@pytest.mark.parametrize("unit", ["a", "ab", "kissa", "salasana1"])
def test_a_repeat_stays_weak_at_any_length(unit: str, length: int) -> None:
    text = (unit * length)[: length - length % len(unit)]
    assert estimate(Secret(text)).score <= 2
    assert "repeat" in estimate(Secret(text)).reasons


def test_one_character_more_changes_little_where_the_method_changes() -> None:
    passphrase = "kvastskaftet har bytt efternamn igen " * 3
    found = [estimate(Secret(passphrase[:length])).guesses_log10 for length in range(95, 106)]
    assert all(found[place] >= 20 for place in range(len(found)))


def test_a_tail_behind_a_long_weak_part_counts() -> None:
    weak = "a" * 500
    assert estimate(Secret(weak + "hT7#kq2LwZ9!vB4m")).score == 4
    assert estimate(Secret("hT7#kq2LwZ9!vB4m" + weak)).score == 4


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧‍👦🇫🇮🦔🫎🪿", "\ud800\udc00\ud8ff", "\x00\x00\x01", "ß", "ŉ", "İstanbul", "ﬀﬁ", "\u0301"]
)
def test_odd_characters_are_answered(text: str) -> None:
    assert estimate(Secret(text)).length >= 1


def test_composed_and_decomposed_forms_are_one_password() -> None:
    composed, decomposed = "Jyväskylä2024", "Jyva\u0308skyla\u03082024"
    assert estimate(Secret(composed)) == estimate(Secret(decomposed))
    assert estimate(Secret(decomposed)).length == 13
