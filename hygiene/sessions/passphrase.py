"""The store's key locked with a passphrase, where there is no keyring: Argon2id, then AES-256-GCM."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self
from unicodedata import normalize

from hygiene.errors import MissingKeyError
from hygiene.secret import Secret
from hygiene.sessions.database import UnusableStoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORM = "argon2id"
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_PURPOSE = b"hygiene: key of a store"

MEMORY, PASSES, LANES = 64 * 1024, 3, 4
"""The second recommendation of RFC 9106; memory in KiB. A tenth of a second on an office computer."""

_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 16, 16
"""A store that asks for more was not made by this program, and is to exhaust the computer."""


class Occasion(StrEnum):
    """Why a passphrase is asked for: to make a store with it, to open one, or because the last one was wrong."""

    NEW = "new"
    OPEN = "open"
    WRONG = "wrong"


AskPassphrase = Callable[[Occasion], Secret]
"""Gets a passphrase from the user, or raises a `HygieneError` where none is to be had, or enough were wrong."""


def nobody_to_ask(_occasion: Occasion) -> Secret:
    """What is asked where there is nobody to ask. Raises `MissingKeyError`."""
    raise MissingKeyError("sessions.no_passphrase")


@dataclass(frozen=True, slots=True)
class Lock:
    """A key as it lies in the store: whoever has the passphrase can take it out. Memory is in KiB."""

    salt: bytes
    locked: bytes = field(repr=False)
    memory: int = MEMORY
    passes: int = PASSES
    lanes: int = LANES

    @classmethod
    def of(cls, key: bytes, passphrase: Secret) -> Self:
        """The key, locked under a salt and a nonce of its own."""
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        sealing = _stretched(passphrase, salt, MEMORY, PASSES, LANES)
        return cls(salt, nonce + _cipher(sealing).encrypt(nonce, key, _PURPOSE))

    def open(self, passphrase: Secret) -> bytes | None:
        """The key; None where the passphrase is another."""
        from cryptography.exceptions import InvalidTag

        cipher = _cipher(_stretched(passphrase, self.salt, self.memory, self.passes, self.lanes))
        try:
            return cipher.decrypt(self.locked[:_NONCE_BYTES], self.locked[_NONCE_BYTES:], _PURPOSE)
        except InvalidTag:
            return None

    def as_text(self) -> str:
        """The lock as it is kept, with a checksum: a damaged one must not pass for a wrong passphrase."""
        parts = [_FORM, self.memory, self.passes, self.lanes, self.salt.hex(), self.locked.hex()]
        text = " ".join(map(str, parts))
        return f"{text} {_checksum(text)}"

    @classmethod
    def from_text(cls, kept: str) -> Self:
        """The lock that was kept. Raises `UnusableStoreError` where it is damaged or asks for too much."""
        text, _, checksum = kept.rpartition(" ")
        if checksum != _checksum(text):
            raise UnusableStoreError("sessions.store_damaged")
        try:
            form, memory, passes, lanes, salt, locked = text.split(" ")
            lock = cls(bytes.fromhex(salt), bytes.fromhex(locked), int(memory), int(passes), int(lanes))
        except ValueError:
            raise UnusableStoreError("sessions.store_damaged") from None
        if form != _FORM or not lock._is_within_bounds():
            raise UnusableStoreError("sessions.store_damaged")
        return lock

    def _is_within_bounds(self) -> bool:
        return (
            1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
            and 8 * self.lanes <= self.memory <= _MOST_MEMORY
            and len(self.salt) == _SALT_BYTES
            and len(self.locked) == _NONCE_BYTES + _KEY_BYTES + 16
        )


def _stretched(passphrase: Secret, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # Keyboards and systems write the same letter in several ways.
    typed = normalize("NFC", passphrase.reveal()).encode("utf-8", "surrogatepass")
    return Argon2id(salt=salt, length=_KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory).derive(typed)


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
