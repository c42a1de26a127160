"""The list of accounts and what to do about each: a file per format, and the table that names them."""

from collections.abc import Callable

from hygiene.reports.accounts.document import AccountsReport


# Each format is imported when it is asked for, so that none of them slows the start.
def _text(report: AccountsReport) -> str:
    from hygiene.reports.accounts.text import render

    return render(report)


def _json(report: AccountsReport) -> str:
    from hygiene.reports.accounts.json import render

    return render(report)


def _html(report: AccountsReport) -> str:
    from hygiene.reports.accounts.html import render

    return render(report)


def _markdown(report: AccountsReport) -> str:
    from hygiene.reports.accounts.markdown import render

    return render(report)


def _csv(report: AccountsReport) -> str:
    from hygiene.reports.accounts.csv import render

    return render(report)


ACCOUNT_FORMATS: dict[str, Callable[[AccountsReport], str]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "markdown": _markdown,
    "csv": _csv,
}
