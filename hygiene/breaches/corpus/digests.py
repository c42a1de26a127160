"""The two fingerprints by which breached passwords are published."""

from enum import IntEnum
from hashlib import sha1

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

    def head(self, spelling: str) -> int:
        """The first 64 bits of the hash of a text that has a UTF-8 form: as much of it as a corpus goes by."""
        if self is Algorithm.SHA1:
            digest = sha1(spelling.encode("utf-8"), usedforsecurity=False).digest()
        else:
            digest = md4(spelling.encode("utf-16-le"))
        return int.from_bytes(digest[:8], "big")
