"""What is expected in the places of a JSON export. Where something else stands, `Unfit` says so."""

import re
from collections.abc import Iterable

from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources.content import without_mark
from hygiene.sources.json_parts import members, parsed
from hygiene.sources.model import Unfit

JsonObject = dict[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")


def keys_of(head: bytes) -> frozenset[str]:
    """The keys of the object that a text begins with, as far as it goes."""
    keys: set[str] = set()
    try:
        for key, _ in members(without_mark(head)):
            keys.add(key)
    except SourceError:  # the head ends in the middle, as a rule
        pass
    return frozenset(keys)


def object_of(part: bytes) -> JsonObject:
    """The object that a part of an export holds."""
    return as_object(parsed(part))


def as_object(value: object) -> JsonObject:
    """The value, which is an object."""
    if not isinstance(value, dict):
        raise Unfit("not_an_object")
    return value


def as_list(value: object) -> list[object]:
    """The value, which is a list; empty where there is none."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unfit("wrong_type")
    return value


def as_text(value: object) -> str:
    """The value, which is a text; empty where there is none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit("wrong_type")
    return value


def shown(value: object) -> str:
    """A text that may be shown. Half a character cannot be; in a password it stays, which is then unknown."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", as_text(value))


def object_in(part: JsonObject, key: str) -> JsonObject:
    """The object under a key; empty where there is none."""
    value = part.get(key)
    return {} if value is None else as_object(value)


def list_in(part: JsonObject, key: str) -> list[object]:
    """The list under a key; empty where there is none."""
    return as_list(part.get(key))


def objects_in(part: JsonObject, key: str) -> list[JsonObject]:
    """The objects in the list under a key."""
    return [as_object(each) for each in list_in(part, key)]


def text_in(part: JsonObject, key: str) -> str:
    """The text under a key; empty where there is none."""
    return as_text(part.get(key))


def shown_in(part: JsonObject, key: str) -> str:
    """The text under a key, fit to be shown."""
    return shown(part.get(key))


def secret_in(part: JsonObject, key: str) -> Secret | None:
    """The password under a key; None where there is none."""
    content = text_in(part, key)
    return Secret(content) if content else None


def addresses(values: Iterable[object]) -> tuple[str, ...]:
    """The addresses among these texts, each once."""
    return tuple(dict.fromkeys(url for value in values if (url := shown(value).strip())))


def number_in(part: JsonObject, key: str) -> int | None:
    """The whole number under a key; None where there is none."""
    value = part.get(key)
    if value is None:
        return None
    if type(value) is not int:
        raise Unfit("wrong_type")
    return value
