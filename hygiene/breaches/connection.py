"""A connection to a breach service: a request of our own wording goes out, a bounded reply comes back in time.

`requests` does the talking, through its adapter and without its session: a session would take proxies, credentials and
authorities from the environment, keep cookies, and read and unpack whatever comes with a redirect, even one that it
does not follow. What the library cannot give is added here: a deadline that no dripping puts off, a bound on all that
comes in, a way to break off, and silence in the log. No error carries a part of what was asked.
"""

import logging
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from requests import Request, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from hygiene.breaches.addresses import Address
from hygiene.breaches.reasons import Reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 1 << 20
"""No reply is longer than this, headers included, unless more is allowed: a true range has about 0.1 MB."""

_HEADERS = {"User-Agent": "hygiene", "Accept-Encoding": "gzip"}

logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)  # it would name all that is asked


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
    """What a service sent: `body` is whole, still encoded, and empty for every status but 200.

    `headers` are found by their names in any case.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """One connection, opened when it is needed and kept from request to request. A deadline is a `monotonic` time."""

    def __init__(self, address: Address, proxy: Address | None, tls: ssl.SSLContext) -> None:
        self._url = f"{'https' if address.secure else 'http'}://{address.authority}{address.path}"
        self._channel = _SecureChannel(address, proxy, tls) if address.secure else _Channel(address.host, address.port)
        self._adapter = _Adapter(self._channel)

    def open(self, deadline: float) -> None:
        """Have a connection ready. Raises `Unanswered`."""
        try:
            self._ready(deadline, MOST_BYTES)
        except Exception as failure:  # as in `get`
            self.close()
            raise _unanswered(failure) from None

    def get(
        self,
        resource: str,
        deadline: float,
        headers: Mapping[str, str] = MappingProxyType({}),
        most_bytes: int = MOST_BYTES,
    ) -> Reply:
        """The reply to a request for the resource, which is a path below the address. Raises `Unanswered`.

        `headers` go out besides those that every request has.
        """
        try:
            self._ready(deadline, most_bytes)
            request = Request("GET", self._url + resource, {**_HEADERS, **headers}).prepare()
            with self._adapter.send(request, stream=True, timeout=_seconds_left(deadline)) as response:
                return _whole(response, most_bytes)
        except Exception as failure:  # whatever a hostile reply sets off in a parser is no answer, and ours to contain
            self.close()
            raise _unanswered(failure) from None

    def abort(self) -> None:
        """Break off, from another thread, whatever is being waited for on this connection."""
        if (heard := self._channel.heard) is not None:
            with suppress(OSError):
                # Not the method of the TLS socket, which would take its state away under the waiting thread.
                socket.socket.shutdown(heard, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._channel.close()

    def _ready(self, deadline: float, most_bytes: int) -> None:
        self._channel.deadline = deadline
        self._channel.most_bytes = most_bytes
        if self._channel.is_closed:
            self._channel.connect()


class _Channel(HTTPConnection):
    """A connection of urllib3 that keeps to a deadline and a number of bytes, whatever comes in."""

    deadline = 0.0
    most_bytes = 0
    heard: socket.socket | None = None
    """What is being read from. It outlives the connection where that ends with the reply."""

    @property
    def is_connected(self) -> bool:
        """False also where something came unasked, which would pass for the next question's answer."""
        return super().is_connected and not (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending())

    def response_class(self, channel: socket.socket, method: str | None = None) -> HTTPResponse:  # type: ignore[override]  # an attribute there
        """The reply of a service or a proxy, read within the bounds."""
        self.heard = channel
        response = HTTPResponse(channel, method=method)
        incoming = _Incoming(response.fp.detach(), channel, self.deadline, self.most_bytes)
        response.fp = BufferedReader(incoming)
        return response

    def _new_conn(self) -> socket.socket:
        addresses = [found[4][0] for found in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        failure: OSError = TimeoutError()
        for tried, ip in enumerate(addresses):
            # An address that swallows everything, as a broken IPv6 does, leaves the others their share of the time.
            share = _seconds_left(self.deadline) / (len(addresses) - tried)
            try:
                channel = socket.create_connection((str(ip), self.port), timeout=share)
            except OSError as error:
                failure = error
            else:
                channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                channel.settimeout(_seconds_left(self.deadline))  # for the TLS handshake
                return channel
        raise failure


class _SecureChannel(_Channel, HTTPSConnection):
    """The same with TLS, and through a proxy where there is one."""

    def __init__(self, address: Address, proxy: Address | None, tls: ssl.SSLContext) -> None:
        first_stop = proxy or address
        super().__init__(first_stop.host, first_stop.port, ssl_context=tls)
        self._beyond_proxy = address if proxy else None

    def connect(self) -> None:
        if self._beyond_proxy is not None:
            self.set_tunnel(self._beyond_proxy.host, self._beyond_proxy.port)
        super().connect()

    def _tunnel(self) -> None:
        try:
            super()._tunnel()
        except OSError as failure:
            if type(failure) is OSError:  # what every answer but 200 comes to
                raise Unanswered(Reason.PROXY_REFUSED) from None
            raise
        self.sock.settimeout(_seconds_left(self.deadline))  # for the TLS handshake


class _Adapter(HTTPAdapter):
    """Sends everything over one connection, and leaves it its own trust."""

    def __init__(self, channel: _Channel) -> None:
        super().__init__()
        pool = HTTPSConnectionPool if isinstance(channel, _SecureChannel) else HTTPConnectionPool
        self._pool = pool(channel.host, channel.port)
        self._pool.ConnectionCls = lambda **_: channel  # type: ignore[assignment]  # it is called, and no more

    def get_connection_with_tls_context(self, *_: Any, **__: Any) -> HTTPConnectionPool:
        return self._pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Add no authorities to those that the connection trusts."""


class _Incoming(RawIOBase):
    """What the other side sends, up to a number of bytes and a point in time that no dripping can put off."""

    def __init__(self, source: RawIOBase, channel: socket.socket, deadline: float, most_bytes: int) -> None:
        self._source = source
        self._channel = channel
        self._deadline = deadline
        self._allowance = most_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._channel.settimeout(_seconds_left(self._deadline))
        received = self._source.readinto(buffer) or 0
        self._allowance -= received
        if self._allowance < 0:
            raise Unanswered(Reason.UNTRUSTED_ANSWER)
        return received

    def close(self) -> None:
        self._source.close()
        super().close()


def _seconds_left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _whole(response: Response, most_bytes: int) -> Reply:
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        response.raw.read()  # it has no body: to have read that lets the connection stay open
    if response.status_code != HTTPStatus.OK:
        return Reply(response.status_code, response.headers, b"")
    if response.raw.length_remaining is None and response.headers.get("Transfer-Encoding", "").lower() != "chunked":
        # Its body would end wherever the connection does, and a cut one would look whole.
        raise Unanswered(Reason.INCOMPLETE_ANSWER)
    body = response.raw.read(most_bytes, decode_content=False)
    if response.raw.length_remaining:
        raise Unanswered(Reason.INCOMPLETE_ANSWER)
    return Reply(response.status_code, response.headers, body)


def _unanswered(failure: BaseException) -> Unanswered:
    while isinstance(failure, RequestException | HTTPError) and failure.__context__ is not None:
        failure = failure.__context__  # what the library came upon
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
