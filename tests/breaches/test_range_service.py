"""The range service when it does what it should, and what leaves the machine on the way."""

import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import md5, sha1, sha256
from pathlib import Path
from socket import SHUT_WR, create_connection, socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from threading import enumerate as threads
from unicodedata import normalize

import pytest

from hygiene.breaches.connection import Connection
from hygiene.breaches.crew import Crew
from hygiene.breaches.range_service import look_up
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.errors import HygieneError
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret
from tests.breaches.server import CONTROLS, LAST_MODIFIED, RangeServer, prefix_of, range_server


def _settings(server: RangeServer, **changes: object) -> RangeSettings:
    return RangeSettings(**{"url": server.url, "ca_file": server.ca_file, "pause": 0.01, **changes})  # type: ignore[arg-type]


def _answer(server: RangeServer, password: str) -> BreachAnswer:
    return look_up([Secret(password)], _settings(server))[Secret(password)]


def test_found_with_its_count_and_not_found() -> None:
    with range_server(breached={"kesäloma2024": 31}) as server:
        answers = look_up([Secret("kesäloma2024"), Secret("Rantakallio 8 lokkia")], _settings(server))
    assert list(answers.values()) == [
        BreachAnswer(Exposure.FOUND, BreachSource.RANGE_SERVICE, count=31, as_of=LAST_MODIFIED),
        BreachAnswer(Exposure.NOT_FOUND, BreachSource.RANGE_SERVICE, count=0, as_of=LAST_MODIFIED),
    ]


def test_a_control_password_in_the_vault_is_answered_as_well() -> None:
    with range_server() as server:
        assert _answer(server, "P@ssw0rd").count == CONTROLS["P@ssw0rd"]


def test_a_line_of_padding_is_no_hit() -> None:
    with range_server(breached={"Rantakallio 8 lokkia": 0}) as server:
        assert _answer(server, "Rantakallio 8 lokkia").exposure is Exposure.NOT_FOUND


def test_nothing_to_ask_asks_nothing() -> None:
    with range_server() as server:
        assert look_up([], _settings(server)) == {}
    assert server.requests == []


def test_a_password_without_a_utf8_form_is_unknown() -> None:
    with range_server() as server:
        answers = look_up([Secret("ab\ud800c"), Secret("kulkue")], _settings(server))
    assert [(answer.exposure, answer.reason) for answer in answers.values()] == [
        (Exposure.UNKNOWN, "unencodable"),
        (Exposure.NOT_FOUND, None),
    ]


@pytest.mark.parametrize(
    ("typed", "breached"),
    [
        (normalize("NFD", "Müller1"), "Müller1"),
        (normalize("NFD", "Müller1"), normalize("NFD", "Müller1")),
        ("ﬁskare", "fiskare"),
        ("Ｋesä", "Kesä"),
    ],
)
def test_every_spelling_counts(typed: str, breached: str) -> None:
    with range_server(breached={breached: 5}) as server:
        assert _answer(server, typed).count == 5


def test_a_password_that_is_typed_in_composed_form_is_asked_once() -> None:
    with range_server() as server:
        assert _answer(server, "Müller1").exposure is Exposure.NOT_FOUND
    assert server.prefixes.count(prefix_of("Müller1")) == 1
    assert len(server.prefixes) == len(CONTROLS) + 1


def test_not_found_takes_an_answer_for_every_spelling() -> None:
    typed, composed = normalize("NFD", "Müller1"), "Müller1"
    with range_server(behaviour="fails", spare=[*CONTROLS, typed]) as server:
        assert _answer(server, typed).exposure is Exposure.UNKNOWN
    with range_server(breached={typed: 3}, behaviour="fails", spare=[*CONTROLS, typed]) as server:
        assert _answer(server, typed).count == 3
    with range_server(behaviour="fails", spare=[*CONTROLS, typed, composed]) as server:
        assert _answer(server, typed).exposure is Exposure.NOT_FOUND


