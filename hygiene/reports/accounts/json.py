"""The list of accounts as `hygiene.accounts/1`, for programs. Its schema is published in `schemas/`."""

from datetime import date
from typing import Any

from hygiene.evidence import AccountKind
from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import AccountsReport, Action, Row
from hygiene.reports.json import as_json
from hygiene.texts import current_language


def render(report: AccountsReport) -> str:
    """The list as indented JSON with a newline at its end. No string in it steers a terminal that shows it."""
    policy = report.policy
    return as_json(
        {
            "schema": "hygiene.accounts/1",
            "policy": {"id": policy.id, "version": policy.version, "layers": list(policy.layers)},
            "language": current_language(),
            "made_on": report.made_on.isoformat(),
            "complete": report.complete,
            "worksheet": report.is_worksheet,
            "counts": {kind.value: report.count(kind) for kind in AccountKind},
            "no_longer_shown": report.gone,
            "accounts": [_row(row) for row in report.shown],
        }
    )


def _row(row: Row) -> dict[str, Any]:
    return {
        "entry": row.entry or None,
        "label": row.label,
        "domain": row.site,
        "kind": row.kind.value,
        "address": row.address.value,
        "address_number": row.address_number or None,
        "second_factor": row.second_factor.value,
        "found_in": [place.value for place in row.found_in],
        "certainty": row.certainty.value,
        "last_used": _day(row.last_used),
        "first_seen": _day(row.first_seen),
        "last_seen": _day(row.last_seen),
        "ended": row.ended or None,
        "exemption_ended": _day(row.exemption_ended),
        "steps": [_action(action) for action in row.actions],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _action(action: Action) -> dict[str, Any]:
    return {
        "step": action.step.value,
        "text": content.step(action),
        "links": list(content.links(action)),
        "progress": action.progress.value,
    }
