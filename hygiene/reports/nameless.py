"""What an audit came to in counts and reasons, with no name of an account: for whoever looks over one's shoulder."""

from collections.abc import Iterator
from dataclasses import replace

from hygiene.evidence import Origin
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.reports import content
from hygiene.reports.document import AuditReport
from hygiene.texts import say

_HARMLESS = {"n", "times", "score", "why", "parts", "answered_by"}
"""Values that tell neither which account a finding is about nor how long its password is."""


_WITHOUT_ANSWERS = {Origin.MEASURED, Origin.SHOWN}


def paragraphs(report: AuditReport, *, with_answers: bool = True) -> Iterator[str]:
    """The counts; then each rule to fix with its reasons, the most important first; then what is unknown.

    Unless it is `with_answers`, what rests on an answer of the employee is counted and no more.
    """
    yield content.summary(report)
    for verdict in (Verdict.BROKEN, Verdict.UNKNOWN):
        outcomes = [each for each in report.by_urgency(verdict) if with_answers or each.origin in _WITHOUT_ANSWERS]
        if outcomes:
            yield say(f"report.heading.{verdict}")
        for outcome in outcomes:
            reasons = dict.fromkeys(_reason(finding) for finding in outcome.findings)
            yield "\n".join([content.title(report.policy.rule(outcome.rule)), *(f"- {each}" for each in reasons)])


def without_names(outcome: Outcome) -> Outcome:
    """The outcome with those findings alone that can be told to others, and without the names of their accounts."""
    findings = (
        replace(finding, about=(), entries=(), remedy=Remedy(finding.remedy.key, finding.remedy.values))
        for finding in outcome.findings
        if _is_harmless(finding)
    )
    return replace(outcome, findings=tuple(findings))


def _reason(finding: Finding) -> str:
    """The finding's own sentence where nothing in it tells too much, else how many accounts it is about."""
    if _is_harmless(finding):
        return content.problem(finding)
    return say("support.results.places", n=max(len(finding.about), 1))


def _is_harmless(finding: Finding) -> bool:
    return {*finding.values, *finding.remedy.values} <= _HARMLESS
