"""The list of accounts as Markdown with boxes to tick (GitHub's task lists)."""

from collections.abc import Iterator

from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import AccountsReport, Row
from hygiene.reports.markdown import literal
from hygiene.texts import say


def render(report: AccountsReport) -> str:
    """The list as Markdown. Only the links of the services catalogue are live in it."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: AccountsReport) -> Iterator[str]:
    yield f"# {literal(content.title(report))}"
    for text in (*content.preamble(report), *content.opening(report)):
        yield literal(text)
    for number, row in enumerate(report.shown, start=1):
        yield f"## {number}. {literal(content.heading(row))}"
        told = (say("report.label", label=name, text=text) for name, text in content.facts(row))
        yield "\n".join(f"- {literal(text)}" for text in told)
        if row.actions:
            yield "\n".join(_actions(row))


def _actions(row: Row) -> Iterator[str]:
    for action in row.actions:
        words = " ".join(part for part in (content.step(action), content.progress(action)) if part)
        yield f"- [{'x' if content.is_ticked(action) else ' '}] **{literal(words)}**"
        yield from (f"  - <{link}>" for link in content.links(action))
