"""A store that opens with a passphrase, and one of an earlier version whose key lies in a file."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygiene.errors import MissingKeyError
from hygiene.secret import Secret
from hygiene.sessions import AskPassphrase, Beginning, KeptIn, Occasion, UnusableStoreError, open_store
from hygiene.sessions.database import VERSION
from hygiene.sessions.passphrase import Lock
from tests.sessions.test_privacy import bytes_below

pytestmark = pytest.mark.usefixtures("no_keyring")

VERSION_1 = Path(__file__).with_name("version_1")
"""A store that the program's first version made where there was no keyring."""

PASSPHRASE = "kivi orava sumu kanootti ä"


def told(*passphrases: str) -> AskPassphrase:
    """Somebody who gives these passphrases, one after the other, and then no more."""
    left: Iterator[str] = iter(passphrases)

    def ask(occasion: Occasion) -> Secret:
        given = next(left, None)
        if given is None:
            raise MissingKeyError("sessions.wrong_passphrase")
        return Secret(given)

    return ask


@pytest.fixture
def old(folder: Path) -> Path:
    shutil.copytree(VERSION_1, folder)
    return folder


def test_what_is_kept_opens_with_its_passphrase_alone(folder: Path) -> None:
    with open_store(folder, ask=told(PASSPHRASE)) as store:
        store.begin(Beginning()).record("q", "yes")
        assert store.kept_in is KeptIn.PASSPHRASE
    for wrong in (PASSPHRASE[:-1], PASSPHRASE.upper(), PASSPHRASE + " ", ""):
        with pytest.raises(MissingKeyError):
            open_store(folder, ask=told(wrong))
    with pytest.raises(MissingKeyError, match="no_passphrase"):
        open_store(folder)
    with open_store(folder, ask=told("x", "y", PASSPHRASE)) as store:
        assert store.resume().answers == {"q": "yes"}
    assert PASSPHRASE.encode() not in bytes_below(folder)
    assert not (folder / "key").exists()


def test_a_letter_opens_however_the_keyboard_writes_it(folder: Path) -> None:
    open_store(folder, ask=told(PASSPHRASE)).close()
    open_store(folder, ask=told(PASSPHRASE.replace("ä", "a\u0308"))).close()


def test_two_stores_with_one_passphrase_have_nothing_in_common(folder: Path) -> None:
    locks, fingerprints = [], set()
    for each in (folder, folder.with_name("another")):
        with open_store(each, ask=told(PASSPHRASE)) as store:
            locks.append(kept_lock(each))
            fingerprints.add(store.fingerprint("x"))
    assert len(fingerprints) == 2
    assert locks[0].salt != locks[1].salt
    assert locks[0].locked != locks[1].locked


def kept_lock(folder: Path) -> Lock:
    connection = sqlite3.connect(folder / "sessions.db")
    ((kept,),) = connection.execute("SELECT lock FROM store")
    connection.close()
    return Lock.from_text(kept)


def test_giving_up_leaves_nothing_that_is_in_the_way(folder: Path) -> None:
    with pytest.raises(MissingKeyError):
        open_store(folder, ask=told())
    open_store(folder, ask=told(PASSPHRASE)).close()


