"""Corpora built from lists of every kind, and from lists that are none."""

import bz2
import gzip
import lzma
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from hygiene.breaches.corpus import inputs as reading
from hygiene.breaches.corpus.build import build
from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.look_up import NOT_HELD, UNCOVERED, open_corpus
from hygiene.errors import HygieneError
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret
from tests.breaches.corpus.lists import password_beginning, prefix_of, rows, write, write_folder

KNOWN = "Kesäloma2024"
HERE = prefix_of(KNOWN)
AROUND = range(HERE - 20, HERE + 20)
ABSENT = password_beginning(range(HERE - 19, HERE + 19))
"""A password in a prefix that is whole in the lists below, and not one of theirs."""

DAY = date(2026, 10, 30)


def ask(corpus: Path, *passwords: str) -> list[BreachAnswer]:
    with open_corpus(corpus) as opened:
        return list(opened.look_up(map(Secret, passwords)).values())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "breached.corpus"


@pytest.fixture
def lines() -> list[str]:
    return rows(AROUND, {KNOWN: 12})


def test_found_not_found_and_unknown(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    header = build([write(tmp_path / "list.txt", lines)], corpus, as_of=DAY)
    assert (header.hashes, header.as_of, header.size) == (len(lines), DAY, corpus.stat().st_size)
    # The first prefix and the last one may be cut.
    assert header.whole == len(AROUND) - 2
    assert ask(corpus, KNOWN, ABSENT, password_beginning(range(0xF0000, 0xFFFFF)), "ab\ud800c") == [
        BreachAnswer(Exposure.FOUND, BreachSource.CORPUS, count=12, as_of=DAY),
        BreachAnswer(Exposure.NOT_FOUND, BreachSource.CORPUS, count=0, as_of=DAY),
        BreachAnswer(Exposure.UNKNOWN, BreachSource.CORPUS, reason="not_in_corpus", as_of=DAY),
        BreachAnswer(Exposure.UNKNOWN, BreachSource.CORPUS, reason="unencodable", as_of=DAY),
    ]


@pytest.mark.parametrize("breached", [normalize("NFC", KNOWN), normalize("NFD", KNOWN)], ids=["NFC", "NFD"])
def test_every_spelling_is_looked_up(tmp_path: Path, corpus: Path, breached: str) -> None:
    typed = normalize("NFD", KNOWN)
    build([write(tmp_path / "list.txt", rows([prefix_of(breached)], {breached: 7}))], corpus)
    assert ask(corpus, typed)[0].count == 7


def test_not_found_takes_a_whole_prefix_for_every_spelling(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    build([write(tmp_path / "list.txt", rows(AROUND))], corpus)
    typed = normalize("NFD", KNOWN)
    assert prefix_of(typed) not in AROUND
    assert [answer.exposure for answer in ask(corpus, KNOWN, typed)] == [Exposure.NOT_FOUND, Exposure.UNKNOWN]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_lines_of_every_fashion(
    tmp_path: Path, corpus: Path, lines: list[str], end: str, change: Callable[[str], str]
) -> None:
    build([write(tmp_path / "list.txt", map(change, lines), end)], corpus)
    reference = build([write(tmp_path / "reference.txt", lines)], tmp_path / "other.corpus", as_of=DAY)
    assert reference.hashes == len(lines)
    assert ask(corpus, KNOWN, ABSENT)[0].count == 12


def test_a_last_line_without_an_end(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    path = write(tmp_path / "list.txt", lines)
    path.write_bytes(path.read_bytes().rstrip())
    assert build([path], corpus).hashes == len(lines)


@pytest.mark.parametrize(
    ("name", "pack"), [("a.gz", gzip.compress), ("a.bz2", bz2.compress), ("a.xz", lzma.compress), ("a", bytes)]
)
def test_plain_or_compressed(
    tmp_path: Path, corpus: Path, lines: list[str], name: str, pack: Callable[[bytes], bytes]
) -> None:
    plain = write(tmp_path / "list.txt", lines).read_bytes()
    (tmp_path / name).write_bytes(pack(plain))
    assert build([tmp_path / name], corpus).hashes == len(lines)
    assert [answer.exposure for answer in ask(corpus, KNOWN, ABSENT)] == [Exposure.FOUND, Exposure.NOT_FOUND]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_list_that_is_cut_or_damaged(
    tmp_path: Path, corpus: Path, lines: list[str], pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(write(tmp_path / "list.txt", lines).read_bytes())
    half = len(packed) // 2
    for broken in (packed[:half], packed[:half] + bytes(100) + packed[half + 100 :]):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(HygieneError, match=r"corpus\.(broken_archive|unreadable)"):
            build([tmp_path / "broken"], corpus)
        assert not corpus.exists()


def test_a_folder_of_prefix_files(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    folder = write_folder(tmp_path / "lists", lines)
    header = build([folder], corpus)
    assert (header.hashes, header.whole) == (len(lines), len(AROUND))
    for path in sorted(folder.iterdir())[::2]:
        path.with_suffix(".txt.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    again = build([folder], tmp_path / "again.corpus", as_of=header.as_of)
    assert again == header
    assert (tmp_path / "again.corpus").read_bytes() == corpus.read_bytes()


def test_lists_that_follow_each_other(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    parts = [write(tmp_path / "1.txt", lines[:3000]), write(tmp_path / "2.txt", lines[3000:])]
    assert build(parts, corpus).hashes == len(lines)
    assert ask(corpus, KNOWN)[0].count == 12
    with pytest.raises(HygieneError, match="unsorted"):
        build(parts[::-1], corpus)


def test_ntlm(tmp_path: Path, corpus: Path) -> None:
    here = prefix_of(KNOWN, ntlm=True)
    lines = rows(range(here - 1, here + 2), {KNOWN: 3}, ntlm=True)
    build([write(tmp_path / "list.txt", lines)], corpus, Algorithm.NTLM)
    assert ask(corpus, KNOWN)[0].count == 3
    build([write_folder(tmp_path / "lists", lines)], corpus, Algorithm.NTLM)
    assert ask(corpus, KNOWN)[0].count == 3


@pytest.mark.parametrize("in_folder", [False, True])
def test_the_other_kind_of_hashes_is_named(tmp_path: Path, corpus: Path, *, in_folder: bool) -> None:
    for ntlm, key in ((True, "hashes_are_ntlm"), (False, "hashes_are_sha1")):
        lines = rows([5], ntlm=ntlm)
        path = write_folder(tmp_path / key, lines) if in_folder else write(tmp_path / key, lines)
        with pytest.raises(HygieneError, match=key):
            build([path], corpus, Algorithm.of(ntlm=not ntlm))


def test_padding_is_no_hit(tmp_path: Path, corpus: Path) -> None:
    header = build([write(tmp_path / "list.txt", rows(AROUND, {ABSENT: 0, KNOWN: 1}))], corpus)
    assert header.hashes == len(AROUND) * 250 + 1
    assert [answer.exposure for answer in ask(corpus, ABSENT, KNOWN)] == [Exposure.NOT_FOUND, Exposure.FOUND]


def test_a_selection_never_says_not_found(tmp_path: Path, corpus: Path) -> None:
    """A list of the commonest passwords has hashes everywhere, and lacks most of them."""
    header = build([write(tmp_path / "list.txt", rows(AROUND, {KNOWN: 9}, per_prefix=150))], corpus)
    assert header.whole == 0
    assert [answer.exposure for answer in ask(corpus, KNOWN, ABSENT)] == [Exposure.FOUND, Exposure.UNKNOWN]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_prefix_that_was_cut_is_not_whole(tmp_path: Path, corpus: Path, share: float) -> None:
    folder = write_folder(tmp_path / "lists", rows([prefix_of(ABSENT)], per_prefix=900))
    path = next(folder.iterdir())
    content = path.read_bytes()
    assert build([folder], corpus).whole == 1
    path.write_bytes(content[: int(len(content) * share)].rpartition(b"\r\n")[0])
    assert build([folder], corpus).whole == 0
    assert ask(corpus, ABSENT)[0].exposure is Exposure.UNKNOWN


def test_a_list_that_was_cut_between_two_lines(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    for kept in (lines[:5000], lines[5000:]):
        build([write(tmp_path / "list.txt", kept)], corpus)
        cut = {int(kept[0][:5], 16), int(kept[-1][:5], 16)}
        with open_corpus(corpus) as opened:
            for prefix in cut:
                assert opened.code(prefix << 44 | 7) == UNCOVERED
            assert opened.code((max(cut) - 1) << 44 | 7) == NOT_HELD


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "malformed"),
        (b"<html>not here</html>\n", "malformed"),
        (b"password\n123456\n", "malformed"),
        (b"A" * 40 + b"\n", "malformed"),
        (b"A" * 64 + b":3\n", "malformed"),
        (b"A" * 40 + b":3\n" + b"B" * 39 + b":3\n", "malformed"),
        (b"A" * 40 + b":3\n" + b"B" * 20, "malformed"),
        (b"A" * 40 + b":3\n" + b"x" * (3 << 20), "malformed"),
        (b"B" * 40 + b":3\n" + b"A" * 40 + b":3\n", "unsorted"),
        (b"\x28\xb5\x2f\xfd" + bytes(50), "other_archive"),
        (b"PK\x03\x04" + bytes(50), "other_archive"),
        (b"\x1f\x8b" + bytes(50), "broken_archive"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_replaced(
    tmp_path: Path, corpus: Path, content: bytes, key: str
) -> None:
    corpus.write_bytes(b"what was there")
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(HygieneError, match=rf"corpus\.{key}"):
        build([path], corpus)
    assert corpus.read_bytes() == b"what was there"


def test_what_cannot_be_read_or_written(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(HygieneError, match=r"no_prefix_files|unreadable"):
        build([tmp_path / "empty"], corpus)
    with pytest.raises(HygieneError, match="unreadable"):
        build([tmp_path / "missing"], corpus)
    with pytest.raises(HygieneError, match="unwritable"):
        build([write(tmp_path / "list.txt", lines)], tmp_path / "missing" / "breached.corpus")


def test_without_numpy_the_bytes_are_the_same(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    build([write(tmp_path / "list.txt", lines)], corpus, as_of=DAY)
    other = tmp_path / "other.corpus"
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "import hygiene.breaches.corpus.engine as engine\n"
        "engine.has_numpy = lambda: False\n"
        "from pathlib import Path; from datetime import date; from hygiene.breaches.corpus.build import build\n"
        "build([Path(sys.argv[1])], Path(sys.argv[2]), as_of=date(2026, 10, 30))\n"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path / "list.txt", other], check=True)
    assert other.read_bytes() == corpus.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("packed", [False, True])
def test_a_build_that_was_killed_goes_on_where_it_was(tmp_path: Path, corpus: Path, *, packed: bool) -> None:
    """What the child had saved before it was killed is not built again, and the bytes are the same in the end."""
    lines = rows(range(0, 1 << 20, 1 << 12), per_prefix=900)
    path = write(tmp_path / "list.txt", lines)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes(), 1))
    build([path], corpus, as_of=DAY)
    expected = corpus.read_bytes()
    corpus.unlink()
    program = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from hygiene.breaches.corpus import draft\n"
        "from hygiene.breaches.corpus.build import build\n"
        "draft._SAVE_EVERY = 0.0\n"
        "def progress(done, total):\n"
        "    if done > total * 3 // 4: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build([Path(sys.argv[1])], Path(sys.argv[2]), as_of=date(2026, 10, 30), progress=progress)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, path, corpus], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert not corpus.exists()
    with pytest.raises(HygieneError, match="unfinished"), open_corpus(corpus.with_name(corpus.name + ".part")):
        pass
    steps: list[int] = []
    build([path], corpus, as_of=DAY, progress=lambda done, _total: steps.append(done))
    assert steps[0] > (1 << 20) * 3 // 4
    assert corpus.read_bytes() == expected


def test_other_inputs_begin_anew(tmp_path: Path, corpus: Path, lines: list[str]) -> None:
    unfinished = corpus.with_name(corpus.name + ".part")
    unfinished.write_bytes(b"\x93HYGpart" + bytes(5000))
    path = write(tmp_path / "list.txt", lines)
    first = reading.fingerprint([path])
    build([path], corpus)
    assert ask(corpus, KNOWN)[0].count == 12
    assert not unfinished.exists()
    os.utime(path, ns=(1, 1))
    assert reading.fingerprint([path]) != first
