"""Avast Passwords' export in JSON."""

from collections.abc import Iterator
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, members
from hygiene.sources.json_values import addresses, keys_of, object_of, secret_in, shown_in
from hygiene.sources.model import Passed, Row, Source, Way, rows, unless_empty

_PRODUCT = "Avast Passwords (JSON)"


def _recognises(head: bytes) -> bool:
    keys = keys_of(head)
    return keys <= {"logins", "notes", "cards"} and "logins" in keys and (len(keys) > 1 or b'"custName"' in head)


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    place = dict(members(text))
    if not text.startswith(b"[", place.get("logins", len(text))):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    lists = [
        (kind, place[kind])
        for kind in ("logins", "notes", "cards")
        if text.startswith(b"[", place.get(kind, len(text)))
    ]
    return rows((partial(_entry, kind, part) for kind, start in lists for part in elements(text, start)), number)


def _entry(kind: str, part: bytes, entry: str) -> Row:
    found = object_of(part)
    if kind != "logins":
        return Passed.NOT_A_LOGIN
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(found, "custName"),
            urls=addresses([found.get("url")]),
            username=shown_in(found, "loginName"),
            password=secret_in(found, "pwd"),
        )
    )


AVAST_JSON = Source("avast-json", _PRODUCT, _recognises, _read)
