"""How audits follow one another, as a document of its own: in words, as pictures, and for programs."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hygiene.findings import Verdict
from hygiene.policy.model import Policy
from hygiene.progress import Point, Progress
from hygiene.reports import content
from hygiene.reports.changes import as_values, sentences
from hygiene.reports.json import as_json
from hygiene.reports.markdown import literal
from hygiene.reports.pages import STYLES, bar, page
from hygiene.reports.wrapping import wrapped
from hygiene.texts import current_language, say

SHOWN = (Verdict.MET, Verdict.BROKEN, Verdict.UNKNOWN)
"""The verdicts whose numbers tell how it goes."""

_SIGNS = {Verdict.MET: "#", Verdict.BROKEN: "!", Verdict.UNKNOWN: "?"}
_BAR = 30


def opening(progress: Progress) -> list[str]:
    """What stands above the changes."""
    told = [] if progress.since else [say("history.first")]
    if progress.damaged:
        told.append(say("history.damaged", n=progress.damaged))
    return told


def heading(progress: Progress) -> str | None:
    """What the changes are compared with; None in the first audit."""
    return say("history.since", date=content.date_in_words(progress.since)) if progress.since else None


def counted(point: Point) -> str:
    """The numbers of one audit."""
    counts = ", ".join(say(f"report.counted.{verdict}", n=point.counts[verdict]) for verdict in SHOWN)
    return say("history.point", date=content.date_in_words(point.made_on), counts=counts)


def drawn(point: Point) -> str:
    """One audit as a bar of signs, as long as the others."""
    known = [point.counts[verdict] for verdict in SHOWN]
    total = sum(known) or 1
    ends = [round(_BAR * sum(known[: place + 1]) / total) for place in range(len(known))]
    starts = [0, *ends]
    return "".join(_SIGNS[verdict] * (ends[place] - starts[place]) for place, verdict in enumerate(SHOWN))


def segments(point: Point) -> list[Any]:
    """The pieces of an audit's bar in a picture."""
    return list(bar({verdict: point.counts[verdict] for verdict in SHOWN}))


def _text(progress: Progress, policy: Policy, width: int) -> str:
    return "".join(f"{line}\n" for line in _lines(progress, policy, width))


def _lines(progress: Progress, policy: Policy, width: int) -> Iterator[str]:
    yield from wrapped(say("history.title"), width)
    for text in opening(progress):
        yield from wrapped(text, width)
    if since := heading(progress):
        yield from ("", *wrapped(since, width))
    for text in sentences(progress, policy):
        yield from wrapped(text, width, "- ")
    yield from ("", *wrapped(say("history.trend"), width))
    for point in progress.points:
        yield from wrapped(counted(point), width, "- ")
        yield f"  {drawn(point)}"
    yield from wrapped(say("history.key"), width)
    yield from ("", *wrapped(say("history.hint"), width))


def _markdown(progress: Progress, policy: Policy, _width: int) -> str:
    blocks = [f"# {literal(say('history.title'))}", *map(literal, opening(progress))]
    if since := heading(progress):
        blocks.append(f"## {literal(since)}")
    if told := sentences(progress, policy):
        blocks.append("\n".join(f"- {literal(text)}" for text in told))
    blocks.append(f"## {literal(say('history.trend'))}")
    head = [say("history.day"), *(say(f"report.verdict.{verdict}") for verdict in SHOWN), say("history.accounts")]
    rows = [[content.date_in_words(point.made_on), *numbers(point)] for point in progress.points]
    table = [head, ["---"] * len(head), *rows]
    blocks.append("\n".join(f"| {' | '.join(row)} |" for row in table))
    blocks.append(literal(say("history.hint")))
    return "\n\n".join(blocks) + "\n"


def numbers(point: Point) -> list[str]:
    """What stands in a row of the table of audits after the day."""
    return [*(str(point.counts[verdict]) for verdict in SHOWN), str(point.accounts)]


def _html(progress: Progress, policy: Policy, _width: int) -> str:
    return page("audits.html.jinja", (*STYLES, "release.css"), progress=progress, policy=policy, told=TOLD)


def _json(progress: Progress, _policy: Policy, _width: int) -> str:
    return as_json({"schema": "hygiene.history/1", "language": current_language(), **as_values(progress)})


TOLD: Mapping[str, Any] = {
    "opening": opening,
    "heading": heading,
    "sentences": sentences,
    "segments": segments,
    "numbers": numbers,
    "day": lambda point: content.date_in_words(point.made_on),
    "shown": SHOWN,
}
"""What a page needs to tell of progress."""

HISTORY_FORMATS: dict[str, Callable[[Progress, Policy, int], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "html": _html,
}
"""How each form of the history is made, in the current language, with lines of text of at most so many columns."""
