"""Commands of a user who has a keyring, run within the tests' own process."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from hygiene.cli import run
from tests.breaches.v3_server import KEY
from tests.journeys.program import Ran

MARK = "kanari"
"""Stands in the addresses that must not get out."""


class Keyring(KeyringBackend):
    """A keyring that does what it says, and goes by the name of one that is trusted."""

    priority = 0
    __module__ = "keyring.backends.SecretService"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@dataclass(frozen=True)
class Command:
    """Runs a command, and looks at what it left: no marked address and no key is anywhere."""

    keyring: Keyring
    home: Path
    captured: pytest.CaptureFixture[str]
    type_in: Callable[[io.StringIO], None]

    def __call__(self, *words: str | Path, typed: str = "") -> Ran:
        self.type_in(io.StringIO(typed))
        code = run([str(word) for word in words])
        out, err = self.captured.readouterr()
        assert MARK not in out + err
        assert KEY.reveal() not in out + err
        files = [path.read_bytes() for path in self.home.rglob("*") if path.is_file()]
        assert not [content for content in files if MARK.encode() in content or KEY.reveal().encode() in content]
        return Ran(code, out, err)

    def with_key(self, host: str = "127.0.0.1") -> "Command":
        """The same user, with a key to the service on loopback."""
        self.keyring.kept["hygiene", f"breach-key {host}"] = KEY.reveal()
        return self
