"""A connection to a range service: a request of our own wording goes out, a bounded reply comes back in time.

The request is written out here and nowhere else, so it shows all that ever leaves. Nothing is taken from the
environment: no proxy, no stored credentials, no certificate file that overrules the one chosen, no SSLKEYLOGFILE. No
redirect is followed, nothing is logged, and no error carries a part of what was asked.
"""

import io
import select
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, cast

from hygiene.breaches.addresses import Address
from hygiene.breaches.reasons import Reason
from hygiene.errors import HygieneError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 1 << 20
"""No reply is longer than this, headers included, and none unpacks to more: a true one has about 0.1 MB."""


class Unanswered(Exception):  # noqa: N818 (not always an error: a service may ask to be left alone for a while)
    """There is nothing to go by, for this reason.

    `retry_after` is how many seconds the service asked to be left alone, where it named them.
    """

    def __init__(self, reason: Reason, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service sent: `body` is whole, still encoded, and empty for every status but 200."""

    status: int
    headers: Message
    body: bytes


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """The trust that connections rest on: the given authorities alone, else those that the system trusts.

    A plain context is built on purpose: the one of `ssl.create_default_context` follows SSLKEYLOGFILE. Each
    connection needs a context of its own, since truststore lets one handshake at a time through each. Raises
    `HygieneError` ("breaches.bad_ca_file").
    """
    if ca_file is None:
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError:
            raise HygieneError("breaches.bad_ca_file", name=ca_file.name) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Connection:
    """One connection, opened when it is needed and kept from request to request. A deadline is a `monotonic` time."""

    def __init__(self, address: Address, proxy: Address | None, tls: ssl.SSLContext) -> None:
        self._address = address
        # Plain http is for loopback, and a proxy's loopback is another machine's.
        self._proxy = proxy if address.secure else None
        self._tls = tls
        self._socket: socket.socket | None = None
        self._has_served = False

    def open(self, deadline: float) -> None:
        """Have a connection ready. Raises `Unanswered`."""
        try:
            self._ready(deadline)
        except Exception as failure:  # as in `get`
            self.close()
            raise _unanswered(failure) from None

    def get(self, resource: str, deadline: float) -> Reply:
        """The reply to a request for the resource, which is a path below the address. Raises `Unanswered`."""
        try:
            channel = self._ready(deadline)
            channel.settimeout(_seconds_left(deadline))
            channel.sendall(_request(self._address, resource))
            reply, stays_open = _receive(channel, deadline)
        except Exception as failure:  # whatever a hostile reply sets off in a parser is no answer, and ours to contain
            self.close()
            raise _unanswered(failure) from None
        self._has_served = True
        if not stays_open:
            self.close()
        return reply

    def abort(self) -> None:
        """Break off, from another thread, whatever is being waited for on this connection."""
        if (channel := self._socket) is not None:
            with suppress(OSError):
                # Not the method of the TLS socket, which would take its state away under the waiting thread.
                socket.socket.shutdown(channel, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._has_served = False

    def _ready(self, deadline: float) -> socket.socket:
        if self._has_served and self._socket is not None and _has_something_to_say(self._socket):
            # It comes unasked: the end of the connection, or bytes that would pass for the next question's answer.
            self.close()
        if self._socket is None:
            first_stop = self._proxy or self._address
            self._socket = _connected(first_stop.host, first_stop.port, deadline)
            if self._proxy is not None:
                _pass_through_proxy(self._socket, self._address, deadline)
            if self._address.secure:
                self._socket.settimeout(_seconds_left(deadline))
                self._socket = self._tls.wrap_socket(self._socket, server_hostname=self._address.host)
        return self._socket


class _Incoming(io.RawIOBase):
    """What the other side sends, up to a number of bytes and a point in time that no dripping can put off."""

    def __init__(self, channel: socket.socket, deadline: float) -> None:
        self._channel = channel
        self._deadline = deadline
        self._allowance = MOST_BYTES

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The one thing that `HTTPResponse` asks of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._channel.settimeout(_seconds_left(self._deadline))
        received = self._channel.recv_into(buffer)
        self._allowance -= received
        if self._allowance < 0:
            raise Unanswered(Reason.UNTRUSTED_ANSWER)
        return received


def _has_something_to_say(channel: socket.socket) -> bool:
    if isinstance(channel, ssl.SSLSocket) and channel.pending():
        return True
    return bool(select.select([channel], [], [], 0)[0])


def _seconds_left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(host: str, port: int, deadline: float) -> socket.socket:
    addresses = [found[4][:2] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    failure: OSError = TimeoutError()
    for tried, (ip, _) in enumerate(addresses):
        # An address that swallows everything, as a broken IPv6 does, leaves the others their share of the time.
        share = _seconds_left(deadline) / (len(addresses) - tried)
        try:
            channel = socket.create_connection((str(ip), port), timeout=share)
        except OSError as error:
            failure = error
        else:
            channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return channel
    raise failure


def _pass_through_proxy(channel: socket.socket, address: Address, deadline: float) -> None:
    channel.settimeout(_seconds_left(deadline))
    channel.sendall(f"CONNECT {address.authority} HTTP/1.1\r\nHost: {address.authority}\r\n\r\n".encode("ascii"))
    with _response(channel, deadline) as response:
        response.begin()
        if response.status != HTTPStatus.OK:
            raise Unanswered(Reason.PROXY_REFUSED)


def _request(address: Address, resource: str) -> bytes:
    return (
        f"GET {address.path}{resource} HTTP/1.1\r\n"
        f"Host: {address.authority}\r\n"
        "User-Agent: hygiene\r\n"
        "Accept-Encoding: gzip\r\n"
        "Add-Padding: true\r\n"
        "\r\n"
    ).encode("ascii")


def _receive(channel: socket.socket, deadline: float) -> tuple[Reply, bool]:
    """The reply, and whether the connection stays open."""
    with _response(channel, deadline) as response:
        response.begin()
        if response.status != HTTPStatus.OK:
            return Reply(response.status, response.headers, b""), False
        if response.length is None and not response.chunked:
            # Its body would end wherever the connection does, and a cut one would look whole.
            raise Unanswered(Reason.INCOMPLETE_ANSWER)
        body = response.read(MOST_BYTES)
        if response.length:
            raise Unanswered(Reason.INCOMPLETE_ANSWER)
        return Reply(response.status, response.headers, body), not response.will_close


def _response(channel: socket.socket, deadline: float) -> HTTPResponse:
    return HTTPResponse(cast("socket.socket", _Incoming(channel, deadline)))


def _unanswered(failure: Exception) -> Unanswered:
    match failure:
        case Unanswered():
            return failure
        case TimeoutError():
            return Unanswered(Reason.TOO_SLOW)
        case ssl.SSLError() if not isinstance(failure, ssl.SSLEOFError):
            return Unanswered(Reason.NO_SECURE_CONNECTION)
        case OSError():
            return Unanswered(Reason.NO_CONNECTION)
        case IncompleteRead():
            return Unanswered(Reason.INCOMPLETE_ANSWER)
        case _:
            return Unanswered(Reason.UNTRUSTED_ANSWER)
