"""The list of accounts as one page, with boxes to tick on paper."""

from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import AccountsReport
from hygiene.reports.pages import page

_STYLES = ("colours.css", "style.css", "print.css", "checklist.css", "accounts.css")


def render(report: AccountsReport) -> str:
    """The list as an HTML document, for a screen of any width, light or dark, and for paper."""
    return page("accounts.html.jinja", _STYLES, content=content, report=report)
