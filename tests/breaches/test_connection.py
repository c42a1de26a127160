"""What a connection keeps to, whoever is at its other end."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from hygiene.breaches.addresses import Address, proxy_address, range_address
from hygiene.breaches.connection import Connection, Unanswered
from hygiene.trust import tls_context
from tests.breaches.behaviours import A_MOMENT, DRIPS
from tests.breaches.server import range_server

LONG = 60.0
SHORT = 0.4  # seconds: longer than a moment, far shorter than all drips together
OK = b"HTTP/1.1 200 OK\r\n"
ANYWHERE = Address("127.0.0.1", 9, "", secure=True)


class _Speaker(ThreadingTCPServer):
    """Says its pieces to whoever connects, one each moment, and then hangs up or falls silent."""

    def __init__(self, pieces: list[bytes], *, hangs_up: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Speech)
        self.pieces = pieces
        self.hangs_up = hangs_up
        self.stopping = Event()


class _Speech(BaseRequestHandler):
    server: _Speaker

    def handle(self) -> None:
        with suppress(OSError):  # the listener has gone
            for piece in self.server.pieces:
                self.request.sendall(piece)
                self.server.stopping.wait(A_MOMENT)
        if not self.server.hangs_up:
            self.server.stopping.wait(LONG)


@contextmanager
def _speaker(*pieces: bytes, hangs_up: bool = True) -> Iterator[int]:
    """The port of somebody who speaks without having been asked."""
    with _Speaker(list(pieces), hangs_up=hangs_up) as speaker:
        thread = Thread(target=speaker.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield speaker.server_address[1]
        finally:
            speaker.stopping.set()
            speaker.shutdown()
            thread.join()


def _reason(connection: Connection, seconds: float) -> str:
    with pytest.raises(Unanswered) as failure:
        connection.get("/range/00000", monotonic() + seconds)
    return failure.value.reason


def test_a_handshake_that_drips_is_cut_off_at_the_deadline() -> None:
    with _speaker(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", *[b"\x03"] * DRIPS) as port:
        connection = Connection(Address("127.0.0.1", port, "", secure=True), None, tls_context(None))
        assert _reason(connection, SHORT) == "too_slow"


def test_a_proxy_that_drips_is_cut_off_at_the_deadline() -> None:
    with _speaker(OK, *[b"X: x\r\n"] * DRIPS) as port:
        connection = Connection(ANYWHERE, proxy_address(f"http://127.0.0.1:{port}"), tls_context(None))
        assert _reason(connection, SHORT) == "too_slow"


def test_a_proxy_that_took_its_time_leaves_the_handshake_the_rest() -> None:
    waits = [b""] * 14
    with _speaker(*waits, OK + b"\r\n", *waits) as port:
        connection = Connection(ANYWHERE, proxy_address(f"http://127.0.0.1:{port}"), tls_context(None))
        assert _reason(connection, 20 * A_MOMENT) == "too_slow"


def test_a_connection_is_made_when_it_is_opened() -> None:
    with _speaker() as port:
        pass
    connection = Connection(range_address(f"http://127.0.0.1:{port}"), None, tls_context(None))
    with pytest.raises(Unanswered, match="no_connection"):
        connection.open(monotonic() + LONG)


@pytest.mark.parametrize("tls", [True, False])
def test_what_comes_unasked_is_not_taken_for_the_next_reply(*, tls: bool) -> None:
    with range_server(behaviour="smuggles", tls=tls) as server:
        connection = Connection(range_address(server.url), None, tls_context(server.ca_file))
        bodies = [connection.get("/range/00000", monotonic() + LONG).body for _ in range(3)]
        connection.close()
    assert bodies == [b"right"] * 3


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(b"", id="before the reply"),
        pytest.param(OK + b"Content-Length: 9\r\n\r\n", id="in its body"),
        pytest.param(OK + b"Content-Length: 9\r\nConnection: close\r\n\r\n", id="in the body of the last one"),
    ],
)
def test_another_thread_can_break_it_off(piece: bytes) -> None:
    reasons: list[str] = []
    with _speaker(piece, hangs_up=False) as port:
        connection = Connection(range_address(f"http://127.0.0.1:{port}"), None, tls_context(None))
        waiting = Thread(target=lambda: reasons.append(_reason(connection, LONG)))
        waiting.start()
        while waiting.is_alive():
            connection.abort()
            waiting.join(A_MOMENT)
    assert reasons in (["no_connection"], ["incomplete_answer"])


def test_nothing_is_added_to_the_authorities_that_were_chosen() -> None:
    with range_server() as server:
        tls = tls_context(server.ca_file)
        connection = Connection(range_address(server.url), None, tls)
        assert connection.get("/range/00000", monotonic() + LONG).status == 200
        connection.close()
    assert len(tls.get_ca_certs()) == 1


def test_headers_of_a_question_go_out_besides_those_of_all() -> None:
    with range_server(tls=False) as server:
        connection = Connection(range_address(server.url), None, tls_context(None))
        connection.get("/range/00000", monotonic() + LONG, {"Add-Padding": "true", "X-Number": "7"})
        connection.close()
    (request,) = server.requests
    assert set(request.headers) == {"Host", "User-Agent", "Accept-Encoding", "Add-Padding", "X-Number"}


def test_a_reply_is_as_long_as_is_allowed_and_not_a_byte_longer() -> None:
    reply = OK + b"Content-Length: 9\r\n\r\n123456789"
    with _speaker(reply) as port:
        connection = Connection(range_address(f"http://127.0.0.1:{port}"), None, tls_context(None))
        assert connection.get("", monotonic() + LONG, most_bytes=len(reply)).body == b"123456789"
        connection.close()
        with pytest.raises(Unanswered, match="untrusted_answer"):
            connection.get("", monotonic() + LONG, most_bytes=len(reply) - 1)


def test_a_name_with_two_addresses_is_reached_at_the_one_that_answers() -> None:
    with range_server(tls=False) as server:  # on 127.0.0.1, which is not the first address of every localhost
        url = server.url.replace("127.0.0.1", "localhost")
        connection = Connection(range_address(url), None, tls_context(None))
        assert connection.get("/range/00000", monotonic() + LONG).status == 200
        connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address, or a full queue refuses")
def test_an_address_that_swallows_everything_leaves_the_next_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def two_addresses(host: str, *arguments: Any, **options: Any) -> list[Any]:
        hosts = ("127.0.0.2", "127.0.0.1") if host == "two.example" else (host,)
        return [found for each in hosts for found in look_up(each, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
    with range_server(tls=False) as server, socket.socket() as swallower, ExitStack() as queue:
        port = range_address(server.url).port
        swallower.bind(("127.0.0.2", port))
        swallower.listen(0)
        for waiting in [queue.enter_context(socket.socket()) for _ in range(3)]:
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.2", port))
        connection = Connection(Address("two.example", port, "", secure=False), None, tls_context(None))
        assert connection.get("/range/00000", monotonic() + 2).status == 200
        connection.close()
