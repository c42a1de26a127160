"""The report as plain lines, for a terminal, a pipe and a screen reader: read from top to bottom, nothing beside it."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from hygiene.evidence import DataExportInput, Input
from hygiene.findings import Verdict
from hygiene.reports import content, data_exports
from hygiene.reports.changes import of_report
from hygiene.reports.document import AuditReport
from hygiene.reports.wrapping import wrapped
from hygiene.texts import say

MOST_ACCOUNTS = 8
MOST_STEPS = 8
MOST_LINKS = 6


class Role(StrEnum):
    """What a line is, for whoever wants to set it off. The report is understood without."""

    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"
    LINK = "link"
    SUMMARY = "summary"


Line = tuple[Role, str]
Paragraph = tuple[Role, str, str]
"""Role, indent and text, before it is wrapped."""

INDENT = "   "
BLANK: Paragraph = (Role.BODY, "", "")


def render(report: AuditReport, width: int = 80) -> str:
    """The report as text, wrapped to `width` columns; only a link may be longer."""
    return "".join(f"{text}\n" for _, text in lines(report, width))


def lines(report: AuditReport, width: int = 80) -> Iterator[Line]:
    """The lines of the report, each with its role."""
    for role, indent, text in _paragraphs(report):
        if role is Role.LINK or not text:
            yield role, f"{indent}{text}".rstrip()
        else:
            following = indent + " " * _hanging(text)
            for line in wrapped(text, width, indent, following):
                yield role, line


def _hanging(text: str) -> int:
    """How far the lines after the first go in, where a paragraph begins with a number or a dash."""
    mark, _, rest = text.partition(" ")
    return len(mark) + 1 if rest and (mark == "-" or (mark[:-1].isdecimal() and mark.endswith("."))) else 0


def _paragraphs(report: AuditReport) -> Iterator[Paragraph]:
    yield Role.TITLE, "", say("report.title")
    for text in content.preamble(report):
        yield Role.BODY, "", text
    yield BLANK
    for text in content.opening(report):
        yield Role.BODY, "", text
    for section, paragraphs in (
        ("progress", [_body(f"- {text}") for text in of_report(report)]),
        ("broken", _tasks(report) or [_body(say("report.none.broken"))]),
        ("unknown", _gaps(report) or [_body(say("report.none.unknown"))]),
        ("exempt", [_body(f"- {text}") for text in content.exemptions(report)]),
        ("met", [_body(f"- {title} ({origin.lower()})") for title, origin in content.titles(report, Verdict.MET)]),
        ("not_applicable", [_body(f"- {title}") for title, _ in content.titles(report, Verdict.NOT_APPLICABLE)]),
        ("inputs", _inputs(report) or [_body(say("report.none.inputs"))]),
    ):
        if paragraphs:
            yield from (BLANK, BLANK)
            yield Role.HEADING, "", say(f"report.heading.{section}")
            yield BLANK
            yield from paragraphs
    yield from (BLANK, BLANK)
    yield Role.BODY, "", say("report.closing")
    yield BLANK
    yield Role.SUMMARY, "", content.summary(report)


def _tasks(report: AuditReport) -> list[Paragraph]:
    return [
        paragraph for number, task in enumerate(content.tasks(report), start=1) for paragraph in _task(number, task)
    ]


def _task(number: int, task: content.Task) -> Iterator[Paragraph]:
    if number > 1:
        yield BLANK
    yield Role.ITEM, "", f"{number}. {task.title}"
    yield _inner(f"{task.urgency}. {task.origin}.")
    yield _inner(_labelled("why", task.why))
    together: dict[str, list[content.Step]] = {}
    for step in task.steps:
        together.setdefault(step.next, []).append(step)
    for following, steps in together.items():
        found = [discovery for step in steps for discovery in step.discoveries]
        for discovery in found[:MOST_STEPS]:
            yield from _discovery(discovery)
        yield from _and_more(len(found) - MOST_STEPS)
        yield _inner(_labelled("next", following))
        yield from _links(list(dict.fromkeys(link for step in steps for link in step.links)))


def _discovery(discovery: content.Discovery) -> Iterator[Paragraph]:
    yield _inner(_labelled("problem", discovery.problem))
    yield from _accounts(discovery.about)


def _accounts(labels: Sequence[str]) -> Iterator[Paragraph]:
    for label in labels[:MOST_ACCOUNTS]:
        yield _inner(f"- {label}")
    if (left := len(labels) - MOST_ACCOUNTS) > 0:
        yield _inner(say("report.more.accounts", n=left))


def _and_more(left: int) -> Iterator[Paragraph]:
    if left > 0:
        yield _inner(say("report.more.findings", n=left))


def _links(links: Sequence[str]) -> Iterator[Paragraph]:
    for place, link in enumerate(links[:MOST_LINKS]):
        if place == 0:
            yield _inner(_labelled("links", ""))
        yield Role.LINK, INDENT, link
    if (left := len(links) - MOST_LINKS) > 0:
        yield _inner(say("report.more.links", n=left))


def _gaps(report: AuditReport) -> list[Paragraph]:
    together: dict[tuple[str, tuple[str, ...]], list[content.Discovery]] = {}
    for gap in content.gaps(report):
        together.setdefault((gap.next, gap.titles), []).append(gap.discovery)
    told = [[BLANK, *_gap(found, following, titles)] for (following, titles), found in together.items()]
    return [paragraph for gap in told for paragraph in gap][1:]


def _gap(found: Sequence[content.Discovery], following: str, titles: Sequence[str]) -> Iterator[Paragraph]:
    for discovery in found[:MOST_STEPS]:
        yield Role.ITEM, "", discovery.problem
        yield from _accounts(discovery.about)
    yield from _and_more(len(found) - MOST_STEPS)
    yield _inner(_labelled("next", following))
    yield _inner(_labelled("concerns", ""))
    for title in titles:
        yield _inner(f"- {title}")


def _inputs(report: AuditReport) -> list[Paragraph]:
    evidence = report.evidence
    accounts = [*map(_input, evidence.all_inputs), *map(_data_export, evidence.data_exports)]
    return [paragraph for account in accounts for paragraph in (BLANK, *account)][1:]


def _data_export(each: DataExportInput) -> Iterator[Paragraph]:
    yield Role.ITEM, "", data_exports.title(each)
    for name, value in data_exports.account_of(each):
        yield _inner(say("report.label", label=name, text=value))
    for text in data_exports.unread(each):
        yield _inner(text)


def _input(each: Input) -> Iterator[Paragraph]:
    yield Role.ITEM, "", content.shortened(each.name)
    for name, value in content.account_of(each):
        yield _inner(say("report.label", label=name, text=value))
    for rows, reason in content.rejections(each):
        yield _inner(content.not_read(each, rows, reason))


def _body(text: str) -> Paragraph:
    return Role.BODY, "", text


def _inner(text: str) -> Paragraph:
    return Role.BODY, INDENT, text


def _labelled(part: str, text: str) -> str:
    return say("report.label", label=say(f"report.part.{part}"), text=text).rstrip()
