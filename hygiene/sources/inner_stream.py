"""The cipher that a KeePass database keeps over each of its passwords, within the encryption of the whole."""

import hashlib
import struct
from collections.abc import Callable, Iterator

from hygiene.errors import SourceError
from hygiene.sources.ciphers import chacha20

_NONCE = bytes.fromhex("e830094b97205d2a")
_WORD = 0xFFFFFFFF


def unprotect_with(stream: int, key: bytes) -> Callable[[bytes], bytes] | None:
    """What decrypts one value after the other; None where they are not encrypted."""
    match stream:
        case 0:
            return None
        case 2:
            return _Salsa20(hashlib.sha256(key).digest()).decrypt
        case 3:
            digest = hashlib.sha512(key).digest()
            return chacha20(digest[:32], digest[32:44])
        case _:
            raise SourceError("sources.kdbx_unknown")


class _Salsa20:
    """Salsa20, which no library at hand has; it guards nothing here that is not guarded by another cipher."""

    def __init__(self, key: bytes) -> None:
        self._blocks = _salsa20_blocks(struct.unpack("<8I", key), struct.unpack("<2I", _NONCE))
        self._rest = b""

    def decrypt(self, encrypted: bytes) -> bytes:
        while len(self._rest) < len(encrypted):
            self._rest += next(self._blocks)
        used, self._rest = self._rest[: len(encrypted)], self._rest[len(encrypted) :]
        return bytes(one ^ other for one, other in zip(encrypted, used, strict=True))


# Each quarter round works on four of the sixteen words: the columns first, then the rows.
_QUARTERS = (
    *((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)),
    *((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)),
)


def _salsa20_blocks(key: tuple[int, ...], nonce: tuple[int, ...]) -> Iterator[bytes]:
    constants = struct.unpack("<4I", b"expand 32-byte k")
    for number in range(2**32):
        start = [
            *(constants[0], *key[:4], constants[1], *nonce, number, 0),
            *(constants[2], *key[4:], constants[3]),
        ]
        words = [*start]
        for _ in range(10):
            for a, b, c, d in _QUARTERS:
                words[b] ^= _turned(words[a] + words[d], 7)
                words[c] ^= _turned(words[b] + words[a], 9)
                words[d] ^= _turned(words[c] + words[b], 13)
                words[a] ^= _turned(words[d] + words[c], 18)
        yield struct.pack("<16I", *((one + other) & _WORD for one, other in zip(words, start, strict=True)))


def _turned(word: int, by: int) -> int:
    word &= _WORD
    return (word << by | word >> (32 - by)) & _WORD