def test_of_two_that_begin_at_once_one_makes_the_store(folder: Path) -> None:
    def slow(occasion: Occasion) -> Secret:
        if occasion is Occasion.NEW:
            # While one is thinking, another has made the store already, with another passphrase.
            open_store(folder, ask=told("theirs")).close()
            return Secret("mine")
        return Secret("theirs")

    open_store(folder, ask=slow).close()
    open_store(folder, ask=told("theirs")).close()
    with pytest.raises(MissingKeyError):
        open_store(folder, ask=told("mine"))


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: "",
        lambda kept: kept[:-1] + ("0" if kept[-1] != "0" else "1"),
        lambda kept: kept.replace("65536", "65537"),
        lambda kept: kept[:40] + ("0" if kept[40] != "0" else "1") + kept[41:],
        lambda kept: with_numbers(2**40, 3, 4),
        lambda kept: with_numbers(65536, 10**9, 4),
        lambda kept: with_numbers(65536, 3, 10**6),
        lambda kept: with_numbers(8, 3, 4),
        lambda kept: with_numbers(65536, 0, 4),
        lambda kept: Lock(b"", b"", 65536, 3, 4).as_text(),
    ],
)
def test_a_lock_that_is_damaged_or_asks_for_too_much_is_refused_at_once(folder: Path, change: object) -> None:
    open_store(folder, ask=told(PASSPHRASE)).close()
    connection = sqlite3.connect(folder / "sessions.db")
    ((kept,),) = connection.execute("SELECT lock FROM store")
    connection.execute("UPDATE store SET lock = ?", (change(kept),))  # type: ignore[operator]
    connection.commit()
    connection.close()
    with pytest.raises(UnusableStoreError, match="store_damaged"):
        open_store(folder, ask=told(PASSPHRASE))


def with_numbers(memory: int, passes: int, lanes: int) -> str:
    return Lock(bytes(16), bytes(60), memory, passes, lanes).as_text()


def test_a_passphrase_is_changed(folder: Path) -> None:
    with open_store(folder, ask=told(PASSPHRASE)) as store:
        store.begin(Beginning()).record("q", "yes")
        before = kept_lock(folder)
        store.lock_with(Secret("new"))
        everything = bytes_below(folder)
        assert before.locked.hex().encode() not in everything
    with pytest.raises(MissingKeyError):
        open_store(folder, ask=told(PASSPHRASE))
    with open_store(folder, ask=told("new")) as store:
        assert store.resume().answers == {"q": "yes"}


def test_a_store_of_the_first_version_goes_on_opening(old: Path) -> None:
    for _ in range(2):
        with open_store(old) as store:
            assert store.kept_in is KeptIn.FILE
            session = store.resume("9c9a02be")
            assert session.answers == {"q0": "no", "q1": "yes", "q2": "no", "q3": "yes", "q4": "no"}
            assert (session.beginning.language, session.get("online"), session.name) == ("sv", "no", "")
            assert (session.damaged, store.get("summary")) == (0, "kept")
    connection = sqlite3.connect(old / "sessions.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()
    assert (old / "key").stat().st_mode & 0o077 == 0


def test_a_store_of_the_first_version_is_moved_to_a_passphrase(old: Path) -> None:
    key = (old / "key").read_text()
    with open_store(old) as store:
        fingerprint = store.fingerprint("x")
        store.lock_with(Secret(PASSPHRASE))
        assert not (old / "key").exists()
    assert key.encode() not in bytes_below(old)
    assert bytes.fromhex(key) not in bytes_below(old)
    with pytest.raises(MissingKeyError):
        open_store(old)
    # A move that was cut short left the key where it was.
    (old / "key").write_text(key)
    with open_store(old, ask=told(PASSPHRASE)) as store:
        assert store.fingerprint("x") == fingerprint
        assert len(store.resume().answers) == 5
    assert not (old / "key").exists()
    (old / "key").write_text("ab" * 32)
    open_store(old, ask=told(PASSPHRASE)).close()
    assert (old / "key").read_text() == "ab" * 32


@pytest.mark.parametrize("content", [None, b"", b"\xff torn", b"ab" * 31, b"cd" * 32])
def test_a_key_file_that_is_gone_or_another_is_said(old: Path, content: bytes | None) -> None:
    if content is None:
        (old / "key").unlink()
    else:
        (old / "key").write_bytes(content)
    with pytest.raises(UnusableStoreError, match="key_gone"):
        open_store(old)
    assert (old / "key").exists() == (content is not None)
    (old / "key").write_bytes((VERSION_1 / "key").read_bytes())
    with open_store(old) as store:
        assert len(store.resume().answers) == 5
