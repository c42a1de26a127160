"""A range service on loopback, over real TLS, with the true service's behaviour or a hostile one.

with range_server(breached={"kesä2024": 12}) as server:
    look_up(passwords, RangeSettings(url=server.url, ca_file=server.ca_file))
    server.requests  # what the client sent
"""

import re
import socket
import ssl
import struct
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from gzip import compress
from hashlib import sha1
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from types import MappingProxyType
from typing import Any
from zlib import crc32

import trustme

from hygiene.breaches.corpus.md4 import md4
from tests.breaches.behaviours import BEHAVIOURS

CONTROLS = {"P@ssw0rd": 75_000, "password": 10_000_000}
"""Passwords that every true service holds, and that a client may ask for to make sure of it."""

LAST_MODIFIED = date(2026, 10, 30)


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class RangeServer:
    """`url` is for the client's setting, `ca_file` for its trust."""

    url: str
    ca_file: Path
    _server: "Server"

    @property
    def requests(self) -> list[Request]:
        """What was asked, in the order in which it came in."""
        return self._server.requests

    @property
    def prefixes(self) -> list[str]:
        """The prefixes that were asked for, in the same order."""
        return [request.path.rpartition("/")[2] for request in self.requests]

    @property
    def connections(self) -> int:
        """How many connections were made."""
        return self._server.connections

    def learn(self, password: str, count: int = 1) -> None:
        """From now on, the password is known to be breached."""
        self._server.breached[password] = count


@contextmanager
def range_server(
    breached: Mapping[str, int] | Collection[str] = (),
    behaviour: str = "true",
    *,
    spare: Collection[str] = (),
    tls: bool = True,
    certificate: trustme.LeafCert | None = None,
) -> Iterator[RangeServer]:
    """A running service. `breached` passwords have their count, or 1; a count of 0 makes a line of padding.

    Questions about the `spare` passwords get the true behaviour, whatever `behaviour` is (a key of `BEHAVIOURS`).
    """
    counts = dict(breached) if isinstance(breached, Mapping) else dict.fromkeys(breached, 1)
    with Server(CONTROLS | counts, behaviour, spare) as server, serving(server, certificate, tls=tls) as (url, ca_file):
        yield RangeServer(url, ca_file, server)


@contextmanager
def serving(server: "Server", certificate: trustme.LeafCert | None = None, *, tls: bool) -> Iterator[tuple[str, Path]]:
    """Have a server serve: the address, and a file with the authority to trust."""
    with TemporaryDirectory() as folder:
        ca_file = Path(folder, "ca.pem")
        _authority().cert_pem.write_to_path(ca_file)
        if tls:
            server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            (certificate or _certificate()).configure_cert(server.tls)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}", ca_file
        finally:
            server.stop()
            thread.join()


def certificate_for(*names: str, expired: bool = False) -> trustme.LeafCert:
    """A certificate of the test authority for other names, or one that has run out."""
    return _authority().issue_cert(*names, not_after=datetime(2020, 1, 1, tzinfo=UTC) if expired else None)


def prefix_of(password: str) -> str:
    """The five characters that a client may tell about a password."""
    return _digest(password)[:5]


def suffix_of(password: str) -> str:
    """The 35 characters that it may not."""
    return _digest(password)[5:]


def _digest(password: str) -> str:
    return sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def _ntlm(password: str) -> str:
    return md4(password.encode("utf-16-le")).hex().upper()


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


@cache
def _certificate() -> trustme.LeafCert:
    return _authority().issue_cert("127.0.0.1", "localhost")


@cache
def _strangers(prefix: str, digits: int) -> list[str]:
    """Lines about passwords that nobody knows: some 800 of them, as in the service's earlier years."""
    random = Random(prefix)  # noqa: S311 (the same list each time is what is wanted)
    return [f"{random.getrandbits(4 * digits):0{digits}X}:{random.randint(1, 5000)}" for _ in range(800)]


@cache
def _padding(prefix: str) -> list[str]:
    random = Random(f"padding of {prefix}")  # noqa: S311
    return [f"{random.getrandbits(140):035X}:0" for _ in range(random.randint(0, 200))]


