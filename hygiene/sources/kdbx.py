"""KeePass's databases of the third and fourth generation: opened with a password, a key file or both.

What is in them is XML, and read as that. The parameters that decide how dear it is to try a password are the file's
own, and are bounded before anything is computed from them.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.sources.ciphers import aes_kdf, argon2, chacha20, decrypt_aes
from hygiene.sources.files import MAX_BYTES, contents
from hygiene.sources.inner_stream import unprotect_with
from hygiene.sources.keepass_xml import read_database
from hygiene.sources.model import LockedError, Row, Source, Way

_PRODUCT = "KeePass, KeePassXC (KDBX)"
_SIGNATURE = bytes.fromhex("03d9a29a67fb4bb5")
_AES = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
_CHACHA20 = bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a")
_AES_KDF = bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea")
_ARGON2 = {
    bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c"): "d",
    bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6"): "id",
}

_CIPHER, _COMPRESSION, _SEED, _TRANSFORM_SEED, _ROUNDS, _IV, _STREAM_KEY, _START, _STREAM, _KDF = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
)
_INNER_STREAM, _INNER_KEY = 1, 2
_MOST_FIELDS = 64

_KEY_FILE_VERSION = re.compile(rb"<Version>\s*([12])\.")
_KEY_FILE_DATA = re.compile(rb"<Data(?:\s+Hash=\"([0-9A-Fa-f]{8})\")?\s*>\s*([^<]*?)\s*</Data>")
_HEX_KEY = re.compile(rb"[0-9A-Fa-f]{64}")


class _Damaged(Exception):  # noqa: N818 - no error of the program: it becomes one
    """The file is not as it was written."""


class _WrongKey(Exception):  # noqa: N818 - the same
    """What was given does not open the file."""


@dataclass(frozen=True, slots=True)
class _Opened:
    xml: bytes
    stream: int
    stream_key: bytes


def _recognises(head: bytes) -> bool:
    return head.startswith(_SIGNATURE)


def _read(data: bytes, number: int, way: Way) -> Iterator[Row]:
    if not _recognises(data):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    if way.password is None and way.key_file is None:
        raise LockedError("sources.locked", by_password=True)
    composite = _composite(way)
    opened: _Opened | None = None
    try:
        opened = _open(data, composite)
        is_damaged = False
    except _WrongKey:
        is_damaged = False
    except (_Damaged, struct.error, zlib.error, ValueError, IndexError, KeyError):
        is_damaged = True
    if is_damaged:
        raise SourceError("sources.kdbx_damaged")
    if not opened:
        raise LockedError("sources.wrong_key", by_password=True)
    return read_database(opened.xml, number, unprotect_with(opened.stream, opened.stream_key))


def _open(data: bytes, composite: bytes) -> _Opened:
    (version,) = struct.unpack_from("<H", data, 10)
    match version:
        case 3:
            return _open_third(data, composite)
        case 4:
            return _open_fourth(data, composite)
        case _:
            raise SourceError("sources.kdbx_unknown")


def _open_third(data: bytes, composite: bytes) -> _Opened:
    header, start = _fields(data, 12, "<BH")
    (rounds,) = struct.unpack("<Q", header[_ROUNDS])
    master = hashlib.sha256(header[_SEED] + aes_kdf(composite, header[_TRANSFORM_SEED], rounds)).digest()
    plain = _decrypted(header, master, data[start:])
    if plain is None or not hmac.compare_digest(plain[:32], header[_START]):
        raise _WrongKey
    xml = _decompressed(header, b"".join(_hashed_blocks(plain, 32)))
    (stream,) = struct.unpack("<I", header[_STREAM])
    return _Opened(xml, stream, header[_STREAM_KEY])


def _open_fourth(data: bytes, composite: bytes) -> _Opened:
    header, start = _fields(data, 12, "<BI")
    if hashlib.sha256(data[:start]).digest() != data[start : start + 32]:
        raise _Damaged
    transformed = _transformed(_variants(header[_KDF]), composite)
    base = hashlib.sha512(header[_SEED] + transformed + b"\x01").digest()
    proof = hmac.new(_block_key(base, 2**64 - 1), data[:start], hashlib.sha256).digest()
    if not hmac.compare_digest(proof, data[start + 32 : start + 64]):
        raise _WrongKey
    master = hashlib.sha256(header[_SEED] + transformed).digest()
    plain = _decrypted(header, master, b"".join(_signed_blocks(data, start + 64, base)))
    if plain is None:
        raise _Damaged
    content = _decompressed(header, plain)
    inner, end = _fields(content, 0, "<BI")
    (stream,) = struct.unpack("<I", inner[_INNER_STREAM])
    return _Opened(content[end:], stream, inner[_INNER_KEY])


def _fields(data: bytes, at: int, form: str) -> tuple[dict[int, bytes], int]:
    """The fields of a header by their number, and where it ends. What is longer than any of them is passed over."""
    found: dict[int, bytes] = {}
    while True:
        kind, length = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        if at + length > len(data):
            raise _Damaged
        if length <= 2**16:
            found[kind] = data[at : at + length]
        at += length
        if kind == 0:
            return found, at


def _variants(data: bytes) -> dict[str, bytes]:
    """The named parameters of the key derivation."""
    found: dict[str, bytes] = {}
    at = 2
    while data[at] and len(found) < _MOST_FIELDS:
        (length,) = struct.unpack_from("<I", data, at + 1)
        name = data[at + 5 : at + 5 + length].decode("ascii")
        at += 5 + length
        (length,) = struct.unpack_from("<I", data, at)
        found[name] = data[at + 4 : at + 4 + length]
        at += 4 + length
    return found


def _transformed(parameters: Mapping[str, bytes], composite: bytes) -> bytes:
    number = {name: int.from_bytes(content, "little") for name, content in parameters.items() if len(content) <= 8}
    kind = parameters["$UUID"]
    if kind == _AES_KDF:
        return aes_kdf(composite, parameters["S"], number["R"])
    if kind not in _ARGON2:
        raise SourceError("sources.kdbx_unknown")
    return argon2(
        _ARGON2[kind],
        composite,
        parameters["S"],
        iterations=number["I"],
        memory=number["M"] // 1024,
        lanes=number["P"],
        version=number["V"],
    )


def _decrypted(header: Mapping[int, bytes], master: bytes, encrypted: bytes) -> bytes | None:
    if header[_CIPHER] == _CHACHA20:
        return chacha20(master, header[_IV])(encrypted)
    if header[_CIPHER] != _AES:
        raise SourceError("sources.kdbx_unknown")
    return decrypt_aes(master, header[_IV], encrypted)


def _hashed_blocks(plain: bytes, at: int) -> Iterator[bytes]:
    while True:
        digest, length = plain[at + 4 : at + 36], struct.unpack_from("<I", plain, at + 36)[0]
        block = plain[at + 40 : at + 40 + length]
        if not length:
            return
        if hashlib.sha256(block).digest() != digest:
            raise _Damaged
        yield block
        at += 40 + length


def _signed_blocks(data: bytes, at: int, base: bytes) -> Iterator[bytes]:
    number = 0
    while True:
        proof, length = data[at : at + 32], data[at + 32 : at + 36]
        block = data[at + 36 : at + 36 + struct.unpack("<I", length)[0]]
        signed = struct.pack("<Q", number) + length + block
        if not hmac.compare_digest(hmac.new(_block_key(base, number), signed, hashlib.sha256).digest(), proof):
            raise _Damaged
        if not block:
            return
        yield block
        at += 36 + len(block)
        number += 1


def _block_key(base: bytes, number: int) -> bytes:
    return hashlib.sha512(struct.pack("<Q", number) + base).digest()


def _decompressed(header: Mapping[int, bytes], content: bytes) -> bytes:
    if header[_COMPRESSION] == bytes(4):
        return content
    inflated = zlib.decompressobj(wbits=31)
    found = inflated.decompress(content, MAX_BYTES + 1)
    if len(found) > MAX_BYTES:
        raise SourceError("sources.too_large", limit=MAX_BYTES // 2**20)
    if not inflated.eof:
        raise _Damaged
    return found


def _composite(way: Way) -> bytes:
    parts = b""
    if way.password is not None:
        typed = way.password.utf8()
        if typed is None:
            raise LockedError("sources.wrong_key", by_password=True)
        parts += hashlib.sha256(typed).digest()
    if way.key_file is not None:
        parts += _key_of(way.key_file)
    return hashlib.sha256(parts).digest()


def _key_of(path: Path) -> bytes:
    """The key that a key file holds, in any of the forms that KeePass knows."""
    data = _content_of(path)
    version, found = _KEY_FILE_VERSION.search(data), _KEY_FILE_DATA.search(data)
    if version and found:
        key = _key_in(version[1], found[2], found[1])
        if key is None:
            raise SourceError("sources.bad_key_file")
        return key
    if len(data) == 32:
        return data
    return bytes.fromhex(data.decode("ascii")) if _HEX_KEY.fullmatch(data) else hashlib.sha256(data).digest()


def _content_of(path: Path) -> bytes:
    try:
        return contents(path)
    except SourceError:  # it would be told of the export
        pass
    raise LockedError("sources.no_key_file")


def _key_in(version: bytes, content: bytes, digest: bytes | None) -> bytes | None:
    try:
        if version == b"1":
            return base64.b64decode(content, validate=True)
        key = bytes.fromhex("".join(content.decode("ascii").split()))
    except (ValueError, binascii.Error):
        return None
    is_whole = digest is None or hashlib.sha256(key).digest()[:4] == bytes.fromhex(digest.decode("ascii"))
    return key if is_whole else None


KEEPASS_KDBX = Source("keepass-kdbx", _PRODUCT, _recognises, _read)
