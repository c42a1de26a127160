"""Noise in the place of rounding, for large organisations."""

import json
from collections import Counter
from dataclasses import replace
from math import exp

import jsonschema
import pytest

from hygiene.errors import RefusedError
from hygiene.findings import Verdict
from hygiene.release import Protection, Release
from hygiene.reports import schema
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport
from hygiene.summary.combining import Totals
from hygiene.summary.noise import discrete_laplace
from hygiene.summary.record import CHANGED, MEASURED
from hygiene.summary.rules import release
from tests.summary.people import PERIOD, policy, rules

SCALE = len(rules().rules) + 3
LEAST = 50 * len(rules().rules)


def totals_of(people: int, kept: float = 0.6) -> Totals:
    """So many people, of whom this part keeps every rule and the others break it."""
    cells = [0] * rules().width
    for rule in rules().rules:
        cells[rules().place(rule, Verdict.MET)] = round(kept * people)
        cells[rules().place(rule, Verdict.BROKEN)] = people - round(kept * people)
    cells[rules().mark(MEASURED)] = people // 2
    cells[rules().mark(CHANGED)] = people
    return Totals(rules(), PERIOD, people, cells, Counter())


def released(people: int, kept: float = 0.6) -> Release:
    return release(totals_of(people, kept), policy(), (), Protection.by_noise(len(rules().rules)))


@pytest.mark.parametrize("scale", [1, 3, 40])
def test_noise_is_drawn_as_often_as_it_should_be(scale: int) -> None:
    draws = 20_000
    found = Counter(discrete_laplace(scale) for _ in range(draws))
    decay = exp(-1 / scale)
    share = (1 - decay) / (1 + decay)
    for size in range(-3 * scale, 3 * scale + 1):
        expected = draws * share * decay ** abs(size)
        # Six standard deviations: for the sums of all these tests once in some million runs.
        assert abs(found[size] - expected) <= 6 * expected**0.5 + 6
    beyond = sum(count for size, count in found.items() if abs(size) > 3 * scale)
    expected = draws * 2 * share * decay ** (3 * scale + 1) / (1 - decay)
    assert abs(beyond - expected) <= 6 * expected**0.5 + 6


def test_a_release_with_noise_is_about_right_and_masks_nothing() -> None:
    people = 2 * LEAST
    made = released(people)
    assert (made.protection.noise, made.protection.rounding, made.small) == (SCALE, 1, False)
    assert len(made.rules) == len(rules().rules)
    errors = [abs((each.counts or {})[Verdict.MET] - 0.6 * people) for each in made.rules]
    # A count is off by more than twelve times the scale once in some hundred thousand.
    assert max(errors) < 12 * SCALE
    assert sum(errors) / len(errors) == pytest.approx(SCALE, rel=1)
    assert abs(made.participants - people) < 12 * SCALE
    assert made != released(people)


def test_where_all_stand_alike_noise_implies_nothing() -> None:
    made = released(LEAST, kept=1.0)
    assert not any(each.masked for each in made.rules)
    broken = [(each.counts or {})[Verdict.BROKEN] for each in made.rules]
    # Of forty counts that are nought, about half show somebody: no nought can be told from a one.
    assert sum(map(bool, broken)) > 5
    assert all(count >= 0 for each in made.rules for count in (each.counts or {}).values())


def test_too_few_people_are_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        released(LEAST - 1)
    assert (refused.value.key, refused.value.values) == ("collecting.too_few_for_noise", {"least": LEAST})
    assert released(LEAST)


def test_one_person_changes_no_count_by_more_than_the_noise_is_made_for() -> None:
    """The scale is what one person changes in all counts together: every rule, and three marks."""
    without, with_one = totals_of(100), totals_of(101, kept=61 / 101)
    changed = sum(abs(one - other) for one, other in zip(without.cells, with_one.cells, strict=True))
    assert 1 + changed <= SCALE


def test_every_form_says_that_there_is_noise() -> None:
    made = replace(released(LEAST), seal="0" * 64)
    report = ReleaseReport(policy(), made)
    jsonschema.validate(json.loads(str(RELEASE_FORMATS["json"](report))), json.loads(schema("hygiene.release/1")))
    for form in ("text", "html", "annex", "csv", "json", "oscal"):
        shown = str(RELEASE_FORMATS[form](report))
        assert "epsilon of 1" in shown, form
        assert "rounded to a multiple" not in shown, form
