"""Makes the corpus that the program carries: hygiene/breaches/commonest.corpus.

It holds the passwords of zxcvbn's own list and those of hygiene/breaches/common_fi_sv.toml. Run it again after either
has changed; the same lists make the same file.
"""

import tomllib
from array import array
from datetime import date
from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.form import HEADER_SIZE, Header, index_size
from hygiene.breaches.corpus.rows import Span, encode

BREACHES = Path(__file__).parents[1] / "hygiene" / "breaches"
PREFIX_BITS = 11  # leaves some 15 hashes to a block, as many as need no buckets
GATHERED = date(2025, 11, 24)
"""The day of the latest account in the list of our own. Answers tell its month, in `texts/*/breaches.toml` and
`corpus.toml`."""


def commonest() -> frozenset[str]:
    """The passwords of both lists."""
    ours = tomllib.loads((BREACHES / "common_fi_sv.toml").read_text(encoding="utf-8"))
    published = (password for account in ours["published"] for password in account["passwords"])
    return frozenset(FREQUENCY_LISTS["passwords"]).union(published)


def corpus() -> bytes:
    """The file's content. No count is known of any password."""
    heads = array("Q", sorted({Algorithm.SHA1.head(password) for password in commonest()}))
    place = HEADER_SIZE + index_size(PREFIX_BITS)
    encoded = encode(Span(0, 1 << PREFIX_BITS, place, PREFIX_BITS), heads.tobytes(), bytes(len(heads)), ())
    size = place + len(encoded.blocks)
    header = Header(Algorithm.SHA1, PREFIX_BITS, GATHERED, encoded.whole, encoded.hashes, size)
    return header.pack() + encoded.entries + encoded.blocks


if __name__ == "__main__":
    (BREACHES / "commonest.corpus").write_bytes(corpus())
