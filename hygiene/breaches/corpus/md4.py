"""MD4, as RFC 1320 defines it: NTLM needs it, and no current OpenSSL offers it. It protects nothing here."""

from collections.abc import Callable
from struct import Struct

_WORDS = Struct("<16I")
_MASK = 0xFFFFFFFF

_Mix = Callable[[int, int, int], int]
# For each round: its function, what it adds, the order of the words, the rotations.
_ROUNDS: tuple[tuple[_Mix, int, tuple[int, ...], tuple[int, ...]], ...] = (
    (lambda x, y, z: (x & y) | (~x & z), 0, tuple(range(16)), (3, 7, 11, 19)),
    (
        lambda x, y, z: (x & y) | (x & z) | (y & z),
        0x5A827999,
        (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
        (3, 5, 9, 13),
    ),
    (
        lambda x, y, z: x ^ y ^ z,
        0x6ED9EBA1,
        (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15),
        (3, 9, 11, 15),
    ),
)


def md4(message: bytes) -> bytes:
    """The digest of the message, 16 bytes."""
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64) + (8 * len(message)).to_bytes(8, "little")
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    for words in _WORDS.iter_unpack(padded):
        a, b, c, d = state
        for mix, constant, order, rotations in _ROUNDS:
            for step, word in enumerate(order):
                turned = (a + mix(b, c, d) + words[word] + constant) & _MASK
                by = rotations[step % 4]
                a, b, c, d = d, (turned << by | turned >> (32 - by)) & _MASK, b, c
        state = [(old + new) & _MASK for old, new in zip(state, (a, b, c, d), strict=True)]
    return b"".join(word.to_bytes(4, "little") for word in state)
