"""Bitwarden's export in JSON: of a person's own vault, or of an organisation's."""

from collections.abc import Iterator
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, members
from hygiene.sources.json_values import (
    addresses,
    as_object,
    as_text,
    keys_of,
    list_in,
    object_of,
    objects_in,
    secret_in,
    shown_in,
    text_in,
)
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty

_PRODUCT = "Bitwarden (JSON)"
_LOGIN = 1


def _recognises(head: bytes) -> bool:
    keys = keys_of(head)
    if "encrypted" in keys:
        return not keys.isdisjoint(
            {"items", "folders", "collections", "passwordProtected", "encKeyValidation_DO_NOT_EDIT"}
        )
    # As it was before there were encrypted ones.
    return "items" in keys and keys <= {"items", "folders", "collections"} and b'"organizationId"' in head


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    place = dict(members(text))
    if "encrypted" in place and not _is(text, place, "encrypted", b"false"):
        raise SourceError("sources.bitwarden_encrypted", product=_PRODUCT)
    if not _is(text, place, "items", b"["):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    folders = {
        identifier: name
        for kind in ("folders", "collections")
        if _is(text, place, kind, b"[")
        for identifier, name in _names(text, place[kind])
    }
    return rows((partial(_item, part, folders) for part in elements(text, place["items"])), number)


def _is(text: bytes, place: dict[str, int], key: str, value: bytes) -> bool:
    return key in place and text.startswith(value, place[key])


def _names(text: bytes, start: int) -> Iterator[tuple[str, str]]:
    for part in elements(text, start):
        try:
            folder = object_of(part)
            yield text_in(folder, "id"), shown_in(folder, "name")
        except Unfit:  # a folder that cannot be read takes no login with it
            continue


def _item(part: bytes, folders: dict[str, str], entry: str) -> Row:
    item = object_of(part)
    kind = item.get("type")
    if type(kind) is not int:
        raise Unfit("wrong_type")
    if item.get("deletedDate") is not None or item.get("archivedDate") is not None:
        return Passed.LEFT_OUT
    if kind != _LOGIN:
        return Passed.NOT_A_LOGIN
    login = as_object(item.get("login"))
    dated = dates.from_iso(text_in(login, "passwordRevisionDate"))
    former = [text_in(each, "password") for each in objects_in(item, "passwordHistory")]
    places = [text_in(item, "folderId"), *map(as_text, list_in(item, "collectionIds"))]
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(item, "name"),
            urls=addresses(uri.get("uri") for uri in objects_in(login, "uris")),
            username=shown_in(login, "username"),
            password=secret_in(login, "password"),
            folder=", ".join(folders[place] for place in places if place in folders),
            has_second_factor=bool(text_in(login, "totp").strip() or list_in(login, "fido2Credentials")) or None,
            changed=dated or dates.from_iso(text_in(item, "revisionDate")),
            dates_password=dated is not None,
            previous=given_up(former, text_in(login, "password")),
        )
    )


BITWARDEN_JSON = Source("bitwarden-json", _PRODUCT, _recognises, _read, may_be=lambda head: "items" in keys_of(head))
