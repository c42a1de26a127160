"""What an audit came to in counts and reasons, with no name of an account: for whoever looks over one's shoulder."""

from collections.abc import Iterator
from dataclasses import replace

from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.reports import content
from hygiene.reports.document import AuditReport
from hygiene.texts import say

_NAMELESS = {"why", "parts", "answered_by"}
"""Values in words that tell nothing of which account a finding is about."""


def paragraphs(report: AuditReport) -> Iterator[str]:
    """The counts; then each rule to fix with its reasons, the most important first; then what is unknown."""
    yield content.summary(report)
    for verdict in (Verdict.BROKEN, Verdict.UNKNOWN):
        outcomes = report.by_urgency(verdict)
        if outcomes:
            yield say(f"report.heading.{verdict}")
        for outcome in outcomes:
            reasons = dict.fromkeys(_reason(finding) for finding in outcome.findings)
            yield "\n".join([content.title(report.policy.rule(outcome.rule)), *(f"- {each}" for each in reasons)])


def without_names(outcome: Outcome) -> Outcome:
    """The outcome with those findings only that can be told without naming an account, and without its name."""
    findings = (
        replace(finding, about=(), entries=(), remedy=Remedy(finding.remedy.key, finding.remedy.values))
        for finding in outcome.findings
        if _names_nothing(finding)
    )
    return replace(outcome, findings=tuple(findings))


def _reason(finding: Finding) -> str:
    """The finding's own sentence where nothing in it can name an account, else how many accounts it is about."""
    if _names_nothing(finding):
        return content.problem(finding)
    return say("support.results.places", n=max(len(finding.about), 1))


def _names_nothing(finding: Finding) -> bool:
    values = {**finding.values, **finding.remedy.values}
    return {name for name, value in values.items() if isinstance(value, str)} <= _NAMELESS
