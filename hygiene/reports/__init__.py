"""A file per report format, the table that names them, and the schemas of the machine-readable ones."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from hygiene.reports.document import AuditReport


@dataclass(frozen=True, slots=True)
class Format:
    """A form that a report can take: how it is made, in the current language, and how its files end."""

    render: Callable[[AuditReport], str]
    extension: str


# Each format is imported when it is asked for, so that none of them slows the start.
def _text(report: AuditReport) -> str:
    from hygiene.reports.text import render

    return render(report)


def _json(report: AuditReport) -> str:
    from hygiene.reports.json import render

    return render(report)


def _markdown(report: AuditReport) -> str:
    from hygiene.reports.markdown import render

    return render(report)


def _html(report: AuditReport) -> str:
    from hygiene.reports.html import render

    return render(report)


FORMATS = {
    "text": Format(_text, ".txt"),
    "json": Format(_json, ".json"),
    "markdown": Format(_markdown, ".md"),
    "html": Format(_html, ".html"),
}

SCHEMAS = {
    "hygiene.report/1": "hygiene.report-1.json",
    "hygiene.password/1": "hygiene.password-1.json",
    "hygiene.release/1": "hygiene.release-1.json",
    "hygiene.release.csv/1": "hygiene.release.csv-1.json",
    "hygiene.breach/1": "hygiene.breach-1.json",
    "hygiene.accounts/1": "hygiene.accounts-1.json",
    "hygiene.register/1": "hygiene.register-1.json",
    "hygiene.history/1": "hygiene.history-1.json",
    "hygiene.corpus/1": "hygiene.corpus-1.json",
    "hygiene.platforms/1": "hygiene.platforms-1.json",
    "hygiene.link/1": "hygiene.link-1.json",
}
"""The file of each published schema."""


def schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of a machine-readable form, as JSON; KeyError where there is none."""
    return files(__name__).joinpath("schemas", SCHEMAS[name]).read_text(encoding="utf-8")
