"""Checklists as Markdown with boxes to tick (GitHub's task lists)."""

from collections.abc import Iterator
from datetime import date

from hygiene.platforms.progress import Checklist, Item, Standing
from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.checklists.text import item_lines
from hygiene.reports.markdown import literal
from hygiene.texts import say


def render(report: ChecklistReport) -> str:
    """The checklists as Markdown. Only the links of the catalogue are live in it."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: ChecklistReport) -> Iterator[str]:
    yield f"# {literal(say('privacy.title'))}"
    for text in (*content.preamble(report), *content.read(report), *content.mentions(report)):
        yield literal(text)
    for checklist in report.checklists:
        yield f"## {literal(content.heading(checklist))}"
        if subheading := content.subheading(checklist):
            yield literal(subheading)
        if checklist.items:
            yield "\n".join(line for item in checklist.items for line in _item(checklist, item, report.made_on))
        for heading, text, address in content.about(checklist.platform):
            yield f"**{literal(heading)}** {literal(text)}" + (f" <{address}>" if address else "")
        yield literal(content.checked(checklist.platform))
    if summary := content.summary(report):
        yield f"**{literal(summary)}**"


def _item(checklist: Checklist, item: Item, today: date) -> Iterator[str]:
    mark = "x" if item.standing(checklist.use)[0] is Standing.IN_ORDER else " "
    yield f"- [{mark}] **{literal(content.title(item.setting))}**"
    for text in item_lines(checklist, item, today):
        yield f"  - <{text}>" if text.startswith("https://") else f"  - {literal(text)}"
