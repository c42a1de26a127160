"""Lists of hashes as they are published, small enough to be made in a test and dense enough to be believed."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha1
from pathlib import Path
from random import Random
from types import MappingProxyType

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.form import HEADER_SIZE, Header, index_size
from hygiene.breaches.corpus.md4 import md4
from hygiene.breaches.corpus.rows import Span, encode, parse

DENSE = 250
PREFIX_BITS = 4
"""Of the small corpus."""


def digest(password: str, *, ntlm: bool = False) -> str:
    if ntlm:
        return md4(password.encode("utf-16-le")).hex().upper()
    return sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def prefix_of(password: str, *, ntlm: bool = False) -> int:
    return int(digest(password, ntlm=ntlm)[:5], 16)


def rows(
    prefixes: Iterable[int],
    known: Mapping[str, int] = MappingProxyType({}),
    *,
    per_prefix: int = DENSE,
    ntlm: bool = False,
    seed: int = 1,
) -> list[str]:
    """Sorted lines of HASH:COUNT: so many for each prefix, and the known passwords with their counts."""
    random = Random(seed)  # noqa: S311
    digits = 27 if ntlm else 35
    made = [
        f"{prefix:05X}{random.getrandbits(4 * digits):0{digits}X}:{random.randint(1, 9)}"
        for prefix in prefixes
        for _ in range(per_prefix)
    ]
    return sorted([*made, *(f"{digest(password, ntlm=ntlm)}:{count}" for password, count in known.items())])


def write(path: Path, lines: Iterable[str], end: str = "\r\n") -> Path:
    path.write_text("".join(line + end for line in lines), encoding="ascii", newline="")
    return path


def write_folder(folder: Path, lines: Iterable[str], end: str = "\r\n") -> Path:
    """A file for each prefix, as the official downloader makes them."""
    folder.mkdir()
    by_prefix: dict[str, list[str]] = {}
    for line in lines:
        by_prefix.setdefault(line[:5], []).append(line[5:])
    for prefix, suffixes in by_prefix.items():
        (folder / f"{prefix}.txt").write_text(end.join(suffixes), encoding="ascii", newline="")
    return folder


def password_beginning(prefixes: range, other_than: str = "") -> str:
    """A password whose hash falls into one of the prefixes."""
    number = 0
    while prefix_of(f"{other_than}lokki {number}") not in prefixes:
        number += 1
    return f"{other_than}lokki {number}"


def list_of(table: Mapping[int, int]) -> bytes:
    """A list of hashes that begin with these heads, with their counts."""
    return b"".join(b"%016X%024X:%d\r\n" % (head, head % 997, count) for head, count in sorted(table.items()))


def small_corpus(table: Mapping[int, int]) -> bytes:
    """A corpus of 16 blocks. None of them is whole: its prefixes are not those of a range service."""
    heads, codes = parse(list_of(table), 40)
    place = HEADER_SIZE + index_size(PREFIX_BITS)
    made = encode(Span(0, 1 << PREFIX_BITS, place, PREFIX_BITS), heads, codes, ())
    header = Header(Algorithm.SHA1, PREFIX_BITS, date(2026, 11, 22), made.whole, made.hashes, place + len(made.blocks))
    return header.pack() + made.entries + made.blocks
