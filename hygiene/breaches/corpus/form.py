"""The form of a corpus file. All numbers are little-endian, except for the suffixes, whose bytes stand as in the hash.

    header    96 bytes: what the file holds, and a checksum
    index     8 bytes for each block: where it lies in 40 bits, how many hashes it holds in 16, whether it is whole in 8
    blocks    one for each prefix, that is, for each value of a hash's first bits (20, as with a range service)

A block is cut into buckets by the bits that follow the prefix, as many bits as leave 16 hashes or fewer to a bucket
on average. It holds

    1 byte for each bucket: how many hashes it has (nothing where there is one bucket only)
    4 bytes for each hash, in ascending order: the 32 bits after prefix and bucket
    1 byte for each hash: how often the password was seen, roughly
    4 bytes: a CRC-32 over the block, begun with its prefix and whether it is whole

and nothing at all where it has no hashes. So the checksum vouches for the index as well: an entry that leads elsewhere
or says something else is noticed. A password that is not in the corpus is taken for one of its own where the suffix
agrees by chance: 16 / 2^32, or 4 in 1,000,000,000, at most.

A block is whole where it is known to hold all the hashes of its prefix. Only there does a miss mean "not found".
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from hygiene.breaches.corpus.digests import Algorithm

PREFIX_BITS = 20
MOST_IN_BLOCK = 0xFFFF
MOST_IN_BUCKET = 0xFF
CHECKSUM_SIZE = 4
HEADER_SIZE = 96
ENTRY_SIZE = 8
UNFINISHED = b"\x93HYGpart"
"""What a corpus begins with while it is being built."""

_BUCKET = 16
_ENTRY = Struct("<IBHB")
_SEALED = 0x2144DF1C  # what the CRC-32 of anything followed by its own CRC-32 is
_VERSION = 1
_MAGIC = b"\x93HYGcorp"
_HEADER = Struct("<8sBBBxIIQQ")
MOST_COUNTED = (1 << 34) - 1
MOST_EXACT = 15
"""No greater count is kept as it was."""


class DamagedError(Exception):
    """A part of the file is not what was written."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a corpus holds. `as_of` is the date of its data, `whole` counts its whole blocks, `size` is in bytes."""

    algorithm: Algorithm
    prefix_bits: int
    as_of: date
    whole: int
    hashes: int
    size: int

    @property
    def blocks(self) -> int:
        """How many blocks there are, the empty ones included."""
        return 1 << self.prefix_bits

    @property
    def is_whole(self) -> bool:
        """Whether a miss means "not found" everywhere."""
        return self.whole == self.blocks

    def pack(self) -> bytes:
        """The bytes at the beginning of the file."""
        ordinal = self.as_of.toordinal()
        fields = (_MAGIC, _VERSION, self.algorithm, self.prefix_bits, ordinal, self.whole, self.hashes, self.size)
        packed = _HEADER.pack(*fields)
        return _sealed(packed)


def is_corpus(beginning: bytes) -> bool:
    """Whether a file that begins like this is a corpus, of whatever version and in whatever state."""
    return beginning.startswith(_MAGIC)


def unpack_header(packed: bytes) -> Header:
    """The header in the first bytes of a corpus. Raises `DamagedError`."""
    if packed != _sealed(packed[: _HEADER.size]):
        raise DamagedError
    _, version, algorithm, prefix_bits, ordinal, whole, hashes, size = _HEADER.unpack_from(packed)
    try:
        if version != _VERSION or not 4 <= prefix_bits <= PREFIX_BITS:
            raise DamagedError
        return Header(Algorithm(algorithm), prefix_bits, date.fromordinal(ordinal), whole, hashes, size)
    except (ValueError, OverflowError):
        raise DamagedError from None


def _sealed(header: bytes) -> bytes:
    return (header + crc32(header).to_bytes(CHECKSUM_SIZE, "little")).ljust(HEADER_SIZE, b"\0")


def pack_entry(place: int, hashes: int, whole: int) -> bytes:
    """What the index says about a block: where it begins, how many hashes it holds, whether it is whole (1) or not."""
    return _ENTRY.pack(place & 0xFFFFFFFF, place >> 32, hashes, whole)


def unpack_entry(packed: bytes, at: int = 0) -> tuple[int, int, int]:
    """Place, hashes and whole. What they say is only to be believed where the block's checksum agrees."""
    low, high, hashes, whole = _ENTRY.unpack_from(packed, at)
    return high << 32 | low, hashes, whole


def index_size(prefix_bits: int) -> int:
    """The bytes of the index."""
    return ENTRY_SIZE << prefix_bits


def checksum(block: bytes | memoryview, prefix: int, whole: int) -> int:
    """The number that a block ends in which holds these bytes."""
    return crc32(block, prefix << 1 | whole)


def bucket_bits(hashes: int) -> int:
    """By how many bits a block of so many hashes is cut into buckets."""
    return (max(0, hashes - 1) // _BUCKET).bit_length()


class Layout(NamedTuple):
    """By how many bits a block is cut into buckets, where its suffixes and its codes begin, and its size in bytes."""

    bits: int
    suffixes: int
    codes: int
    size: int


@cache
def layout(hashes: int) -> Layout:
    """How a block of so many hashes, one or more, is laid out."""
    bits = bucket_bits(hashes)
    suffixes = 1 << bits if bits else 0
    codes = suffixes + 4 * hashes
    return Layout(bits, suffixes, codes, codes + hashes + CHECKSUM_SIZE)


def is_sealed(block: bytes, prefix: int, whole: int) -> bool:
    """Whether a block that ends in its checksum is what was written."""
    return checksum(block, prefix, whole) == _SEALED


def encode_count(count: int) -> int:
    """How often a password was seen, as one byte: exact up to `MOST_EXACT`, then within 1/16.

    0 stands for "not counted".
    """
    count = min(count, MOST_COUNTED)
    shift = max(0, count.bit_length() - 4)
    return (shift << 3) + (count >> shift)


def is_rounded(code: int) -> bool:
    """Whether the count behind a code is known within a sixteenth only."""
    return code > MOST_EXACT


def decode_count(code: int) -> int:
    """How often, roughly; 0 where it was not counted."""
    shift = max(0, (code >> 3) - 1)
    return ((code - (shift << 3)) << shift) + (1 << shift >> 1)
