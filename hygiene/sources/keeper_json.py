"""Keeper's export in JSON."""

from collections.abc import Iterator
from functools import partial

from hygiene.evidence import Login
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, place_of
from hygiene.sources.json_values import (
    JsonObject,
    addresses,
    keys_of,
    number_in,
    object_in,
    object_of,
    objects_in,
    secret_in,
    shown_in,
    text_in,
)
from hygiene.sources.model import Row, Source, Way, rows, unless_empty

_PRODUCT = "Keeper (JSON)"
_CODES = ("TFC:Keeper", "$oneTimeCode", "$passkey")


def _recognises(head: bytes) -> bool:
    keys = keys_of(head)
    return (
        bool(keys)
        and keys <= {"shared_folders", "records", "teams"}
        and ("shared_folders" in keys or b'"login_url"' in head or b'"$type"' in head)
    )


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    return rows((partial(_record, part) for part in elements(text, place_of(text, "records", _PRODUCT))), number)


def _record(part: bytes, entry: str) -> Row:
    record = object_of(part)
    custom = object_in(record, "custom_fields")
    folders = [shown_in(folder, key) for folder in objects_in(record, "folders") for key in ("folder", "shared_folder")]
    return unless_empty(
        Login(
            entry=entry,
            title=shown_in(record, "title"),
            urls=addresses([record.get("login_url"), *_further_addresses(custom)]),
            username=shown_in(record, "login"),
            password=secret_in(record, "password"),
            folder=", ".join(filter(None, folders)),
            has_second_factor=any(_label(key) in _CODES and content for key, content in custom.items()) or None,
            changed=dates.from_number(number_in(record, "last_modified")),
        )
    )


def _label(key: str) -> str:
    """The kind of a custom field: what stands before its own name and its number."""
    return key if key in _CODES else key.partition(":")[0]


def _further_addresses(custom: JsonObject) -> Iterator[str]:
    for key in custom:
        if _label(key) == "$url":
            content = custom[key]
            for each in content if isinstance(content, list) else [content]:
                yield text_in({"url": each}, "url")


KEEPER_JSON = Source("keeper-json", _PRODUCT, _recognises, _read, may_be=lambda head: "records" in keys_of(head))
