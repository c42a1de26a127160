"""The report as `hygiene.report/1`, for programs. Its schema is published in `schemas/`."""

import json
from io import StringIO
from typing import Any

from hygiene.evidence import Account, BreachList, Evidence, Exposure, Input
from hygiene.findings import Finding, Outcome
from hygiene.policy.model import Rule
from hygiene.reports import content, data_exports
from hygiene.reports.changes import as_values
from hygiene.reports.document import AuditReport
from hygiene.texts import current_language
from hygiene.texts.inert import inert


def render(report: AuditReport) -> str:
    """The report as indented JSON with a newline at its end. No string in it steers a terminal that shows it."""
    return as_json(_document(report))


def as_json(document: Any) -> str:
    """A document of ours as indented JSON, inert, with a newline at its end."""
    written = StringIO()  # `dumps` would hold every little piece at once, ten times the text
    json.dump(_inert(document), written, ensure_ascii=False, indent=2)
    written.write("\n")
    return written.getvalue()


def _inert(value: Any) -> Any:
    match value:
        case str():
            return inert(value, keep_newlines=True)
        case dict():
            return {inert(key): _inert(each) for key, each in value.items()}
        case list():
            return [_inert(each) for each in value]
        case _:
            return value


def _document(report: AuditReport) -> dict[str, Any]:
    policy, evidence = report.policy, report.evidence
    return {
        "schema": "hygiene.report/1",
        "policy": {"id": policy.id, "version": policy.version, "layers": list(policy.layers)},
        "language": current_language(),
        "made_on": report.made_on.isoformat() if report.made_on else None,
        "demo": report.is_demo,
        "complete": report.complete,
        "inputs": [_input(each) for each in evidence.all_inputs],
        "data_exports": [data_exports.as_plain(each) for each in evidence.data_exports],
        "breach_list": _breach_list(evidence.breach_list),
        "counts": {verdict.value: count for verdict, count in report.counts.items()},
        "progress": as_values(report.progress) if report.progress else None,
        "rules": [_rule(report, outcome) for outcome in report.outcomes],
        "logins": [_login(evidence, account) for account in evidence.accounts],
    }


def _input(each: Input) -> dict[str, Any]:
    return {
        "name": each.name,
        "source": each.source,
        "seen": each.seen,
        "read": each.read,
        "rejected": len(each.rejected),
        "not_logins": each.not_logins,
        "left_out": each.left_out,
        "rejected_rows": [{"row": rejection.row, "reason": rejection.reason} for rejection in each.rejected],
    }


def _breach_list(known: BreachList | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "breaches": len(known.breaches),
        "ignored": content.ignored(known),
        "as_of": known.as_of.isoformat(),
    }


def _rule(report: AuditReport, outcome: Outcome) -> dict[str, Any]:
    rule = report.policy.rule(outcome.rule)
    texts = rule.texts[current_language()]
    exemption = report.exemption(outcome)
    return {
        "id": rule.id,
        "group": rule.group,
        "covers": list(rule.covers),
        "severity": rule.severity.value,
        "verdict": outcome.verdict.value,
        "origin": outcome.origin.value if outcome.origin else None,
        "title": texts.title,
        "why": texts.why,
        "links": list(content.live(rule.links)),
        "exemption": exemption
        and {"reason": exemption.reasons[current_language()], "until": exemption.until.isoformat()},
        "findings": [_finding(rule, finding) for finding in outcome.findings],
    }


def _finding(rule: Rule, finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict.value,
        "reason": finding.reason,
        "message": content.problem(finding),
        "about": list(finding.about),
        "entries": list(finding.entries),
        "values": dict(finding.values),
        "remedy": {"text": content.next_step(rule, finding), "links": list(content.live(finding.remedy.links))},
    }


def _login(evidence: Evidence, account: Account) -> dict[str, Any]:
    password = account.login.password
    strength = evidence.strengths.get(password) if password else None
    answer = evidence.exposures.get(password) if password else None
    return {
        "entry": account.login.entry,
        "label": account.label,
        "domain": account.site,
        "kind": account.kind.value,
        "has_password": bool(password),
        # The exact number of guesses would tell much about a password to whoever gets hold of the report.
        "strength": strength and {"score": strength.score, "guesses_log10": round(strength.guesses_log10, 1)},
        "breached": (answer.exposure if answer else Exposure.UNKNOWN).value,
        "breach_count": answer.count if answer else None,
        "breach_source": answer.source.value if answer else None,
        "breach_reason": answer.reason if answer else None,
        "breach_as_of": answer.as_of.isoformat() if answer and answer.as_of else None,
        "second_factor": account.second_factor.value,
    }
