"""The rank of 600,000 word forms in four bytes a form, without a dictionary of strings in memory.

A form is kept as 41 bits of a hash of its folded spelling and one byte for its rank and language. The first 17 bits of
the hash choose a bucket of four or five forms on average, the other 24 are kept in the bucket. A look-up that is given a
text that is no word answers with a word by chance once in some four million times (4.5 forms a bucket among 2^24
values); it would then take that text for a rare word, which never makes a password look stronger.

Ranks are kept to within 6 % (20 steps to a power of ten), which is far below what a rank means.

The file: the magic, a byte with the number of forms for each bucket, three bytes for each form, one byte for each form.
"""

from array import array
from collections.abc import Mapping
from enum import IntEnum
from itertools import accumulate
from math import log10

MODULUS = 2**61 - 1
BASE = 1_145_141_919_810_893_931
"""The hash of a text is a polynomial in its code points, so that one step extends it by a character."""

_MAGIC = b"HYW1"
_BUCKET_BITS, _SUFFIX_BYTES = 17, 3
_BUCKET_SHIFT = 61 - _BUCKET_BITS
_SUFFIX_SHIFT = _BUCKET_SHIFT - 8 * _SUFFIX_BYTES
_SUFFIX_MASK = 2 ** (8 * _SUFFIX_BYTES) - 1
_STEPS_TO_TEN = 20
_LEVELS = 128


class Language(IntEnum):
    """The language of a form: the one in which it is more common."""

    FINNISH = 0
    SWEDISH = 1


class WordTable:
    """Ranks by hash. Built from the bytes of a table that `write_table` made."""

    def __init__(self, content: bytes) -> None:
        buckets = 2**_BUCKET_BITS
        start = len(_MAGIC) + buckets
        self._bounds = array("I", accumulate(content[len(_MAGIC) : start], initial=0))
        end = start + _SUFFIX_BYTES * self._bounds[-1]
        self._suffixes = content[start:end]
        self._values = content[end:]

    def __len__(self) -> int:
        return len(self._values)

    def find(self, fingerprint: int) -> tuple[int, Language] | None:
        """The rank and the language of the form with this hash."""
        bucket = fingerprint >> _BUCKET_SHIFT
        bounds = self._bounds
        first, last = bounds[bucket] * 3, bounds[bucket + 1] * 3
        suffix = (fingerprint >> _SUFFIX_SHIFT & _SUFFIX_MASK).to_bytes(_SUFFIX_BYTES, "big")
        place = self._suffixes.find(suffix, first, last)
        while place >= 0 and (place - first) % 3:
            place = self._suffixes.find(suffix, place + 1, last)
        return None if place < 0 else _MEANINGS[self._values[place // 3]]


def fingerprint(folded: str) -> int:
    """The hash of a folded text."""
    value = 0
    for character in folded:
        value = (value * BASE + ord(character)) % MODULUS
    return value


def write_table(ranks: Mapping[Language, Mapping[str, int]]) -> bytes:
    """The bytes of a table of these ranks, by language and folded form."""
    forms: dict[int, int] = {}
    for language, ranked in ranks.items():
        for form, rank in ranked.items():
            value = _LEVELS * language + round(_STEPS_TO_TEN * log10(rank))
            key = fingerprint(form) >> _SUFFIX_SHIFT
            known = forms.get(key)
            if known is None or value % _LEVELS < known % _LEVELS:
                forms[key] = value
    keys = sorted(forms)
    bucket_width = 8 * _SUFFIX_BYTES
    counts = bytearray(2**_BUCKET_BITS)
    for key in keys:
        counts[key >> bucket_width] += 1
    suffixes = b"".join((key & _SUFFIX_MASK).to_bytes(_SUFFIX_BYTES, "big") for key in keys)
    return _MAGIC + bytes(counts) + suffixes + bytes(forms[key] for key in keys)


_MEANINGS = [
    (round(10 ** (value % _LEVELS / _STEPS_TO_TEN)), Language(value // _LEVELS)) for value in range(2 * _LEVELS)
]
