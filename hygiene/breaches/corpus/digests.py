"""The two fingerprints by which breached passwords are published."""

from collections.abc import Callable
from enum import IntEnum
from hashlib import sha1
from struct import Struct

from hygiene.breaches.corpus.md4 import md4


class Algorithm(IntEnum):
    """How the passwords of a corpus were hashed. The values stand in files."""

    SHA1 = 1
    NTLM = 2

    @classmethod
    def of(cls, *, ntlm: bool) -> "Algorithm":
        """NTLM where that is asked for."""
        return cls.NTLM if ntlm else cls.SHA1

    @property
    def digits(self) -> int:
        """The hexadecimal digits of a hash."""
        return {Algorithm.SHA1: 40, Algorithm.NTLM: 32}[self]

    @property
    def label(self) -> str:
        """Its name as people write it."""
        return {Algorithm.SHA1: "SHA-1", Algorithm.NTLM: "NTLM"}[self]

    @property
    def complaint(self) -> str:
        """The key of the error that says that hashes are of this kind where others were wanted."""
        return {Algorithm.SHA1: "corpus.hashes_are_sha1", Algorithm.NTLM: "corpus.hashes_are_ntlm"}[self]

    @property
    def head(self) -> Callable[[str], int]:
        """Gives the first 64 bits of the hash of a text that has a UTF-8 form: as much of it as a corpus goes by."""
        return {Algorithm.SHA1: _sha1_head, Algorithm.NTLM: _ntlm_head}[self]


_HEAD = Struct(">Q")


def _sha1_head(text: str) -> int:
    head: int
    (head,) = _HEAD.unpack_from(sha1(text.encode(), usedforsecurity=False).digest())
    return head


def _ntlm_head(text: str) -> int:
    head: int
    (head,) = _HEAD.unpack_from(md4(text.encode("utf-16-le")))
    return head
