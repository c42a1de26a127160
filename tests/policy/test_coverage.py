import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from hygiene.evidence import Origin
from hygiene.policy.model import Rule
from hygiene.policy.reading import load_policy

COVERAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
GUIDANCE = {
    *(f"U{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, "9a", "9b", "9c", "9d", 10)),
    *(f"G{number}" for number in range(1, 9)),
    *(f"O{number}" for number in range(1, 14)),
    *(f"S{number}" for number in range(1, 12)),
}
RULES = load_policy(["municipality"]).rules


def test_every_demand_of_the_guidance_is_covered_and_no_other_is_claimed() -> None:
    assert {covered for rule in RULES for covered in rule.covers} == GUIDANCE


def test_the_table_of_demands_says_what_the_policy_says() -> None:
    written = [tuple(cells[:4]) for cells in _rows(columns=5)]
    assert sorted(written) == sorted((covered, *_said_of(rule)) for rule in RULES for covered in rule.covers)


def test_the_table_of_other_sources_says_what_the_policy_says() -> None:
    written = [(cells[0], cells[1], *cells[2:]) for cells in _rows(columns=4)]
    expected = []
    for rule in RULES:
        if rule.sources:
            named, check, accepted = _said_of(rule)
            expected.append((named, "; ".join(rule.sources), check, accepted))
    assert sorted(written) == sorted(expected)


def test_what_is_aimed_for_is_never_weaker_than_what_is_accepted() -> None:
    strength = [origin.value for origin in Origin]
    for _, rule, _, accepted, aim in _rows(columns=5):
        aimed = re.split(r"[: ]", aim)[0]
        assert strength.index(aimed) <= strength.index(accepted.split(", ")[0]), rule


def _said_of(rule: Rule) -> tuple[str, str, str]:
    accepted = ", ".join(origin.value for origin in Origin if origin in rule.accepts)
    return f"`{rule.id}`", f"`{rule.check}`", accepted


def _rows(columns: int) -> Iterator[list[str]]:
    """The rows of the tables with so many columns, without their headings."""
    lines = COVERAGE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        is_row = line.startswith("| ") and above.startswith("|")
        if is_row and len(cells) == columns:
            yield cells
