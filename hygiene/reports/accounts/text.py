"""The list of accounts as plain lines, for a terminal, a pipe and a screen reader."""

from collections.abc import Iterator

from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import AccountsReport, Row
from hygiene.reports.wrapping import wrapped
from hygiene.texts import say

_INDENT = "   "


def render(report: AccountsReport, width: int = 80) -> str:
    """The list as text, wrapped to `width` columns; only a link may be longer."""
    return "".join(f"{line}\n" for line in _lines(report, width))


def _lines(report: AccountsReport, width: int) -> Iterator[str]:
    yield from wrapped(content.title(report), width)
    for text in (*content.preamble(report), "", *content.opening(report)):
        yield from wrapped(text, width) or [""]
    for number, row in enumerate(report.shown, start=1):
        yield ""
        yield from wrapped(f"{number}. {content.heading(row)}", width, following=_INDENT)
        yield from _row(row, width)


def _row(row: Row, width: int) -> Iterator[str]:
    told = "; ".join(say("report.label", label=name, text=text) for name, text in content.facts(row))
    yield from wrapped(told, width, _INDENT)
    for action in row.actions:
        box = "[x]" if content.is_ticked(action) else "[ ]"
        words = " ".join(part for part in (content.step(action), content.progress(action)) if part)
        yield from wrapped(f"{box} {words}", width, _INDENT, f"{_INDENT}    ")
        yield from (f"{_INDENT}    {link}" for link in content.links(action))
