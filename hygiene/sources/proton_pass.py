"""Proton Pass: `data.json` of its export, in which every vault has its own list."""

from collections.abc import Iterator
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import MAX_GROUPS, elements, members, parsed, place_of, value
from hygiene.sources.json_values import (
    addresses,
    keys_of,
    list_in,
    number_in,
    object_in,
    object_of,
    objects_in,
    secret_in,
    shown,
    shown_in,
    text_in,
)
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, rows, unless_empty

_PRODUCT = "Proton Pass (JSON, zip)"
_OTHER_TYPES = frozenset(("note", "alias", "creditCard", "identity", "custom", "sshKey", "wifi"))
_IN_BIN = 2


def _recognises(head: bytes) -> bool:
    return {"encrypted", "vaults"} <= keys_of(head)


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    return rows(_items(text, place_of(text, "vaults", _PRODUCT, b"{")), number)


def _items(text: bytes, start: int) -> Iterator["partial[Row]"]:
    for _, vault in members(text, start, MAX_GROUPS):
        place = dict(members(text, vault))
        if "items" not in place:
            raise SourceError("sources.not_from_this", product=_PRODUCT)
        name = _name(value(text, place["name"])) if "name" in place else ""
        for part in elements(text, place["items"]):
            yield partial(_item, part, name)


def _name(part: bytes) -> str:
    try:
        return shown(parsed(part))
    except Unfit:  # a name that cannot be read takes no login with it
        return ""


def _item(part: bytes, vault: str, entry: str) -> Row:
    item = object_of(part)
    data = object_in(item, "data")
    kind = text_in(data, "type")
    if number_in(item, "state") == _IN_BIN:
        return Passed.LEFT_OUT
    if kind in _OTHER_TYPES:
        return Passed.NOT_A_LOGIN
    if kind != "login":
        raise Unfit("unexpected_value")
    content = object_in(data, "content")
    further = [field for field in objects_in(data, "extraFields") if text_in(field, "type") == "totp"]
    codes = [text_in(content, "totpUri"), *(text_in(object_in(field, "data"), "totpUri") for field in further)]
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(object_in(data, "metadata"), "name"),
            urls=addresses(
                [*list_in(content, "urls"), *(url.get("url") for url in objects_in(content, "autofillUrls"))]
            ),
            # Until 2024 one field held either.
            username=shown_in(content, "itemUsername") or shown_in(content, "username"),
            email=shown_in(content, "itemEmail"),
            password=secret_in(content, "password"),
            folder=vault,
            has_second_factor=any(code.strip() for code in codes) or bool(list_in(content, "passkeys")) or None,
            changed=dates.from_number(number_in(item, "modifyTime")),
        )
    )


PROTON_PASS_JSON = Source(
    "proton-pass-json", _PRODUCT, _recognises, _read, may_be=lambda head: "vaults" in keys_of(head)
)