class Exchange(BaseHTTPRequestHandler):
    """One connection to the server; a behaviour answers through it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"
    is_ntlm = False

    def do_GET(self) -> None:
        self.record()
        match = re.fullmatch(r"/range/([0-9A-Fa-f]{5})(\?mode=ntlm)?", self.path)
        if match is None:
            self.reply(b"The hash prefix was not in a valid format", status=400)
            return
        prefix = match[1].upper()
        self.is_ntlm = bool(match[2])
        is_spared = prefix in {prefix_of(password) for password in self.server.spare}
        BEHAVIOURS["true" if is_spared else self.server.behaviour](self, prefix)

    def do_POST(self) -> None:
        self.record()
        self.reply(b"", status=405)

    def lines(self, prefix: str, *, knows: bool = True) -> list[str]:
        """The list for a prefix, sorted, with its padding where the client asks for it."""
        lines = list(_strangers(prefix, 27 if self.is_ntlm else 35))
        if self.headers["Add-Padding"] == "true":
            lines += _padding(prefix)
        if knows:
            digest = _ntlm if self.is_ntlm else _digest
            held = [(digest(password), count) for password, count in self.server.breached.items()]
            lines += [f"{hashed[5:]}:{count}" for hashed, count in held if hashed.startswith(prefix)]
        return sorted(lines)

    def reply(
        self,
        body: bytes,
        *,
        status: int = 200,
        kind: str | None = "text/plain",
        headers: Mapping[str, str] = MappingProxyType({}),
        missing: int = 0,
        framed: bool = True,
    ) -> None:
        """A whole reply in one write.

        `missing` bytes are promised and not sent; a body that is not `framed` ends where the connection does.
        """
        said = {"Content-Type": kind, "Content-Length": str(len(body) + missing) if framed else None, **headers}
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
        head += [f"{name}: {value}" for name, value in said.items() if value is not None]
        if missing or not framed:
            self.close_connection = True
        self.wfile.write("\r\n".join([*head, "", ""]).encode() + body)

    def true_reply(self, prefix: str) -> None:
        """What the true service says."""
        body = "\r\n".join(self.lines(prefix)).encode()
        headers = {
            "ETag": f'W/"0x{crc32(body):08X}"',
            "Last-Modified": f"{LAST_MODIFIED:%a, %d %b %Y} 12:00:00 GMT",
            "Cache-Control": "public, max-age=2678400",
            "Vary": "Accept-Encoding",
            "Set-Cookie": "visitor=7; Path=/; Max-Age=86400",
        }
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self.reply(b"", status=304, kind=None, headers=headers)
            return
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = compress(body, 1), "gzip"
        self.reply(body, headers=headers)

    def send(self, raw: bytes) -> None:
        """Bytes as they are, and the end of the connection after the exchange."""
        self.close_connection = True
        self.wfile.write(raw)

    def reset(self) -> None:
        """Break the connection off, as a firewall does."""
        self.close_connection = True
        # To linger for no time at all is to reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.socket.shutdown(self.connection, socket.SHUT_RD)
        self.connection.close()

    def rest(self, seconds: float) -> bool:
        """Wait; True where the server is being stopped."""
        return self.server.stopping.wait(seconds)

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""

    def record(self) -> None:
        """Keep what came in."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        request = Request(self.command, self.path, dict(self.headers.items()), body)
        self.server.requests.append(request)


class Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing the server waits for them
    request_queue_size = 64
    tls: ssl.SSLContext | None = None

    def __init__(
        self,
        breached: Mapping[str, int],
        behaviour: str,
        spare: Collection[str],
        exchange: type[BaseHTTPRequestHandler] = Exchange,
    ) -> None:
        super().__init__(("127.0.0.1", 0), exchange)
        self.breached = dict(breached)
        self.behaviour = behaviour
        self.spare = spare
        self.requests: list[Request] = []
        self.stopping = Event()
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._lock = Lock()

    def finish_request(self, request: Any, client_address: Any) -> None:
        channel = request
        if self.tls is not None:
            channel = self.tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        with channel:
            with self._lock:
                self.connections += 1
                self._open.add(channel)
            if self.tls is not None:
                channel.do_handshake()  # here, in the connection's own thread, so that nobody else waits for it
            super().finish_request(channel, client_address)

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is no fault."""

    def stop(self) -> None:
        self.stopping.set()
        with self._lock:
            for channel in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(channel, socket.SHUT_RDWR)
        self.shutdown()
