"""Checklists of platforms to take along: a file per format, and the table that names them."""

from collections.abc import Callable

from hygiene.reports.checklists.document import ChecklistReport


# Each format is imported when it is asked for, so that none of them slows the start.
def _text(report: ChecklistReport) -> str:
    from hygiene.reports.checklists.text import render

    return render(report)


def _json(report: ChecklistReport) -> str:
    from hygiene.reports.checklists.json import render

    return render(report)


def _markdown(report: ChecklistReport) -> str:
    from hygiene.reports.checklists.markdown import render

    return render(report)


def _html(report: ChecklistReport) -> str:
    from hygiene.reports.checklists.html import render

    return render(report)


def _csv(report: ChecklistReport) -> str:
    from hygiene.reports.checklists.csv import render

    return render(report)


CHECKLIST_FORMATS: dict[str, Callable[[ChecklistReport], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "html": _html,
    "csv": _csv,
}
"""How each form of a checklist is made, in the current language."""
