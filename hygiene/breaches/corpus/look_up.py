"""Looks passwords up in a corpus file: two short reads each, and nothing but the standard library."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from hygiene.breaches.corpus.form import (
    ENTRY_SIZE,
    HEADER_SIZE,
    UNFINISHED,
    DamagedError,
    decode_count,
    index_size,
    is_corpus,
    is_rounded,
    is_sealed,
    layout,
    unpack_entry,
    unpack_header,
)
from hygiene.breaches.reasons import Reason
from hygiene.breaches.spellings import spellings
from hygiene.errors import HygieneError
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret

ReadAt = Callable[[int, int], bytes]
"""Gives as many bytes from a place (number, place), or fewer where there are no more. May raise `OSError`."""

_PAGE = 512
"""As many entries of the index are read, and kept, at once as lie in what a disk hands out anyway."""

_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"7z\xbc\xaf")
_LIST = re.compile(rb"[0-9A-Fa-f]{32}(?:[0-9A-Fa-f]{8})?[:\r\n]")


NOT_HELD = -1
"""The corpus does not hold the hash that was asked for, and it knows all of that prefix."""
UNCOVERED = -2
"""It does not hold the hash, and may lack some of that prefix."""
_DAMAGED = -3
_UNENCODABLE = -4
_REASONS = {
    UNCOVERED: Reason.NOT_IN_CORPUS,
    _DAMAGED: Reason.DAMAGED_CORPUS,
    _UNENCODABLE: Reason.UNENCODABLE,
}


class _Index(dict[int, bytes]):
    """The pages of an index that were asked for. To miss one may raise `DamagedError` and `OSError`."""

    def __init__(self, read_at: ReadAt, prefix_bits: int) -> None:
        self._read_at = read_at
        self._page_size = min(ENTRY_SIZE * _PAGE, index_size(prefix_bits))

    def __missing__(self, number: int) -> bytes:
        page = self._read_at(self._page_size, HEADER_SIZE + number * self._page_size)
        if len(page) != self._page_size:
            raise DamagedError
        self[number] = page
        return page


class Corpus:
    """A corpus that is open for looking up. `header` tells what it holds."""

    def __init__(self, read_at: ReadAt) -> None:
        self._read_at = read_at
        self.header = unpack_header(read_at(HEADER_SIZE, 0))
        self._index = _Index(read_at, self.header.prefix_bits)
        self._head = self.header.algorithm.head
        self._shift = 64 - self.header.prefix_bits
        # All the answers that there can be, ready to be given.
        self._answers = {
            **{code: self._told(Exposure.FOUND, decode_count(code) or None, code=code) for code in range(256)},
            NOT_HELD: self._told(Exposure.NOT_FOUND, count=0),
            **{code: self._told(Exposure.UNKNOWN, reason=reason) for code, reason in _REASONS.items()},
        }

    def look_up(self, passwords: Iterable[Secret]) -> dict[Secret, BreachAnswer]:
        """What the corpus knows about each password. Great counts are rounded."""
        return {password: self._answers[self._outcome(password)] for password in passwords}

    def code(self, head: int) -> int:
        """How often the hash that begins with these 64 bits was seen, as `decode_count` reads it.

        `NOT_HELD` or `UNCOVERED` where the corpus does not hold it. Raises `DamagedError` and `OSError`.
        """
        shift = self._shift
        prefix = head >> shift
        place, hashes, whole = unpack_entry(self._index[prefix // _PAGE], prefix % _PAGE * ENTRY_SIZE)
        if not hashes:
            return UNCOVERED
        bits, suffixes, codes, size = layout(hashes)
        block = self._read_at(size, place)
        if not is_sealed(block, prefix, whole):
            raise DamagedError
        begin, end = suffixes, codes
        rest = head >> shift - bits - 32
        if bits:
            bucket = rest >> 32 & suffixes - 1
            begin += 4 * sum(block[:bucket])
            end = begin + 4 * block[bucket]
        suffix = (rest & 0xFFFFFFFF).to_bytes(4, "big")
        at = block.find(suffix, begin, end)
        while at >= 0:
            if not (at - suffixes) % 4:
                return block[codes + (at - suffixes) // 4]
            at = block.find(suffix, at + 1, end)
        return NOT_HELD if whole else UNCOVERED

    def _outcome(self, password: Secret) -> int:
        """Found under any spelling is found; not found takes a whole block for every one of them."""
        forms = spellings(password)
        best, worst = NOT_HELD, NOT_HELD if forms else _UNENCODABLE
        for form in forms:
            try:
                code = self.code(self._head(form))
            except (DamagedError, OSError):
                code = _DAMAGED
            if code > best:
                best = code
            elif code < worst:
                worst = code
        return worst if best == NOT_HELD else best

    def _told(
        self, exposure: Exposure, count: int | None = None, reason: Reason | None = None, code: int = 0
    ) -> BreachAnswer:
        return BreachAnswer(exposure, BreachSource.CORPUS, count, reason, self.header.as_of, is_rounded(code))


def corpus_in_memory(content: bytes) -> Corpus:
    """A corpus that lies in memory. Raises `DamagedError`."""
    return Corpus(lambda size, place: content[place : place + size])


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
        return partial(os.pread, number)

    def read_at(size: int, place: int) -> bytes:
        file.seek(place)
        return file.read(size)

    return read_at
