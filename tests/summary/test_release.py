"""What may be told, when, and how the ledger remembers it."""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from hygiene import texts
from hygiene.errors import ExitCode, HygieneError, RefusedError
from hygiene.findings import Severity, Verdict
from hygiene.release import COUNTED, Release
from hygiene.reports import schema
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport
from hygiene.summary.combining import Totals
from hygiene.summary.ledger import begin_ledger, enter, held, read_ledger
from hygiene.summary.period import Period
from hygiene.summary.record import CHANGED, MEASURED, Answers
from hygiene.summary.rules import release
from tests.summary.people import PERIOD, draw, policy, rules


def totals_of(people: list[Answers], *, changed: int | None = None, period: Period = PERIOD) -> Totals:
    cells = [0] * rules().width
    for person in people:
        for rule, verdict in person.verdicts.items():
            cells[rules().place(rule, verdict)] += 1
        cells[rules().mark(MEASURED)] += person.measured
    cells[rules().mark(CHANGED)] = len(people) if changed is None else changed
    return Totals(rules(), period, len(people), cells, Counter())


def released(people: list[Answers]) -> Release:
    return release(totals_of(people), policy(), ())


def test_figures_are_true_within_rounding() -> None:
    people = draw(500)
    made, totals = released(people), totals_of(people)
    assert made.participants == 500
    assert len(made.rules) == len(rules().rules)
    for each in made.rules:
        assert each.counts
        for verdict, count in each.counts.items():
            assert count % 5 == 0
            assert abs(count - totals.count(each.rule, verdict)) <= 2


@pytest.mark.parametrize(("people", "permitted"), [(0, False), (19, False), (20, True)])
def test_fewer_than_twenty_are_never_released(people: int, permitted: bool) -> None:
    if permitted:
        assert released(draw(people)).participants == 20
        return
    with pytest.raises(RefusedError) as refused:
        released(draw(people))
    assert (refused.value.key, refused.value.exit_code) == ("summary.refused.participants", 4)
    assert refused.value.exit_code is ExitCode.KEY_OR_PERMISSION_MISSING


def test_there_is_one_release_a_quarter_and_only_where_enough_has_changed() -> None:
    people = draw(100)
    first = released(people)
    for period in (PERIOD, Period(2026, 1)):
        with pytest.raises(RefusedError) as refused:
            release(totals_of(people, period=period), policy(), (first,))
        assert refused.value.values == {"last": "2026-Q4", "day": "2027-01-01"}
    with pytest.raises(RefusedError) as unchanged:
        release(totals_of(people, changed=9, period=PERIOD.next), policy(), (first,))
    assert unchanged.value.key == "summary.refused.changes"
    assert release(totals_of(people, changed=10, period=PERIOD.next), policy(), (first,)).period == "2027-Q1"


@pytest.mark.parametrize(
    ("met", "broken", "told"),
    [(97, 3, True), (98, 2, False), (100, 0, False), (0, 100, False), (2, 98, False), (3, 97, True)],
)
def test_a_rule_with_too_few_on_either_side_is_masked(met: int, broken: int, told: bool) -> None:
    rule = rules().rules[0]
    verdicts = [Verdict.MET] * met + [Verdict.BROKEN] * broken
    people = [
        replace(person, verdicts={**person.verdicts, rule: verdict})
        for person, verdict in zip(draw(100), verdicts, strict=True)
    ]
    made = released(people).rules[0]
    assert (made.rule, made.masked) == (rule, not told)


def test_where_all_stand_alike_nothing_is_implied() -> None:
    same = draw(1) * 60
    made = released(same)
    assert all(each.masked for each in made.rules)
    assert made.measured is None
    # Whatever they all answered, the release is the same.
    assert made == released(draw(1, seed=5) * 60)


@pytest.mark.parametrize("people", [49, 50])
def test_a_small_release_tells_of_five_rules_and_does_not_call_itself_anonymous(people: int) -> None:
    made = released(draw(people))
    assert made.small is (people < 50)
    assert len(made.rules) == (5 if people < 50 else len(rules().rules))
    assert people >= 50 or {policy().rule(each.rule).severity for each in made.rules} == {Severity.HIGH}
    for language, word in (("en", "anonym"), ("fi", "anonyym"), ("sv", "anonym")):
        texts.use_language(language)
        for form in ("text", "html"):
            report = str(RELEASE_FORMATS[form](ReleaseReport(policy(), made))).lower()
            assert (word in report) is (people >= 50), (language, form)
            assert "nimettöm" not in report
    texts.use_language("en")


