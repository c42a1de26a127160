"""The form of a corpus file. All numbers are little-endian, except for the suffixes, whose bytes stand as in the hash.

    header    96 bytes: what the file holds, and a checksum
    index     a record for each group of 16 blocks: where they lie, how many hashes each holds, which are whole
    blocks    one for each prefix, that is, for each value of a hash's first bits (20, as with a range service)

A block is cut into buckets by the bits that follow the prefix, as many bits as leave 16 hashes or fewer to a bucket
on average. It holds

    1 byte for each bucket: how many hashes it has (nothing where there is one bucket only)
    4 bytes for each hash, in ascending order: the 32 bits after prefix and bucket
    1 byte for each hash: how often the password was seen, roughly
    4 bytes: a CRC-32 over the block, begun with its prefix, so that a block in another's place is noticed

and nothing at all where it has no hashes. The blocks of a group share one number of bucket bits. A password that is not
in the corpus is taken for one of its own where the suffix agrees by chance: 16 / 2^32, or 4 in 1,000,000,000, at most.

A block is whole where it is known to hold all the hashes of its prefix. Only there does a miss mean "not found".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from struct import Struct
from zlib import crc32

from hygiene.breaches.corpus.digests import Algorithm

PREFIX_BITS = 20
GROUP = 16
"""How many blocks share a record of the index."""
MOST_IN_BLOCK = 0xFFFF
MOST_IN_BUCKET = 0xFF
CHECKSUM = Struct("<I")
HEADER_SIZE = 96
RECORD_SIZE = 47
UNFINISHED = b"\x93HYGpart"
"""What a corpus begins with while it is being built."""

_BUCKET = 16
_VERSION = 1
_MAGIC = b"\x93HYGcorp"
_HEADER = Struct("<8sBBBxIIQQ")
_RECORD = Struct("<QHB16H")
MOST_COUNTED = (1 << 34) - 1


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
        return (packed + CHECKSUM.pack(crc32(packed))).ljust(HEADER_SIZE, b"\0")


def is_corpus(beginning: bytes) -> bool:
    """Whether a file that begins like this is a corpus, of whatever version and in whatever state."""
    return beginning.startswith(_MAGIC)


def unpack_header(packed: bytes) -> Header:
    """The header in the first bytes of a corpus. Raises `DamagedError`."""
    if len(packed) != HEADER_SIZE or CHECKSUM.unpack_from(packed, _HEADER.size)[0] != crc32(packed[: _HEADER.size]):
        raise DamagedError
    _, version, algorithm, prefix_bits, ordinal, whole, hashes, size = _HEADER.unpack_from(packed)
    try:
        if version != _VERSION or not 4 <= prefix_bits <= PREFIX_BITS:
            raise DamagedError
        return Header(Algorithm(algorithm), prefix_bits, date.fromordinal(ordinal), whole, hashes, size)
    except (ValueError, OverflowError):
        raise DamagedError from None


@dataclass(frozen=True, slots=True)
class Record:
    """A group's record in the index: where its blocks begin, a bit for each whole one, bucket bits, hashes of each."""

    start: int
    whole: int
    bucket_bits: int
    counts: Sequence[int]

    @property
    def end(self) -> int:
        """Where the group's blocks end."""
        return self.place(GROUP)

    def place(self, block: int) -> int:
        """Where this block of the group begins."""
        before = self.counts[:block]
        around = bucket_bytes(self.bucket_bits) + CHECKSUM.size
        return self.start + (block - before.count(0)) * around + 5 * sum(before)

    def pack(self, group: int) -> bytes:
        """The bytes of the record, for the group of this number."""
        packed = _RECORD.pack(self.start, self.whole, self.bucket_bits, *self.counts)
        return packed + CHECKSUM.pack(crc32(packed, group))


def unpack_record(packed: bytes, group: int) -> Record:
    """The record of this group. Raises `DamagedError`."""
    if len(packed) != RECORD_SIZE or CHECKSUM.unpack_from(packed, _RECORD.size)[0] != crc32(packed[:-4], group):
        raise DamagedError
    start, whole, bucket_bits, *counts = _RECORD.unpack_from(packed)
    return Record(start, whole, bucket_bits, counts)


def index_size(prefix_bits: int) -> int:
    """The bytes of the index."""
    return (1 << prefix_bits) // GROUP * RECORD_SIZE


def bucket_bits(most: int) -> int:
    """The bucket bits of a group whose largest block has this many hashes."""
    return max(0, (most - 1) // _BUCKET).bit_length()


def bucket_bytes(bits: int) -> int:
    """How many bytes of a block tell how many hashes its buckets have."""
    return 1 << bits if bits else 0


def encode_count(count: int) -> int:
    """How often a password was seen, as one byte: exact up to 15, then within 1/16. 0 stands for "not counted"."""
    count = min(count, MOST_COUNTED)
    shift = max(0, count.bit_length() - 4)
    return (shift << 3) + (count >> shift)


def decode_count(code: int) -> int:
    """How often, roughly; 0 where it was not counted."""
    shift = max(0, (code >> 3) - 1)
    return ((code - (shift << 3)) << shift) + (1 << shift >> 1)
