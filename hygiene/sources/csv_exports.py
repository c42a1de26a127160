"""The exports in CSV: the one reader of the table in csv_exports.toml, and of tables whose user names the columns."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from hygiene.errors import SourceError
from hygiene.evidence import Login, Rejection
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.addresses import could_be_address, is_address, parted
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.csv_records import BACKSLASHED, RESAVED, RFC_4180, Dialect, Table, record
from hygiene.sources.json_parts import parsed
from hygiene.sources.json_values import as_list, shown, text_in
from hygiene.sources.model import MAX_FIELD, Passed, Row, Source, Unfit, Way, unless_empty

PARTS = ("url", "username", "password", "title", "email", "second_factor", "folder")
"""What a user may name the columns of, the most needed first."""

NEEDED = PARTS[:3]
"""What a user has to name the columns of."""

_MAX_COLUMNS = 200
_LINES_OF_A_TABLE = 3
_ANYWHERE = frozenset(range(_MAX_COLUMNS))
_DATES = {"iso": dates.from_iso, "milliseconds": dates.from_milliseconds, "seconds": dates.from_seconds}

_FIRST = re.compile(rb"[^\r\n]")
_LINE_BREAK = re.compile(r"[\r\n]")
_FOR_PASSWORDS = re.compile(
    r"(?i)(\b|_)(password|passwd|pwd|pass|secret|salasana|tunnussana|lösenord|losenord|passord|adgangskode|parool|passwort"
    r"|kennwort)(\b|_)"
)
_PLACE = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class _Change:
    column: str
    written: str
    dates: str


@dataclass(frozen=True, slots=True)
class _Form:
    """What the rows of an export are like: the keys of csv_exports.toml, which explains them."""

    columns: Mapping[str, tuple[str, ...]]
    prose: frozenset[str] = frozenset()
    dialect: Dialect = RFC_4180
    ragged: bool = False
    urls_joined: bool = False
    within: tuple[str, re.Pattern[str]] | None = None
    guard: re.Pattern[str] | None = None
    changed: _Change | None = None
    used: _Change | None = None
    garbled: re.Pattern[str] | None = None
    second_factor_beyond: re.Pattern[str] | None = None
    always: Mapping[str, re.Pattern[str]] | None = None
    not_a_login: Mapping[str, re.Pattern[str]] | None = None
    left_out: Mapping[str, re.Pattern[str]] | None = None


@dataclass(frozen=True, slots=True)
class _CsvExport:
    """One table of csv_exports.toml."""

    product: str
    headers: tuple[frozenset[str], ...]
    more_columns: bool
    repeated: frozenset[str]
    form: _Form

    def recognises(self, head: bytes) -> bool:
        names = frozenset(_header(without_mark(head))[0])
        return any(header <= names if self.more_columns else header == names for header in self.headers)

    def columns_among(self, names: frozenset[str]) -> int:
        """How many of a table's columns are its own, where the table has all of them and others besides."""
        return max((len(header) for header in self.headers if header < names), default=0)

    def read(self, data: bytes, number: int, _way: Way) -> Iterator[Row]:
        text = as_utf8(data)
        names, start = _header(text)
        told_apart = [name for name in names if name not in self.repeated]
        if len(set(told_apart)) < len(told_apart):
            raise SourceError("sources.equal_columns")
        if not any(header <= set(names) for header in self.headers):
            raise SourceError("sources.not_from_this", product=self.product)
        return _rows(self.form, text, names, start, number)


