"""How an audit follows those before it: the part of it that stands in the audit's own report too."""

from dataclasses import asdict
from typing import Any

from hygiene.policy.model import Policy
from hygiene.progress import Progress, RuleChange
from hygiene.reports import content
from hygiene.reports.document import AuditReport
from hygiene.texts import say

_COUNTED = ("same", "same_password", "mended", "added")


def of_report(report: AuditReport) -> list[str]:
    """What changed since the audit before, in the words of the report; nothing where there is none before."""
    return sentences(report.progress, report.policy) if report.progress and report.progress.since else []


def sentences(progress: Progress, policy: Policy) -> list[str]:
    """What changed since the audit before, and what became of promises. Rules that the policy has no more stay out."""
    titles = {rule.id: content.title(rule) for rule in policy.rules}
    told = [_change(each, titles[each.rule]) for each in progress.changes if each.rule in titles]
    if progress.since and not told:
        told.append(say("history.none_changed"))
    for each in progress.promises:
        if each.rule in titles:
            date = content.date_in_words(each.by)
            told.append(say(f"history.promise.{each.state}", date=date, title=titles[each.rule]))
    return told


def _change(change: RuleChange, title: str) -> str:
    counts = asdict(change)
    parts = [say(f"history.part.{name}", n=counts[name]) for name in _COUNTED if counts[name]]
    told = say(f"history.change.{change.change}", title=title)
    return say("report.label", label=told, text=", ".join(parts)) if parts else told


def as_values(progress: Progress) -> dict[str, Any]:
    """The progress as it stands in the forms for programs."""
    return {
        "since": progress.since.isoformat() if progress.since else None,
        "changes": [{**asdict(each), "change": each.change.value} for each in progress.changes],
        "promises": [
            {"rule": each.rule, "by": each.by.isoformat(), "state": each.state.value} for each in progress.promises
        ],
        "audits": [
            {
                "made_on": point.made_on.isoformat(),
                "counts": {verdict.value: count for verdict, count in point.counts.items()},
                "accounts": point.accounts,
            }
            for point in progress.points
        ],
        "damaged": progress.damaged,
    }
