"""What stands in a file of an export, as plain values, and the way to a value in it."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

_MOST_ROWS = 100_000
_MOST_VALUES = 100_000
_ASSIGNMENT = re.compile(r"\s*window\.[\w.\[\]'\"-]{1,200}\s*=\s*")
"""How the scripts of X begin, before what is JSON."""


class UnfitError(Exception):
    """A file that does not hold what its name says. It carries nothing of what it holds."""


def parse(name: str, data: bytes) -> Any:
    """The content of a file by the ending of its name: tables as lists of rows, pages as lists of their texts.

    Raises `UnfitError` where it is not what it should be.
    """
    reader = {".json": _json, ".js": _script, ".csv": _table, ".html": _page}.get(PurePosixPath(name).suffix.lower())
    try:
        if reader:
            return reader(data.decode("utf-8-sig"))
    except (ValueError, RecursionError, csv.Error):
        pass
    raise UnfitError


def follow(content: Any, key: tuple[str, ...]) -> list[Any] | None:
    """The values at the end of the way that `key` tells; None where the way leads nowhere.

    A way through a list that is empty leads to no values, which is something else than leading nowhere.
    """
    places = [content]
    for part in key:
        if not any(_goes_on(place, part) for place in places) and places:
            return None
        places = [inner for place in places for inner in _inner(place, part)][:_MOST_VALUES]
    return places


def _goes_on(place: Any, part: str) -> bool:
    if part == "*" or (isinstance(place, list) and "=" in part):
        return isinstance(place, list) if part == "*" else bool(_inner(place, part))
    return isinstance(place, dict) and part in place


def _inner(place: Any, part: str) -> list[Any]:
    match place:
        case list() if part == "*":
            return place
        case list() if "=" in part:
            name, _, value = part.partition("=")
            return [each for each in place if isinstance(each, dict) and str(each.get(name)) == value]
        case dict() if part in place:
            return [place[part]]
        case _:
            return []


def _json(text: str) -> Any:
    return json.loads(text)


def _script(text: str) -> Any:
    if not (beginning := _ASSIGNMENT.match(text)):
        raise ValueError
    return json.loads(text[beginning.end() :].rstrip().rstrip(";"))


def _table(text: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: list[dict[str, str]] = []
    for row in rows:
        if len(found) == _MOST_ROWS:
            raise ValueError
        found.append({name.strip(): value for name, value in row.items() if name and isinstance(value, str)})
    return found


def _page(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    page.close()
    return page.texts


class _Page(HTMLParser):
    """The texts of a page, in their order, without those of its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the parser's own interface
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(data.strip())