class _Reader:
    """Reads the rows of one file, whose header tells where each column stands."""

    def __init__(self, form: _Form, names: Sequence[str], number: int) -> None:
        self._form = form
        self._number = number
        self._named = len(names) - form.ragged
        self._place = {name: place for place, name in enumerate(names)}
        self._field = {
            field: self._place[name] for field, alike in form.columns.items() for name in alike if name in self._place
        }
        self.prose = frozenset(self._place[name] for name in form.prose if name in self._place)

    def is_row(self, fields: Sequence[bytes]) -> bool:
        """Whether these fields could be a row: each column that can be judged holds what it always does."""
        address = fields[self._field["url"]].strip(b'"')
        # Where rows are of unlike length, the rest of one after a line break could pass for another.
        fits = is_address(address) if self._form.ragged else could_be_address(address)
        return fits and any(fields) and not self._is_unusual(fields)

    def row(self, row: int, fields: Sequence[bytes]) -> Row:
        try:
            return self._row(f"{self._number}:{row}", fields)
        except Unfit as unfit:
            return Rejection(row, unfit.reason)

    def _row(self, entry: str, fields: Sequence[bytes]) -> Row:
        form = self._form
        found = {field: fields[place] for field, place in self._field.items() if place < len(fields)}
        if any(len(field) > MAX_FIELD for field in found.values()):
            raise Unfit("field_too_long")
        if self._is_unusual(fields):
            raise Unfit("unexpected_value")
        text = {field: content.decode("utf-8") for field, content in found.items()}
        if self._any_matches(form.left_out, fields):
            return Passed.LEFT_OUT
        if self._any_matches(form.not_a_login, fields):
            return Passed.NOT_A_LOGIN
        text |= self._within(fields)
        if _LINE_BREAK.search(text["url"]):
            raise Unfit("line_break_in_url")
        if _LINE_BREAK.search(text["username"]):
            raise Unfit("line_break_in_username")
        if form.garbled and form.garbled.fullmatch(text["password"]):
            raise Unfit("garbled_password")
        if form.guard:
            text |= {part: form.guard.sub("", text[part], count=1) for part in ("username", "password")}
        change = form.changed
        changed = self._date(change, fields)
        return unless_empty(
            Login(
                entry=entry,
                title=text.get("title", ""),
                urls=self._urls(text),
                username=text["username"],
                email=text.get("email", ""),
                password=Secret(text["password"]) if text["password"] else None,
                folder=text.get("folder", ""),
                has_second_factor=self._has_second_factor(text, fields) or None,
                changed=changed,
                dates_password=changed is not None and change is not None and change.dates == "password",
                last_used=self._date(form.used, fields),
            )
        )

    def _date(self, written: _Change | None, fields: Sequence[bytes]) -> date | None:
        if not written or written.column not in self._place:
            return None
        return _DATES[written.written](fields[self._place[written.column]].decode("utf-8"))

    def _within(self, fields: Sequence[bytes]) -> dict[str, str]:
        """What one column holds several parts of a login in."""
        if not self._form.within:
            return {}
        column, pattern = self._form.within
        found = pattern.fullmatch(fields[self._place[column]].decode("utf-8"))
        if not found:
            raise Unfit("unexpected_value")
        return found.groupdict()

    def _urls(self, text: Mapping[str, str]) -> tuple[str, ...]:
        urls = parted(text["url"]) if self._form.urls_joined else [text["url"]]
        if more := text.get("more_urls", "").strip():
            listed = as_list(parsed(more.encode()))
            urls += [text_in(url, "url") if isinstance(url, dict) else shown(url) for url in listed]
        return tuple(dict.fromkeys(url for each in urls if (url := each.strip())))

    def _has_second_factor(self, text: Mapping[str, str], fields: Sequence[bytes]) -> bool:
        beyond = self._form.second_factor_beyond
        return bool(text.get("second_factor", "").strip()) or (
            beyond is not None
            and any(
                beyond.fullmatch(field.decode("utf-8")) for field in fields[self._named :] if len(field) < MAX_FIELD
            )
        )

    def _is_unusual(self, fields: Sequence[bytes]) -> bool:
        return any(
            not pattern.fullmatch(fields[self._place[column]].decode("utf-8"))
            for column, pattern in (self._form.always or {}).items()
            if column in self._place
        )

    def _any_matches(self, patterns: Mapping[str, re.Pattern[str]] | None, fields: Sequence[bytes]) -> bool:
        return any(
            pattern.fullmatch(fields[self._place[column]].decode("utf-8"))
            for column, pattern in (patterns or {}).items()
            if column in self._place
        )


def _rows(form: _Form, text: bytes, names: Sequence[str], start: int, number: int) -> Iterator[Row]:
    reader = _Reader(form, names, number)
    if form.ragged:
        table = Table(text, _MAX_COLUMNS, _ANYWHERE, reader.is_row, len(names) - 1, form.dialect)
    else:
        table = Table(text, len(names), reader.prose, reader.is_row, dialect=form.dialect)
    for row, fields in enumerate(table.records(start), start=1):
        yield Rejection(row, fields) if isinstance(fields, str) else reader.row(row, fields)


def _header(text: bytes, dialect: Dialect = RFC_4180) -> tuple[list[str], int]:
    """The names of the columns, and where the first row begins; no names where the text has no header."""
    start = first.start() if (first := _FIRST.search(text)) else 0
    found = record(text, start, _MAX_COLUMNS, dialect)
    if found.fault:
        return [], start
    return [name.decode("utf-8", errors="replace") for name in found.fields], found.end


