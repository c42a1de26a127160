"""Verifies a corpus file from end to end."""

import sys
from array import array
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hygiene.breaches.corpus.form import (
    ENTRY_SIZE,
    HEADER_SIZE,
    Header,
    index_size,
    is_sealed,
    layout,
    unpack_entry,
)
from hygiene.breaches.corpus.look_up import open_corpus
from hygiene.errors import HygieneError


class Checked(NamedTuple):
    """What the file says about itself, how many of its blocks are damaged, and whether its totals are right."""

    header: Header
    damaged: int
    adds_up: bool

    @property
    def is_sound(self) -> bool:
        """Whether every answer of this corpus can be relied on."""
        return self.adds_up and not self.damaged


def check(path: Path, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Checked:
    """Read all of a corpus and hold it against its checksums and its own order.

    `progress` is called with how many blocks are done, of how many. Raises `HygieneError` as `open_corpus` does.
    """
    with open_corpus(path) as corpus:
        header = corpus.header
    try:
        with path.open("rb") as index, path.open("rb") as blocks:
            index.seek(HEADER_SIZE)
            return _check(header, index, blocks, progress)
    except OSError:
        raise HygieneError("corpus.unreadable", name=path.name) from None


def _check(header: Header, index: BinaryIO, blocks: BinaryIO, progress: Callable[[int, int], None]) -> Checked:
    expected = HEADER_SIZE + index_size(header.prefix_bits)
    blocks.seek(expected)
    damaged = hashes = whole_blocks = 0
    for prefix in range(header.blocks):
        place, size, whole = unpack_entry(index.read(ENTRY_SIZE))
        # Blocks follow each other, so an entry that leads elsewhere is wrong, and the block still lies where it should.
        content = blocks.read(_block_size(size))
        damaged += place != expected or not _is_sound(content, size, prefix, whole)
        expected += len(content)
        hashes += size
        whole_blocks += whole
        progress(prefix + 1, header.blocks)
    adds_up = (hashes, whole_blocks, expected) == (header.hashes, header.whole, header.size)
    return Checked(header, damaged, adds_up)


def _block_size(hashes: int) -> int:
    return layout(hashes).size if hashes else 0


def _is_sound(content: bytes, hashes: int, prefix: int, whole: int) -> bool:
    if not hashes:
        return not whole
    if len(content) != _block_size(hashes):
        return False
    if not is_sealed(content, prefix, whole):
        return False
    _, begin, end, _ = layout(hashes)
    edges = list(accumulate(content[:begin])) if begin else [hashes]
    suffixes = array("I", content[begin:end])
    if sys.byteorder == "little":
        suffixes.byteswap()
    descents = (place for place, (one, next_one) in enumerate(pairwise(suffixes), start=1) if one > next_one)
    return edges[-1] == hashes and set(edges).issuperset(descents)
