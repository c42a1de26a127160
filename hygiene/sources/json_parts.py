"""Large JSON in parts, so that one item of an export is in memory at a time and one that is broken spoils no other.

The parts are found by their brackets alone, in time that grows with the text, and then parsed one by one.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from hygiene.errors import SourceError
from hygiene.sources.model import MAX_FIELD, MAX_ROWS, Unfit

# No export goes beyond these; what a hostile file nests and repeats must take neither the stack nor the day.
_MAX_DEPTH = 64
_MAX_BRACKETS = 8_000_000
_MAX_MEMBERS = 100

MAX_GROUPS = 10_000
"""More vaults than anybody has."""

# To look for more than so many in one go would take memory for each of them; nothing sound has more.
_MANY = b"{0,1000000}+"

_QUOTED = rb'"[^"\\]*+(?:\\.[^"\\]*+)%b"' % _MANY
_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(_QUOTED, re.DOTALL)
_BRACKET = re.compile(rb'[^"\[\]{}]*+(?:%b[^"\[\]{}]*+)%b([\[\]{}])' % (_QUOTED, _MANY), re.DOTALL)
_SCALAR = re.compile(rb'[^\s,:"\[\]{}]++')


def members(text: bytes, start: int | None = None, most: int = _MAX_MEMBERS) -> Iterator[tuple[str, int]]:
    """Each key of the object that begins at `start`, and where its value begins. Without one it is the whole text.

    Raises `SourceError` where it is no such object: cut short, broken, with equal keys, or of a structure that no
    export has.
    """
    if start is None and text.count(b"[") + text.count(b"{") > _MAX_BRACKETS:
        raise SourceError("sources.strange_structure")
    cursor = _Cursor(text, start or 0)
    seen: set[str] = set()
    for _ in cursor.entries(b"{", b"}"):
        key = cursor.take_key()
        if key in seen:
            raise SourceError("sources.equal_keys")
        seen.add(key)
        if len(seen) > most:
            raise SourceError("sources.strange_structure")
        yield key, cursor.place()
        cursor.take_value()
    if start is None and cursor.place() < len(text):
        raise SourceError("sources.broken_json")


def place_of(text: bytes, key: str, product: str, bracket: bytes = b"[") -> int:
    """Where the list, or with another `bracket` the object, below `key` of the whole text begins.

    Raises `SourceError` where there is none: such a file does not come from the product.
    """
    place = dict(members(text)).get(key, len(text))
    if not text.startswith(bracket, place):
        raise SourceError("sources.not_from_this", product=product)
    return place


def places(text: bytes, start: int, most: int = MAX_GROUPS) -> Iterator[int]:
    """Where each element of the array begins that begins at `start`. Raises `SourceError` as `members` does."""
    cursor = _Cursor(text, start)
    for count, _ in enumerate(cursor.entries(b"[", b"]")):
        if count > most:
            raise SourceError("sources.too_many_rows", limit=most)
        yield cursor.place()
        cursor.take_value()


def elements(text: bytes, start: int) -> Iterator[bytes]:
    """Each element of the array that begins at `start`, unparsed. Raises `SourceError` as `members` does."""
    for place in places(text, start, MAX_ROWS):
        yield value(text, place)


def value(text: bytes, start: int) -> bytes:
    """The value that begins at `start`, unparsed."""
    cursor = _Cursor(text, start)
    return text[start : cursor.take_value()]


def parsed(part: bytes) -> object:
    """The value of a part. Raises `Unfit` where it is none, or is not what JSON allows."""
    if len(part) > MAX_FIELD:
        raise Unfit("field_too_long")
    try:
        return json.loads(part.decode("utf-8"), object_pairs_hook=_with_each_key_once, parse_constant=_not_allowed)
    except ValueError:  # it carries the text itself; also for a number of more digits than Python converts
        pass
    raise Unfit("not_json")


def _with_each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unfit("equal_keys")
    return found


def _not_allowed(_: str) -> NoReturn:
    raise Unfit("not_json")


class _Cursor:
    """A place in a text that moves from value to value."""

    def __init__(self, text: bytes, at: int) -> None:
        self._text = text
        self._at = at

    def place(self) -> int:
        """Where the next value or bracket stands."""
        if space := _SPACE.match(self._text, self._at):
            self._at = space.end()
        return self._at

    def entries(self, opening: bytes, closing: bytes) -> Iterator[None]:
        """Stop before each entry of an array or object, which the caller takes."""
        self._take(opening)
        if self._takes(closing):
            return
        yield
        while not self._takes(closing):
            self._take(b",")
            yield

    def take_key(self) -> str:
        found = _STRING.match(self._text, self.place())
        if not found:
            raise self._fault()
        self._at = found.end()
        self._take(b":")
        try:
            return str(json.loads(found[0].decode("utf-8", errors="replace")))
        except ValueError:
            pass
        raise SourceError("sources.broken_json")

    def take_value(self) -> int:
        """Where the value ends that was passed."""
        start = self.place()
        first = self._text[start : start + 1]
        if first in (b"{", b"["):
            self._at = self._end_of_brackets()
        elif found := (_STRING if first == b'"' else _SCALAR).match(self._text, start):
            self._at = found.end()
        else:
            raise self._fault()
        return self._at

    def _end_of_brackets(self) -> int:
        depth = 0
        at = self._at
        while bracket := _BRACKET.match(self._text, at):
            at = bracket.end()
            depth += 1 if bracket[1] in (b"{", b"[") else -1
            if depth == 0:
                return at
            if depth > _MAX_DEPTH:
                raise SourceError("sources.strange_structure")
        raise SourceError("sources.truncated")

    def _takes(self, wanted: bytes) -> bool:
        place = self.place()
        if self._text[place : place + 1] != wanted:
            return False
        self._at = place + 1
        return True

    def _take(self, wanted: bytes) -> None:
        if not self._takes(wanted):
            raise self._fault()

    def _fault(self) -> SourceError:
        rest = self._text[self._at : self._at + 1]
        # An opening quotation mark that cannot be passed is one that nothing closes.
        cut = not rest or (rest == b'"' and not _STRING.match(self._text, self._at))
        return SourceError("sources.truncated" if cut else "sources.broken_json")
