"""The report as Markdown (CommonMark with GitHub's additions), to be kept or pasted where Markdown is read."""

import re
from collections.abc import Iterable, Iterator

from hygiene.evidence import Input
from hygiene.findings import Verdict
from hygiene.reports import content, data_exports
from hygiene.reports.changes import of_report
from hygiene.reports.document import AuditReport
from hygiene.texts import say

# What can begin markup anywhere; a dot and a colon only where an address could come alive around them.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~&$^=]|\.(?=\S)|:(?=/)")
_AT_THE_BEGINNING = re.compile(r"^(\d*)([-+.)])")
# GitHub makes a link of an address even where the sign is escaped, but not out of a piece of code.
_AT_SIGN = re.compile(r"@+")


def render(report: AuditReport) -> str:
    """The report as Markdown. Only the links of the policy and of the services catalogue are live in it."""
    return "\n\n".join(_blocks(report)) + "\n"


def literal(text: str) -> str:
    """Text on one line that shows as it is: no markup, link, image or HTML comes alive in it."""
    text = _ANYWHERE.sub(r"\\\g<0>", content.one_line(text))
    return _AT_SIGN.sub(r"`\g<0>`", _AT_THE_BEGINNING.sub(r"\1\\\2", text))


def _blocks(report: AuditReport) -> Iterator[str]:
    yield f"# {literal(say('report.title'))}"
    for sentence in content.preamble(report):
        yield literal(sentence)
    yield _heading("overview")
    for sentence in content.opening(report):
        yield literal(sentence)
    yield _overview(report)
    for section, blocks in (
        ("progress", _list(of_report(report))),
        ("broken", list(_tasks(report)) or [literal(say("report.none.broken"))]),
        ("unknown", list(_gaps(report)) or [literal(say("report.none.unknown"))]),
        ("exempt", _list(content.exemptions(report))),
        ("met", _list(f"{title} ({origin.lower()})" for title, origin in content.titles(report, Verdict.MET))),
        ("not_applicable", _list(title for title, _ in content.titles(report, Verdict.NOT_APPLICABLE))),
        ("inputs", list(_inputs(report)) or [literal(say("report.none.inputs"))]),
    ):
        if blocks:
            yield _heading(section)
            yield from blocks
    yield literal(say("report.closing"))
    yield f"**{literal(content.summary(report))}**"


def _heading(section: str) -> str:
    return f"## {literal(say(f'report.heading.{section}'))}"


def _overview(report: AuditReport) -> str:
    shown = content.shown_verdicts(report)
    head = [say("report.part.group"), *(say(f"report.verdict.{verdict}") for verdict in shown)]
    rows = [[name, *(str(counts[verdict]) for verdict in shown)] for name, counts in content.groups(report)]
    marks = ["---", *["---:"] * len(shown)]
    return "\n".join([_row(map(literal, head)), _row(marks), *(_row(map(literal, row)) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tasks(report: AuditReport) -> Iterator[str]:
    for number, task in enumerate(content.tasks(report), start=1):
        yield f"### {number}. {literal(task.title)}"
        yield f"**{literal(task.urgency)}.** {literal(task.origin)}."
        yield _labelled("why", task.why)
        for step in task.steps:
            for discovery in step.discoveries:
                yield _labelled("problem", discovery.problem)
                yield from _list(discovery.about)
            yield _labelled("next", step.next)
            if step.links:
                yield "\n".join(f"- <{link}>" for link in step.links)


def _gaps(report: AuditReport) -> Iterator[str]:
    for gap in content.gaps(report):
        yield f"### {literal(gap.discovery.problem)}"
        yield from _list(gap.discovery.about)
        yield _labelled("next", gap.next)
        yield _labelled("concerns", "")
        yield from _list(gap.titles)


def _inputs(report: AuditReport) -> Iterator[str]:
    for each in report.evidence.all_inputs:
        yield f"### {literal(content.shortened(each.name))}"
        yield from _list(_account_of(each))
    for export in report.evidence.data_exports:
        yield f"### {literal(data_exports.title(export))}"
        account = [say("report.label", label=name, text=value) for name, value in data_exports.account_of(export)]
        yield from _list([*account, *data_exports.unread(export)])


def _account_of(each: Input) -> Iterator[str]:
    for name, value in content.account_of(each):
        yield say("report.label", label=name, text=value)
    for rows, reason in content.rejections(each):
        yield content.not_read(each, rows, reason)


def _labelled(part: str, text: str) -> str:
    label = say("report.label", label=say(f"report.part.{part}"), text="").rstrip()
    return f"**{literal(label)}** {literal(text)}".rstrip()


def _list(texts: Iterable[str]) -> list[str]:
    items = "\n".join(f"- {literal(text)}" for text in texts)
    return [items] if items else []
