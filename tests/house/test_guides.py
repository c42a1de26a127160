"""The user guides say the same in three languages, and nothing that the program does not do."""

import re
import tomllib
from pathlib import Path

import pytest

from hygiene.journeys.answers import given_answers
from hygiene.policy.reading import load_policy
from hygiene.sources import formats
from tests.journeys.program import Program

ROOT = Path(__file__).parents[2]
GUIDES = {
    language: (ROOT / "docs" / name).read_text(encoding="utf-8")
    for language, name in (("fi", "opas.fi.md"), ("sv", "guide.sv.md"), ("en", "guide.en.md"))
}


def code(guide: str) -> list[str]:
    """The commands, flags and ids of a guide, whatever its language calls its files."""
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", guide, flags=re.MULTILINE | re.DOTALL))
    of_any_language = (re.sub(r"(?<=--lang )\w+", "LANGUAGE", each) for each in set(inline))
    of_any_file = (re.sub(r"\w+\.(csv|toml|html)\b", r"FILE.\1", each) for each in of_any_language)
    return sorted(re.sub(r"\b(SANA|ORD)\b", "WORD", each) for each in of_any_file)


def test_the_guides_have_the_same_chapters_tables_and_commands() -> None:
    english = GUIDES["en"]
    for guide in GUIDES.values():
        assert len(re.findall(r"^## ", guide, re.MULTILINE)) == len(re.findall(r"^## ", english, re.MULTILINE))
        assert guide.count("\n| ") == english.count("\n| ")
        assert code(guide) == code(english)


def test_every_known_export_is_explained() -> None:
    known = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", known, re.MULTILINE)) == {*dict(formats()), "pass", "columns"}


@pytest.mark.parametrize("language", GUIDES)
def test_every_option_is_one_of_the_program(language: str, tmp_path: Path) -> None:
    helps = "".join(
        Program(tmp_path).run(*words, "--help").out
        for words in (["audit"], ["accounts"], ["session", "forget"], ["policy", "show"], ["privacy"], ["support"])
    )
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", GUIDES[language]))
    assert len(options) >= 8
    assert {option for option in options if not re.search(rf"{option}\b", helps)} == set()


@pytest.mark.parametrize("language", GUIDES)
def test_the_answers_of_the_example_are_answers(language: str) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", GUIDES[language], re.MULTILINE | re.DOTALL)
    given = given_answers(tomllib.loads(example), load_policy(["municipality"]))
    assert given.choices
    assert given.kinds
