"""Checklists as one page to print, with boxes to tick and a sheet of paper for each platform."""

from hygiene.platforms.progress import Standing
from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.pages import page

_STYLES = ("colours.css", "style.css", "print.css", "checklist.css")


def render(report: ChecklistReport) -> str:
    """The checklists as an HTML document, for a screen of any width, light or dark, and for paper."""
    return page("checklist.html.jinja", _STYLES, content=content, report=report, Standing=Standing)
