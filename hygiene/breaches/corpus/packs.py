"""What a download keeps: for each prefix its list, and what the service needs to hear to say that it has not changed.

The folder holds one pack for each first three digits of a prefix, to which every list is appended as it comes. A later
record of a prefix stands for an earlier one. What an interruption cut off at a pack's end is noticed and dropped.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import NamedTuple, Self
from zlib import crc32

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.rows import MalformedError
from hygiene.errors import HygieneError

PREFIXES_IN_PACK = 256
ROW_SIZE = 9
"""The bytes that a hash takes up in a pack."""

_STATE = "download.json"
_CHECKSUM = Struct("<I")
_RECORD = Struct("<IIIH")  # prefix, run, hashes, bytes of the ETag
_UNCHANGED = 0xFFFFFFFF  # in the place of the hashes: the list that the pack has is still the right one


@dataclass(frozen=True, slots=True)
class Download:
    """What a folder says about itself.

    It is for the prefixes from `first` to `last`. `run` counts how often they were asked for from the first to the
    last, `begun` is the day on which the current time began, and `before` that of the time before, where there was one.
    """

    algorithm: Algorithm
    first: int
    last: int
    run: int
    begun: str
    before: str | None = None
    finished: bool = False

    @property
    def as_of(self) -> date:
        """Since when nothing in the folder is known to have changed."""
        return date.fromisoformat(self.begun if self.finished or not self.before else self.before)

    def next_run(self, today: date) -> "Download":
        """The same, about to be brought up to date."""
        return replace(self, run=self.run + 1, before=self.begun, begun=today.isoformat(), finished=False)

    def write(self, folder: Path) -> None:
        """Keep it, whole or not at all."""
        new = folder / f"{_STATE}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / _STATE)


def is_download(folder: Path) -> bool:
    """Whether a download lies in the folder."""
    return (folder / _STATE).is_file()


def read_download(folder: Path) -> Download:
    """What the folder says about itself. Raises `HygieneError`."""
    try:
        said = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        download = Download(**{**said, "algorithm": Algorithm(said["algorithm"])})
        date.fromisoformat(download.begun)
    except (OSError, ValueError, TypeError, KeyError):
        raise HygieneError("corpus.bad_download", name=folder.name) from None
    return download


class Kept(NamedTuple):
    """What a pack has of a prefix: in which run it was last confirmed, its ETag, and where its rows are."""

    run: int
    etag: bytes
    start: int
    hashes: int


class Pack:
    """A pack that is open to be added to. `kept` is what it had when it was opened.

    Every method may raise `OSError`.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self._path = _pack_path(folder, number)
        self._has_stale = False
        self._file = self._path.open("a+b", buffering=0)
        self._file.seek(0)
        self.kept, end = _contents(self._file.read())
        self._file.truncate(end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        with self._file:
            os.fsync(self._file.fileno())
        if self._has_stale:
            self._tidy()

    def add(self, prefix: int, run: int, etag: bytes, heads: bytes, codes: bytes) -> None:
        """Keep a list that has come."""
        self._has_stale |= prefix in self.kept
        self._append(_RECORD.pack(prefix, run, len(codes), len(etag)) + etag + heads + codes)

    def confirm(self, prefix: int, run: int) -> None:
        """Keep that the list which is there is still the right one."""
        self._append(_RECORD.pack(prefix, run, _UNCHANGED, 0))

    def drop(self, prefix: int) -> None:
        """Keep nothing of a prefix after all."""
        self.add(prefix, 0, b"", b"", b"")

    def run_of(self, prefix: int) -> int:
        """In which run the prefix was last confirmed; 0 where there is nothing of it."""
        return self.kept[prefix].run if prefix in self.kept else 0

    def _append(self, record: bytes) -> None:
        left = memoryview(record + _CHECKSUM.pack(crc32(record)))
        while left:  # a disk that fills up takes a part without complaint, and complains of the rest
            left = left[self._file.write(left) or 0 :]

    def _tidy(self) -> None:
        """Leave out what no longer counts."""
        content = self._path.read_bytes()
        new = self._path.with_suffix(".new")
        with new.open("wb") as file:
            for prefix, (run, etag, start, hashes) in sorted(_contents(content)[0].items()):
                rows = content[start : start + ROW_SIZE * hashes]
                record = _RECORD.pack(prefix, run, hashes, len(etag)) + etag + rows
                file.write(record + _CHECKSUM.pack(crc32(record)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)


def packed_rows(folder: Path, algorithm: Algorithm, start: int) -> Iterator[tuple[bytes, bytes]]:
    """The rows of a download, a prefix at a time, from a prefix on or from some way before it."""
    download = read_download(folder)
    if download.algorithm is not algorithm:
        raise MalformedError(download.algorithm.complaint)
    for number in range(max(start, download.first) // PREFIXES_IN_PACK, download.last // PREFIXES_IN_PACK + 1):
        path = _pack_path(folder, number)
        content = path.read_bytes() if path.exists() else b""
        for _, kept in sorted(_contents(content)[0].items()):
            codes = kept.start + 8 * kept.hashes
            yield content[kept.start : codes], content[codes : codes + kept.hashes]


def _pack_path(folder: Path, number: int) -> Path:
    return folder / f"{number:03X}.pack"


def _contents(content: bytes) -> tuple[dict[int, Kept], int]:
    """What a pack has of each prefix, and where its last whole record ends."""
    kept: dict[int, Kept] = {}
    at = 0
    while at + _RECORD.size <= len(content):
        prefix, run, hashes, etag_size = _RECORD.unpack_from(content, at)
        etag = at + _RECORD.size
        start = etag + etag_size
        end = start + (0 if hashes == _UNCHANGED else ROW_SIZE * hashes)
        if content[end : end + _CHECKSUM.size] != _CHECKSUM.pack(crc32(content[at:end])):
            break
        if hashes == _UNCHANGED:
            if prefix in kept:
                kept[prefix] = kept[prefix]._replace(run=run)
        else:
            kept[prefix] = Kept(run, content[etag:start], start, hashes)
        at = end + _CHECKSUM.size
    return kept, at
