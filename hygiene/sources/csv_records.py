"""The records of a CSV file, so that not one is lost behind a stray quotation mark.

A reader that forgives takes a quotation mark that nobody closed for the beginning of a field, and swallows every row
up to the next one. This one holds the file to the grammar (RFC 4180), and gives a record up at the end of its first
line wherever it is broken or has taken in what looks like another row. So rows are rejected, and never lost.

It works on bytes: in UTF-8 the comma, the quotation mark and the line ends are never part of another character.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hygiene.errors import SourceError

_LINE_END = re.compile(rb"\r\n?|\n")
_EMPTY_LINES = re.compile(rb"[\r\n]*+")

_MOST_LINES = 10_000
"""More lines than anybody writes in a note."""

IsRow = Callable[[Sequence[bytes]], bool]


class Dialect:
    """How a program parts fields, and writes those that have separators, quotation marks or line ends in them.

    `content` is what may stand between two quotation marks, `escape` what stands there for a character and has that
    character at its end.
    """

    def __init__(self, content: bytes, escape: bytes, separator: bytes = b",") -> None:
        self.separator = separator
        self.field = re.compile(rb'(?:"(%b)"|([^"%b\r\n]*+))(%b|\r\n?|\n|\Z)' % (content, separator, separator))
        self.unclosed = re.compile(rb'"%b\Z' % content)
        self._escape = re.compile(escape)

    def plain(self, quoted: bytes) -> bytes:
        """What the owner typed."""
        return self._escape.sub(lambda found: found[0][-1:], quoted)


# More quotation marks in one field than this are no field; to look for more takes memory for each of them.
_MOST_MARKS = b"{0,500000}+"

_DOUBLED = (rb'[^"]*+(?:""[^"]*+)%b' % _MOST_MARKS, rb'""')

RFC_4180 = Dialect(*_DOUBLED)
"""A comma parts the fields, and a quotation mark within one is written twice."""

RESAVED = (Dialect(*_DOUBLED, separator=b";"), Dialect(*_DOUBLED, separator=b"\t"))
"""As spreadsheet programs write it in countries that have commas in their numbers."""

BACKSLASHED = Dialect(rb'[^"\\]*+(?:\\["\\][^"\\]*+)%b' % _MOST_MARKS, rb'\\["\\]')
"""A backslash stands before each quotation mark and each backslash."""


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record, and where the next one begins.

    `fault` tells why it is none: it has too many columns, a stray quotation mark, or is "unclosed" where a quoted field
    runs to the end of the text. Then `end` is only as far as it was read.
    """

    fields: list[bytes]
    end: int
    fault: str | None = None


def record(text: bytes, start: int, width: int, dialect: Dialect = RFC_4180) -> Record:
    """The record that begins at `start`, of at most `width` columns."""
    fields: list[bytes] = []
    at = start
    while found := dialect.field.match(text, at):
        if len(fields) == width:
            return Record(fields, at, "too_many_columns")
        quoted = found[1]
        fields.append(found[2] if quoted is None else dialect.plain(quoted))
        at = found.end()
        if found[3] != dialect.separator:
            return Record(fields, at)
    return Record(fields, at, "unclosed" if dialect.unclosed.match(text, at) else "stray_quote")


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of the rows of a file: how many columns they have, and how one is told from other text.

    `prose` are the columns in which people write several lines; `is_row` tells whether fields could be a row of this
    export, and decides whether a line within such a column is part of it. In a ragged table rows may be shorter than
    `width`, down to `narrowest`.
    """

    text: bytes
    width: int
    prose: frozenset[int]
    is_row: IsRow
    narrowest: int = 0
    dialect: Dialect = RFC_4180

    def __post_init__(self) -> None:
        if not self.narrowest:
            object.__setattr__(self, "narrowest", self.width)

    def records(self, start: int) -> Iterator[list[bytes] | str]:
        """The fields of each record from `start` on, or the reason why it could not be read. Empty lines are none.

        Raises `SourceError` where the text ends in the middle of a record.
        """
        while (start := _past_empty_lines(self.text, start)) < len(self.text):
            stop, following = _line(self.text, start)
            if self.text.find(b'"', start, stop) < 0:
                found = self._unquoted(start, stop, following)
            else:
                found = record(self.text, start, self.width, self.dialect)
            fault = self._fault(found, start, following)
            yield fault or found.fields
            start = following if fault else found.end

    def _unquoted(self, start: int, stop: int, following: int) -> Record:
        if self.text.count(self.dialect.separator, start, stop) >= self.width:
            return Record([], following, "too_many_columns")
        return Record(self.text[start:stop].split(self.dialect.separator), following)

    def _fault(self, found: Record, start: int, following: int) -> str | None:
        whole_lines = self.text.endswith((b"\n", b"\r"))
        if found.fault == "unclosed":
            # The first line is looked at too: with nothing but itself behind it, it is the last row of a whole file.
            if self._swallows_a_row(start if whole_lines else following, len(self.text), self.is_row):
                return "stray_quote"
            raise SourceError("sources.truncated")
        if found.fault:
            return found.fault
        if len(found.fields) < self.narrowest:
            if found.end == len(self.text) and not whole_lines:
                raise SourceError("sources.truncated")
            return "too_few_columns"
        if found.end > following:
            # Nobody writes a row's worth of commas on one line of a password; in a note it takes more to be suspect.
            prose = all(column in self.prose for column, field in enumerate(found.fields) if _LINE_END.search(field))
            if self._swallows_a_row(following, found.end, self.is_row if prose else _any):
                return "stray_quote"
        return None

    def _swallows_a_row(self, start: int, end: int, is_row: IsRow) -> bool:
        """Whether a line between `start` and `end` could be a row of its own, as among very many lines some are."""
        for _ in range(_MOST_LINES):
            if start >= end:
                return False
            stop, following = _line(self.text, start)
            line = self.text[start:stop]
            start = following
            plain = line.split(self.dialect.separator)
            if self.narrowest <= len(plain) <= self.width and is_row(plain):
                return True
            if b'"' in line:
                alone = record(line, 0, self.width, self.dialect)
                if not alone.fault and len(alone.fields) >= self.narrowest and is_row(alone.fields):
                    return True
        return start < end


def _any(_: Sequence[bytes]) -> bool:
    return True


def _past_empty_lines(text: bytes, start: int) -> int:
    found = _EMPTY_LINES.match(text, start)
    return found.end() if found else start


def _line(text: bytes, start: int) -> tuple[int, int]:
    """Where the line that begins at `start` ends, and where the next one begins."""
    found = _LINE_END.search(text, start)
    return found.span() if found else (len(text), len(text))
