"""A disk that fails, and what a power cut at any moment leaves on one: see `disk.c`."""

import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import which

SECTOR = 512
"""What a disk writes whole or not at all."""


def compiled(folder: Path) -> Path | None:
    """The library for LD_PRELOAD, built in this folder; None where there is no compiler."""
    compiler = which("cc")
    if not compiler:
        return None
    library = folder / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True)
    return library


@dataclass(frozen=True)
class Operation:
    """What a program did: `kind` is w(rite), t(runcate), f(lush), u(nlink), or a(cknowledge) on standard output.

    `name` is "" where the folder itself was flushed, and with it what was removed from it.
    """

    kind: str
    name: str
    at: int
    content: bytes


def operations(log: Path) -> list[Operation]:
    """What the program did, in its order."""
    told, place, found = log.read_bytes(), 0, []
    while place < len(told):
        kind = chr(told[place])
        name_length, at, length = struct.unpack_from("=QQQ", told, place + 1)
        start = place + 25 + name_length
        end = start + (length if kind in "wa" else 0)
        found.append(Operation(kind, told[place + 25 : start].decode(), at, told[start:end]))
        place = end
    return found


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)
    is_there: bool = False

    def keep_removal(self) -> None:
        removals = [place for place, each in enumerate(self.pending) if each.kind == "u"]
        if removals:
            self.durable.clear()
            self.is_there = False
            del self.pending[: removals[-1] + 1]


def power_cuts(done: Sequence[Operation], random: Random) -> Iterator[tuple[str, dict[str, bytes]]]:
    """For a power cut before each operation: what had been acknowledged, and files that may be found afterwards.

    What was flushed is there. Of what was not, every sector may be there or not, as may a file that was removed.
    """
    files: dict[str, _File] = {}
    acknowledged = ""
    for operation in done:
        if operation.kind == "a":
            acknowledged += operation.content.decode()
            continue
        yield acknowledged, {name: bytes(file.durable) for name, file in files.items() if file.is_there}
        yield acknowledged, {name: _torn(file, random) for name, file in files.items() if _survives(file, random)}
        if operation.kind == "f" and not operation.name:
            for known in files.values():
                known.keep_removal()
            continue
        file = files.setdefault(operation.name, _File())
        if operation.kind == "f":
            for each in file.pending:
                _apply(file.durable, each)
            file.is_there = True
            file.pending.clear()
        else:
            file.pending.append(operation)


def _survives(file: _File, random: Random) -> bool:
    is_removed = any(each.kind == "u" for each in file.pending)
    return random.random() < 0.5 if is_removed or not file.is_there else True


def _torn(file: _File, random: Random) -> bytes:
    content = bytearray(file.durable)
    for each in file.pending:
        if each.kind != "w":
            if each.kind == "t" and random.random() < 0.5:
                _apply(content, each)
            continue
        for start in range(0, len(each.content), SECTOR):
            if random.random() < 0.7:
                _apply(content, Operation("w", each.name, each.at + start, each.content[start : start + SECTOR]))
    return bytes(content)


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.kind == "u":
        content.clear()
    elif operation.kind == "t":
        del content[operation.at :]
        content.extend(bytes(operation.at - len(content)))
    else:
        content.extend(bytes(max(0, operation.at - len(content))))
        content[operation.at : operation.at + len(operation.content)] = operation.content
