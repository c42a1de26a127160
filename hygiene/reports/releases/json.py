"""A release as `hygiene.release/1`: integers, ids and a period, and in words how they are protected."""

from dataclasses import asdict

from hygiene.release import COUNTED, RuleCounts
from hygiene.reports.json import as_json
from hygiene.reports.releases import ReleaseReport, content
from hygiene.texts import current_language


def render(report: ReleaseReport) -> str:
    """The release as indented JSON with a newline at its end."""
    release = report.release
    document = {
        "schema": "hygiene.release/1",
        "period": release.period,
        "policy": {"id": release.policy, "version": release.version},
        "participants": release.participants,
        "measured": release.measured,
        "unpaired": content.unpaired(release),
        "rejected": content.rejected(release),
        "set_aside": dict(sorted(release.set_aside.items())),
        "small": release.small,
        "protection": asdict(release.protection),
        "rules": [_rule(each) for each in release.rules],
        "units": [
            {"id": unit.unit, "participants": unit.participants, "rules": [_rule(each) for each in unit.rules]}
            for unit in release.units
        ],
        "statements": {
            "language": current_language(),
            "protection": [*content.protection(release)],
            "limits": [*content.limits(release)],
        },
        "seal": release.seal,
    }
    return as_json(document)


def _rule(each: RuleCounts) -> dict[str, str | int | bool | None]:
    counts = {verdict.value: each.counts[verdict] if each.counts else None for verdict in COUNTED}
    return {"id": each.rule, **counts, "masked": each.masked}
