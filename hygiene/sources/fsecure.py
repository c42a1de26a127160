"""The export of F-Secure's password vault (ID PROTECTION, before it KEY): an object of entries, each below its id."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from hygiene.evidence import Login
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import MAX_GROUPS, members, place_of, value
from hygiene.sources.json_values import (
    addresses,
    keys_of,
    object_of,
    objects_in,
    secret_in,
    shown_in,
    text_in,
)
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty

_PRODUCT = "F-Secure ID PROTECTION"
_LOGIN, _CARD = 1, 2
_MILLISECONDS = 10**11


def _recognises(head: bytes) -> bool:
    return "data" in keys_of(head) and b'"service"' in head and b'"passwordList"' in head


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    entries = members(text, place_of(text, "data", _PRODUCT, b"{"), MAX_GROUPS)
    return rows((partial(_entry, value(text, place)) for _, place in entries), number)


def _entry(part: bytes, entry: str) -> Row:
    item = object_of(part)
    kind = item.get("type")
    if kind == _CARD:
        return Passed.NOT_A_LOGIN
    if kind != _LOGIN:
        raise Unfit("unexpected_value")
    changed = _day(item.get("passwordModifiedDate"))
    former = [text_in(each, "password") for each in objects_in(item, "passwordList")]
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(item, "service"),
            urls=addresses([item.get("url")]),
            username=shown_in(item, "username"),
            password=secret_in(item, "password"),
            changed=changed or _day(item.get("modifiedDate")),
            dates_password=changed is not None,
            previous=given_up(former, text_in(item, "password")),
        )
    )


def _day(written: object) -> date | None:
    """The day of a time, which some versions may count in seconds and others in milliseconds."""
    if type(written) is not int:
        return None
    return dates.from_number(written // 1000 if written > _MILLISECONDS else written)


FSECURE = Source("f-secure", _PRODUCT, _recognises, _read)
