"""1Password 8's own export: `export.data` of its archive, in which every vault of every account has its own list."""

import re
from collections.abc import Iterator
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.json_parts import elements, members, place_of, places, value
from hygiene.sources.json_values import (
    JsonObject,
    addresses,
    keys_of,
    list_in,
    number_in,
    object_in,
    object_of,
    objects_in,
    shown,
    shown_in,
    text_in,
)
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty

_PRODUCT = "1Password 8 (1PUX)"
_BEGINNING = re.compile(rb'\s*\{\s*"accounts"\s*:\s*\[\s*(?:\]|\{\s*"(?:attrs|vaults)")')
_LOGIN, _PASSWORD = "001", "005"


def _recognises(head: bytes) -> bool:
    return _BEGINNING.match(without_mark(head)) is not None


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    return rows(_items(text, place_of(text, "accounts", _PRODUCT)), number)


def _items(text: bytes, start: int) -> Iterator["partial[Row]"]:
    for account in places(text, start):
        for vault in places(text, _needed(text, account, "vaults")):
            name = _name(value(text, _needed(text, vault, "attrs")))
            for part in elements(text, _needed(text, vault, "items")):
                yield partial(_item, part, name)


def _needed(text: bytes, start: int, key: str) -> int:
    place = dict(members(text, start))
    if key not in place:
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return place[key]


def _name(part: bytes) -> str:
    try:
        return shown_in(object_of(part), "name")
    except Unfit:  # a name that cannot be read takes no login with it
        return ""


def _item(part: bytes, vault: str, entry: str) -> Row:
    item = object_of(part)
    state = text_in(item, "state")
    details = object_in(item, "details")
    fields = {text_in(field, "designation"): field for field in objects_in(details, "loginFields")}
    password = _value(fields.get("password", {})) or text_in(details, "password")
    if state in ("archived", "trashed", "deleted"):
        return Passed.LEFT_OUT
    if text_in(item, "categoryUuid") not in (_LOGIN, _PASSWORD) and not fields.keys() & {"username", "password"}:
        return Passed.NOT_A_LOGIN
    overview = object_in(item, "overview")
    urls = [overview.get("url"), *(url.get("url") for url in objects_in(overview, "urls"))]
    history = objects_in(details, "passwordHistory")
    replaced = dates.from_number(max((number_in(former, "time") or 0 for former in history), default=None))
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(overview, "title"),
            urls=addresses(urls),
            username=shown(_value(fields.get("username", {}))),
            password=Secret(password) if password else None,
            folder=vault,
            has_second_factor=_has_second_factor(details) or None,
            # The last of the former passwords was put away when the present one came.
            changed=replaced or dates.from_number(number_in(item, "updatedAt")),
            dates_password=replaced is not None,
            previous=given_up((text_in(former, "value") for former in history), password),
        )
    )


def _value(field: JsonObject) -> str:
    found = field.get("value")
    if isinstance(found, dict):  # an alias of a mail service
        return text_in(found, "email_address") or text_in(found, "string")
    return text_in(field, "value")


def _has_second_factor(details: JsonObject) -> bool:
    codes = (
        text_in(object_in(field, "value"), "totp")
        for section in objects_in(details, "sections")
        for field in objects_in(section, "fields")
    )
    return any(code.strip() for code in codes) or bool(details.get("passkey")) or bool(list_in(details, "passkeys"))


ONEPUX = Source("1password-1pux", _PRODUCT, _recognises, _read, may_be=lambda head: "accounts" in keys_of(head))
