"""Numbers in sentences, as each language writes them."""

import pytest

from hygiene.texts import breach_words, say, use_language


@pytest.mark.parametrize(
    ("language", "exact", "rounded"),
    [
        ("fi", "1\u00a0048\u00a0576", "noin 76\u00a0000"),
        ("sv", "1\u00a0048\u00a0576", "ungefär 76\u00a0000"),
        ("en", "1,048,576", "about 76,000"),
    ],
)
def test_great_numbers_have_their_thousands_apart(language: str, exact: str, rounded: str) -> None:
    use_language(language)
    assert exact in say("corpus.password.found", n=2, times=breach_words.times(1_048_576, is_rounded=False))
    assert rounded in say("corpus.password.found", n=2, times=breach_words.times(75_776, is_rounded=True))
    assert "7500" in say("corpus.password.found", n=2, times=7500)
    assert "2026" in say("report.date", day=1, month="x", year=2026)
