"""A mail server on loopback that speaks IMAP4rev1 over real TLS, with its true behaviour or a hostile one.

with imap_server({"INBOX": [mail]}) as server:
    read_imap(server.settings(), server.credentials, progress)
    server.commands  # what the client sent
"""

import base64
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import trustme

from hygiene.mailbox.servers import Credentials, Server
from hygiene.secret import Secret

USER, PASSWORD = 'aino "kanari" virtanen@kunta.example', 'kanari\\sala"sana'
FIRST_UID = 1_000_000
Reply = Callable[[str, list[str]], bytes | None]
"""Given a tag and the words of a command: other bytes than a true server's, or None for a true answer."""


@dataclass
class ImapServer:
    port: int
    ca_file: Path
    commands: list[str] = field(default_factory=list)
    credentials: Credentials = field(default_factory=lambda: Credentials(USER, Secret(PASSWORD)))

    def settings(self, deadline: float = 20.0, host: str = "127.0.0.1") -> Server:
        return Server(host, self.port, self.ca_file, deadline)


@contextmanager
def imap_server(
    folders: Mapping[str, Sequence[bytes]],
    marks: Mapping[str, str] | None = None,
    *,
    reply: Reply = lambda _tag, _words: None,
    capabilities: str = "IMAP4rev1 AUTH=PLAIN",
    greeting: bytes = b"* OK ready\r\n",
) -> Iterator[ImapServer]:
    """Serve these folders; `marks` are theirs by name, such as `\\Junk`."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.wfile.write(greeting)
                _Talk(self, folders, marks or {}, reply, capabilities, served.commands).hold()

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

    class Listener(ThreadingTCPServer):
        allow_reuse_address = True

        def get_request(self) -> tuple[socket.socket, Any]:
            """A connection with TLS; a client that does not trust the server breaks off, as it should."""
            plain, address = super().get_request()
            plain.settimeout(30)
            return context.wrap_socket(plain, server_side=True), address

    with TemporaryDirectory() as place, Listener(("127.0.0.1", 0), Handler) as listener:
        ca_file = Path(place, "ca.pem")
        authority.cert_pem.write_to_path(ca_file)
        served = ImapServer(listener.server_address[1], ca_file)
        Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield served
        finally:
            listener.shutdown()


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


class _Talk:
    """One connection."""

    def __init__(
        self,
        handler: StreamRequestHandler,
        folders: Mapping[str, Sequence[bytes]],
        marks: Mapping[str, str],
        reply: Reply,
        capabilities: str,
        commands: list[str],
    ) -> None:
        self._in, self._out = handler.rfile, handler.wfile
        self._folders, self._marks = folders, marks
        self._reply, self._capabilities, self._commands = reply, capabilities, commands
        self._open: Sequence[bytes] = ()

    def hold(self) -> None:
        while line := self._in.readline().decode().rstrip("\r\n"):
            tag, _, rest = line.partition(" ")
            words = rest.split(" ")
            self._commands.append(rest)
            other = self._reply(tag, words)
            if other is not None:
                self._out.write(other)
                continue
            name = "_".join(words[:2] if words[0].upper() == "UID" else words[:1]).lower()
            outcome = getattr(self, f"_{name}")(rest)
            self._out.write(f"{tag} {outcome} done\r\n".encode())
            if name == "logout":
                return

    def _say(self, line: bytes) -> None:
        self._out.write(b"* " + line + b"\r\n")

    def _capability(self, _rest: str) -> str:
        self._say(f"CAPABILITY {self._capabilities}".encode())
        return "OK"

    def _authenticate(self, _rest: str) -> str:
        self._out.write(b"+ \r\n")
        _, user, password = base64.b64decode(self._in.readline()).decode().split("\0")
        return "OK" if (user, password) == (USER, PASSWORD) else "NO that is kanari's secret"

    def _login(self, rest: str) -> str:
        given = [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:[^"\\]|\\.)*)"', rest)]
        return "OK" if given == [USER, PASSWORD] else "NO that is kanari's secret"

    def _list(self, _rest: str) -> str:
        for name in self._folders:
            marks = self._marks.get(name, "\\HasNoChildren")
            self._say(f'LIST ({marks}) "/" "{name}"'.encode())
        return "OK"

    def _examine(self, rest: str) -> str:
        self._open = self._folders[rest.partition(" ")[2].strip('"')]
        self._say(b"%d EXISTS" % len(self._open))
        return "OK [READ-ONLY]"

    def _uid_search(self, _rest: str) -> str:
        self._say(b"SEARCH " + " ".join(str(FIRST_UID + place) for place in range(len(self._open))).encode())
        return "OK"

    def _uid_fetch(self, rest: str) -> str:
        for place in (int(uid) - FIRST_UID for uid in rest.split(" ")[2].split(",")):
            mail = self._open[place].replace(b"\n", b"\r\n")
            head, _, _ = mail.partition(b"\r\n\r\n")
            if fields := re.search(r"HEADER\.FIELDS \(([^)]*)\)\]<0\.(\d+)>", rest):
                wanted = {name.lower().encode() for name in fields[1].split()}
                kept = [each for each in re.split(rb"\r\n(?![ \t])", head) if each.partition(b":")[0].lower() in wanted]
                data = (b"\r\n".join(kept) + b"\r\n\r\n")[: int(fields[2])]
                section = f"BODY[HEADER.FIELDS ({fields[1]})]<0>"
            else:
                most = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", rest)
                assert most, rest  # everything else would mark the mail as read
                data, section = mail[: int(most[1])], "BODY[]<0>"
            start = b"%d FETCH (UID %d %b {%d}\r\n" % (place + 1, FIRST_UID + place, section.encode(), len(data))
            self._say(start + data + b")")
        return "OK"

    def _logout(self, _rest: str) -> str:
        self._say(b"BYE")
        return "OK"
