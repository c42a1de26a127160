"""What is kept in the system's keyring: the key of the store, and the user's keys to services.

Where there is no keyring, the key of the store is locked with a passphrase, and a key to a service is not kept at all.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from hygiene.errors import MissingKeyError
from hygiene.secret import Secret
from hygiene.sessions.database import LockedStoreError, UnusableStoreError
from hygiene.sessions.folder import file_errors_told

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_BYTES = 32
_SERVICE = "hygiene"
KEY_FILE = "key"

SAFE_KEYRINGS = frozenset(
    {
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)
"""Keyrings that encrypt what they keep. Others exist that write it in the clear and are chosen unasked."""


class KeptIn(StrEnum):
    """Where a key is kept; `sessions.kept_in` has the words that tell the user."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - a word for where, not a secret
    FILE = "file"
    """Beside the store and in the clear, as it was before there were passphrases."""


@dataclass(frozen=True, slots=True)
class Key:
    """A store's key: 32 random bytes."""

    material: bytes = field(repr=False)
    kept_in: KeptIn


class _NoKeyringError(Exception):
    """There is no keyring that may be used, or it did not answer in time."""


@dataclass(frozen=True, slots=True)
class Keychain:
    """Makes and finds keys. `safe` names the classes of keyrings that may be used.

    `patience` is how many seconds a keyring may take: one that is locked waits for somebody to unlock it.
    """

    safe: frozenset[str] = SAFE_KEYRINGS
    patience: float = 5.0

    def keep_key(self, store: str, material: bytes) -> bool:
        """Keep the key of the store of this name in a keyring; whether there is one that took it."""
        try:
            self._in_time(lambda: self._put(store, material.hex()))
        except _NoKeyringError:
            return False
        return True

    def find_key(self, store: str) -> bytes:
        """The key that `keep_key` kept. Raises `UnusableStoreError` where it is gone or the keyring stays closed."""
        try:
            found = self._in_time(lambda: self._get(store))
        except _NoKeyringError:
            raise LockedStoreError("sessions.keyring_closed") from None
        return _key_in(found)

    def keep_secret(self, name: str, secret: Secret) -> None:
        """Keep a secret of the user under this name. Raises `MissingKeyError` where no keyring takes it."""
        with _keyring_needed():
            self._in_time(lambda: self._put(name, secret.reveal()))

    def find_secret(self, name: str) -> Secret | None:
        """What `keep_secret` kept; None where there is nothing. Raises `MissingKeyError` where no keyring opens."""
        with _keyring_needed():
            found = self._in_time(lambda: self._get(name))
        return Secret(found) if found else None

    def remove_secret(self, name: str) -> bool:
        """Remove what `keep_secret` kept; whether there was anything. Raises as `find_secret` does."""
        with _keyring_needed():
            return bool(self._in_time(lambda: self._remove(name)))

    def _put(self, store: str, key: str) -> str:
        for keyring in self._usable():
            keyring.set_password(_SERVICE, store, key)
            # Some accept everything and keep nothing.
            if keyring.get_password(_SERVICE, store) == key:
                return key
        raise _NoKeyringError

    def _get(self, store: str) -> str | None:
        keyrings = list(self._usable())
        if not keyrings:
            raise _NoKeyringError
        return next(filter(None, (keyring.get_password(_SERVICE, store) for keyring in keyrings)), None)

    def _remove(self, name: str) -> str | None:
        keyrings = list(self._usable())
        if not keyrings:
            raise _NoKeyringError
        removed = None
        for keyring in keyrings:
            if found := keyring.get_password(_SERVICE, name):
                keyring.delete_password(_SERVICE, name)
                removed = found
        return removed

    def _usable(self) -> "Iterator[KeyringBackend]":
        import keyring
        from keyring.backends.chainer import ChainerBackend

        chosen = keyring.get_keyring()
        for each in chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]:
            if f"{type(each).__module__}.{type(each).__qualname__}" in self.safe:
                yield each

    def _in_time(self, work: Callable[[], str | None]) -> str | None:
        """What the keyring gives. It is left to itself where it neither answers nor fails in time."""
        import keyring  # noqa: F401 - imported here, since a thread that is given up must not hold the import lock

        answers: SimpleQueue[tuple[bool, str | None]] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put((True, work()))
            except Exception:  # a keyring raises whatever its desktop raises, and all of it means the same here
                answers.put((False, None))

        threading.Thread(target=ask, daemon=True).start()
        try:
            answered, value = answers.get(timeout=self.patience)
        except Empty:
            raise _NoKeyringError from None
        if not answered:
            raise _NoKeyringError
        return value


@contextmanager
def _keyring_needed() -> Iterator[None]:
    try:
        yield
    except _NoKeyringError:
        raise MissingKeyError("sessions.no_keyring") from None


def key_in_file(folder: Path) -> bytes:
    """The key that lies in the store's folder. Raises `UnusableStoreError` where it is gone."""
    with file_errors_told():
        file = folder / KEY_FILE
        if not file.exists():
            raise UnusableStoreError("sessions.key_gone")
        file.chmod(0o600)
        return _key_in(file.read_bytes().decode("ascii", "replace"))


def _key_in(text: str | None) -> bytes:
    try:
        material = bytes.fromhex(text or "")
    except ValueError:
        material = b""
    if len(material) != KEY_BYTES:
        raise UnusableStoreError("sessions.key_gone")
    return material
