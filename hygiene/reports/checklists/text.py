"""Checklists as plain lines, for a terminal, a pipe and a screen reader."""

from collections.abc import Iterator
from datetime import date

from hygiene.platforms.progress import Checklist, Item, Standing
from hygiene.reports.checklists import content
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.wrapping import wrapped
from hygiene.texts import say

_BOX = {Standing.IN_ORDER: "[x]"}
_SETTLED = (Standing.IN_ORDER, Standing.LEFT_OUT)
_INDENT = "    "
_WIDTH = 80


def render(report: ChecklistReport) -> str:
    """The checklists as text, 80 columns wide; only a link may be longer."""
    return "".join(f"{line}\n" for line in _lines(report))


def item_lines(checklist: Checklist, item: Item, today: date) -> Iterator[str]:
    """All about one setting but its title, unwrapped."""
    setting = item.setting
    yield content.why(setting)
    yield content.recommendation(item, checklist.use)
    if address := content.link(setting):
        yield address
    for device, path in content.menus(setting):
        yield say("report.label", label=device, text=path)
    for text in (
        content.result(item, checklist.use),
        content.measured(item),
        content.contradiction(item, checklist.use),
    ):
        if text:
            yield text
    yield from content.notes(setting, today)


def _lines(report: ChecklistReport) -> Iterator[str]:
    yield from _lines_of(say("privacy.title"))
    for text in content.preamble(report):
        yield from _lines_of(text)
    for text in (*content.read(report), *content.mentions(report)):
        yield ""
        yield from _lines_of(text)
    for checklist in report.checklists:
        yield from ("", "")
        yield content.heading(checklist)
        yield "-" * len(content.heading(checklist))
        if subheading := content.subheading(checklist):
            yield subheading
        for number, item in enumerate(checklist.items, start=1):
            yield ""
            standing = item.standing(checklist.use)[0]
            box = _BOX.get(standing, "[ ]")
            yield from wrapped(f"{box} {number}. {content.title(item.setting)}", _WIDTH, following=_INDENT)
            # What was gone through and is settled needs no more than its name and how that is known.
            is_settled = report.is_result and standing in _SETTLED
            known = content.known(item, checklist.use)
            for text in known if is_settled else item_lines(checklist, item, report.made_on):
                yield from _lines_of(text, _INDENT)
        # Whoever has just gone through the settings wants to know what is left; the rest is in the other formats.
        for heading, text, address in () if report.is_result and checklist.items else content.about(checklist.platform):
            yield ""
            yield heading
            yield from _lines_of(text, _INDENT)
            if address:
                yield f"{_INDENT}{address}"
        yield ""
        yield content.checked(checklist.platform)
    if summary := content.summary(report):
        yield from ("", summary)


def _lines_of(text: str, indent: str = "") -> list[str]:
    return [indent + text] if text.startswith("https://") else wrapped(text, _WIDTH, indent)
