"""Enpass's export in JSON."""

from collections.abc import Iterator, Mapping
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, members
from hygiene.sources.json_values import (
    JsonObject,
    addresses,
    as_text,
    keys_of,
    list_in,
    number_in,
    object_of,
    objects_in,
    shown,
    shown_in,
    text_in,
)
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty

_PRODUCT = "Enpass (JSON)"
_OTHER_CATEGORIES = frozenset(("creditcard", "note", "identity", "finance", "license", "travel", "misc", "computer"))
_DEEPEST = 32


def _recognises(head: bytes) -> bool:
    keys = keys_of(head)
    return (
        bool(keys)
        and keys <= {"folders", "items"}
        and (b'"template_type"' in head or b'"parent_uuid"' in head or b'"auto_submit"' in head)
    )


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    place = dict(members(text))
    if not text.startswith(b"[", place.get("items", len(text))):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    folders = _folders(text, place["folders"]) if text.startswith(b"[", place.get("folders", len(text))) else {}
    return rows((partial(_item, part, folders) for part in elements(text, place["items"])), number)


def _folders(text: bytes, start: int) -> dict[str, str]:
    """The path of each folder by its id."""
    own: dict[str, tuple[str, str]] = {}
    for part in elements(text, start):
        try:
            folder = object_of(part)
            own[text_in(folder, "uuid")] = shown_in(folder, "title"), text_in(folder, "parent_uuid")
        except Unfit:  # a folder that cannot be read takes no login with it
            continue
    return {uuid: "/".join(_path(own, uuid)) for uuid in own}


def _path(own: Mapping[str, tuple[str, str]], uuid: str) -> list[str]:
    titles: list[str] = []
    while uuid in own and len(titles) < _DEEPEST:
        title, uuid = own[uuid]
        titles.insert(0, title)
    return titles


def _item(part: bytes, folders: Mapping[str, str], entry: str) -> Row:
    item = object_of(part)
    fields = [field for field in objects_in(item, "fields") if not number_in(field, "deleted")]
    if number_in(item, "trashed") or number_in(item, "archived"):
        return Passed.LEFT_OUT
    passwords = [field for field in fields if text_in(field, "type") == "password"]
    contents = {text_in(field, "value") for field in passwords} - {""}
    if text_in(item, "category") in _OTHER_CATEGORIES and not contents:
        return Passed.NOT_A_LOGIN
    if len(contents) > 1:  # which of them opens the account is not told
        raise Unfit("several_passwords")
    former = [content for field in passwords for content in _former(field)]
    password = next(iter(contents), "")
    dated = dates.from_number(max((number_in(field, "value_updated_at") or 0 for field in passwords), default=None))
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(item, "title"),
            urls=addresses(_values(fields, "url", ".Android#")),
            username=shown(next(iter(_values(fields, "username")), "")),
            email=shown(next(iter(_values(fields, "email")), "")),
            password=Secret(password) if password else None,
            folder=", ".join(folders[uuid] for uuid in map(as_text, list_in(item, "folders")) if uuid in folders),
            has_second_factor=bool(_values(fields, "totp", "passkey")) or None,
            changed=dated or dates.from_number(number_in(item, "updated_at")),
            dates_password=dated is not None,
            previous=given_up(former, password),
        )
    )


def _former(field: JsonObject) -> list[str]:
    """What a field held before. A history that cannot be read takes no login with it."""
    try:
        return [text_in(each, "value") for each in objects_in(field, "history")]
    except Unfit:
        return []


def _values(fields: list[JsonObject], *types: str) -> list[str]:
    return [text_in(field, "value") for field in fields if text_in(field, "type") in types and text_in(field, "value")]


ENPASS_JSON = Source("enpass-json", _PRODUCT, _recognises, _read, may_be=lambda head: "items" in keys_of(head))