def columns_of(head: bytes) -> tuple[str, ...]:
    """The names of the columns, where a file is a table whose first row names one for passwords; else none.

    What does not name it may be a first row of logins, which is not for showing.
    """
    text = without_mark(head)
    for dialect in (RFC_4180, *RESAVED):
        names, _ = _header(text, dialect)
        if len(set(names)) == len(names) >= len(NEEDED) and any(_FOR_PASSWORDS.search(name) for name in names):
            return tuple(names)
    return ()


def has_no_header(head: bytes) -> bool:
    """Whether a file that names no columns is a table all the same: its first lines have a column for each need."""
    text, at = without_mark(head), 0
    for _ in range(_LINES_OF_A_TABLE):
        found = record(text, at, _MAX_COLUMNS)
        if found.fault or len(found.fields) < len(NEEDED):
            return False
        at = found.end
        if at >= len(text):
            break
    return True


def _read_named_columns(data: bytes, number: int, way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    named = way.columns or {}
    if all(map(_PLACE.fullmatch, named.values())):  # places in a file without a header
        names = [str(place) for place, _ in enumerate(_header(text)[0], start=1)]
        return _rows(_form_of(named, names, RFC_4180), text, names, 0, number)
    headers = [(dialect, *_header(text, dialect)) for dialect in (RFC_4180, *RESAVED)]
    # The right separator is the one that finds most of the columns.
    dialect, names, start = max(headers, key=lambda header: len(set(named.values()) & set(header[1])))
    if any(names.count(name) > 1 for name in named.values()):
        raise SourceError("sources.equal_columns")
    return _rows(_form_of(named, names, dialect), text, names, start, number)


def _form_of(named: Mapping[str, str], names: Sequence[str], dialect: Dialect) -> _Form:
    for part, column in named.items():
        if column not in names:
            raise SourceError("sources.no_such_column", part=part)
    return _Form({part: (column,) for part, column in named.items()}, dialect=dialect)


def _exports() -> Iterator[Source]:
    table = tomllib.loads(files(__package__).joinpath("csv_exports.toml").read_text(encoding="utf-8"))
    exports = {name: _export(**row) for name, row in table.items()}

    def newer_version_of(head: bytes) -> set[str]:
        """The exports that have the most of a table's columns, to which a newer version may have added some."""
        names = frozenset(_header(without_mark(head))[0])
        own = {name: export.columns_among(names) for name, export in exports.items()}
        return {name for name, count in own.items() if count == max(own.values()) > 0}

    def may_be(name: str) -> Callable[[bytes], bool]:
        return lambda head: name in newer_version_of(head)

    for name, export in exports.items():
        yield Source(name, export.product, export.recognises, export.read, may_be(name))


def _export(
    *,
    product: str,
    headers: Sequence[str],
    more_columns: bool = False,
    repeated: Sequence[str] = (),
    prose: Sequence[str] = (),
    backslashed: bool = False,
    ragged: bool = False,
    urls_joined: bool = False,
    within: dict[str, str] | None = None,
    guard: str | None = None,
    changed: dict[str, str] | None = None,
    used: dict[str, str] | None = None,
    garbled: str | None = None,
    second_factor_beyond: str | None = None,
    always: dict[str, str] | None = None,
    not_a_login: dict[str, str] | None = None,
    left_out: dict[str, str] | None = None,
    **columns: str | Sequence[str],
) -> _CsvExport:
    form = _Form(
        columns={field: (names,) if isinstance(names, str) else tuple(names) for field, names in columns.items()},
        prose=frozenset(prose),
        dialect=BACKSLASHED if backslashed else RFC_4180,
        ragged=ragged,
        urls_joined=urls_joined,
        within=next(iter(_patterns(within).items()), None),
        guard=_pattern(guard),
        changed=_Change(**changed) if changed else None,
        used=_Change(**used, dates="entry") if used else None,
        garbled=_pattern(garbled),
        second_factor_beyond=_pattern(second_factor_beyond),
        always=_patterns(always),
        not_a_login=_patterns(not_a_login),
        left_out=_patterns(left_out),
    )
    known = tuple(frozenset(header.split(",")) for header in headers)
    return _CsvExport(product, known, more_columns, frozenset(repeated), form)


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text, re.DOTALL) if text else None


def _patterns(texts: dict[str, str] | None) -> dict[str, re.Pattern[str]]:
    return {column: re.compile(text, re.DOTALL) for column, text in (texts or {}).items()}


CSV_EXPORTS = tuple(_exports())

NAMED_COLUMNS = Source("columns", "CSV", lambda _: False, _read_named_columns)
"""Any table, by the columns that its user names."""
