"""FIDO's Credential Exchange Format, in which password managers hand over to each other."""

from collections.abc import Iterator, Mapping
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, members, place_of, places
from hygiene.sources.json_values import (
    JsonObject,
    addresses,
    keys_of,
    list_in,
    number_in,
    object_in,
    object_of,
    objects_in,
    shown_in,
    text_in,
)
from hygiene.sources.model import Row, Source, Unfit, Way, rows, unless_empty

_PRODUCT = "FIDO Credential Exchange (JSON)"
_SECOND_FACTORS = frozenset(("totp", "passkey"))
_DEEPEST = 16


def _recognises(head: bytes) -> bool:
    return {"version", "exporterRpId"} <= keys_of(head)


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    return rows(_items(text, place_of(text, "accounts", _PRODUCT)), number)


def _items(text: bytes, start: int) -> Iterator["partial[Row]"]:
    for account in places(text, start):
        place = dict(members(text, account))
        if not text.startswith(b"[", place.get("items", len(text))):
            raise SourceError("sources.not_from_this", product=_PRODUCT)
        folders = _folders(text, place["collections"]) if "collections" in place else {}
        for part in elements(text, place["items"]):
            yield partial(_item, part, folders)


def _folders(text: bytes, start: int) -> dict[str, list[str]]:
    """The paths of the collections that each item lies in, by the item's id."""
    found: dict[str, list[str]] = {}
    for part in elements(text, start) if text.startswith(b"[", start) else ():
        try:
            _collect(object_of(part), "", found)
        except Unfit:  # a collection that cannot be read takes no login with it
            continue
    return found


def _collect(collection: JsonObject, above: str, found: dict[str, list[str]], depth: int = 0) -> None:
    path = f"{above}/{shown_in(collection, 'title')}" if above else shown_in(collection, "title")
    for link in objects_in(collection, "items"):
        found.setdefault(text_in(link, "item"), []).append(path)
    for below in objects_in(collection, "subCollections") if depth < _DEEPEST else ():
        _collect(below, path, found, depth + 1)


def _item(part: bytes, folders: Mapping[str, list[str]], entry: str) -> Row:
    item = object_of(part)
    credentials = objects_in(item, "credentials")
    passwords = {_field(each, "password") for each in credentials if text_in(each, "type") == "basic-auth"} - {""}
    if len(passwords) > 1:  # which of them opens the account is not told
        raise Unfit("several_passwords")
    names = [_field(each, "username") for each in credentials if text_in(each, "type") == "basic-auth"]
    names += [text_in(each, "username") for each in credentials if text_in(each, "type") == "passkey"]
    scope = object_in(item, "scope")
    apps = [text_in(app, "bundleId") for app in objects_in(scope, "androidApps")]
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(item, "title"),
            urls=_scope(list_in(scope, "urls"), apps) if passwords or any(names) else (),
            username=shown_in({"name": next(filter(None, names), "")}, "name"),
            password=Secret(next(iter(passwords))) if passwords else None,
            folder=", ".join(folders.get(text_in(item, "id"), ())),
            has_second_factor=any(text_in(each, "type") in _SECOND_FACTORS for each in credentials) or None,
            changed=dates.from_number(number_in(item, "modifiedAt")),
        )
    )


def _scope(urls: list[object], apps: list[str]) -> tuple[str, ...]:
    return addresses([*urls, *(f"androidapp://{app}" for app in apps if app)])


def _field(credential: JsonObject, key: str) -> str:
    """What stands in a field that its owner may edit; some programs write the text alone."""
    content = credential.get(key)
    return text_in(content, "value") if isinstance(content, dict) else text_in(credential, key)


CXF = Source("cxf", _PRODUCT, _recognises, _read, may_be=lambda head: "accounts" in keys_of(head))
