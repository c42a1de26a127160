"""Checklists as a table, a row for each setting, for a spreadsheet."""

from collections.abc import Iterator

from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.spreadsheet import as_csv

COLUMNS = (
    *("platform", "state", "setting", "title", "why", "recommended", "link", "menus", "confidence", "checked"),
    *("evidence", "standing", "origin", "answered"),
)


def render(report: ChecklistReport) -> str:
    """The checklists as CSV with a heading. No field of it is a formula."""
    return as_csv(COLUMNS, _rows(report))


def _rows(report: ChecklistReport) -> Iterator[tuple[str, ...]]:
    for checklist in report.checklists:
        platform = checklist.platform
        for item in checklist.items:
            setting = item.setting
            standing, origin = item.standing(checklist.use)
            yield (
                platform.id,
                platform.state,
                setting.id,
                content.title(setting),
                content.why(setting),
                content.recommended(item, checklist.use),
                content.link(setting),
                "; ".join(f"{device}: {path}" for device, path in content.menus(setting)),
                setting.confidence,
                setting.checked.isoformat(),
                "; ".join(content.proofs(platform, setting)),
                standing,
                origin or "",
                item.answered.isoformat() if item.answered else "",
            )
