"""The rules of release: what stands between exact totals and what an organisation may know."""

from collections.abc import Mapping
from dataclasses import replace

from hygiene.errors import RefusedError
from hygiene.findings import Verdict
from hygiene.policy.model import Policy
from hygiene.release import COUNTED, Protection, Release, RuleCounts, UnitCounts
from hygiene.summary.combining import Totals, UnitTotals
from hygiene.summary.folders import Reason
from hygiene.summary.noise import discrete_laplace
from hygiene.summary.period import Period
from hygiene.summary.record import CHANGED, MEASURED, headline_rules

_FEWEST_LEFT = 2
"""So many groups at least that no table tells of."""


def release(
    totals: Totals,
    policy: Policy,
    earlier: tuple[Release, ...],
    protection: Protection = Protection(),  # noqa: B008 - immutable
) -> Release:
    """What may be told of these totals, after the releases that were made before.

    Raises `RefusedError`, which names the rule and when a release will be possible, where nothing may be told.
    """
    _permit(totals, earlier, protection)
    small = totals.participants < protection.small
    # Noise covers what it is added to, and is not to be paid for twice: beside it no units are told.
    units = () if small or protection.noise else _units(totals, earlier, protection)
    totals = _noisy(totals, protection.noise) if protection.noise else totals
    people = totals.participants
    rules = headline_rules(policy) if small else totals.rules.rules
    return Release(
        period=str(totals.period),
        policy=policy.id,
        version=policy.version,
        participants=_rounded(people, protection),
        measured=_of_all(totals.marked(MEASURED), people, protection),
        rules=tuple(_rule_counts(totals, rule, protection) for rule in rules),
        small=small,
        units=units,
        set_aside={reason.value: totals.set_aside[reason] for reason in Reason},
        protection=protection,
    )


def _permit(totals: Totals, earlier: tuple[Release, ...], protection: Protection) -> None:
    if earlier:
        last = Period.parse(earlier[-1].period)
        if totals.period <= last:
            raise RefusedError("summary.refused.period", last=str(last), day=last.next.start.isoformat())
    if totals.participants < protection.minimum:
        raise RefusedError("summary.refused.participants", least=protection.minimum)
    least = protection.least_for_noise(len(totals.rules.rules))
    if protection.noise and totals.participants < least:
        raise RefusedError("collecting.too_few_for_noise", least=least)
    if earlier and totals.marked(CHANGED) < protection.changes:
        raise RefusedError("summary.refused.changes", least=protection.changes)


def _noisy(totals: Totals, scale: int) -> Totals:
    """The totals with noise on every count. What noise makes impossible is made possible again: that tells nothing."""
    people = max(0, totals.participants + discrete_laplace(scale))
    cells = [min(max(0, cell + discrete_laplace(scale)), people) for cell in totals.cells]
    return replace(totals, participants=people, cells=cells)


def _units(totals: Totals, earlier: tuple[Release, ...], protection: Protection) -> tuple[UnitCounts, ...]:
    """The units that may be told of: large enough, changed enough, and so few that the rest cannot be worked out.

    What is left when they are taken from the whole are two groups at least, with as many people together as one unit
    needs. Those who named no unit are one such group.
    """
    units = {unit: totals.in_unit(unit) for unit in totals.rules.units}
    changes = protection.changes if earlier else 0
    told = [unit for unit, sums in units.items() if sums.people >= protection.unit_minimum and sums.changed >= changes]
    told.sort(key=lambda unit: units[unit].people)
    left = [totals.participants - sum(sums.people for sums in units.values())]
    left += [sums.people for unit, sums in units.items() if unit not in told]
    while told and (sum(map(bool, left)) < _FEWEST_LEFT or sum(left) < protection.unit_minimum):
        left.append(units[told.pop(0)].people)
    return tuple(_unit_counts(unit, units[unit], protection) for unit in units if unit in told)


def _unit_counts(unit: str, sums: UnitTotals, protection: Protection) -> UnitCounts:
    rules = (RuleCounts(rule, told(counts, protection)) for rule, counts in sums.counts.items())
    return UnitCounts(unit, _rounded(sums.people, protection), tuple(rules))


def _rule_counts(totals: Totals, rule: str, protection: Protection) -> RuleCounts:
    return RuleCounts(rule, told({verdict: totals.count(rule, verdict) for verdict in COUNTED}, protection))


def told(counts: Mapping[Verdict, int], protection: Protection) -> dict[Verdict, int] | None:
    """What is told of a rule with these exact counts: them rounded, or None where it is masked."""
    if min(counts[Verdict.MET], counts[Verdict.BROKEN]) < protection.mask_below:
        return None
    return {verdict: _rounded(count, protection) for verdict, count in counts.items()}


def _of_all(count: int, people: int, protection: Protection) -> int | None:
    """A count among all, rounded; None where it, or the rest, is too small to be told."""
    return None if min(count, people - count) < protection.mask_below else _rounded(count, protection)


def _rounded(count: int, protection: Protection) -> int:
    """The nearest multiple: with an odd step there are no ties."""
    step = protection.rounding
    return (count + step // 2) // step * step
