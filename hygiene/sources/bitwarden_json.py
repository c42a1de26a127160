"""Bitwarden's export in JSON: of a person's own vault, or of an organisation's."""

import re
from collections.abc import Iterator

from hygiene.errors import SourceError
from hygiene.evidence import Login, Rejection
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.json_parts import Unfit, elements, members, parsed
from hygiene.sources.model import Passed, Row, Source

_PRODUCT = "Bitwarden (JSON)"
_LOGIN = 1
_SURROGATE = re.compile("[\ud800-\udfff]")

JsonObject = dict[str, object]


def _recognises(head: bytes) -> bool:
    keys: set[str] = set()
    try:
        for key, _ in members(without_mark(head)):
            keys.add(key)
    except SourceError:  # the head ends in the middle, as a rule
        pass
    return "encrypted" in keys and not keys.isdisjoint(
        {"items", "folders", "collections", "passwordProtected", "encKeyValidation_DO_NOT_EDIT"}
    )


def _read(data: bytes, number: int) -> Iterator[Row]:
    text = as_utf8(data)
    place = dict(members(text))
    if _is(text, place, "passwordProtected", b"true"):
        raise SourceError("sources.bitwarden_password_protected")
    if not _is(text, place, "encrypted", b"false"):
        raise SourceError(
            "sources.bitwarden_encrypted" if "encrypted" in place else "sources.not_from_this", product=_PRODUCT
        )
    if not _is(text, place, "items", b"["):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    folders = {
        identifier: name
        for kind in ("folders", "collections")
        if _is(text, place, kind, b"[")
        for identifier, name in _names(text, place[kind])
    }
    for row, part in enumerate(elements(text, place["items"]), start=1):
        try:
            found: Row = _item(part, f"{number}:{row}", folders)
        except Unfit as unfit:
            found = Rejection(row, unfit.reason)
        yield found


def _is(text: bytes, place: dict[str, int], key: str, value: bytes) -> bool:
    return key in place and text.startswith(value, place[key])


def _names(text: bytes, start: int) -> Iterator[tuple[str, str]]:
    for part in elements(text, start):
        try:
            folder = _object(parsed(part))
            yield _text(folder, "id"), _shown(folder, "name")
        except Unfit:  # a folder that cannot be read takes no login with it
            continue


def _item(part: bytes, entry: str, folders: dict[str, str]) -> Row:
    item = _object(parsed(part))
    kind = item.get("type")
    if type(kind) is not int:
        raise Unfit("wrong_type")
    if item.get("deletedDate") is not None or item.get("archivedDate") is not None:
        return Passed.LEFT_OUT
    if kind != _LOGIN:
        return Passed.NOT_A_LOGIN
    login = _object(item.get("login"))
    urls = tuple(url for uri in _list(login, "uris") if (url := _shown(_object(uri), "uri").strip()))
    username = _shown(login, "username")
    password = _text(login, "password")
    second_factor = bool(_text(login, "totp").strip() or _list(login, "fido2Credentials"))
    if not (urls or username.strip() or password or second_factor):
        return Passed.NOT_A_LOGIN
    dated = dates.from_iso(_text(login, "passwordRevisionDate"))
    places = [_text(item, "folderId"), *map(_string, _list(item, "collectionIds"))]
    return Login(
        entry=entry,
        title=_shown(item, "name"),
        urls=urls,
        username=username,
        password=Secret(password) if password else None,
        folder=", ".join(folders[place] for place in places if place in folders),
        has_second_factor=second_factor or None,
        changed=dated or dates.from_iso(_text(item, "revisionDate")),
        dates_password=dated is not None,
    )


def _object(value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise Unfit("not_an_object")
    return value


def _list(part: JsonObject, key: str) -> list[object]:
    value = part.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unfit("wrong_type")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit("wrong_type")
    return value


def _text(part: JsonObject, key: str) -> str:
    value = part.get(key)
    return "" if value is None else _string(value)


def _shown(part: JsonObject, key: str) -> str:
    """A text that may be shown. Half a character cannot be; in a password it stays, which is then unknown."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _text(part, key))


BITWARDEN_JSON = Source("bitwarden-json", _PRODUCT, _recognises, _read)