def test_each_request_carries_five_characters_and_nothing_else() -> None:
    passwords = ["Kanarialintu-9", "Kanariefågel-9", "ünïcode", 'quo"te\r\nX-Injected: 1', "password"]
    with range_server(breached=passwords) as server:
        look_up(map(Secret, passwords), _settings(server))
        host = server.url.removeprefix("https://")
    assert set(server.prefixes) == {prefix_of(password) for password in [*passwords, *CONTROLS]}
    assert len(server.prefixes) == len(set(server.prefixes))
    for request in server.requests:
        prefix = request.path.removeprefix("/range/")
        assert len(prefix) == 5
        assert set(prefix) <= set("0123456789ABCDEF")
        assert (request.method, request.body) == ("GET", b"")
        assert request.headers == {
            "Host": host,
            "User-Agent": "hygiene",
            "Accept-Encoding": "gzip",
            "Add-Padding": "true",
        }
    everything = repr(server.requests).upper()
    for password in passwords[:-1]:
        assert password.upper() not in everything
        for algorithm in (md5, sha1, sha256):
            # Six characters of any digest would already be one too many.
            assert algorithm(password.encode()).hexdigest()[:6].upper() not in everything


def test_each_prefix_is_asked_once_and_not_in_the_order_of_the_vault() -> None:
    vault = [f"tunnussana {number}" for number in range(60)]
    with range_server() as server:
        look_up(map(Secret, vault * 2), _settings(server, connections=1))
    asked = [prefix for prefix in server.prefixes if prefix not in {prefix_of(control) for control in CONTROLS}]
    in_order = [prefix_of(password) for password in vault]
    assert sorted(asked) == sorted(in_order)
    assert asked != in_order


def test_the_controls_are_asked_before_anything_else() -> None:
    with range_server() as server:
        look_up([Secret(str(number)) for number in range(10)], _settings(server))
    assert set(server.prefixes[: len(CONTROLS)]) == {prefix_of(control) for control in CONTROLS}


def test_progress_is_told_from_nothing_to_all() -> None:
    steps: list[tuple[int, int]] = []
    with range_server() as server:
        passwords = [Secret("yksi"), Secret("kaksi"), Secret("kolme"), Secret("password")]
        look_up(passwords, _settings(server), lambda done, total: steps.append((done, total)))
    assert steps == [(0, 4), (2, 4), (3, 4), (4, 4)]


def test_connections_are_kept_and_are_no_more_than_allowed() -> None:
    with range_server() as server:
        look_up([Secret(str(number)) for number in range(40)], _settings(server, connections=3))
        assert server.connections <= 3


def test_no_thread_is_left_behind() -> None:
    before = set(threads())
    with range_server() as server:
        look_up([Secret("yksi")], _settings(server))
    with range_server(behaviour="stalls") as server:
        look_up([Secret("yksi")], _settings(server, deadline_per_request=60, deadline_total=0.3))
        assert not [thread for thread in set(threads()) - before if thread.daemon]


def test_plain_http_on_loopback() -> None:
    with range_server(breached=["kulkue"], tls=False) as server:
        assert _answer(server, "kulkue").exposure is Exposure.FOUND


def test_an_address_with_a_path() -> None:
    with range_server() as server:
        look_up([Secret("yksi")], _settings(server, url=server.url + "/mirror/"))
    assert {request.path.rpartition("/")[0] for request in server.requests} == {"/mirror/range"}


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for behaviour in ("true", "fails", "garbage_lines", "resets"):
        with range_server(behaviour=behaviour) as server:
            _answer(server, "Kanarialintu-9")
    assert caplog.records == []


def test_the_environment_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_log = tmp_path / "keys.log"
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login liisa password salainen\n", encoding="utf-8")
    nowhere = "http://127.0.0.1:9"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, nowhere)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none.pem"))
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("SSLKEYLOGFILE", str(key_log))
    with range_server(breached=["kulkue"]) as server:
        assert _answer(server, "kulkue").exposure is Exposure.FOUND
        look_up([Secret("kulkue")], RangeSettings(url=server.url))  # with the system's trust: another kind of context
    assert not key_log.exists()
    assert "Authorization" not in {name for request in server.requests for name in request.headers}


