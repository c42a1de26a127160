"""The exports in CSV: the one reader of the table in csv_exports.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from hygiene.errors import SourceError
from hygiene.evidence import Login, Rejection
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.csv_records import Table, record
from hygiene.sources.model import MAX_FIELD, Passed, Row, Source

_MAX_COLUMNS = 100
_DATES = {"iso": dates.from_iso, "milliseconds": dates.from_milliseconds}

_FIRST = re.compile(rb"[^\r\n]")
_LINE_BREAK = re.compile(r"[\r\n]")
# What stands in the column of addresses, or nothing; a text with a comma in it has a space there.
_LIKE_ADDRESS = re.compile(rb"|[a-z][a-z0-9+.-]*://\S*|[^\s.,/:]+(?:\.[^\s.,/:]+)+(?:[:/]\S*)?", re.IGNORECASE)
# A comma within an address parts nothing: only what follows and begins as an address does is the next one.
_NEXT_ADDRESS = re.compile(r",(?=[a-z][a-z0-9+.-]*://|[\w-]+(?:\.[\w-]+)+(?:[:/,]|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Change:
    column: str
    written: str
    dates: str


@dataclass(frozen=True, slots=True)
class _CsvExport:
    """One table of csv_exports.toml, which explains the names."""

    product: str
    headers: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    prose: frozenset[str]
    urls_joined: bool
    changed: _Change | None
    garbled: re.Pattern[str] | None
    always: Mapping[str, re.Pattern[str]]
    not_a_login: Mapping[str, re.Pattern[str]]
    left_out: Mapping[str, re.Pattern[str]]

    def recognises(self, head: bytes) -> bool:
        names, _ = _header(without_mark(head))
        return frozenset(names) in self.headers

    def read(self, data: bytes, number: int) -> Iterator[Row]:
        text = as_utf8(data)
        names, start = _header(text)
        if len(set(names)) < len(names):
            raise SourceError("sources.equal_columns")
        if not any(header <= set(names) for header in self.headers):
            raise SourceError("sources.not_from_this", product=self.product)
        reader = _Reader(self, names, number)
        table = Table(text, len(names), reader.prose, reader.is_row)
        for row, fields in enumerate(table.records(start), start=1):
            yield Rejection(row, fields) if isinstance(fields, str) else reader.row(row, fields)


class _Reader:
    """Reads the rows of one file, whose header tells where each column stands."""

    def __init__(self, export: _CsvExport, names: Sequence[str], number: int) -> None:
        self._export = export
        self._number = number
        self._place = {name: place for place, name in enumerate(names)}
        self._field = {
            field: self._place[name] for field, alike in export.columns.items() for name in alike if name in self._place
        }
        self.prose = frozenset(self._place[name] for name in export.prose if name in self._place)

    def is_row(self, fields: Sequence[bytes]) -> bool:
        """Whether these fields could be a row: each column that can be judged holds what it always does."""
        address = fields[self._field["url"]].strip(b'"')
        return any(fields) and _LIKE_ADDRESS.fullmatch(address) is not None and self._is_usual(fields)

    def row(self, row: int, fields: Sequence[bytes]) -> Row:
        found = {field: fields[place] for field, place in self._field.items()}
        if any(len(field) > MAX_FIELD for field in found.values()):
            return Rejection(row, "field_too_long")
        if not self._is_usual(fields):
            return Rejection(row, "unexpected_value")
        text = {field: content.decode("utf-8") for field, content in found.items()}
        for field in ("url", "username"):
            if _LINE_BREAK.search(text[field]):
                return Rejection(row, f"line_break_in_{field}")
        if self._any_matches(self._export.left_out, fields):
            return Passed.LEFT_OUT
        second_factor = bool(text.get("second_factor", "").strip())
        holds = text["url"].strip() or text["username"].strip() or text["password"] or second_factor
        if not holds or self._any_matches(self._export.not_a_login, fields):
            return Passed.NOT_A_LOGIN
        if self._export.garbled and self._export.garbled.fullmatch(text["password"]):
            return Rejection(row, "garbled_password")
        change = self._export.changed
        dated = fields[self._place[change.column]] if change and change.column in self._place else b""
        changed = _DATES[change.written](dated.decode("utf-8")) if change else None
        return Login(
            entry=f"{self._number}:{row}",
            title=text.get("title", ""),
            urls=self._urls(text["url"]),
            username=text["username"],
            password=Secret(text["password"]) if text["password"] else None,
            folder=text.get("folder", ""),
            has_second_factor=second_factor or None,
            changed=changed,
            dates_password=changed is not None and change is not None and change.dates == "password",
        )

    def _urls(self, joined: str) -> tuple[str, ...]:
        parts = _NEXT_ADDRESS.split(joined) if self._export.urls_joined else [joined]
        return tuple(url for part in parts if (url := part.strip()))

    def _is_usual(self, fields: Sequence[bytes]) -> bool:
        return all(
            pattern.fullmatch(fields[self._place[column]].decode("utf-8"))
            for column, pattern in self._export.always.items()
        )

    def _any_matches(self, patterns: Mapping[str, re.Pattern[str]], fields: Sequence[bytes]) -> bool:
        return any(
            pattern.fullmatch(fields[self._place[column]].decode("utf-8")) for column, pattern in patterns.items()
        )


def _header(text: bytes) -> tuple[list[str], int]:
    """The names of the columns, and where the first row begins; no names where the text has no header."""
    start = first.start() if (first := _FIRST.search(text)) else 0
    found = record(text, start, _MAX_COLUMNS)
    if found.fault:
        return [], start
    return [name.decode("utf-8", errors="replace") for name in found.fields], found.end


def _exports() -> Iterator[Source]:
    table = tomllib.loads(files(__package__).joinpath("csv_exports.toml").read_text(encoding="utf-8"))
    for name, row in table.items():
        export = _export(**row)
        yield Source(name, export.product, export.recognises, export.read)


def _export(
    *,
    product: str,
    headers: Sequence[str],
    prose: Sequence[str] = (),
    urls_joined: bool = False,
    changed: dict[str, str] | None = None,
    garbled: str | None = None,
    always: dict[str, str] | None = None,
    not_a_login: dict[str, str] | None = None,
    left_out: dict[str, str] | None = None,
    **columns: str | Sequence[str],
) -> _CsvExport:
    return _CsvExport(
        product=product,
        headers=tuple(frozenset(header.split(",")) for header in headers),
        columns={field: (names,) if isinstance(names, str) else tuple(names) for field, names in columns.items()},
        prose=frozenset(prose),
        urls_joined=urls_joined,
        changed=_Change(**changed) if changed else None,
        garbled=re.compile(garbled, re.DOTALL) if garbled else None,
        always=_patterns(always),
        not_a_login=_patterns(not_a_login),
        left_out=_patterns(left_out),
    )


def _patterns(texts: dict[str, str] | None) -> dict[str, re.Pattern[str]]:
    return {column: re.compile(text, re.DOTALL) for column, text in (texts or {}).items()}


CSV_EXPORTS = tuple(_exports())
