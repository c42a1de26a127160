"""The exports in CSV whose rows are of unlike length, since labels stand beside what they label: Enpass, Keeper."""

import re
from collections.abc import Callable, Iterator, Sequence

from hygiene.evidence import Login, Rejection
from hygiene.secret import Secret
from hygiene.sources.addresses import could_be_address, is_address
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.csv_records import Table, record
from hygiene.sources.model import HEAD, MAX_FIELD, Row, Source, Unfit, Way, unless_empty

_MOST_COLUMNS = 2_000
_ANYWHERE = frozenset(range(_MOST_COLUMNS))
_LINE_BREAK = re.compile(r"[\r\n]")

_LABELS = {
    "username": ("username", "login", "user name"),
    "email": ("email", "e-mail"),
    "password": ("password",),
    "url": ("url", "website"),
    "second_factor": ("totp", "one-time code"),
}
_LABEL = {label: part for part, labels in _LABELS.items() for label in labels}

_KEEPER_COLUMNS = 7
_ADDRESS_AT = 4


def _enpass_row(fields: Sequence[str], entry: str) -> Row:
    """A title, then labels each with what it labels, and perhaps a note at the end."""
    found: dict[str, list[str]] = {}
    for label, content in zip(fields[1::2], fields[2::2], strict=False):
        part = _LABEL.get(label.removeprefix("*").strip().casefold(), "")
        if content:
            found.setdefault(part, []).append(content)
    passwords = found.get("password", [])
    if len(set(passwords)) > 1:  # which of them opens the account is not told
        raise Unfit("several_passwords")
    return _login(
        entry,
        title=fields[0],
        urls=found.get("url", []),
        username=next(iter(found.get("username", [])), ""),
        email=next(iter(found.get("email", [])), ""),
        password=next(iter(passwords), ""),
        second_factor="second_factor" in found,
    )


def _is_enpass_row(fields: Sequence[bytes]) -> bool:
    """Every template has a password and an address; what follows a line break in one of them has not both."""
    return {"password", "url"} <= {_LABEL.get(_plain_label(label), "") for label in fields[1::2]}


def _plain_label(label: bytes) -> str:
    return label.decode("utf-8", errors="replace").strip('"').removeprefix("*").strip().casefold()


def _keeper_row(fields: Sequence[str], entry: str) -> Row:
    """Folder, title, user name, password, address, note and shared folder, then labels with what they label."""
    folder, title, username, password, url, _, shared, *more = fields
    labelled = dict(zip(more[::2], more[1::2], strict=False))
    return _login(
        entry,
        title=title,
        urls=[url],
        username=username,
        password=password,
        folder=", ".join(part for part in (folder, shared) if part),
        second_factor=any(
            content and (label == "TFC:Keeper" or label.startswith("$oneTimeCode"))
            for label, content in labelled.items()
        ),
    )


def _is_keeper_row(fields: Sequence[bytes]) -> bool:
    return len(fields) >= _KEEPER_COLUMNS and any(fields) and could_be_address(fields[_ADDRESS_AT].strip(b'"'))


def _login(
    entry: str,
    *,
    title: str,
    urls: Sequence[str],
    username: str,
    password: str,
    email: str = "",
    folder: str = "",
    second_factor: bool,
) -> Row:
    if any(_LINE_BREAK.search(url) for url in urls):
        raise Unfit("line_break_in_url")
    if _LINE_BREAK.search(username):
        raise Unfit("line_break_in_username")
    return unless_empty(
        Login(
            entry=entry,
            title=title,
            urls=tuple(dict.fromkeys(kept for url in urls if (kept := url.strip()))),
            username=username,
            email=email,
            password=Secret(password) if password else None,
            folder=folder,
            has_second_factor=second_factor or None,
        )
    )


def _reader(
    header: tuple[str, ...],
    narrowest: int,
    is_row: Callable[[Sequence[bytes]], bool],
    read: Callable[[Sequence[str], str], Row],
) -> Callable[[bytes, int, Way], Iterator[Row]]:
    def rows(data: bytes, number: int, _way: Way) -> Iterator[Row]:
        text = as_utf8(data)
        first = record(text, 0, _MOST_COLUMNS)
        start = first.end if not first.fault and _begins(first.fields, header) else 0
        table = Table(text, _MOST_COLUMNS, _ANYWHERE, is_row, narrowest)
        for row, fields in enumerate(table.records(start), start=1):
            yield Rejection(row, fields) if isinstance(fields, str) else one(fields, number, row)

    def one(fields: Sequence[bytes], number: int, row: int) -> Row:
        if any(len(field) > MAX_FIELD for field in fields):
            return Rejection(row, "field_too_long")
        try:
            return read([field.decode("utf-8") for field in fields], f"{number}:{row}")
        except Unfit as unfit:
            return Rejection(row, unfit.reason)

    return rows


def _begins(fields: Sequence[bytes], header: tuple[str, ...]) -> bool:
    return [field.decode("utf-8", errors="replace") for field in fields[: len(header)]] == [*header]


def _has_header(header: tuple[str, ...]) -> Callable[[bytes], bool]:
    def recognises(head: bytes) -> bool:
        first = record(without_mark(head), 0, _MOST_COLUMNS)
        return not first.fault and _begins(first.fields, header)

    return recognises


def _first_rows(head: bytes) -> Iterator[list[bytes]]:
    text, at = without_mark(head), 0
    for _ in range(5):
        found = record(text, at, _MOST_COLUMNS)
        is_last = found.end >= len(text)
        if found.fault or (is_last and len(head) >= HEAD):  # what the head ends in may go on
            return
        at = found.end
        yield found.fields
        if is_last:
            return


def _may_be_enpass(head: bytes) -> bool:
    rows = [*_first_rows(head)]
    return bool(rows) and all(_is_enpass_row(fields) for fields in rows)


def _may_be_keeper(head: bytes) -> bool:
    rows = [*_first_rows(head)]
    return (
        bool(rows)
        and all(len(fields) % 2 and _is_keeper_row(fields) for fields in rows)
        and any(is_address(fields[_ADDRESS_AT]) for fields in rows)
    )


_ENPASS_HEADER = ("Title", "Field", "Value")
_KEEPER_HEADER = ("Folder", "Title", "Login", "Password", "Website Address", "Notes")

ENPASS_CSV = Source(
    "enpass-csv",
    "Enpass (CSV)",
    _has_header(_ENPASS_HEADER),
    _reader(_ENPASS_HEADER, 1, _is_enpass_row, _enpass_row),
    _may_be_enpass,
)
KEEPER_CSV = Source(
    "keeper-csv",
    "Keeper (CSV)",
    _has_header(_KEEPER_HEADER),
    _reader(_KEEPER_HEADER, _KEEPER_COLUMNS, _is_keeper_row, _keeper_row),
    _may_be_keeper,
)
