"""A release as a workbook: figures as numbers, words as text that no program takes for a formula."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from types import ModuleType
from typing import Any

from hygiene.errors import HygieneError
from hygiene.release import COUNTED
from hygiene.reports.releases import ReleaseReport, content
from hygiene.texts import say

_LONGEST_NAME = 31
_WIDE, _NARROW = 60, 14
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Row = Sequence[str | int | None]


def library() -> ModuleType:
    """What writes workbooks. Raises `HygieneError` where it is not installed."""
    try:
        import xlsxwriter
    except ImportError:
        raise HygieneError("collecting.no_xlsx") from None
    module: ModuleType = xlsxwriter
    return module


def render(report: ReleaseReport) -> bytes:
    """The workbook: how the staff stand, rule by rule, unit by unit, and how the figures are protected."""
    release, made = report.release, BytesIO()
    # The file tells nothing of the moment at which it was made.
    with library().Workbook(made, _OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC), "title": say("summary.report.title")})
        _Sheet(book, say("summary.heading.overview")).fill(
            [[say("summary.report.title")], *([each] for each in content.preamble(report))],
            [[each] for each in content.opening(release)],
            *_overview(report),
        )
        _Sheet(book, say("summary.heading.rules")).fill(_rules(report))
        if units := content.units(report.policy, release):
            tables = map(_unit, units)
            _Sheet(book, say("collecting.heading.units")).fill(_heads(say("summary.report.rule")), *tables)
        _Sheet(book, say("summary.heading.protection")).fill(
            [[say("summary.heading.protection")], *([each] for each in content.protection(release))],
            [[say("summary.heading.limits")], *([each] for each in content.limits(release))],
            [[say("summary.heading.set_aside")], *([each] for each in content.set_aside(release.set_aside))],
        )
    return made.getvalue()


def _unit(unit: content.UnitTable) -> list[Row]:
    return [[unit.name, unit.people], *(_figures(line) for line in unit.lines)]


def _overview(report: ReleaseReport) -> Iterable[list[Row]]:
    topics = content.topics(report.policy, report.release)
    rows = ([topic.name, *(topic.sums[each] if topic.sums else None for each in COUNTED)] for topic in topics)
    yield [*_heads(say("summary.report.topic")), *rows]
    trained: list[Row] = [[title, people] for title, _, people in content.training(report)]
    yield [[say("summary.heading.training"), say("summary.report.people")], *trained]
    periods, trend = content.trend(report)
    if len(periods) > 1:
        yield [[say("summary.report.caption_trend"), *periods], *([name, *shares] for name, shares in trend)]


def _rules(report: ReleaseReport) -> list[Row]:
    topics = content.topics(report.policy, report.release)
    rows = [[*_figures(line), topic.name, content.how_known(line)] for topic in topics for line in topic.lines]
    return [*_heads(say("summary.report.rule"), say("summary.report.topic")), *rows]


def _heads(first: str, *last: str) -> list[Row]:
    return [[first, *(say(f"summary.report.verdict.{verdict}") for verdict in COUNTED), *last]]


def _figures(line: content.Line) -> Row:
    """A rule and its counts; where it is masked, words stand in their place."""
    if line.counts is None:
        return [line.title, say("summary.report.all_masked"), *[None] * (len(COUNTED) - 1)]
    return [line.title, *(line.counts[verdict] for verdict in COUNTED)]


class _Sheet:
    """A sheet that is filled from the top."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(name[:_LONGEST_NAME])
        self._sheet.set_column(0, 0, _WIDE)
        self._sheet.set_column(1, 7, _NARROW)
        # The mark that spreadsheets themselves set on what is text, whatever it begins with.
        self._text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        self._head = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top", "bold": True})
        self._number = book.add_format({"valign": "top"})
        self._row = 0

    def fill(self, *tables: Iterable[Row]) -> None:
        """Write tables one below the other; the first row of each is its head."""
        for table in tables:
            for place, row in enumerate(table):
                self._write(row, self._text if place else self._head)
            self._row += 1

    def _write(self, row: Row, words: Any) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, cell, words)
            elif cell is not None:
                self._sheet.write_number(self._row, column, cell, self._number)
        self._row += 1
