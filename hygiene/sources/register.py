"""The register of the organisation's accounts: TOML or CSV. Whatever is wrong in it is told with its line and field."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from hygiene.errors import PolicyError, SourceError
from hygiene.evidence import Registered
from hygiene.policy.faults import Fault, entries
from hygiene.policy.reading.sheaf import read
from hygiene.services.domains import host
from hygiene.sources.model import MAX_FIELD
from hygiene.texts import say

_TEXTS = ("service", "account", "owner", "deputy", "approved", "recovery")
FIELDS = (*_TEXTS, "second_factor", "checked")
"""What may stand about an account."""

_LARGEST = 1_000_000
_MOST_TOLD = 20
_YES_OR_NO = {
    **dict.fromkeys(("true", "yes", "kyllä", "ja", "x", "1"), True),
    **dict.fromkeys(("false", "no", "ei", "nej", "0"), False),
}
"""How a second factor is written in CSV."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    line: int
    field: str
    key: str


def example() -> str:
    """A register to begin with."""
    return files(__package__).joinpath("register.toml").read_text(encoding="utf-8")


def read_register(path: Path) -> tuple[Registered, ...]:
    """The accounts of a register, in its order.

    Raises `SourceError` where it cannot be read, holds no account, or anything in it is not as it should be.
    """
    rows, wrong = _of_csv(path) if path.suffix.casefold() == ".csv" else _of_toml(path)
    if wrong:
        told = [
            say("register.at", name=path.name, line=each.line, field=each.field, what=say(f"register.fault.{each.key}"))
            for each in sorted(wrong, key=lambda each: each.line)[:_MOST_TOLD]
        ]
        raise SourceError("register.not_well_formed", n=len(wrong), problems="\n".join(told))
    if not rows:
        raise SourceError("register.empty", name=path.name)
    return tuple(Registered(number, **row) for number, row in enumerate(rows, start=1))


def _of_toml(path: Path) -> tuple[list[dict[str, Any]], list[_Wrong]]:
    try:
        sheaf = read(path, path.name)
    except PolicyError:
        raise SourceError("register.unreadable", name=path.name) from None
    if not sheaf.is_whole:
        return [], [_Wrong(problem.line, "-", "not_toml") for problem in sheaf.problems]
    rows = []
    strangers = [name for name in sheaf.content if name != "accounts"]
    lines = [sheaf.problem(Fault((name,), "unknown_name")).line for name in strangers]
    wrong = [_Wrong(line or 1, "-", "not_an_account") for line in lines]
    for place, entry in entries(sheaf.content, "accounts"):
        rows.append(entry)
        for name, key in _faults(entry):
            shown = name if name in FIELDS else "-"
            wrong.append(_Wrong(sheaf.problem(Fault((*place, name), key)).line, shown, key))
    return rows, wrong


def _of_csv(path: Path) -> tuple[list[dict[str, Any]], list[_Wrong]]:
    rows, wrong = [], []
    csv.field_size_limit(MAX_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.stat().st_size > _LARGEST:
                raise SourceError("register.unreadable", name=path.name)
            table = csv.DictReader(file, restkey="-", restval="", strict=True)
            for row in table:
                entry = {name: value for name, cell in row.items() if (value := _cell(name, cell)) is not None}
                rows.append(entry)
                wrong += [_Wrong(table.line_num, name if name in FIELDS else "-", key) for name, key in _faults(entry)]
    except (OSError, UnicodeError, csv.Error):
        raise SourceError("register.unreadable", name=path.name) from None
    return rows, wrong


def _cell(name: str, cell: object) -> object:
    """What a cell of CSV means; None for an empty one. What cannot be understood stays as it is, to be told of."""
    text = cell.strip() if isinstance(cell, str) else cell
    if not isinstance(text, str) or not text:
        return text or None
    if name == "second_factor":
        return _YES_OR_NO.get(text.casefold(), text)
    if name == "checked":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _faults(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in entry.items():
        if name not in FIELDS:
            yield name, "unknown_field"
        elif name == "second_factor" and not isinstance(value, bool):
            yield name, "not_yes_or_no"
        elif name == "checked" and type(value) is not date:
            yield name, "not_date"
        elif name in _TEXTS and not isinstance(value, str):
            yield name, "not_text"
    service = entry.get("service")
    if not service or (isinstance(service, str) and "." not in host(service)):
        yield "service", "no_service"
