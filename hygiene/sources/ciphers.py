"""The ciphers of locked exports, and keys from passwords at the price that a file asks for.

A price that no honest file asks for is refused before it is paid.
"""

import hashlib
from collections.abc import Callable

from hygiene.errors import SourceError

MAX_ROUNDS = 200_000_000
"""Of AES: some seconds."""

MAX_PBKDF2 = 5_000_000

MAX_MEMORY = 128 * 1024
"""Of Argon2, in KiB: twice as much as password managers ask for by themselves."""

MAX_WORK = 96 * MAX_MEMORY
"""Of Argon2: memory in KiB times iterations, some seconds."""

_MAX_LANES = 32
_ARGON2_VERSION = 0x13
_STEP = 2**20
_BLOCK = 16


def aes_kdf(secret: bytes, key: bytes, rounds: int) -> bytes:
    """KeePass's own way: both halves encrypted over and over. Raises `SourceError` where that asks for too much."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    if rounds > MAX_ROUNDS:
        raise SourceError("sources.costly_lock")
    halves = [secret[:16], secret[16:]]
    for place, half in enumerate(halves):
        # To chain blocks of zeros is to encrypt the first one again and again.
        encryptor = Cipher(AES256(key), CBC(half)).encryptor()
        for start in range(0, rounds, _STEP):
            halves[place] = encryptor.update(bytes(16 * min(_STEP, rounds - start)))[-16:]
    return hashlib.sha256(b"".join(halves)).digest()


def argon2(
    kind: str, secret: bytes, salt: bytes, *, iterations: int, memory: int, lanes: int, version: int = _ARGON2_VERSION
) -> bytes:
    """32 bytes by Argon2 of the kind `d` or `id`; `memory` in KiB. Raises `SourceError` where it asks for too much."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2d, Argon2id

    if version != _ARGON2_VERSION:
        raise SourceError("sources.kdbx_unknown")
    if memory > MAX_MEMORY or memory * iterations > MAX_WORK or lanes > _MAX_LANES:
        raise SourceError("sources.costly_lock")
    function = Argon2d if kind == "d" else Argon2id
    return function(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory).derive(secret)


def pbkdf2(secret: bytes, salt: bytes, iterations: int) -> bytes:
    """32 bytes by PBKDF2 with SHA-256. Raises `SourceError` where it asks for too much."""
    if iterations > MAX_PBKDF2:
        raise SourceError("sources.costly_lock")
    return hashlib.pbkdf2_hmac("sha256", secret, salt, iterations, 32)


def decrypt_aes(key: bytes, start: bytes, encrypted: bytes) -> bytes | None:
    """What AES-256 in CBC hides, without its padding; None where there is no whole text."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    if len(start) != _BLOCK or not encrypted or len(encrypted) % _BLOCK:
        return None
    padded = Cipher(AES256(key), CBC(start)).decryptor().update(encrypted)
    padding = padded[-1]
    is_whole = 0 < padding <= _BLOCK and padded.endswith(bytes([padding]) * padding)
    return padded[:-padding] if is_whole else None


def chacha20(key: bytes, nonce: bytes) -> Callable[[bytes], bytes]:
    """What decrypts one piece after the other of a text that ChaCha20 hides."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

    return Cipher(ChaCha20(key, bytes(4) + nonce), None).decryptor().update
