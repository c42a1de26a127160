"""Bitwarden's export that is protected with a password of its own: within it lies the ordinary one, encrypted."""

import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources.ciphers import argon2, decrypt_aes, pbkdf2
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.json_parts import members, parsed, value
from hygiene.sources.json_values import JsonObject, keys_of, number_in, text_in
from hygiene.sources.model import LockedError, Unfit

_PRODUCT = "Bitwarden (JSON)"
_PROTECTED = re.compile(rb'"passwordProtected"\s*:\s*true')
_PBKDF2, _ARGON2ID = 0, 1
_VALIDATION = "encKeyValidation_DO_NOT_EDIT"
_SMALL = ("salt", "kdfType", "kdfIterations", "kdfMemory", "kdfParallelism", _VALIDATION)
# 2 is AES-256 with HMAC-SHA-256: what begins the block, what is encrypted, and the proof that both are sound.
_ENCRYPTED = re.compile(rb'"2\.([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)"')


def is_protected(head: bytes) -> bool:
    """Whether this is such an export."""
    return "passwordProtected" in keys_of(head) and _PROTECTED.search(head) is not None


def unprotected(data: bytes, password: Secret | None) -> bytes:
    """The ordinary export. Raises `LockedError` where the password is missing or another one."""
    text = as_utf8(without_mark(data))
    place = dict(members(text))
    if password is None:
        raise LockedError("sources.locked", by_password=True)
    parameters = _parameters({name: value(text, place[name]) for name in _SMALL if name in place})
    keys = _keys(parameters, password)
    if keys is None or not _decrypted(text, place.get(_VALIDATION, len(text)), keys):
        raise LockedError("sources.wrong_key", by_password=True)
    found = _decrypted(text, place.get("data", len(text)), keys)
    if found is None:
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return found


def _parameters(parts: dict[str, bytes]) -> JsonObject:
    found: JsonObject = {}
    try:
        found = {name: parsed(part) for name, part in parts.items()}
        is_fit = all(type(found.get(name, 0)) is int for name in _SMALL[1:5]) and all(
            isinstance(found.get(name), str) for name in (_SMALL[0], _SMALL[5])
        )
    except Unfit:
        is_fit = False
    if not is_fit:
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return found


@dataclass(frozen=True, slots=True)
class _Keys:
    encryption: bytes
    proof: bytes


def _keys(parameters: JsonObject, password: Secret) -> _Keys | None:
    typed = password.utf8()
    if typed is None:
        return None
    salt = text_in(parameters, "salt").encode("utf-8", errors="replace")
    iterations = number_in(parameters, "kdfIterations") or 0
    memory, lanes = (number_in(parameters, name) or 0 for name in ("kdfMemory", "kdfParallelism"))
    match number_in(parameters, "kdfType"):
        case 0 if iterations > 0:
            key = pbkdf2(typed, salt, iterations)
        case 1 if iterations > 0 and lanes > 0 and memory * 1024 >= 8 * lanes:
            digest = hashlib.sha256(salt).digest()
            key = argon2("id", typed, digest, iterations=iterations, memory=memory * 1024, lanes=lanes)
        case _:
            raise SourceError("sources.not_from_this", product=_PRODUCT)
    return _Keys(_expanded(key, b"enc"), _expanded(key, b"mac"))


def _expanded(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, purpose + b"\x01", hashlib.sha256).digest()  # HKDF, of one block


def _decrypted(text: bytes, at: int, keys: _Keys) -> bytes | None:
    """What the string at a place hides; None where it is not sound under these keys. It may be most of the file."""
    found = _ENCRYPTED.match(text, at)
    if not found:
        return None
    whole = memoryview(text)
    try:
        start, content, proof = (binascii.a2b_base64(whole[slice(*found.span(part))]) for part in (1, 2, 3))
    except binascii.Error:
        return None
    signed = hmac.new(keys.proof, start, hashlib.sha256)
    signed.update(content)
    return decrypt_aes(keys.encryption, start, content) if hmac.compare_digest(signed.digest(), proof) else None
