"""Hashes on their way into a corpus, with the standard library alone. `vectors` does the same with numpy, faster.

Rows are kept in two strings of bytes, side by side: the first 64 bits of each hash, as the machine's own unsigned
numbers in ascending order, and one byte for how often it was seen.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from hygiene.breaches.corpus.form import (
    CHECKSUM_SIZE,
    MOST_IN_BLOCK,
    MOST_IN_BUCKET,
    PREFIX_BITS,
    bucket_bits,
    checksum,
    encode_count,
    pack_entry,
)
from hygiene.breaches.ranges import FEWEST_LINES

FEWEST_IN_WHOLE = FEWEST_LINES
WIDEST_GAP = 40
"""How many times the mean gap the widest one of a whole block may be.

Hashes fall everywhere alike: in the largest corpus there is, one true gap in a hundred corpora is wider. A list that
was cut anywhere but within its last hashes leaves one.
"""


class MalformedError(Exception):
    """The rows are not what they should be: the key of the words for it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Encoded(NamedTuple):
    """Consecutive blocks and their part of the index, ready to be written, and how many hashes and whole blocks."""

    entries: bytes
    blocks: bytes
    hashes: int
    whole: int


class Span(NamedTuple):
    """Which blocks are to be encoded: so many from this prefix on. The first of them will lie at this place."""

    prefix: int
    blocks: int
    place: int
    prefix_bits: int = PREFIX_BITS


ALPHABET = b"0123456789ABCDEFabcdef:\r\n"
MOST_DIGITS = 18
"""More than any count has."""


class _Codes(dict[bytes, int]):
    """The code for each count as it stands in a list, the colon before it included."""

    _COUNT = re.compile(rb":[0-9]{1,%d}" % MOST_DIGITS)

    def __missing__(self, text: bytes) -> int:
        if not self._COUNT.fullmatch(text):
            raise MalformedError("corpus.malformed")
        code = encode_count(int(text[1:]))
        if len(self) < 100_000:
            self[text] = code
        return code


_codes = _Codes()


def parse(text: bytes, digits: int) -> tuple[bytes, bytes]:
    """The rows in whole lines of `HASH:COUNT`, the hash having this many digits, the last line ended as well.

    Raises `MalformedError`.
    """
    lines = text.split()
    if text.translate(None, ALPHABET) or not len(lines) == text.count(b":") == text.count(b"\n"):
        raise MalformedError("corpus.malformed")
    codes = bytes([_codes[line[digits:]] for line in lines])
    heads = array("Q", bytes.fromhex(b"".join([line[:16] for line in lines]).decode("ascii")))
    return as_own_numbers(heads), codes


def as_own_numbers(heads: "array[int]") -> bytes:
    """Numbers that were read as they stand in hashes, as the machine's own."""
    if sys.byteorder == "little":
        heads.byteswap()
    return heads.tobytes()


def is_ascending(heads: bytes) -> bool:
    """Whether each of these heads is as great as the one before it, or greater."""
    numbers = memoryview(heads).cast("Q")
    return all(first <= second for first, second in pairwise(numbers))


def encode(span: Span, heads: bytes, codes: bytes, doubtful: Collection[int]) -> Encoded:
    """The blocks of the span, whose rows these are, all of them and no others.

    None of the doubtful prefixes is taken for whole. Raises `MalformedError`.
    """
    shift = 64 - span.prefix_bits
    numbers = memoryview(heads).cast("Q")
    prefixes = range(span.prefix, span.prefix + span.blocks)
    edges = [bisect_left(numbers, prefix << shift) for prefix in prefixes] + [len(numbers)]
    index: list[bytes] = []
    blocks: list[bytes] = []
    place, whole_blocks = span.place, 0
    for prefix, (begin, end) in zip(prefixes, pairwise(edges), strict=True):
        block = numbers[begin:end]
        if len(block) > MOST_IN_BLOCK:
            raise MalformedError("corpus.not_spread_out")
        whole = int(
            shift == 64 - PREFIX_BITS and prefix not in doubtful and _is_whole(block, prefix << shift, 1 << shift)
        )
        index.append(pack_entry(place, len(block), whole))
        if len(block):
            bits = bucket_bits(len(block))
            content = _buckets(block, prefix, bits, shift) + _suffixes(block, shift - bits - 32) + codes[begin:end]
            blocks += (content, checksum(content, prefix, whole).to_bytes(CHECKSUM_SIZE, "little"))
            place += len(content) + CHECKSUM_SIZE
        whole_blocks += whole
    return Encoded(b"".join(index), b"".join(blocks), len(numbers), whole_blocks)


def _buckets(block: "memoryview[int]", prefix: int, bits: int, shift: int) -> bytes:
    if not bits:
        return b""
    starts = range(prefix << shift, (prefix + 1) << shift, 1 << (shift - bits))
    edges = [bisect_left(block, start) for start in starts] + [len(block)]
    counts = [end - begin for begin, end in pairwise(edges)]
    if max(counts) > MOST_IN_BUCKET:
        raise MalformedError("corpus.not_spread_out")
    return bytes(counts)


def _suffixes(block: "memoryview[int]", shift: int) -> bytes:
    """The 32 bits that this many others follow, of every number, all at once: as the digits of one great number."""
    numbers = array("Q", block)
    if sys.byteorder == "little":
        numbers.byteswap()
    mask = int.from_bytes(b"\0\0\0\0\xff\xff\xff\xff" * len(numbers), "big")
    shifted = int.from_bytes(numbers.tobytes(), "big") >> shift & mask
    return memoryview(shifted.to_bytes(8 * len(numbers), "big")).cast("I")[1::2].tobytes()


def _is_whole(block: "memoryview[int]", start: int, width: int) -> bool:
    """Whether the block can be all that there is of its prefix: many hashes, and no hole among them."""
    if len(block) < FEWEST_IN_WHOLE:
        return False
    gaps = map(sub, block[1:], block)
    widest = max(block[0] - start, start + width - block[-1], *gaps)
    return bool(len(block) * widest <= WIDEST_GAP * width)
