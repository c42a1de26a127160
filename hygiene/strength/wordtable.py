"""The rank of 600,000 word forms in four bytes a form, without a dictionary of strings in memory.

A form is kept as 41 bits of a hash of its folded spelling and one byte for its rank and language. The first 17 bits of
the hash choose a bucket of three or four forms on average, the other 24 are kept in the bucket. A text that is no word
is taken for one by chance once in some five million look-ups (3.6 forms in a bucket among 2^24 values), most likely for
a rare one; that can make a password look a little weaker than it is, never stronger.

Ranks are kept to within 6 % (20 steps to a power of ten), which is far below what a rank means.

The table also tells which four letters a form can begin with, so that most places of a random password need no look-up.

The file: the magic, a byte with the number of forms for each
bucket, three bytes for each form, one byte for each form, and the beginnings in UTF-8.
"""

from array import array
from collections.abc import Mapping
from enum import IntEnum
from itertools import accumulate
from math import log10

MODULUS = 2**61 - 1
BASE = 1_145_141_919_810_893_931
"""The hash of a text is a polynomial in its code points, so that one step extends it by a character."""

BEGINNING, LONGEST_FORM = 4, 28

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
        size = self._bounds[-1]
        end = start + _SUFFIX_BYTES * size
        self._suffixes = content[start:end]
        self._values = content[end : end + size]
        self.beginnings = frozenset(content[end + size :].decode("utf-8").split())
        """The first `BEGINNING` letters of the forms."""

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
    beginnings = sorted({form[:BEGINNING] for ranked in ranks.values() for form in ranked})
    return b"".join(
        (_MAGIC, bytes(counts), suffixes, bytes(forms[key] for key in keys), " ".join(beginnings).encode("utf-8"))
    )


_MEANINGS = [
    (round(10 ** (value % _LEVELS / _STEPS_TO_TEN)), Language(value // _LEVELS)) for value in range(2 * _LEVELS)
]
