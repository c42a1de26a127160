"""The rules of release: what stands between exact totals and what an organisation may know."""

from collections.abc import Mapping

from hygiene.errors import RefusedError
from hygiene.findings import Severity, Verdict
from hygiene.policy.model import Policy
from hygiene.release import COUNTED, Protection, Release, RuleCounts
from hygiene.summary.combining import Totals
from hygiene.summary.folders import Reason
from hygiene.summary.period import Period
from hygiene.summary.record import CHANGED, MEASURED


def release(
    totals: Totals,
    policy: Policy,
    earlier: tuple[Release, ...],
    protection: Protection = Protection(),  # noqa: B008
) -> Release:
    """What may be told of these totals, after the releases that were made before.

    Raises `RefusedError`, which names the rule and when a release will be possible, where nothing may be told.
    """
    _permit(totals, earlier, protection)
    people = totals.participants
    small = people < protection.small
    rules = _headlines(policy, protection) if small else totals.rules.rules
    return Release(
        period=str(totals.period),
        policy=policy.id,
        version=policy.version,
        participants=_rounded(people, protection),
        measured=_of_all(totals.marked(MEASURED), people, protection),
        rules=tuple(_rule_counts(totals, rule, protection) for rule in rules),
        small=small,
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
    if earlier and totals.marked(CHANGED) < protection.changes:
        raise RefusedError("summary.refused.changes", least=protection.changes)


def _headlines(policy: Policy, protection: Protection) -> list[str]:
    """The rules that a small release tells of: chosen by the policy alone, since a choice by the figures would tell."""
    urgent = [rule.id for rule in policy.rules if rule.severity is Severity.HIGH]
    others = [rule.id for rule in policy.rules if rule.severity is not Severity.HIGH]
    chosen = [*urgent, *others][: protection.headlines]
    return [rule.id for rule in policy.rules if rule.id in chosen]


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
