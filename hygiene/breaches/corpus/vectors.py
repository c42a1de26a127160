"""What `rows` does, with numpy: for the lists of hundreds of millions of hashes. Both make the same bytes."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from hygiene.breaches.corpus.form import (
    CHECKSUM_SIZE,
    MOST_COUNTED,
    MOST_IN_BLOCK,
    MOST_IN_BUCKET,
    PREFIX_BITS,
    checksum,
)
from hygiene.breaches.corpus.rows import (
    ALPHABET,
    FEWEST_IN_WHOLE,
    MOST_DIGITS,
    WIDEST_GAP,
    Encoded,
    MalformedError,
    Span,
)

_Numbers = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]

_ONES = np.uint64(0x0101010101010101)
_MOST_FOR_BITS = np.array([16 << bits for bits in range(13)])


def parse(text: bytes, digits: int) -> tuple[bytes, bytes]:
    """As `rows.parse`."""
    # Eight digits are read at once, so the first line needs something before it.
    padded = np.frombuffer(b"\n" * 8 + text, np.uint8)
    ends = np.flatnonzero(padded == ord("\n"))[7:]
    starts, ends = ends[:-1] + 1, ends[1:]
    has_return = padded[ends - 1] == ord("\r")
    ends = ends - has_return
    if (
        text.translate(None, ALPHABET)
        or np.count_nonzero(padded == ord(":")) != len(ends)
        or np.count_nonzero(padded == ord("\r")) != np.count_nonzero(has_return)
        or not np.all(ends - starts >= digits + 2)
        or not np.all(padded[starts + digits] == ord(":"))
    ):
        raise MalformedError("corpus.malformed")
    # A view of the eight bytes from each byte on, as a number.
    eights = np.ndarray(len(padded) - 7, "<u8", padded.data, strides=(1,))
    heads = _hexadecimal(eights[starts]) << np.uint64(32) | _hexadecimal(eights[starts + 8])
    counts = _decimal(eights[ends - 8], ends - starts - digits - 1)
    for row in np.flatnonzero(ends - starts - digits - 1 > 8):
        counts[row] = _long_decimal(text[starts[row] - 8 + digits + 1 : ends[row] - 8])
    return heads.tobytes(), _encode_counts(counts).tobytes()


def is_ascending(heads: bytes) -> bool:
    """As `rows.is_ascending`."""
    numbers = np.frombuffer(heads, np.uint64)
    return bool(np.all(numbers[1:] >= numbers[:-1]))


def encode(span: Span, heads: bytes, codes: bytes, doubtful: Collection[int]) -> Encoded:
    """As `rows.encode`."""
    numbers = np.frombuffer(heads, np.uint64)
    shift = 64 - span.prefix_bits
    block_of = (numbers >> np.uint64(shift)).astype(np.int64) - span.prefix
    counts = np.bincount(block_of, minlength=span.blocks)
    if counts.max() > MOST_IN_BLOCK:
        raise MalformedError("corpus.not_spread_out")
    bits = np.searchsorted(_MOST_FOR_BITS, counts)
    buckets = np.where(bits > 0, 1 << bits, 0)
    sizes = np.where(counts > 0, buckets + 5 * counts + CHECKSUM_SIZE, 0)
    places = np.cumsum(sizes) - sizes
    content = np.zeros(int(sizes.sum()), np.uint8)
    _place_rows(content, numbers, codes, block_of, (counts, bits, buckets, places), shift)
    whole = _whole(numbers, counts, shift)
    whole[[prefix - span.prefix for prefix in doubtful if 0 <= prefix - span.prefix < span.blocks]] = False
    filled = np.flatnonzero(counts)
    starts, ends = places[filled], (places + sizes)[filled] - CHECKSUM_SIZE
    bounds = zip(starts.tolist(), ends.tolist(), (filled + span.prefix).tolist(), whole[filled].tolist(), strict=True)
    view = content.data
    sums = [checksum(view[start:end], prefix, is_whole) for start, end, prefix, is_whole in bounds]
    _fours(content, "<u4")[ends] = np.array(sums, np.uint32)
    index = places + span.place | counts << 40 | whole.astype(np.int64) << 56
    return Encoded(index.astype("<u8").tobytes(), content.tobytes(), len(numbers), int(whole.sum()))


def _fours(content: npt.NDArray[np.uint8], kind: str) -> npt.NDArray[np.uint32]:
    """A view of the four bytes from each byte on, as a number."""
    return np.ndarray(max(0, len(content) - 3), kind, content.data, strides=(1,))


def _place_rows(
    content: npt.NDArray[np.uint8],
    numbers: _Numbers,
    codes: bytes,
    block_of: _Places,
    layout: tuple[_Places, _Places, _Places, _Places],
    shift: int,
) -> None:
    """Put bucket counts, suffixes and codes where they belong."""
    if not len(numbers):
        return
    counts, bits_of_block, buckets, places = layout
    rank = np.arange(len(numbers)) - (np.cumsum(counts) - counts)[block_of]
    bits = bits_of_block[block_of].astype(np.uint64)
    after_buckets = (places + buckets)[block_of]
    suffixes = (numbers >> (np.uint64(shift - 32) - bits)).astype(np.uint32)
    _fours(content, ">u4")[after_buckets + 4 * rank] = suffixes
    content[after_buckets + 4 * counts[block_of] + rank] = np.frombuffer(codes, np.uint8)
    in_buckets = np.flatnonzero(bits)
    if len(in_buckets):
        bits = bits[in_buckets]
        bucket = numbers[in_buckets] >> (np.uint64(shift) - bits) & ((np.uint64(1) << bits) - np.uint64(1))
        in_bucket = np.bincount(places[block_of[in_buckets]] + bucket.astype(np.int64))
        if in_bucket.max() > MOST_IN_BUCKET:
            raise MalformedError("corpus.not_spread_out")
        content[: len(in_bucket)] |= in_bucket.astype(np.uint8)


def _whole(numbers: _Numbers, counts: _Places, shift: int) -> npt.NDArray[np.bool_]:
    """Which blocks can be all that there is of their prefix, as `rows` decides it."""
    whole = np.zeros(len(counts), np.bool_)
    if not len(numbers) or shift != 64 - PREFIX_BITS:
        return whole
    filled = np.flatnonzero(counts)
    hashes = counts[filled].astype(np.uint64)
    width = np.uint64(1 << shift)
    within = numbers & (width - np.uint64(1))
    begins = (np.cumsum(counts) - counts)[filled]
    gaps = np.diff(numbers, prepend=np.uint64(0))
    gaps[begins] = within[begins]
    widest = np.maximum.reduceat(gaps, begins)
    widest = np.maximum(widest, width - within[np.cumsum(counts)[filled] - 1])
    whole[filled] = (hashes >= FEWEST_IN_WHOLE) & (hashes * widest <= np.uint64(WIDEST_GAP) * width)
    return whole


def _hexadecimal(eights: _Numbers) -> _Numbers:
    """The numbers that eight hexadecimal digits stand for, of which the first in the text is the lowest byte."""
    number: _Numbers = (eights & np.uint64(0x0F0F0F0F0F0F0F0F)) + (eights >> np.uint64(6) & _ONES) * np.uint64(9)
    for bits, mask in ((4, 0x00FF00FF00FF00FF), (8, 0x0000FFFF0000FFFF), (16, 0x00000000FFFFFFFF)):
        number = (number << np.uint64(bits) | number >> np.uint64(2 * bits)) & np.uint64(mask)
    return number


def _decimal(eights: _Numbers, digits: _Places) -> _Numbers:
    """The numbers that the last so many of eight characters stand for. Raises `MalformedError`."""
    others = np.uint64(8) * (np.uint64(8) - np.clip(digits, 1, 8).astype(np.uint64))
    number: _Numbers = (eights ^ np.uint64(0x30) * _ONES) >> others << others
    if np.any((number + np.uint64(0x76) * _ONES | number) & np.uint64(0x80) * _ONES):
        raise MalformedError("corpus.malformed")
    for factor, bits, mask in ((10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0xFFFFFFFF)):
        number = (number * np.uint64(factor) + (number >> np.uint64(bits))) & np.uint64(mask)
    return number


def _long_decimal(text: bytes) -> int:
    if not text.isdigit() or len(text) > MOST_DIGITS:
        raise MalformedError("corpus.malformed")
    return int(text)


def _encode_counts(counts: _Numbers) -> npt.NDArray[np.uint8]:
    """As `encode_count`, each of them."""
    counts = np.minimum(counts, np.uint64(MOST_COUNTED))
    shifts = np.maximum(np.frexp(counts.astype(np.float64))[1] - 4, 0).astype(np.uint64)
    codes: npt.NDArray[np.uint8] = ((shifts << np.uint64(3)) + (counts >> shifts)).astype(np.uint8)
    return codes
