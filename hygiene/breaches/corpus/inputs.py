"""Reads what a corpus is built from: sorted lists of `HASH:COUNT`, folders of prefix files, downloads.

A list that was cut looks like one that ends there. The first and the last prefix of a list are therefore never taken
for whole, save where nothing can come before or after them.
"""

import bz2
import gzip
import lzma
import re
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.engine import Engine
from hygiene.breaches.corpus.form import PREFIX_BITS
from hygiene.breaches.corpus.packs import is_download, packed_rows, read_download
from hygiene.breaches.corpus.rows import MalformedError
from hygiene.errors import HygieneError

_PIECE = 1 << 20
_LARGEST_PREFIX_FILE = 1 << 24
_PREFIX_DIGITS = PREFIX_BITS // 4
_PREFIX_FILE = re.compile(rf"(?P<prefix>[0-9A-Fa-f]{{{_PREFIX_DIGITS}}})(\.txt)?(\.(gz|bz2|xz))?", re.ASCII)
_LINE = re.compile(rb"([0-9A-Fa-f]+):[0-9]+\s")
_UNPACKERS: dict[bytes, Callable[[Path], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
_OTHER_ARCHIVES = (b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"7z\xbc\xaf")


class Rows(NamedTuple):
    """Consecutive rows, as `rows` describes them, and the prefixes whose list may be cut here."""

    heads: bytes
    codes: bytes
    doubtful: frozenset[int] = frozenset()


def read_inputs(inputs: Iterable[Path], algorithm: Algorithm, start: int, engine: Engine) -> Iterator[Rows]:
    """The rows of the inputs, one after the other, from this prefix on or from some way before it.

    Raises `HygieneError` where an input is not what it should be.
    """
    last = b""
    for path in inputs:
        try:
            for rows in _read_input(path, algorithm, start, engine):
                _demand_order(last + rows.heads, engine)
                last = rows.heads[-8:] or last
                yield _without_padding(rows)
        except MalformedError as error:
            raise HygieneError(error.key, name=path.name) from None
        except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
            raise HygieneError("corpus.broken_archive", name=path.name) from None


def date_of(inputs: Iterable[Path]) -> date:
    """The date of the oldest of the inputs: of a download the day on which it began, else of the files."""
    return min(read_download(path).as_of if is_download(path) else _oldest(_files(path)) for path in inputs)


def fingerprint(inputs: Iterable[Path]) -> bytes:
    """32 bytes that change where an input does."""
    digest = sha256()
    for path in inputs:
        for file in _files(path):
            state = file.stat()
            digest.update(
                f"{file.absolute()}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogateescape")
            )
    return digest.digest()


def _oldest(files: Iterable[Path]) -> date:
    return datetime.fromtimestamp(min(file.stat().st_mtime for file in files), UTC).date()


def _files(path: Path) -> Sequence[Path]:
    return sorted(path.iterdir()) if path.is_dir() else [path]


def _read_input(path: Path, algorithm: Algorithm, start: int, engine: Engine) -> Iterator[Rows]:
    if is_download(path):
        return (Rows(*rows) for rows in packed_rows(path, algorithm, start))
    if path.is_dir():
        return _prefix_files(path, algorithm, start, engine)
    return _list_file(path, algorithm, start, engine)


def _demand_order(heads: bytes, engine: Engine) -> None:
    if not engine.is_ascending(heads):
        raise MalformedError("corpus.unsorted")


def _without_padding(rows: Rows) -> Rows:
    """The same without the rows of a count of 0, which a range service mixes in to hide how long its lists are."""
    if 0 not in rows.codes:
        return rows
    numbers = memoryview(rows.heads).cast("Q")
    heads = array("Q", (head for head, code in zip(numbers, rows.codes, strict=True) if code))
    return rows._replace(heads=heads.tobytes(), codes=rows.codes.replace(b"\0", b""))


def _list_file(path: Path, algorithm: Algorithm, start: int, engine: Engine) -> Iterator[Rows]:
    with _opened(path) as (file, is_plain):
        first = file.readline(_PIECE)
        _demand(first, algorithm.digits, path)
        file.seek(0)
        if is_plain:
            _seek(file, path.stat().st_size, start)
        at_start = file.tell() == 0
        waiting: Rows | None = None
        for text in _pieces(file):
            heads, codes = engine.parse(text, algorithm.digits)
            if waiting:
                yield waiting
            waiting = Rows(heads, codes, frozenset({prefix_of(heads, 0)} - {0}) if at_start else frozenset())
            at_start = False
        if waiting:
            last = {prefix_of(waiting.heads, -1)} - {(1 << PREFIX_BITS) - 1}
            yield waiting._replace(doubtful=waiting.doubtful | last)


def prefix_of(heads: bytes | bytearray, row: int) -> int:
    """The prefix of the hash in this row."""
    return int(memoryview(heads).cast("Q")[row]) >> (64 - PREFIX_BITS)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of the file in pieces of whole lines, the last line ended as well."""
    rest = b""
    while piece := file.read(_PIECE):
        if end := piece.rfind(b"\n") + 1:
            yield rest + piece[:end]
            rest = piece[end:]
        else:
            rest += piece
            if len(rest) > _PIECE:
                raise MalformedError("corpus.malformed")
    if rest:
        yield rest + b"\n"


def _seek(file: IO[bytes], size: int, start: int) -> None:
    """Go to a line before which none has this prefix or a later one."""
    low, high = 0, size
    while high - low > _PIECE:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline(_PIECE)
        line = file.readline(_PIECE)
        if _LINE.match(line) and int(line[:_PREFIX_DIGITS], 16) < start:
            low = middle
        else:
            high = middle
    file.seek(low)
    if low:
        file.readline(_PIECE)


def _prefix_files(folder: Path, algorithm: Algorithm, start: int, engine: Engine) -> Iterator[Rows]:
    named = {
        (match["prefix"].upper(), path) for path in folder.iterdir() if (match := _PREFIX_FILE.fullmatch(path.name))
    }
    if not named:
        raise MalformedError("corpus.no_prefix_files")
    text = b""
    for prefix, path in sorted(named):
        if int(prefix, 16) >= start:
            text += _prefix_file(path, prefix.encode("ascii"), algorithm)
        if len(text) >= _PIECE:
            yield Rows(*engine.parse(text, algorithm.digits))
            text = b""
    if text:
        yield Rows(*engine.parse(text, algorithm.digits))


def _prefix_file(path: Path, prefix: bytes, algorithm: Algorithm) -> bytes:
    """The file's lines with whole hashes."""
    with _opened(path) as (file, _):
        text = file.read(_LARGEST_PREFIX_FILE).replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    if len(text) == 1:
        return b""
    if len(text) >= _LARGEST_PREFIX_FILE:
        raise MalformedError("corpus.malformed")
    _demand(text, algorithm.digits - _PREFIX_DIGITS, path)
    return prefix + text.replace(b"\n", b"\n" + prefix)[: -len(prefix)]


def _demand(beginning: bytes, digits: int, path: Path) -> None:
    """Raise `HygieneError` where the first line has not a hash, or the rest of one, of so many digits."""
    match = _LINE.match(beginning + b"\n")
    found = len(match[1]) if match else 0
    if found == digits:
        return
    other = next((each for each in Algorithm if found in (each.digits, each.digits - _PREFIX_DIGITS)), None)
    raise HygieneError(other.complaint if other else "corpus.malformed", name=path.name)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], bool]]:
    """The content of a file, unpacked, and whether it was plain."""
    try:
        with path.open("rb") as file:
            beginning = file.read(6)
            if beginning.startswith(_OTHER_ARCHIVES):
                raise HygieneError("corpus.other_archive", name=path.name)
            unpack = next((each for magic, each in _UNPACKERS.items() if beginning.startswith(magic)), None)
            file.seek(0)
            if unpack is None:
                yield file, True
                return
        with unpack(path) as unpacked:
            yield unpacked, False
    except gzip.BadGzipFile:
        raise
    except OSError:
        raise HygieneError("corpus.unreadable", name=path.name) from None
