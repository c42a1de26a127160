"""Looks passwords up in a corpus file: two short reads each, and nothing but the standard library."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from hygiene.breaches.corpus.form import (
    CHECKSUM_SIZE,
    ENTRY_SIZE,
    HEADER_SIZE,
    UNFINISHED,
    DamagedError,
    bucket_bits,
    bucket_bytes,
    decode_count,
    is_corpus,
    is_sealed,
    unpack_entry,
    unpack_header,
)
from hygiene.breaches.reasons import Reason
from hygiene.breaches.spellings import spellings
from hygiene.errors import HygieneError
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret

ReadAt = Callable[[int, int], bytes]
"""Gives as many bytes from a place (place, number), or fewer where there are no more. May raise `OSError`."""

_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"7z\xbc\xaf")
_LIST = re.compile(rb"[0-9A-Fa-f]{32}(?:[0-9A-Fa-f]{8})?[:\r\n]")


_REASONS = (Reason.UNENCODABLE, Reason.NOT_IN_CORPUS, Reason.DAMAGED_CORPUS)

NOT_HELD = -1
"""The corpus does not hold the hash that was asked for, and it knows all of that prefix."""
UNCOVERED = -2
"""It does not hold the hash, and may lack some of that prefix."""


class Corpus:
    """A corpus that is open for looking up. `header` tells what it holds."""

    def __init__(self, read_at: ReadAt) -> None:
        self._read_at = read_at
        self.header = unpack_header(read_at(0, HEADER_SIZE))
        self._head = self.header.algorithm.head
        self._shift = 64 - self.header.prefix_bits
        # All the answers that there can be, ready to be given.
        self._found = [self._told(Exposure.FOUND, count=decode_count(code) or None) for code in range(256)]
        self._not_found = self._told(Exposure.NOT_FOUND, count=0)
        self._unknown = {reason: self._told(Exposure.UNKNOWN, reason=reason) for reason in _REASONS}

    def look_up(self, passwords: Iterable[Secret]) -> dict[Secret, BreachAnswer]:
        """What the corpus knows about each password. `count` is within 1/16 of what it was in the data."""
        return {password: self._answer(password) for password in passwords}

    def code(self, head: int) -> int:
        """How often the hash that begins with these 64 bits was seen, as `decode_count` reads it.

        `NOT_HELD` or `UNCOVERED` where the corpus does not hold it. Raises `DamagedError` and `OSError`.
        """
        shift = self._shift
        prefix = head >> shift
        place, hashes, whole = unpack_entry(self._read_at(HEADER_SIZE + prefix * ENTRY_SIZE, ENTRY_SIZE))
        if not hashes:
            return UNCOVERED
        bits = bucket_bits(hashes)
        buckets = bucket_bytes(bits)
        codes = buckets + 4 * hashes
        size = codes + hashes + CHECKSUM_SIZE
        block = self._read_at(place, size)
        if len(block) != size or not is_sealed(block, prefix, whole):
            raise DamagedError
        first, last = 0, hashes
        if bits:
            bucket = head >> shift - bits & buckets - 1
            first = sum(block[:bucket])
            last = first + block[bucket]
        suffix = (head >> shift - bits - 32 & 0xFFFFFFFF).to_bytes(4, "big")
        at = buckets + 4 * first - 1
        while (at := block.find(suffix, at + 1, buckets + 4 * last)) >= 0:
            if not (at - buckets) % 4:
                return block[codes + (at - buckets) // 4]
        return NOT_HELD if whole else UNCOVERED

    def _answer(self, password: Secret) -> BreachAnswer:
        """Found under any spelling is found; not found takes a whole block for every one of them."""
        most = NOT_HELD
        reason: Reason | None = None
        forms = spellings(password)
        for form in forms:
            try:
                code = self.code(self._head(form))
            except (DamagedError, OSError):
                reason = Reason.DAMAGED_CORPUS
            else:
                if code == UNCOVERED:
                    reason = Reason.NOT_IN_CORPUS
                elif code > most:
                    most = code
        if most >= 0:
            return self._found[most]
        if reason or not forms:
            return self._unknown[reason or Reason.UNENCODABLE]
        return self._not_found

    def _told(self, exposure: Exposure, count: int | None = None, reason: Reason | None = None) -> BreachAnswer:
        return BreachAnswer(exposure, BreachSource.CORPUS, count, reason, self.header.as_of)


def corpus_in_memory(content: bytes) -> Corpus:
    """A corpus that lies in memory. Raises `DamagedError`."""
    return Corpus(lambda place, size: content[place : place + size])


@contextmanager
def open_corpus(path: Path) -> Iterator[Corpus]:
    """Open a corpus file. Raises `HygieneError` where it is none, is not whole, or cannot be read at all."""
    try:
        file = path.open("rb", buffering=0)
    except OSError:
        raise HygieneError("corpus.unreadable", name=path.name) from None
    with file:
        try:
            corpus = Corpus(_reader(file))
            size = os.fstat(file.fileno()).st_size
        except DamagedError:
            raise HygieneError(what_it_is_instead(path), name=path.name) from None
        except OSError:
            raise HygieneError("corpus.unreadable", name=path.name) from None
        if size != corpus.header.size:
            raise HygieneError("corpus.cut", name=path.name)
        yield corpus


def what_it_is_instead(path: Path) -> str:
    """The key of the error that says what a file is that is no sound corpus. Raises `OSError`."""
    with path.open("rb") as file:
        beginning = file.read(HEADER_SIZE)
    if beginning.startswith(UNFINISHED):
        return "corpus.unfinished"
    if is_corpus(beginning):
        return "corpus.damaged"
    if beginning.startswith(_COMPRESSED):
        return "corpus.compressed"
    return "corpus.still_a_list" if _LIST.match(beginning) else "corpus.no_corpus"


def _reader(file: BinaryIO) -> ReadAt:
    number = file.fileno()
    if hasattr(os, "posix_fadvise"):
        # Blocks lie all over the file: what lies around one of them is of no use.
        os.posix_fadvise(number, 0, 0, os.POSIX_FADV_RANDOM)
    if hasattr(os, "pread"):
        return lambda place, size: os.pread(number, size, place)

    def read_at(place: int, size: int) -> bytes:
        file.seek(place)
        return file.read(size)

    return read_at
