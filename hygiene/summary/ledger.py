"""The ledger of releases: a file that only grows, in which each entry holds the hash of the one before.

Changing, removing or moving an entry is noticed. Cutting off the end is not, unless somebody compares the hash that the
last report shows: both parties keep their reports for that.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from hygiene.errors import HygieneError
from hygiene.process import take_hold
from hygiene.release import COUNTED, Protection, Release, RuleCounts, UnitCounts

_SCHEMA = "hygiene.ledger/1"
_LARGEST = 50_000_000


def read_ledger(path: Path) -> tuple[Release, ...]:
    """The releases so far, oldest first. Raises `HygieneError` where the file cannot be read or was tampered with."""
    try:
        if path.stat().st_size > _LARGEST:
            raise HygieneError("summary.ledger_broken")
        lines = path.read_bytes().splitlines()
    except OSError:
        raise HygieneError("summary.no_ledger") from None
    releases: list[Release] = []
    for line in lines:
        try:
            entry = json.loads(line)
            kept = _release(entry["release"])
            sound = entry == _entry(kept, releases[-1].seal if releases else "")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            sound = False
        if not sound:
            raise HygieneError("summary.ledger_broken")
        releases.append(replace(kept, seal=entry["hash"]))
    return tuple(releases)


def begin_ledger(path: Path) -> None:
    """Make an empty ledger. Raises `HygieneError` where there is a file already, or none can be made."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise HygieneError("summary.ledger_exists") from None
    except OSError:
        raise HygieneError("audit.output_unwritable", name=path.name) from None


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep others from releasing by the same ledger, from reading it until a release is entered.

    Raises `HygieneError` where there is no ledger, and where somebody else holds it.
    """
    if not path.is_file():
        raise HygieneError("summary.no_ledger")
    try:
        hold = take_hold(path.with_name(f"{path.name}.lock"))
    except OSError:
        raise HygieneError("collecting.ledger_unlockable") from None
    if hold is None:
        raise HygieneError("collecting.ledger_held")
    with hold:
        yield


def enter(path: Path, made: Release, before: tuple[Release, ...]) -> Release:
    """Add a release to the ledger, on disk when this returns. The release with its seal."""
    entry = _entry(made, before[-1].seal if before else "")
    try:
        with path.open("ab") as file:
            file.write(_canonical(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise HygieneError("audit.output_unwritable", name=path.name) from None
    return replace(made, seal=entry["hash"])


def _entry(made: Release, previous: str) -> dict[str, Any]:
    content = {"schema": _SCHEMA, "previous": previous, "release": _document(made)}
    return {**content, "hash": sha256(_canonical(content)).hexdigest()}


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _document(made: Release) -> dict[str, Any]:
    units = [[each.unit, each.participants, _rows(each.rules)] for each in made.units]
    return {**asdict(replace(made, rules=(), units=())), "rules": _rows(made.rules), "units": units, "seal": ""}


def _rows(rules: tuple[RuleCounts, ...]) -> list[list[Any]]:
    return [[each.rule, [*each.counts.values()] if each.counts else None] for each in rules]


def _release(document: dict[str, Any]) -> Release:
    units = tuple(UnitCounts(unit, people, _counts(rules)) for unit, people, rules in document["units"])
    protection = Protection(**document["protection"])
    return Release(**{**document, "rules": _counts(document["rules"]), "units": units, "protection": protection})


def _counts(rows: list[list[Any]]) -> tuple[RuleCounts, ...]:
    return tuple(
        RuleCounts(rule, dict(zip(COUNTED, map(int, counts), strict=True)) if counts else None) for rule, counts in rows
    )
