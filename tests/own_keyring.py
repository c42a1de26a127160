"""A keyring for the tests and for the processes that they start: neither asks nor fills that of whoever runs them."""

import os
from hashlib import sha256
from pathlib import Path

from keyring.backend import KeyringBackend

FOLDER = "HYGIENE_TEST_KEYRING"
"""The variable of the environment that names the folder in which the keyring of a test lies."""

OWN = {"PYTHON_KEYRING_BACKEND": "tests.own_keyring.Keyring"}
NONE = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
"""The environments of somebody who has a keyring, and of somebody who has none."""


class Keyring(KeyringBackend):
    """A keyring that keeps each entry in a file, and goes by the name of one that is trusted."""

    priority = 0
    __module__ = "keyring.backends.SecretService"

    def get_password(self, service: str, username: str) -> str | None:
        file = _file(service, username)
        return file.read_text(encoding="utf-8") if file.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        file = _file(service, username)
        file.parent.mkdir(parents=True, exist_ok=True)
        # Another process never reads half of it.
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_text(password, encoding="utf-8")
        new.replace(file)

    def delete_password(self, service: str, username: str) -> None:
        _file(service, username).unlink()


def _file(service: str, username: str) -> Path:
    return Path(os.environ[FOLDER]) / sha256(f"{service}\0{username}".encode()).hexdigest()
