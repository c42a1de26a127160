"""Servers of mailboxes, and what they ask for."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from hygiene.errors import HygieneError
from hygiene.secret import Secret

PORT = 993
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Server:
    """Which server to read from. `deadline` is how many seconds one command may take.

    `ca_file` holds the certificate authorities to trust instead of the system's.
    """

    host: str
    port: int = PORT
    ca_file: Path | None = None
    deadline: float = 60.0

    @classmethod
    def named(cls, text: str) -> "Server":
        """The server of `host` or `host:port`. Raises `HygieneError` where that names none."""
        host, colon, port = text.strip().lower().partition(":")
        is_port = port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 2**16
        if not _HOST.fullmatch(host) or (colon and not is_port):
            raise HygieneError("mailbox.bad_host")
        return cls(host, int(port) if colon else PORT)

    @property
    def name(self) -> str:
        """How the user is told of it."""
        return self.host if self.port == PORT else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the server asks for: the user name is as personal as the password."""

    user: str = field(repr=False)
    password: Secret