def test_the_certificate_authorities_must_be_readable(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for ca_file in (empty, tmp_path / "missing.pem", tmp_path):
        with pytest.raises(HygieneError, match=r"breaches\.bad_ca_file"):
            look_up([Secret("yksi")], RangeSettings(ca_file=ca_file))


@pytest.mark.parametrize("connections", [0, 17])
def test_more_than_sixteen_connections_are_refused(connections: int) -> None:
    with pytest.raises(ValueError, match=str(connections)):
        RangeSettings(connections=connections)


class _Proxy(ThreadingTCPServer):
    """Passes a TLS connection through, or refuses to; what it was told is in `heads`."""

    daemon_threads = True

    def __init__(self, refuses: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.refuses = refuses
        self.heads: list[bytes] = []

    def handle_error(self, *_: object) -> None:
        pass


class _Passage(StreamRequestHandler):
    server: _Proxy

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.rfile.readline()
        self.server.heads.append(head)
        if self.server.refuses:
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        host, _, port = head.split()[1].decode().partition(":")
        with create_connection((host, int(port))) as onward:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pump, args=(onward, self.connection))
            back.start()
            _pump(self.connection, onward)
            back.join()


def _pump(source: socket, target: socket) -> None:
    with suppress(OSError):  # one of the two has gone
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(SHUT_WR)


@contextmanager
def _proxy(*, refuses: bool = False) -> Iterator[tuple[str, list[bytes]]]:
    with _Proxy(refuses) as proxy:
        thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}", proxy.heads
        proxy.shutdown()
        thread.join()


def test_a_proxy_passes_tls_through_and_learns_the_host_alone() -> None:
    with range_server(breached=["kulkue"]) as server, _proxy() as (proxy, heads):
        answers = look_up([Secret("kulkue")], _settings(server, proxy=proxy))
        authority = server.url.removeprefix("https://").encode()
    assert answers[Secret("kulkue")].exposure is Exposure.FOUND
    for head in heads:  # the library's wording differs with the version of Python
        assert re.fullmatch(rb"CONNECT %b HTTP/1\.[01]\r\n(Host: %b\r\n)?\r\n" % (authority, authority), head)


def test_a_proxy_that_refuses() -> None:
    with range_server() as server, _proxy(refuses=True) as (proxy, _):
        answer = look_up([Secret("kulkue")], _settings(server, proxy=proxy))[Secret("kulkue")]
    assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "proxy_refused")
    assert server.requests == []


def test_plain_http_on_loopback_never_goes_through_a_proxy() -> None:
    with range_server(breached=["kulkue"], tls=False) as server, _proxy() as (proxy, heads):
        look_up([Secret("kulkue")], _settings(server, proxy=proxy))
    assert len(server.requests) == len(CONTROLS) + 1
    assert heads == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_an_interrupt_stops_it_long_before_its_deadlines() -> None:
    program = (
        "import sys\n"
        "from hygiene.breaches.range_service import look_up\n"
        "from hygiene.breaches.settings import RangeSettings\n"
        "from hygiene.secret import Secret\n"
        "settings = RangeSettings(url=sys.argv[1], deadline_per_request=600, deadline_total=600)\n"
        "look_up([Secret('yksi')], settings, lambda done, total: print(done, total, flush=True))\n"
    )
    with range_server(behaviour="stalls", tls=False) as server:
        command = [sys.executable, "-c", program, server.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGINT
    assert said.rstrip().endswith(b"KeyboardInterrupt")


def test_a_parser_that_trips_leaves_nobody_waiting() -> None:
    def trips(_connection: Connection, _prefix: str, _deadline: float) -> str:
        raise IndexError

    settings = RangeSettings("https://127.0.0.1:9", attempts=2, connections=2)
    with Crew(settings, 2, trips) as crew:
        assert dict(crew.ask(["00000", "00001", "00002"])) == dict.fromkeys(
            ["00000", "00001", "00002"], Reason.UNTRUSTED_ANSWER
        )


def test_whoever_waits_hears_that_nothing_has_come_yet() -> None:
    heard: list[tuple[int, int]] = []
    with range_server(behaviour="stalls", spare=CONTROLS) as server:
        settings = _settings(server, deadline_total=1.5, deadline_per_request=1.5, attempts=1)
        look_up([Secret("Vattentorn 1912")], settings, lambda done, total: heard.append((done, total)))
    assert heard.count((0, 1)) > 1
