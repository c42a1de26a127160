"""Downloads from a range service on loopback: interrupted, brought up to date, refused."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from hygiene.breaches.corpus.build import build
from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.fetch import Estimate, Fetched, Order, ServiceError, fetch
from hygiene.breaches.corpus.look_up import open_corpus
from hygiene.breaches.corpus.packs import read_download
from hygiene.breaches.settings import RangeSettings
from hygiene.errors import HygieneError
from hygiene.evidence import BreachAnswer, Exposure
from hygiene.secret import Secret
from tests.breaches.corpus.lists import prefix_of
from tests.breaches.server import CONTROLS, RangeServer, range_server

KNOWN = "kesäloma2024"
HERE = prefix_of(KNOWN)
AROUND = range(HERE - 30, HERE + 10)
ORDER = Order(prefixes=AROUND)


def get(
    server: RangeServer, folder: Path, order: Order = ORDER, *, connections: int = 4, agrees: bool = True
) -> Fetched | None:
    settings = RangeSettings(
        server.url, ca_file=server.ca_file, connections=connections, pause=0.01, deadline_per_request=5
    )
    return fetch(folder, settings, order, lambda _estimate: agrees)


def answer(folder: Path, password: str = KNOWN, algorithm: Algorithm = Algorithm.SHA1) -> BreachAnswer:
    corpus = folder.parent / "breached.corpus"
    build([folder], corpus, algorithm)
    with open_corpus(corpus) as opened:
        return opened.look_up([Secret(password)])[Secret(password)]


def asked(server: RangeServer) -> list[int]:
    """The prefixes that were asked for, without those that show whether the service is a true one."""
    controls = {prefix_of(password) for password in CONTROLS}
    return [int(prefix, 16) for prefix in server.prefixes if int(prefix, 16) not in controls]


def test_a_download_becomes_a_corpus_that_says_how_far_it_reaches(tmp_path: Path) -> None:
    with range_server({KNOWN: 31}) as server:
        assert get(server, tmp_path / "lists") == Fetched(changed=len(AROUND), unchanged=0, failed=0)
        assert sorted(asked(server)) == list(AROUND)
        assert server.connections <= 4
    assert answer(tmp_path / "lists").count in range(29, 34)
    assert answer(tmp_path / "lists", "muualla").exposure is Exposure.UNKNOWN
    with open_corpus(tmp_path / "breached.corpus") as corpus:
        assert (corpus.header.whole, corpus.header.is_whole) == (len(AROUND), False)


def test_no_padding_is_asked_for_and_nothing_else_is_told(tmp_path: Path) -> None:
    with range_server() as server:
        get(server, tmp_path / "lists")
        host = server.url.removeprefix("https://")
    known_headers = {"Host": host, "User-Agent": "hygiene", "Accept-Encoding": "gzip"}
    assert all(request.headers.items() <= known_headers.items() for request in server.requests)


def test_an_update_fetches_only_what_changed(tmp_path: Path) -> None:
    with range_server() as server:
        get(server, tmp_path / "lists")
        assert answer(tmp_path / "lists").exposure is Exposure.NOT_FOUND
        before = len(server.requests)
        server.learn(KNOWN, 5)
        assert get(server, tmp_path / "lists", Order()) == Fetched(1, len(AROUND) - 1, 0)
        conditional = [request for request in server.requests[before:] if "If-None-Match" in request.headers]
        assert len(conditional) == len(AROUND)
        assert answer(tmp_path / "lists").count == 5
        assert get(server, tmp_path / "lists") == Fetched(0, len(AROUND), 0)
        assert server.connections <= 12
    assert answer(tmp_path / "lists").count == 5


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_download_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from hygiene.breaches.corpus.fetch import Order, fetch\n"
        "from hygiene.breaches.settings import RangeSettings\n"
        "def progress(done, total):\n"
        "    if done == 15: os.kill(os.getpid(), signal.SIGKILL)\n"
        "order = Order(prefixes=range(int(sys.argv[3]), int(sys.argv[4])))\n"
        "fetch(Path(sys.argv[1]), RangeSettings(sys.argv[2], connections=4), order, lambda _: True, progress)\n"
    )
    folder = tmp_path / "lists"
    with range_server({KNOWN: 31}, tls=False) as server:
        command: list[str | Path] = [
            sys.executable,
            "-c",
            program,
            folder,
            server.url,
            str(AROUND.start),
            str(AROUND.stop),
        ]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        assert not read_download(folder).finished
        packs = sorted(folder.glob("*.pack"))
        torn = packs[-1].read_bytes()
        packs[-1].write_bytes(torn + torn[: len(torn) // 3])
        assert get(server, folder) == Fetched(len(AROUND) - 15, 0, 0)
        assert read_download(folder).finished
    assert answer(folder).count in range(29, 34)


def test_what_fails_is_counted_and_asked_for_again(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    with range_server(behaviour="fails", spare=[*CONTROLS, KNOWN]) as server:
        assert get(server, folder) == Fetched(1, 0, len(AROUND) - 1)
    assert not read_download(folder).finished
    assert answer(folder).exposure is Exposure.NOT_FOUND
    with range_server() as server:
        assert get(server, folder) == Fetched(len(AROUND) - 1, 0, 0)
        assert HERE not in asked(server)


def test_a_service_that_is_gone_is_not_asked_for_ever(tmp_path: Path) -> None:
    with range_server(behaviour="fails", spare=CONTROLS) as server:
        fetched = get(server, tmp_path / "lists", Order(prefixes=range(0x10000, 0x20000)), connections=16)
    assert fetched == Fetched(0, 0, 0x10000)
    assert len(set(asked(server))) < 200


@pytest.mark.parametrize("behaviour", ["come_back_tomorrow", "come_back_in_a_million_years", "closed_until_2100"])
def test_a_service_that_is_closed_for_long_is_left_at_once(tmp_path: Path, behaviour: str) -> None:
    with range_server(behaviour=behaviour, spare=CONTROLS) as server:
        assert get(server, tmp_path / "lists") == Fetched(0, 0, len(AROUND))
    assert len(asked(server)) <= 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_takes_a_part_of_the_last_list_is_noticed(tmp_path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from hygiene.breaches.corpus.packs import Pack\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "with Pack(Path(sys.argv[1]), 0) as pack:\n"
        "    try:\n"
        "        pack.add(0, 1, b'', bytes(800), bytes(range(1, 101)))\n"
        "        pack.add(1, 1, b'', bytes(800), bytes(range(1, 101)))\n"
        "    except OSError:\n"
        "        sys.exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, tmp_path], check=False).returncode == 7


def test_one_list_for_every_question_is_not_believed(tmp_path: Path) -> None:
    with range_server(behaviour="same_list_always", spare=CONTROLS) as server:
        fetched = get(server, tmp_path / "lists")
    assert fetched is not None
    assert fetched.failed >= len(AROUND) - 1
    assert answer(tmp_path / "lists").exposure is Exposure.UNKNOWN


@pytest.mark.parametrize(
    "behaviour", ["fails", "portal", "empty", "stale_mirror", "resets", "garbage_lines", "same_list_always"]
)
def test_a_service_that_does_not_know_the_commonest_passwords_is_left(tmp_path: Path, behaviour: str) -> None:
    with range_server(behaviour=behaviour) as server, pytest.raises(ServiceError, match=r"corpus\.service"):
        get(server, tmp_path / "lists")
    assert not (tmp_path / "lists").exists()


def test_ntlm(tmp_path: Path) -> None:
    here = prefix_of(KNOWN, ntlm=True)
    order = Order(Algorithm.NTLM, range(here, here + 2))
    with range_server({KNOWN: 31}) as server:
        assert get(server, tmp_path / "lists", order) == Fetched(2, 0, 0)
        assert all(request.path.endswith("?mode=ntlm") for request in server.requests)
        with pytest.raises(HygieneError, match="other_download"):
            get(server, tmp_path / "lists")
    assert answer(tmp_path / "lists", algorithm=Algorithm.NTLM).count in range(29, 34)
    with pytest.raises(HygieneError, match="hashes_are_ntlm"):
        answer(tmp_path / "lists")


def test_a_refusal_leaves_nothing_behind(tmp_path: Path) -> None:
    with range_server() as server:
        assert get(server, tmp_path / "lists", agrees=False) is None
        assert asked(server) == []
    assert not (tmp_path / "lists").exists()


def test_the_estimate_is_near_the_truth(tmp_path: Path) -> None:
    told: list[Estimate] = []

    def agrees(estimate: Estimate) -> bool:
        told.append(estimate)
        return True

    with range_server() as server:
        settings = RangeSettings(server.url, ca_file=server.ca_file)
        fetch(tmp_path / "lists", settings, ORDER, agrees)
        fetch(tmp_path / "lists", settings, ORDER, agrees)
    size = sum(file.stat().st_size for file in (tmp_path / "lists").glob("*.pack"))
    assert told[0].disk == pytest.approx(size, rel=0.1)
    assert told[0].free > told[0].corpus
    assert [each.is_update for each in told] == [False, True]
    assert told[1].disk < size / 10


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with range_server() as server, pytest.raises(HygieneError, match="folder_in_use"):
        get(server, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_requests_keep_their_distance(tmp_path: Path) -> None:
    """The clock can only make it slower, never faster than was allowed."""
    begun = monotonic()
    with range_server() as server:
        get(server, tmp_path / "lists", Order(prefixes=range(HERE, HERE + 10), per_second=50))
        asked_in_all = len(server.requests)
    assert monotonic() - begun >= (asked_in_all - 1) / 50
