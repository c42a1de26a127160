"""Protects a Bitwarden export with a password, with other libraries than the program opens it with."""

import base64
import hashlib
import hmac
import json

from argon2.low_level import Type, hash_secret_raw
from Cryptodome.Cipher import AES
from Cryptodome.Util.Padding import pad

SALT = "kTqgs5xPDCkoHrEZPKeN6g=="


def protected(
    data: bytes, password: str, *, kdf: int, iterations: int, memory: int | None = None, lanes: int | None = None
) -> bytes:
    """The export of `data`. Parameters too dear to compute are written all the same, with a key of zeros."""
    if kdf == 0:
        key = hashlib.pbkdf2_hmac("sha256", password.encode(), SALT.encode(), min(iterations, 10**6), 32)
    else:
        cheap = memory and memory <= 64
        salt = hashlib.sha256(SALT.encode()).digest()
        key = (
            hash_secret_raw(password.encode(), salt, iterations, memory * 1024, lanes or 1, 32, Type.ID)
            if cheap and memory
            else bytes(32)
        )
    document = {
        "encrypted": True,
        "passwordProtected": True,
        "salt": SALT,
        "kdfType": kdf,
        "kdfIterations": iterations,
        "kdfMemory": memory,
        "kdfParallelism": lanes,
        "encKeyValidation_DO_NOT_EDIT": _encrypted(b"5f6d9c1e-0000-4000-8000-000000000000", key),
        "data": _encrypted(data, key),
    }
    if kdf == 0:
        del document["kdfMemory"], document["kdfParallelism"]
    return json.dumps(document, indent=2).encode()


def _encrypted(plain: bytes, key: bytes) -> str:
    encryption, proof = (hmac.digest(key, purpose + b"\x01", "sha256") for purpose in (b"enc", b"mac"))
    start = hashlib.sha256(plain).digest()[:16]
    content = AES.new(encryption, AES.MODE_CBC, start).encrypt(pad(plain, 16))
    parts = (start, content, hmac.digest(proof, start + content, "sha256"))
    return "2." + "|".join(base64.b64encode(part).decode() for part in parts)
