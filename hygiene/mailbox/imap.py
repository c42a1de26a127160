"""A mailbox on its server, over IMAP and TLS: opened for reading alone, and left as it was.

The standard library speaks the protocol. What it lacks is added here: a deadline for every command, which no dripping
puts off, and a bound on all that comes in. No error carries anything that the server said.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from time import monotonic
from typing import Any

from hygiene.errors import HygieneError, MissingKeyError, SourceError
from hygiene.mailbox.headers import FIELDS
from hygiene.mailbox.model import MOST_BYTES, MOST_HEAD, MOST_MAILS, Found, Mail, Mails, Progress, Unreadable, is_junk
from hygiene.mailbox.servers import Credentials, Server
from hygiene.trust import tls_context

_AT_ONCE = 200
_MOST_FOLDERS = 2_000
_MOST_OF_LIST = 64 * 2**20
_MOST_OF_GREETING = 64 * 2**10
_LISTED = re.compile(rb'\(([^)]*)\) (?:"(?:[^"\\]|\\.)"|NIL) (.+)', re.DOTALL)
_UID = re.compile(rb"\bUID (\d+)")
_HEAD_PARTS = f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]<0.{MOST_HEAD}>)"


def try_out(server: Server, credentials: Credentials) -> int:
    """How many folders the mailbox has, as a proof that its server lets the user in. Raises as `read_imap` does."""
    with _Session(server, credentials) as session:
        return len(session.folders())


def read_imap(server: Server, credentials: Credentials, progress: Progress) -> Mails:
    """The mails of all folders: their headers, and the text of a mail where that is asked for.

    Raises `SourceError` where the server cannot be reached or gives nothing to go by, and `MissingKeyError` where it
    does not take the user's name and password.
    """
    with _Session(server, credentials) as session:
        folders = session.folders()
        for done, (folder, in_junk) in enumerate(folders, start=1):
            yield from session.mails(folder, in_junk=in_junk)
            progress(done, len(folders))


class _Session:
    """A session with a server, from the login to the logout."""

    def __init__(self, server: Server, credentials: Credentials) -> None:
        self._server = server
        with self._errors_told():
            self._connection = _Connection(server)
            try:
                self._log_in(credentials)
            except BaseException:
                self._connection.break_off()
                raise

    def __enter__(self) -> "_Session":
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        with suppress(OSError, imaplib.IMAP4.error, ValueError):
            if failure is None:
                self._connection.begin(_MOST_OF_GREETING)
                self._connection.logout()
        self._connection.break_off()

    def folders(self) -> list[tuple[bytes, bool]]:
        """The folders to read, as the server names them, and whether each is for spam.

        Where one holds all mails, as with Gmail, the others but the bin would only repeat them.
        """
        answer = self._do(_MOST_OF_LIST, self._connection.list)
        listed = [each for each in map(_listed, answer) if each and not {"\\noselect", "\\nonexistent"} & each[1]]
        if not 0 < len(listed) <= _MOST_FOLDERS:
            raise SourceError("mailbox.imap_strange", name=self._server.name)
        if any("\\all" in marks for _, marks in listed):
            listed = [each for each in listed if {"\\all", "\\junk", "\\trash"} & each[1]]
        return [(name, "\\junk" in marks or is_junk(name.decode("latin-1").strip('"'))) for name, marks in listed]

    def mails(self, folder: bytes, *, in_junk: bool) -> Mails:
        """The mails of a folder. Those of a folder for spam are counted, and not fetched."""
        # A name goes back as it came, also where it is not in ASCII; the library's types know only text.
        name: Any = folder
        held = self._do(_MOST_OF_LIST, partial(self._connection.select, name, readonly=True))
        if in_junk:
            count = int(held[0]) if held and held[0] and held[0].isdigit() else 0
            yield from (Mail(b"X-Spam-Flag: YES", bytes, is_junk=True) for _ in range(min(count, MOST_MAILS + 1)))
            return
        search = partial(self._connection.uid, "SEARCH", "ALL")
        uids = [uid for line in self._do(_MOST_OF_LIST, search) if line for uid in line.split()]
        for start in range(0, len(uids), _AT_ONCE):
            yield from self._headers(uids[start : start + _AT_ONCE])

    def _headers(self, uids: list[bytes]) -> Iterator[Found]:
        """What a server says of these mails; one of which it says nothing could not be read."""
        fetch = partial(self._connection.uid, "FETCH", b",".join(uids).decode("ascii"), _HEAD_PARTS)
        heads = dict(_fetched(self._do(_MOST_OF_LIST, fetch)))
        for uid in uids:
            if uid not in heads:
                yield Unreadable("mail_unreadable")
            elif len(heads[uid]) >= MOST_HEAD:
                yield Unreadable("mail_header_too_long")
            else:
                yield Mail(heads[uid], partial(self._whole, uid))

    def _whole(self, uid: bytes) -> bytes:
        fetch = partial(self._connection.uid, "FETCH", uid.decode("ascii"), f"(UID BODY.PEEK[]<0.{MOST_BYTES}>)")
        return dict(_fetched(self._do(2 * MOST_BYTES, fetch))).get(uid, b"")

    def _do(self, most_bytes: int, command: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        with self._errors_told():
            self._connection.begin(most_bytes)
            state, answer = command()
            if state != "OK":
                raise imaplib.IMAP4.error
            return answer

    def _log_in(self, credentials: Credentials) -> None:
        self._connection.begin(_MOST_OF_GREETING)
        user, password = credentials.user, credentials.password.reveal()
        try:
            if "AUTH=PLAIN" in self._connection.capabilities:
                told = f"\0{user}\0{password}".encode()
                self._connection.authenticate("PLAIN", lambda _: told)
            else:
                self._connection.login(_quoted(user), password)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError):
            raise MissingKeyError("mailbox.imap_refused", name=self._server.name) from None

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except HygieneError:
            raise
        except TimeoutError:
            key = "mailbox.imap_slow"
        except ssl.SSLError:
            key = "mailbox.imap_insecure"
        except OSError:
            key = "mailbox.imap_unreachable"
        except Exception:  # whatever a hostile answer sets off in the library is no answer, and ours to contain
            key = "mailbox.imap_strange"
        else:
            return
        raise SourceError(key, name=self._server.name)  # outside the handler, so that no other exception hangs on it


class _Connection(imaplib.IMAP4_SSL):
    """The library's connection, within bounds that hold for one command each."""

    def __init__(self, server: Server) -> None:
        self._patience = server.deadline
        self._coming = bytearray()
        self.begin(_MOST_OF_GREETING)
        super().__init__(server.host, server.port, ssl_context=tls_context(server.ca_file), timeout=server.deadline)

    def begin(self, most_bytes: int) -> None:
        """Let the next command take its time, and bring at most so many bytes."""
        self._until = monotonic() + self._patience
        self._allowance = most_bytes

    def break_off(self) -> None:
        """Close the connection, whatever state it is in."""
        with suppress(OSError):
            self.shutdown()

    def read(self, size: int) -> bytes:
        while len(self._coming) < size:
            self._receive()
        return self._taken(size)

    def readline(self) -> bytes:
        looked_at = 0
        while (end := self._coming.find(b"\n", looked_at)) < 0:
            looked_at = len(self._coming)
            self._receive()
        return self._taken(end + 1)

    def _taken(self, size: int) -> bytes:
        data = bytes(self._coming[:size])
        del self._coming[:size]
        return data

    def _receive(self) -> None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        data = self.sock.recv(2**16)
        self._allowance -= len(data)
        if not data:
            raise ConnectionError
        if self._allowance < 0:
            raise self.abort
        self._coming += data


def _listed(line: Any) -> tuple[bytes, set[str]] | None:
    """The name of a folder as it may be sent back, and its marks in lower case."""
    is_literal = isinstance(line, tuple)
    found = _LISTED.match(line[0] if is_literal else line or b"")
    if not found:
        return None
    name = b'"%b"' % re.sub(rb'(["\\])', rb"\\\1", line[1]) if is_literal else found[2].strip()
    return name, set(found[1].decode("latin-1").lower().split())


def _fetched(answer: list[Any]) -> Iterator[tuple[bytes, bytes]]:
    """The uid and the content of each mail in an answer."""
    for place, part in enumerate(answer):
        if isinstance(part, tuple):
            after = answer[place + 1] if place + 1 < len(answer) else b""
            found = _UID.search(part[0]) or _UID.search(after if isinstance(after, bytes) else b"")
            if found:
                yield found[1], part[1]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
