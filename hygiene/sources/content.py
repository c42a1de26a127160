"""What can be told of a file before its format is known: its encoding, and what it seems to be instead."""

import codecs
import re

from hygiene.errors import SourceError

_SIGNATURES = (
    (rb"\xff\xfe|\xfe\xff", "sources.utf16"),
    (rb"\x03\xd9\xa2\x9a[\x65\x66]\xfb\x4b\xb5", "sources.seems.keepass"),
    (rb"\xd0\xcf\x11\xe0", "sources.seems.sheet"),
    (rb"%PDF-", "sources.seems.document"),
    (rb"SQLite format 3\x00", "sources.seems.database"),
    (rb"-----BEGIN PGP", "sources.seems.encrypted"),
    (rb"(?i:\s*<!doctype html|\s*<html)", "sources.seems.page"),
    (rb"(?i:\s*<(?:\?xml|!doctype|[a-z]+[\s/>]))", "sources.seems.xml"),
)
"""How files begin that people take for an export, more specific ones first."""

_STEP = 2**20

ENCODINGS = ("utf-16", "cp1252")
"""Encodings other than UTF-8 that a user may say a file is in."""


def in_utf8(data: bytes, encoding: str) -> bytes:
    """The text of a file that is in another encoding. Raises `SourceError` where it is not."""
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Without a mark the zeros tell which half of each pair comes first.
        encoding = "utf-16-be" if data[0:512:2].count(0) > data[1:512:2].count(0) else "utf-16-le"
    try:
        return data.decode(encoding).encode("utf-8")
    except UnicodeError:  # it carries the text itself and goes no further
        pass
    raise SourceError("sources.wrong_encoding", encoding=encoding)


def without_mark(data: bytes) -> bytes:
    """`data` without the byte order mark that some programs write before UTF-8."""
    return data.removeprefix(codecs.BOM_UTF8)


def as_utf8(data: bytes) -> bytes:
    """The text of a file, known to be UTF-8, without its mark. It stays in bytes: a `str` can take four times as much.

    Raises `SourceError` where it is another encoding, which is never guessed: a password read in a wrong one is
    another password.
    """
    if _is_utf16(data):
        raise SourceError("sources.utf16")
    if not _is_utf8(data):
        raise SourceError("sources.not_utf8")
    return without_mark(data)


def seeming(head: bytes) -> str | None:
    """The key of the error that tells what else a file is that begins with `head`; None where that is not known."""
    head = without_mark(head)
    for signature, key in _SIGNATURES:
        if re.match(signature, head, re.DOTALL):
            return key
    if _is_utf16(head):
        return "sources.utf16"
    if b"\x00" in head:
        return "sources.seems.binary"
    return None


def _is_utf16(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    # Without a mark, text in European languages has a zero in every second place.
    sample = data[:512]
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    return max(zeros) * 4 > len(sample) and min(zeros) * 16 < len(sample)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(data[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:  # it carries the text itself and goes no further
        return False
    return True
