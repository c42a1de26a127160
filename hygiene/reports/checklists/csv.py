"""Checklists as a table, a row for each setting, for a spreadsheet."""

import csv
import io

from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport

COLUMNS = (
    *("platform", "state", "setting", "title", "why", "recommended", "link", "menus", "confidence", "checked"),
    *("evidence", "standing", "origin", "answered"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def render(report: ChecklistReport) -> str:
    """The checklists as CSV with a heading. No field of it is a formula."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for checklist in report.checklists:
        platform = checklist.platform
        for item in checklist.items:
            setting = item.setting
            standing, origin = item.standing(checklist.use)
            row = (
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
            table.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return file.getvalue()