def test_which_rules_a_small_release_tells_of_does_not_depend_on_the_answers() -> None:
    assert {tuple(each.rule for each in released(draw(30, seed)).rules) for seed in range(10)} == {
        tuple(each.rule for each in released(draw(20)).rules)
    }


def test_the_json_form_is_as_published_and_the_table_holds_numbers_only() -> None:
    people = [replace(each, verdicts={**each.verdicts, "training": Verdict.MET}) for each in draw(80)]
    made = replace(released(people), seal="0" * 64)
    document = json.loads(RELEASE_FORMATS["json"](ReleaseReport(policy(), made)))
    jsonschema.validate(document, json.loads(schema("hygiene.release/1")))
    assert {each["id"] for each in document["rules"] if each["masked"]} == {"training"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "department": "x"}, json.loads(schema("hygiene.release/1")))
    head, *rows = csv.reader(str(RELEASE_FORMATS["csv"](ReleaseReport(policy(), made))).splitlines())
    assert head == ["period", "participants", "rule", *COUNTED, "masked", "unit", "note"]
    figures = [row for row in rows if row[2]]
    assert [row[2] for row in figures] == [*rules().rules]
    assert all(cell == "" or cell.isdecimal() for row in figures for cell in row[3:])
    # The rest says how the figures were protected and what they cannot show, in words alone.
    notes = rows[len(figures) :]
    assert {cell for row in notes for cell in row[1:-1]} == {""}
    assert [row[-1] for row in notes] == [*document["statements"]["protection"], *document["statements"]["limits"]]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def entered(path: Path, count: int) -> tuple[Release, ...]:
    begin_ledger(path)
    period = PERIOD
    for _ in range(count):
        before = read_ledger(path)
        enter(path, release(totals_of(draw(60, seed=count), period=period), policy(), before), before)
        period = period.next
    return read_ledger(path)


def test_the_ledger_gives_back_what_was_entered(tmp_path: Path) -> None:
    releases = entered(tmp_path / "ledger", 3)
    assert [each.period for each in releases] == ["2026-Q4", "2027-Q1", "2027-Q2"]
    assert replace(releases[0], seal="") == replace(released(draw(60, seed=3)), seal="")
    assert len({each.seal for each in releases}) == 3
    with pytest.raises(HygieneError):
        begin_ledger(tmp_path / "ledger")


def test_every_change_of_the_ledger_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    entered(path, 3)
    whole = path.read_bytes()
    first, second, third = whole.splitlines(keepends=True)
    number = first.replace(b'"participants":60', b'"participants":65')
    tampered = [second + third, first + third, second + first + third, number + second + third, third, b"x" + whole]
    tampered += [whole + first, whole + b"{}\n", whole + b"[" * 5000, whole[:-40] + b"\n", b'{"release":{"rules":5}}']
    tampered += [first.replace(b"{", b'{"extra":1,', 1) + second]
    assert number != first
    for content in tampered:
        path.write_bytes(content)
        with pytest.raises(HygieneError) as told:
            read_ledger(path)
        assert told.value.key == "summary.ledger_broken"
    # What the ledger alone cannot show: its end was cut off. The seal on the last report does.
    path.write_bytes(first + second)
    assert read_ledger(path)[-1].seal != json.loads(third)["hash"]


def test_of_two_who_release_by_one_ledger_at_once_one_is_told_to_wait(tmp_path: Path) -> None:
    begin_ledger(tmp_path / "ledger")
    with held(tmp_path / "ledger"):
        with pytest.raises(HygieneError) as told, held(tmp_path / "ledger"):
            pass
        assert told.value.key == "collecting.ledger_held"
        # Whoever only looks need not wait.
        assert read_ledger(tmp_path / "ledger") == ()
        enter(tmp_path / "ledger", released(draw(60)), ())
    with held(tmp_path / "ledger"):
        assert len(read_ledger(tmp_path / "ledger")) == 1
    with pytest.raises(HygieneError) as missing, held(tmp_path / "none"):
        pass
    assert missing.value.key == "summary.no_ledger"
    assert not (tmp_path / "none").exists()
