"""Checklists as `hygiene.platforms/1`, for programs. Its schema is published in `schemas/`."""

from typing import Any

from hygiene.platforms.model import Use
from hygiene.platforms.progress import Checklist, Item
from hygiene.reports import data_exports
from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.json import as_json
from hygiene.texts import current_language


def render(report: ChecklistReport) -> str:
    """The checklists as indented JSON with a newline at its end. No string in it steers a terminal that shows it."""
    return as_json(
        {
            "schema": "hygiene.platforms/1",
            "language": current_language(),
            "made_on": report.made_on.isoformat(),
            "platforms": [_platform(checklist, report) for checklist in report.checklists],
            "mentions": [
                {"platform": each.platform, "what": each.what, "file": each.file, "as_of": each.as_of.isoformat()}
                for each in report.mentions
            ],
            "data_exports": [data_exports.as_plain(each) for each in report.data_exports],
        }
    )


def _platform(checklist: Checklist, report: ChecklistReport) -> dict[str, Any]:
    platform = checklist.platform
    texts = platform.texts[current_language()]
    return {
        "id": platform.id,
        "name": platform.name,
        "state": platform.state.value,
        "ended": platform.ended,
        "kinds": list(platform.kinds),
        "checked": platform.checked.isoformat(),
        "links": dict(platform.links),
        "terms": texts.terms,
        "download": texts.download,
        "close": texts.close,
        "never_private": texts.never_private,
        "remains": texts.remains or None,
        "use": checklist.use.value if checklist.use else None,
        "settings": [_setting(checklist, item, report) for item in checklist.items],
    }


def _setting(checklist: Checklist, item: Item, report: ChecklistReport) -> dict[str, Any]:
    setting = item.setting
    standing, origin = item.standing(checklist.use)
    measured = item.measured
    return {
        "id": setting.id,
        "title": content.title(setting),
        "why": content.why(setting),
        "recommended": {use.value: content.value_in_words(setting.recommended[use]) for use in Use},
        "link": content.link(setting) or None,
        "menus": [{"where": device, "path": path} for device, path in content.menus(setting)],
        "confidence": setting.confidence.value,
        "checked": setting.checked.isoformat(),
        "stale": setting.is_stale(report.made_on),
        "source": setting.source,
        "evidence": content.proofs(checklist.platform, setting),
        "standing": standing.value,
        "origin": origin.value if origin else None,
        "answer": item.result.value if item.result else None,
        "answered_on": item.answered.isoformat() if item.answered else None,
        "measured": measured
        and {
            "value": content.measured_value(measured),
            "file": measured.file,
            "key": measured.key,
            "as_of": measured.as_of.isoformat(),
        },
    }
