"""No damage turns an answer into a wrong one, and the check finds all of it."""

import gzip
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings, strategies

from hygiene.breaches.corpus.build import build
from hygiene.breaches.corpus.check import check
from hygiene.breaches.corpus.form import HEADER_SIZE, DamagedError, index_size
from hygiene.breaches.corpus.look_up import Corpus, corpus_in_memory, open_corpus
from hygiene.errors import HygieneError
from hygiene.evidence import Exposure
from hygiene.secret import Secret
from tests.breaches.corpus.lists import password_beginning, prefix_of, rows, small_corpus, write_folder

KNOWN = "Kesäloma2024"
AROUND = range(prefix_of(KNOWN) - 2, prefix_of(KNOWN) + 3)
ABSENT = password_beginning(AROUND)
QUESTIONS = [Secret(KNOWN), Secret(ABSENT)]
BLOCKS = HEADER_SIZE + index_size(20)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage")
    path = folder / "breached.corpus"
    build([write_folder(folder / "lists", rows(AROUND, {KNOWN: 12}))], path, as_of=date(2026, 10, 30))
    return path


def exposures(corpus: Corpus) -> list[Exposure]:
    return [answer.exposure for answer in corpus.look_up(QUESTIONS).values()]


places = (
    strategies.integers(0, HEADER_SIZE - 1)
    | strategies.integers(HEADER_SIZE + 8 * AROUND[0], HEADER_SIZE + 8 * (AROUND[-1] + 1) - 1)
    | strategies.integers(BLOCKS, BLOCKS + 6000)
)


@settings(max_examples=150, deadline=None)
@given(strategies.dictionaries(places, strategies.integers(1, 255), min_size=1, max_size=3))
def test_a_changed_byte_never_makes_a_wrong_answer(corpus: Path, changes: dict[int, int]) -> None:
    content = bytearray(corpus.read_bytes())
    for place, change in changes.items():
        content[min(place, len(content) - 1)] ^= change
    try:
        damaged = corpus_in_memory(bytes(content))
    except DamagedError:
        return
    for answer, truth in zip(exposures(damaged), (Exposure.FOUND, Exposure.NOT_FOUND), strict=True):
        assert answer in (truth, Exposure.UNKNOWN)


SMALL = small_corpus({Random(7).getrandbits(64): count for count in range(1, 400)})  # noqa: S311


@settings(max_examples=300, deadline=None)
@given(place=strategies.integers(0, len(SMALL) - 1), change=strategies.integers(1, 255))
def test_the_check_finds_every_changed_byte(tmp_path_factory: pytest.TempPathFactory, place: int, change: int) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.corpus"
    path.write_bytes(SMALL)
    assert check(path).is_sound
    content = bytearray(SMALL)
    content[place] ^= change
    path.write_bytes(content)
    try:
        assert not check(path).is_sound
    except HygieneError:
        assert place < HEADER_SIZE


def test_blocks_that_changed_places(corpus: Path) -> None:
    content = bytearray(corpus.read_bytes())
    one, two = (slice(HEADER_SIZE + 8 * prefix, HEADER_SIZE + 8 * prefix + 8) for prefix in AROUND[2:4])
    content[one], content[two] = content[two], content[one]
    swapped = corpus_in_memory(bytes(content))
    answer = swapped.look_up(QUESTIONS)[Secret(KNOWN)]
    assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "damaged_corpus")


def test_a_sound_corpus(corpus: Path) -> None:
    steps: list[tuple[int, int]] = []
    checked = check(corpus, lambda done, total: steps.append((done, total)))
    assert checked.is_sound
    assert checked.header.hashes == len(AROUND) * 250 + 1
    assert steps[-1] == (1 << 20, 1 << 20)
    with open_corpus(corpus) as opened:
        assert exposures(opened) == [Exposure.FOUND, Exposure.NOT_FOUND]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "no_corpus"),
        (b"hello", "no_corpus"),
        (b"0" * 40 + b":3\r\n", "still_a_list"),
        (b"0" * 32 + b":3\r\n", "still_a_list"),
        (gzip.compress(b"0" * 40, mtime=0), "compressed"),
        (b"\x93HYGpart" + bytes(200), "unfinished"),
        (b"\x93HYGcorp" + bytes(200), "damaged"),
    ],
)
def test_what_is_no_corpus_is_named(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(HygieneError, match=rf"corpus\.{key}"), open_corpus(path):
        pass


def test_a_corpus_that_was_cut_or_grew(corpus: Path, tmp_path: Path) -> None:
    content = corpus.read_bytes()
    path = tmp_path / "file"
    for other in (content[:-1], content[: len(content) // 2], content[:HEADER_SIZE], content + b"\0"):
        path.write_bytes(other)
        with pytest.raises(HygieneError, match=r"corpus\.cut"):
            check(path)
    with pytest.raises(HygieneError, match=r"corpus\.unreadable"), open_corpus(tmp_path / "missing"):
        pass


def test_a_file_that_shrinks_while_it_is_open(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(corpus.read_bytes())
    with open_corpus(path) as opened:
        with path.open("r+b") as file:
            file.truncate(BLOCKS)
        assert exposures(opened) == [Exposure.UNKNOWN, Exposure.UNKNOWN]
