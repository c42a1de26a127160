"""Tables of units: only where the policy switches them on, and only of units that hide nobody."""

import json
import secrets
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from benchmarks import attacks
from hygiene.release import COUNTED, Release
from hygiene.reports import schema
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport
from hygiene.summary.combining import combine
from hygiene.summary.folders import Reason, SetAside
from hygiene.summary.ledger import begin_ledger, enter, read_ledger
from hygiene.summary.record import Answers, RuleSet, cells_of
from hygiene.summary.rules import release
from hygiene.summary.sharing import split
from tests.summary.people import PERIOD, UNITS, draw, policy, with_units

RULES = RuleSet.of(with_units())


def given(folder: Path, people: list[tuple[Answers, str]], *, changed: bool = True, period: object = None) -> None:
    for name in ("it", "dpo"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for answers, unit in people:
        put(folder, cells_of(answers, RULES, changed=changed, unit=unit))


def put(folder: Path, cells: list[int]) -> None:
    for side, share in split(cells, RULES, PERIOD, secrets.token_bytes(16), 1).items():
        (folder / side.folder / secrets.token_hex(16)).write_bytes(share)


def of_sizes(*sizes: int, without: int = 0) -> list[tuple[Answers, str]]:
    units = [unit for unit, size in zip(UNITS, sizes, strict=False) for _ in range(size)] + [""] * without
    return list(zip(draw(len(units)), units, strict=True))


def released(folder: Path, people: list[tuple[Answers, str]]) -> Release:
    given(folder, people)
    return release(combine(folder / "it", folder / "dpo", RULES, PERIOD), with_units(), ())


def test_without_the_policys_leave_a_record_knows_no_units() -> None:
    units = with_units().units
    off = replace(policy(), units=units)
    assert RuleSet.of(off) == RuleSet.of(policy())
    assert RuleSet.of(off).units == ()
    assert RULES.fingerprint != RuleSet.of(policy()).fingerprint


@pytest.mark.parametrize(
    ("sizes", "without", "told"),
    [
        ((40, 30, 20, 10), 0, ("schools", "libraries")),
        # Those who name no unit are a group of their own that is never told of.
        ((40, 30, 25, 0), 30, ("schools", "libraries")),
        ((40, 30, 25, 24), 1, ("schools", "libraries", "care")),
        # One small unit alone could be worked out, and so could two that are too small together.
        ((40, 30, 26, 24), 0, ("schools", "libraries")),
        ((40, 30, 12, 12), 0, ("schools",)),
        # A unit of nobody hides nobody.
        ((40, 30, 0, 0), 0, ()),
        ((40, 35, 30, 0), 0, ("schools",)),
        ((60, 0, 0, 0), 0, ()),
        ((24, 24, 24, 24), 0, ()),
        ((25, 10, 10, 0), 0, ()),
    ],
)
def test_a_unit_is_told_of_only_where_it_and_the_rest_are_large_enough(
    tmp_path: Path, sizes: tuple[int, ...], without: int, told: tuple[str, ...]
) -> None:
    people = of_sizes(*sizes, without=without)
    made = released(tmp_path, people)
    assert tuple(each.unit for each in made.units) == told
    left = Counter(unit for _, unit in people if unit not in told)
    assert not told or (len(left) >= 2 and left.total() >= 25)


def test_the_figures_of_a_unit_are_true_within_rounding_and_masked_like_all(tmp_path: Path) -> None:
    people = of_sizes(40, 30, 20, 10)
    made = released(tmp_path, people)
    for table in made.units:
        of_unit = [answers for answers, unit in people if unit == table.unit]
        assert abs(table.participants - len(of_unit)) <= 2
        assert [each.rule for each in table.rules] == [*RULES.headlines]
        for each in table.rules:
            true = Counter(answers.verdicts[each.rule] for answers in of_unit)
            assert each.masked == (min(true[COUNTED[0]], true[COUNTED[1]]) < 3)
            assert all(abs(count - true[verdict]) <= 2 for verdict, count in (each.counts or {}).items())


def test_a_unit_in_which_few_have_changed_is_not_told_of_again(tmp_path: Path) -> None:
    first = released(tmp_path / "a", of_sizes(60, 50, 40, 30))
    later = PERIOD.next
    given(tmp_path / "b", of_sizes(51, 41, 40, 30), changed=False)
    given(tmp_path / "b", of_sizes(9, 10))
    totals = replace(combine(tmp_path / "b/it", tmp_path / "b/dpo", RULES, PERIOD), period=later)
    assert [each.unit for each in release(totals, with_units(), (first,)).units] == ["libraries"]


@pytest.mark.parametrize("way", ["other answers", "two units", "half a block", "more than one"])
def test_a_record_whose_unit_does_not_say_what_it_says_is_set_aside(tmp_path: Path, way: str) -> None:
    people = of_sizes(3, 3)
    given(tmp_path, people)
    one, other = draw(2, seed=5)
    cells = cells_of(one, RULES, changed=True, unit="schools")
    block = RULES.block("schools")
    if way == "other answers":
        false = cells_of(other, RULES, changed=True, unit="schools")
        cells[block[0] : block[-1]] = false[block[0] : block[-1]]
    elif way == "two units":
        care = RULES.block("care")
        cells[care[0] : care[-1] + 1] = cells[block[0] : block[-1] + 1]
    elif way == "half a block":
        cells[block[0] : block[4]] = [0] * 4
    else:
        cells[block[0]] += 2
    put(tmp_path, cells)
    totals = combine(tmp_path / "it", tmp_path / "dpo", RULES, PERIOD)
    assert (totals.participants, totals.set_aside) == (6, SetAside({Reason.FALSE: 1}))


def test_units_are_in_every_form_of_the_report_and_in_the_ledger(tmp_path: Path) -> None:
    made = released(tmp_path, of_sizes(40, 30, 20, 10))
    begin_ledger(tmp_path / "ledger")
    sealed = enter(tmp_path / "ledger", made, ())
    assert read_ledger(tmp_path / "ledger") == (sealed,)
    report = ReleaseReport(with_units(), sealed)
    document = json.loads(str(RELEASE_FORMATS["json"](report)))
    jsonschema.validate(document, json.loads(schema("hygiene.release/1")))
    assert [each["id"] for each in document["units"]] == ["schools", "libraries"]
    rows = str(RELEASE_FORMATS["csv"](report)).splitlines()
    assert sum(",libraries," in row for row in rows) == len(RULES.headlines)
    for form in ("text", "annex"):
        shown = str(RELEASE_FORMATS[form](report))
        assert "Libraries" in shown
        assert "Museum" not in shown


def test_taking_part_is_as_hard_to_tell_from_a_unit() -> None:
    """Five rules of a unit of 25, beside nothing else: an attacker who knows all answers."""
    assert attacks.membership(25, 2000, rules=len(RULES.headlines)) <= 0.70
    assert attacks.joiner(25, 4000) <= 0.62
