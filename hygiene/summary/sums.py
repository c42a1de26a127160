"""Partial sums: the shares of one side added up, so that single shares need never meet those of the other side.

A partial sum is a head, the sums of the cells, the keys and sketches of all that it holds, in the order of the keys,
and a checksum. Two sums belong together where they hold the same keys; sums of several sites add up to one.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from hygiene.errors import HygieneError
from hygiene.summary.folders import Place, Reason, SetAside, Wanted
from hygiene.summary.lanes import Lanes, Shape, to_bytes, totals
from hygiene.summary.sharing import HEAD, DamagedError, Head, cells_in, checksum, read_head
from hygiene.summary.sketch import SKETCH, Sketcher

KEY = 32
PERSON = 16
_ROW = KEY + SKETCH
_CHECKSUM = 16
_MOST = 20_000_000
"""A sum of more people than this is not read: it could exhaust the memory."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The shares of one side, added up: modulo 2^32 the cells are noise still. `sketches` are by their keys, sorted."""

    head: Head
    cells: bytes
    sketches: dict[bytes, bytes]

    @property
    def people(self) -> int:
        """How many shares it holds."""
        return len(self.sketches)


def add_up(place: Place, wanted: Wanted, set_aside: SetAside, other: Sum | None = None) -> Sum:
    """Add up the shares, and the sums, of one side.

    With the other side's sum, only what it holds too is added up, and nothing that cannot make a true record with it.
    Of several exports of one employee the last one counts.
    """
    addition = _Addition(place, wanted, set_aside, other)
    sums: list[str] = []
    for name, content in place.files(set_aside, wanted.rules.length):
        if key := wanted.key(content):
            addition.take(key, name, content)
        elif wanted.sum_head(content, set_aside):
            sums.append(name)
    for name in sums:
        addition.take_sum(name)
    return addition.result()


class _Addition:
    """The state of one addition: whose shares it holds, with their keys, sketches and files, and the sums."""

    def __init__(self, place: Place, wanted: Wanted, set_aside: SetAside, other: Sum | None) -> None:
        self._place, self._wanted, self._set_aside, self._other = place, wanted, set_aside, other
        self._shape, self._sketcher = Shape.of(wanted.rules), Sketcher.of(wanted.rules)
        self._even, self._odd = 0, 0
        self._held: dict[bytes, tuple[bytes, bytes, str]] = {}

    def take(self, key: bytes, name: str, content: bytes) -> None:
        """Add a share, in place of an earlier one of the same employee."""
        earlier = self._held.get(key[:PERSON])
        try:
            cells = cells_in(content)
            before = self._lanes(earlier[2]) if earlier else (0, 0)
        except (DamagedError, OSError):
            self._set_aside[Reason.DAMAGED] += 1
            return
        sketch = self._sketcher.sketch(cells)
        if reason := self._unfit({key: sketch}):
            self._set_aside[reason] += 1
            return
        if earlier:
            self._set_aside[Reason.DUPLICATE if earlier[0] == key else Reason.REPLACED] += 1
            if key <= earlier[0]:
                return
        self._held[key[:PERSON]] = (key, sketch, name)
        self._add(self._shape.split(cells), before)

    def take_sum(self, name: str) -> None:
        """Add a sum, unless it holds somebody who is counted already, or who does not fit the other side's sum."""
        try:
            part = read_sum(Path(self._place.file(name)), self._wanted)
        except DamagedError:
            self._set_aside[Reason.DAMAGED] += 1
            return
        if reason := self._unfit(part.sketches):
            self._set_aside[reason] += part.people
        elif any(key[:PERSON] in self._held for key in part.sketches):
            self._set_aside[Reason.DUPLICATE] += part.people
        else:
            self._held |= {key[:PERSON]: (key, sketch, "") for key, sketch in part.sketches.items()}
            self._add(self._shape.split(part.cells))

    def _unfit(self, sketches: Mapping[bytes, bytes]) -> Reason | None:
        """Why these do not go with the other side's sum; None where they do, or where that is not known."""
        if self._other is None:
            return None
        there = self._other.sketches
        if any(key not in there for key in sketches):
            return Reason.UNPAIRED
        return None if all(self._sketcher.fit(own, there[key]) for key, own in sketches.items()) else Reason.FALSE

    def _lanes(self, name: str) -> Lanes:
        return self._shape.split(cells_in(self._place.beginning(name, self._wanted.rules.length)))

    def _add(self, lanes: Lanes, before: Lanes = (0, 0)) -> None:
        self._even += lanes[0] - before[0]
        self._odd += lanes[1] - before[1]

    def result(self) -> Sum:
        """What was added up."""
        sketches = dict(sorted((key, sketch) for key, sketch, _ in self._held.values()))
        return _sum(self._wanted, (self._even, self._odd), sketches)


def _sum(wanted: Wanted, lanes: Lanes, sketches: dict[bytes, bytes]) -> Sum:
    cells = to_bytes(totals(lanes, wanted.rules.width))
    digest, people = _digest(sketches), len(sketches)
    head = Head(wanted.side, wanted.period, wanted.rules.fingerprint, digest, people, bytes(12), is_sum=True)
    return Sum(head, cells, sketches)


def _digest(keys: Iterable[bytes]) -> bytes:
    digest = blake2b(digest_size=16)
    for key in keys:
        digest.update(key)
    return digest.digest()


def write_sum(path: Path, made: Sum) -> None:
    """Write a partial sum, readable by its owner alone. Raises `HygieneError` where there is a file already."""
    content = b"".join([made.head.to_bytes(), made.cells, *chain.from_iterable(made.sketches.items())])
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.write(checksum(content))
    except FileExistsError:
        raise HygieneError("audit.output_exists", name=path.name) from None
    except OSError:
        raise HygieneError("audit.output_unwritable", name=path.name) from None


def read_sum(path: Path, wanted: Wanted) -> Sum:
    """Read a partial sum. Raises `DamagedError` where it is not whole."""
    keys_at = HEAD + 4 * wanted.rules.width
    try:
        with path.open("rb") as file:
            head = read_head(file.read(HEAD))
            size = keys_at + _ROW * head.revision + _CHECKSUM
            if not head.is_sum or head.revision > _MOST or os.fstat(file.fileno()).st_size != size:
                raise DamagedError
            file.seek(0)
            content = memoryview(file.read(size))
    except OSError:
        raise DamagedError from None
    if content[-_CHECKSUM:] != checksum(content[:-_CHECKSUM]):
        raise DamagedError
    rows = [bytes(content[at : at + _ROW]) for at in range(keys_at, size - _CHECKSUM, _ROW)]
    sketches = {row[:KEY]: row[KEY:] for row in rows}
    if _digest(sketches) != head.pairing or len({key[:PERSON] for key in sketches}) != len(rows):
        raise DamagedError
    return Sum(head, bytes(content[HEAD:keys_at]), sketches)
