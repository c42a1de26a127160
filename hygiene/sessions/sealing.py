"""Sealing records: what lies on disk can be read, changed or moved by nobody who lacks the key."""

import hmac
import json
import os
from typing import Any

from hygiene.secret import Secret

_NONCE_BYTES = 12
_STEP = 256


class Seal:
    """Seals and opens records with keys derived from the store's key (32 random bytes).

    A record is a list of JSON values. It is sealed with AES-256-GCM under a nonce of its own, is bound to its place
    (a text that says where it lies), and is padded, so that its size tells little of its content.
    """

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        # The key is random already, so one HMAC for each purpose makes independent keys of it.
        self._cipher = AESGCM(hmac.digest(key, b"hygiene: sealing records", "sha256"))
        self._fingerprint_key = hmac.digest(key, b"hygiene: fingerprints", "sha256")
        self._secret_fingerprint_key = hmac.digest(key, b"hygiene: fingerprints of secrets", "sha256")

    def seal(self, record: list[Any], place: str) -> bytes:
        """The record as bytes for the disk."""
        plain = json.dumps(record, separators=(",", ":")).encode("ascii")
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain.ljust(-(-len(plain) // _STEP) * _STEP), place.encode("ascii"))

    def open(self, sealed: bytes, place: str) -> list[Any] | None:
        """The record, or None where it is not exactly what was sealed for this place with this key."""
        from cryptography.exceptions import InvalidTag

        try:
            plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode("ascii"))
        except (InvalidTag, ValueError):
            return None
        record: list[Any] = json.loads(plain)
        return record

    def fingerprint(self, of: str | Secret) -> str:
        """64 hexadecimal digits that stand for a text or a secret; without the key it cannot be guessed from them."""
        key, text = (
            (self._secret_fingerprint_key, of.reveal()) if isinstance(of, Secret) else (self._fingerprint_key, of)
        )
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
