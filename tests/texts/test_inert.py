import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.texts.inert import REPLACEMENT, inert

STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m",  # colours the screen
        "\x1b]8;;https://example.com\x07",  # makes a link
        "\x1b]52;c;aGk=\x07",  # writes the clipboard
        "\x9b2J",  # the same as ESC [ in one C1 character
        "a\rb",
        "a\x08b",
        "a\tb",
        "a\x00b",
        "a\x7fb",
        "\u202egnp.exe",  # turns the direction
        "\u2066x\u2069",
        "pay\u200bpal",  # hides between two letters
        "\ufeffbom",
        "\u00adsoft",
        "\U000e0041tag",
        "\u2028line",
        "\u2029paragraph",
        "\ud800",
        "\ue000",
        "\uffff",
    ],
)
def test_what_steers_or_hides_is_replaced_by_something_visible(hostile: str) -> None:
    made = inert(hostile)
    assert REPLACEMENT in made
    assert not {unicodedata.category(char) for char in made} & STEERING


@pytest.mark.parametrize(
    "ordinary", ["", "Kirjasto", "Åbo – köp & sälj", "日本語", "שלום", "e\u0301", "🔒", "a\u00a0b", "[/nope]"]
)
def test_ordinary_text_stays_as_it_is(ordinary: str) -> None:
    assert inert(ordinary) == ordinary


def test_a_newline_stays_only_on_request() -> None:
    assert inert("a\nb") == f"a{REPLACEMENT}b"
    assert inert("a\nb\x1b", keep_newlines=True) == f"a\nb{REPLACEMENT}"


@given(st.text(st.characters()))
def test_any_text_comes_out_harmless_and_as_long_as_it_was(text: str) -> None:
    made = inert(text)
    assert len(made) == len(text)
    assert not {unicodedata.category(char) for char in made} & STEERING
    assert inert(made) == made
    made.encode("utf-8")
    for before, after in zip(text, made, strict=True):
        assert after == before or (after == REPLACEMENT and unicodedata.category(before) in STEERING)
