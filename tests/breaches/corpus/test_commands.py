"""The commands as their users run them."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from hygiene.process import take_hold
from hygiene.reports import schema
from tests.breaches.corpus.lists import password_beginning, prefix_of, rows, write, write_folder
from tests.breaches.server import range_server
from tests.journeys.program import Program

KNOWN = "Kesäloma2024"
AROUND = range(prefix_of(KNOWN) - 10, prefix_of(KNOWN) + 11)
ABSENT = password_beginning(AROUND)


@pytest.fixture
def corpus(program: Program, tmp_path: Path) -> Path:
    lists = write_folder(tmp_path / "lists", rows(AROUND, {KNOWN: 12}))
    ran = program.run("breach", "corpus", "build", lists, "-o", "b.corpus", "--as-of", "2026-10-30", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    return program.home / "b.corpus"


def test_a_corpus_tells_about_itself(program: Program, corpus: Path) -> None:
    ran = program.run("breach", "corpus", "info", corpus)
    assert ran.code == 0
    assert "30 October 2026" in ran.out
    assert f"{len(AROUND) * 250 + 1}," in ran.out
    assert f"partial, {len(AROUND)} of 1,048,576" in ran.out
    checked = program.run("breach", "corpus", "check", corpus)
    assert (checked.code, checked.out.splitlines()[-1].split(":")[0]) == (0, "Everything is as it was written")


def test_a_corpus_tells_programs_about_itself(program: Program, corpus: Path) -> None:
    told = {
        command: program.run("breach", "corpus", command, corpus, "--format", "json") for command in ("info", "check")
    }
    documents = {command: json.loads(ran.out) for command, ran in told.items()}
    expected = {
        "schema": "hygiene.corpus/1",
        "as_of": "2026-10-30",
        "algorithm": "sha1",
        "hashes": len(AROUND) * 250 + 1,
        "bytes": corpus.stat().st_size,
        "prefixes": 1 << 20,
        "whole_prefixes": len(AROUND),
        "whole": False,
    }
    assert documents["info"] == {**expected, "sound": None, "damaged_prefixes": None}
    assert documents["check"] == {**expected, "sound": True, "damaged_prefixes": 0}
    for document in documents.values():
        Draft202012Validator(json.loads(schema("hygiene.corpus/1"))).validate(document)
    assert program.run("breach", "corpus", "info", corpus, "--format", "yaml").code == 2


def test_damage_is_told(program: Program, corpus: Path) -> None:
    content = bytearray(corpus.read_bytes())
    content[-100] ^= 1
    corpus.write_bytes(content)
    ran = program.run("breach", "corpus", "check", corpus)
    assert ran.code == 1
    assert "1 part of the file is damaged" in ran.out


def test_a_corpus_is_not_written_over_unless_that_is_asked_for(program: Program, corpus: Path, tmp_path: Path) -> None:
    before = corpus.read_bytes()
    refused = program.run("breach", "corpus", "build", tmp_path / "lists", "-o", corpus)
    assert refused.code == 2
    assert corpus.read_bytes() == before
    allowed = program.run("breach", "corpus", "build", tmp_path / "lists", "-o", corpus, "--force")
    assert allowed.code == 0
    assert corpus.read_bytes() != before  # of another date


def test_one_process_at_a_time_works_on_a_corpus(program: Program, corpus: Path, tmp_path: Path) -> None:
    assert sorted(each.name for each in program.home.iterdir()) == ["b.corpus"]
    part, lock = corpus.with_name("b.corpus.part"), corpus.with_name("b.corpus.lock")
    before = corpus.read_bytes()
    part.write_bytes(b"half of it")
    words = ("breach", "corpus", "build", tmp_path / "lists", "-o", corpus, "--force", "--quiet")
    held = take_hold(lock)
    assert held
    with held:
        refused = program.run(*words)
        assert (refused.code, "Another run of the program is working on b.corpus" in refused.err) == (2, True)
        assert (part.read_bytes(), corpus.read_bytes()) == (b"half of it", before)
    lock.touch()  # as a process leaves it that was killed
    assert program.run(*words).code == 0
    assert sorted(each.name for each in program.home.iterdir()) == ["b.corpus"]


def test_one_process_at_a_time_downloads_into_a_folder(program: Program) -> None:
    folder = program.home / "lists"
    folder.mkdir()
    with range_server({KNOWN: 12}, tls=False) as server:
        words = ("breach", "corpus", "fetch", "lists", "--range-url", server.url, "--yes", "--quiet")
        scope = ("--prefixes", f"{AROUND[0]:05X}-{AROUND[2]:05X}")
        held = take_hold(folder / "download.lock")
        assert held
        with held:
            refused = program.run(*words, *scope)
            assert (refused.code, "Another run of the program is working on lists" in refused.err) == (2, True)
        (folder / "download.lock").touch()
        assert program.run(*words, *scope).code == 0
    assert not (folder / "download.lock").exists()


@pytest.mark.parametrize(
    ("password", "code", "words", "source"),
    [
        (KNOWN, 1, "there 12 times", "the corpus on this computer, data from 30 October 2026"),
        (ABSENT, 0, "not among those known", "the corpus on this computer, data from 30 October 2026"),
        ("password", 1, "is known from data breaches", "the program carries"),
        ("Rantakallio 8 lokkia", 3, "does not cover the part", "the corpus on this computer"),
    ],
)
def test_one_password(program: Program, corpus: Path, password: str, code: int, words: str, source: str) -> None:
    ran = program.run("breach", "password", "--corpus", corpus, typed=password + "\r\n")
    assert (ran.code, ran.err) == (code, "")
    assert words in ran.out
    assert source in ran.out
    assert password == "password" or password not in ran.out


def test_one_password_without_a_corpus_or_a_network(program: Program) -> None:
    assert program.run("breach", "password", typed="salasana\n").code == 1
    ran = program.run("breach", "password", typed="Rantakallio 8 lokkia")
    assert ran.code == 3
    assert "not on the short list" in ran.out


def test_one_password_is_asked_of_a_service(program: Program) -> None:
    with range_server({KNOWN: 4000}, tls=False) as server:
        words = ("breach", "password", "--range-url", server.url)
        assert program.run(*words, typed=KNOWN).code == 3
        assert server.requests == []
        ran = program.run(*words, "--online", typed=KNOWN)
        assert ran.code == 1
        assert "there 4000 times" in ran.out
        assert "the breach-check service, data from 30 October 2026" in ran.out
        assert program.run(*words, "--online", typed=ABSENT).code == 0


def test_bytes_that_are_no_text_are_unknown(program: Program, tmp_path: Path) -> None:
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, "-m", "hygiene", "breach", "password"],
        input=b"\xff\xfe\n",
        capture_output=True,
        env=program.environment(),
        check=False,
    )
    assert ran.returncode == 3


def test_a_mirror_is_fetched_built_and_used(program: Program) -> None:
    with range_server({KNOWN: 12}, tls=False) as server:
        words = ("breach", "corpus", "fetch", "lists", "--range-url", server.url, "--connections", "2")
        scope = ("--prefixes", f"{AROUND[0]:05x}-{AROUND[-1]:05X}")
        asked = program.run(*words, *scope, typed="2\n")
        assert (asked.code, (program.home / "lists").exists()) == (3, False)
        assert re.search(
            r"about \d+ MB and takes about \d+ MB of disk space; \d+ [MG]B are free", " ".join(asked.err.split())
        )
        assert program.run(*words, *scope).code == 3  # nobody is there to say yes
        fetched = program.run(*words, *scope, "--rate", "500", "--yes")
        assert fetched.code == 0, fetched.err
        assert f"Downloaded: {len(AROUND)} new" in fetched.err
        updated = program.run(*words, typed="1\n")
        assert updated.code == 0
        assert f"Downloaded: 0 new or changed parts; {len(AROUND)} had not changed" in updated.err
    assert program.run("breach", "corpus", "build", "lists", "-o", "b.corpus").code == 0
    assert program.run("breach", "password", "--corpus", "b.corpus", typed=KNOWN).code == 1
    assert program.run("breach", "password", "--corpus", "b.corpus", typed=ABSENT).code == 0


def test_a_service_that_cannot_be_reached_is_no_crash(program: Program) -> None:
    ran = program.run("breach", "corpus", "fetch", "lists", "--range-url", "http://127.0.0.1:9", "--yes")
    assert ran.code == 3
    assert "could not be reached" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "lists", "--range-url", "http://mirror.example"),
        ("fetch", "lists", "--prefixes", "0-F"),
        ("fetch", "lists", "--prefixes", "000FF-00000"),
        ("fetch", "lists", "--connections", "17"),
        ("build", "list.txt", "-o", "c", "--as-of", "yesterday"),
        ("build", "list.txt", "-o", "c", "--ntlm"),
        ("build", "list.txt"),
        ("info", "list.txt"),
        ("check", "list.txt"),
        ("info", "missing"),
    ],
)
def test_wrong_usage(program: Program, words: tuple[str, ...]) -> None:
    write(program.home / "list.txt", rows([5]))
    ran = program.run("breach", "corpus", *words)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 2
    assert "Traceback" not in ran.err
