"""The TOML files of a policy: bytes that may be anything become plain content, or a problem with its line."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from hygiene.errors import PolicyError
from hygiene.policy.faults import ID, Fault, Path, Problem

MOST_BYTES = 512 * 1024
MOST_FILES = 50
MOST_DOTS = 1000
"""In one line: the parser takes time and memory by the square of the parts of a dotted name."""

_KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_STATEMENT = re.compile(rf"(\[\[|\[|)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*[\]=]\s*")
_LINE_OF_ERROR = re.compile(r"at line (\d+)")
_NAME_OF_FIELD = re.compile(r"[a-z][a-z_-]{0,39}")
_ENTRIES = {
    **dict.fromkeys(("rules", "groups", "circumstances", "settings", "contacts", "units", "frameworks"), "id"),
    **dict.fromkeys(("tighten", "exemptions"), "rule"),
    "service_exemptions": "service",
}
"""The lists of a policy and of a platform's file, and what names each entry of theirs."""


@dataclass(frozen=True)
class File:
    """One file that could be read."""

    name: str
    text: str
    content: dict[str, Any]

    def line(self, path: Path) -> int:
        """The line of the value at this path, or of the nearest one around it that begins a line of its own."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return _lines(self.text)


@dataclass(slots=True)
class Sheaf:
    """The files of one policy, read as one: lists are joined, anything else stands in one file alone."""

    content: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = True
    _homes: dict[Path, tuple[File, Path]] = field(default_factory=dict)
    _first: str = ""

    def add(self, file: File) -> None:
        """Put a file's content to that of the files before it."""
        self._first = self._first or file.name
        for name, value in file.content.items():
            joined = self.content.setdefault(name, [] if isinstance(value, list) else value)
            if isinstance(value, list) and isinstance(joined, list):
                for number, item in enumerate(value):
                    self._homes[name, len(joined)] = file, (name, number)
                    joined.append(item)
            elif (name,) in self._homes:
                self.problems.append(Problem(file.name, file.line((name,)), "", _field((name,)), "stated_twice", {}))
            self._homes.setdefault((name,), (file, (name,)))

    def problem(self, fault: Fault) -> Problem:
        """The fault as its author finds it. Nothing of the content is told but ids and names that are well formed."""
        home = self._homes.get(fault.path[:2]) or self._homes.get(fault.path[:1])
        within = fault.path[2:] if _is_in_list(fault.path) else fault.path
        if home is None:
            return Problem(self._first, 0, "", _field(within), fault.key, fault.values)
        file, start = home
        line = file.line(start + fault.path[len(start) :])
        return Problem(file.name, line, self._id(fault.path), _field(within), fault.key, fault.values)

    def _id(self, path: Path) -> str:
        match path:
            case [str(section), int(number), *_] if section in _ENTRIES:
                entry = self.content[section][number]
                named = entry.get(_ENTRIES[section]) if isinstance(entry, dict) else None
                return named if isinstance(named, str) and ID.fullmatch(named) else ""
        return ""


def read(place: Traversable, shown_as: str) -> Sheaf:
    """The files of a policy: one TOML file, or all those of a folder in the order of their names.

    Raises PolicyError where the file or the folder cannot be opened, or where the folder holds none.
    """
    sheaf = Sheaf()
    try:
        for name, source in _sources(place, shown_as):
            with source.open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
            try:
                sheaf.add(_parse(name, data))
            except _UnreadableError as fault:
                sheaf.is_whole = False
                sheaf.problems.append(Problem(name, fault.line, "", "", fault.key, fault.values))
    except OSError:
        raise PolicyError("policy.cannot_open", name=shown_as) from None
    return sheaf


def _sources(place: Traversable, shown_as: str) -> Iterator[tuple[str, Traversable]]:
    if place.is_file():
        return iter([(shown_as, place)])
    files = (each for each in place.iterdir() if each.name.endswith(".toml") and each.is_file())
    inside = sorted(files, key=lambda each: each.name)
    if not inside:
        raise PolicyError("policy.empty_folder", name=shown_as)
    if len(inside) > MOST_FILES:
        raise PolicyError("policy.too_many_files", name=shown_as, most=MOST_FILES)
    return ((f"{shown_as}/{each.name}", each) for each in inside)


class _UnreadableError(Exception):
    def __init__(self, key: str, line: int = 0, **values: int) -> None:
        super().__init__(key)
        self.key, self.line, self.values = key, line, values


def _parse(name: str, data: bytes) -> File:
    if len(data) > MOST_BYTES:
        raise _UnreadableError("too_large", most=MOST_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _UnreadableError("not_utf8", data.count(b"\n", 0, error.start) + 1) from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise _UnreadableError("too_deep", number)
    try:
        return File(name, text, tomllib.loads(text))
    except RecursionError:
        raise _UnreadableError("too_deep") from None
    except ValueError as error:
        # The message may quote the file; its line number is all that is taken from it.
        stated = _LINE_OF_ERROR.search(str(error))
        raise _UnreadableError("not_toml", int(stated[1]) if stated else text.count("\n") + 1) from None


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    table: Path = ()
    lengths: dict[Path, int] = {}
    until = ""
    for number, line in enumerate(text.split("\n"), 1):
        if until:
            until = "" if until in line else until
            continue
        statement = _STATEMENT.match(line.lstrip())
        if statement is None:
            continue
        opening, keys = statement[1], [key.strip("\"'") for key in re.findall(_KEY, statement[2])]
        if opening:
            table = _resolve(keys[:-1], lengths)
            last = (*table, keys[-1])
            if opening == "[[":
                lengths[last] = lengths.get(last, 0) + 1
            table = _resolve([keys[-1]], lengths, table)
            lines.setdefault(table, number)
        else:
            lines.setdefault((*table, *keys), number)
            value = line.lstrip()[statement.end() :]
            if value[:3] in ("'''", '"""') and value[:3] not in value[3:]:
                until = value[:3]
    return lines


def _resolve(keys: list[str], lengths: dict[Path, int], start: Path = ()) -> Path:
    path = start
    for key in keys:
        path = (*path, key)
        if path in lengths:
            path = (*path, lengths[path] - 1)
    return path


def _is_in_list(path: Path) -> bool:
    """Whether the path leads to an entry. A policy's own settings are a table, those of a platform a list."""
    return bool(path) and path[0] in _ENTRIES and not any(isinstance(part, str) for part in path[1:2])


def _field(path: Path) -> str:
    """The way to a value in words; a name that looks like none of a policy's is left out, the line tells enough."""
    names = [part for part in path if isinstance(part, str)]
    return ".".join(name for name in names if _NAME_OF_FIELD.fullmatch(name))
