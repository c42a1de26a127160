"""A corpus file in the making, beside its place. It tells how far it has come, so that work goes on from there."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from struct import Struct
from time import monotonic
from types import TracebackType
from typing import Self
from zlib import crc32

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.form import ENTRY_SIZE, HEADER_SIZE, UNFINISHED, Header, index_size
from hygiene.breaches.corpus.rows import Encoded, Span
from hygiene.errors import HygieneError
from hygiene.process import take_hold

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a disk is full."""

_STATE = Struct("<8s32sQIIQ")
_CHECKSUM = Struct("<I")
_SAVE_EVERY = 5.0  # seconds: what an interruption costs at most


@contextmanager
def only_here(lock: Path, name: str) -> Iterator[None]:
    """Do what no two processes may do at once; `name` is what they would both work on. Raises `HygieneError`."""
    hold = take_hold(lock)
    if hold is None:
        raise HygieneError("corpus.in_use", name=name)
    with hold:
        yield


class Draft:
    """Blocks are added in order; `blocks` tells how many there are, of `total`. Every method may raise `OSError`.

    `identity` (32 bytes) stands for what the corpus is made of. What was begun from something else is begun anew.
    """

    def __init__(self, path: Path, identity: bytes, prefix_bits: int) -> None:
        self._path = path
        self._identity = identity
        self._prefix_bits = prefix_bits
        self.total = 1 << prefix_bits
        self.blocks = self._hashes = self._whole = 0
        self._end = HEADER_SIZE + index_size(prefix_bits)
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
        self._resume()
        self._saved = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def next(self) -> Span:
        """The span of all the blocks that are still to come."""
        return Span(self.blocks, self.total - self.blocks, self._end, self._prefix_bits)

    def add(self, encoded: Encoded) -> None:
        """Add the blocks that come next."""
        self._file.seek(self._end)
        self._file.write(encoded.blocks)
        self._file.seek(HEADER_SIZE + self.blocks * ENTRY_SIZE)
        self._file.write(encoded.entries)
        self._end += len(encoded.blocks)
        self.blocks += len(encoded.entries) // ENTRY_SIZE
        self._hashes += encoded.hashes
        self._whole += encoded.whole
        if monotonic() - self._saved > _SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Put what was added on disk, and only then say that it is there."""
        self._flush()
        state = _STATE.pack(UNFINISHED, self._identity, self._end, self.blocks, self._whole, self._hashes)
        self._file.seek(0)
        self._file.write(state + _CHECKSUM.pack(crc32(state)))
        self._flush()
        self._saved = monotonic()

    def finish(self, output: Path, algorithm: Algorithm, as_of: date) -> Header:
        """Make it a corpus and put it in its place."""
        header = Header(algorithm, self._prefix_bits, as_of, self._whole, self._hashes, self._end)
        self._file.truncate(self._end)
        self._flush()
        self._file.seek(0)
        self._file.write(header.pack())
        self._flush()
        self._file.close()
        self._path.replace(output)
        return header

    def _resume(self) -> None:
        packed = self._file.read(_STATE.size + _CHECKSUM.size)
        state = packed[: _STATE.size]
        if len(packed) == _STATE.size + _CHECKSUM.size and _CHECKSUM.pack(crc32(state)) == packed[_STATE.size :]:
            _, identity, end, blocks, whole, hashes = _STATE.unpack(state)
            if identity == self._identity and self._file.seek(0, os.SEEK_END) >= end:
                self._end, self.blocks, self._whole, self._hashes = end, blocks, whole, hashes
                return
        self._file.truncate(0)

    def _flush(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
