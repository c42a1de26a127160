"""The pages about privacy say the same in three languages, and what they promise is what the program does."""

import re
from pathlib import Path

import pytest

from benchmarks import attacks
from hygiene.release import Protection
from tests.journeys.program import Program

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    name: (DOCS / name).read_text(encoding="utf-8")
    for name in ("privacy.en.md", "yksityisyys.fi.md", "integritet.sv.md")
}
FIGURES = re.compile(r"^\| (\d+) \| (0\.\d+) \| (0\.\d+) \| (\d+) % \|$", re.MULTILINE)


def numbers(page: str) -> list[str]:
    """The values of the rules of release, in their order."""
    return re.findall(r"^\| [^|\d]+ \| (\d+) \|$", page, re.MULTILINE)


def test_the_pages_have_the_same_chapters_and_the_same_figures() -> None:
    english = PAGES["privacy.en.md"]
    assert len(FIGURES.findall(english)) == 3
    for page in PAGES.values():
        assert page.count("\n## ") == english.count("\n## ")
        assert page.count("\n- ") == english.count("\n- ")
        assert FIGURES.findall(page) == FIGURES.findall(english)
        assert numbers(page) == numbers(english)


def test_the_rules_of_release_are_those_of_the_program() -> None:
    rules = Protection()
    promised = (rules.minimum, rules.changes, rules.rounding, rules.mask_below, rules.small, rules.unit_minimum)
    assert numbers(PAGES["privacy.en.md"]) == [str(value) for value in promised]


@pytest.mark.parametrize("people", [50, 500])
def test_the_published_figures_are_measured_anew(people: int) -> None:
    (row,) = (row for row in FIGURES.findall(PAGES["privacy.en.md"]) if row[0] == str(people))
    membership = attacks.membership(people, 1200 if people == 50 else 300, seed=11)
    # Three standard deviations of an AUC from so few trials.
    assert membership == pytest.approx(float(row[1]), abs=0.05 if people == 50 else 0.1)
    assert attacks.joiner(people, 4000, seed=12) == pytest.approx(float(row[2]), abs=0.03)


def test_the_figures_of_a_unit_are_measured_anew() -> None:
    least = Protection().unit_minimum
    for page in PAGES.values():
        (told,) = re.findall(rf"{least} .* (0\.\d+) \w+ (0\.\d+),? \w+ 0 %\.", page)
        membership = attacks.membership(least, 2000, seed=11, rules=Protection().headlines)
        assert membership == pytest.approx(float(told[0]), abs=0.05)
        assert attacks.joiner(least, 4000, seed=12) == pytest.approx(float(told[1]), abs=0.03)
        assert attacks.certain(least, 1000, attacks.rounded) == 0


def test_the_three_commands_of_two_parties_are_those_of_the_program(tmp_path: Path) -> None:
    helps = Program(tmp_path).run("summary", "combine", "--help").out
    for page in PAGES.values():
        used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page))
        assert {"--partial", "--with", "--laplace", "--ledger"} <= used
        assert {option for option in used - {"--all"} if option not in helps} == set()
