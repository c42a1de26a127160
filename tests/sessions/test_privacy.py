"""What others could read: nothing but sizes and times, during an audit and after it."""

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from hygiene.sessions import Beginning, open_store
from tests import own_keyring


def bytes_below(folder: Path) -> bytes:
    return b"\0".join(file.name.encode() + b"\0" + file.read_bytes() for file in folder.rglob("*") if file.is_file())


def assert_nothing_shows(folder: Path) -> None:
    everything = bytes_below(folder)
    for canary in ("Canary", "canary", date.today().isoformat()):  # noqa: DTZ011 - what the store would hold
        for form in (canary.encode(), canary.encode("utf-16-le"), canary.encode().hex().encode()):
            assert form not in everything


def test_nothing_shows_while_under_way_nor_afterwards(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(
            Beginning(
                inputs=(Path("/canary-path/canary-path.csv"),),
                policies=("Canary-policy",),
                language="fi",
                work_domains=("canary.example",),
            )
        )
        for number in range(30):
            session.record(f"Canary-question-{number}", f"Canary-choice-{number}")
        session.record(f"kind:{session.fingerprint('Canary-site')}", "Canary-choice")
        session.set("work_domain", "Canary-fact")
        session.retract("Canary-question-3")
        assert any(file.name.endswith("-wal") and file.stat().st_size for file in folder.iterdir())
        assert_nothing_shows(folder)
    assert_nothing_shows(folder)
    with open_store(folder) as store:
        store.resume().finish()
        assert_nothing_shows(folder)


def sealed_records(folder: Path) -> list[bytes]:
    connection = sqlite3.connect(folder / "sessions.db")
    rows = connection.execute("SELECT sealed FROM records").fetchall()
    connection.close()
    return [sealed for (sealed,) in rows]


@pytest.mark.parametrize("way", ["finish", "forget"])
def test_not_even_the_sealed_records_remain(folder: Path, way: str) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning())
        for number in range(40):
            session.record(f"q{number}", "yes")
        sealed = sealed_records(folder)
        assert all(record in bytes_below(folder) for record in sealed)
        if way == "finish":
            session.finish()
        else:
            session.close()
            store.forget(session.id)
        # The store is still open: there is nothing that only its closing would clear away.
        everything = bytes_below(folder)
        assert not [record for record in sealed if record in everything or record[12:60] in everything]
        assert session.id not in str(list(folder.iterdir()))


def test_sizes_do_not_tell_answers_apart(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning())
        session.record("q", "no")
        session.record("a-rather-longer-name-of-a-question", "dont-know")
        session.record(f"kind:{session.fingerprint('x')}", "private")
        assert len({len(record) for record in sealed_records(folder)}) == 1


def test_equal_records_look_different(folder: Path) -> None:
    with open_store(folder) as store:
        for _ in range(2):
            store.begin(Beginning()).record("q", "yes")
    sealed = sealed_records(folder)
    assert len({record[:12] for record in sealed}) == len({record[12:] for record in sealed}) == len(sealed)


@pytest.mark.skipif(os.name != "posix", reason="Windows has access lists instead")
def test_others_are_kept_out_whatever_the_umask(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    existing = tmp_path / "existing"
    existing.mkdir()
    existing.chmod(0o777)
    previous = os.umask(0)
    try:
        for folder in (home / "sessions", existing):
            with open_store(folder) as store:
                store.begin(Beginning()).record("q", "yes")
                files = list(folder.iterdir())
                assert {file.suffix for file in files} == {".db", ".db-wal", ".db-shm", ".lock"}
                assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
                assert folder.stat().st_mode & 0o777 == 0o700
            (folder / "sessions.db").chmod(0o666)
            with open_store(folder):
                assert (folder / "sessions.db").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(previous)
    assert {place.stat().st_mode & 0o777 for place in (home, home.parent)} == {0o700}


def test_a_key_never_shows_itself(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning(inputs=(Path("/canary-path"),)))
        shown = f"{store!r} {session!r} {session.beginning!r} {store._key!r}"
    (entry,) = Path(os.environ[own_keyring.FOLDER]).iterdir()
    key = entry.read_text()
    assert len(bytes.fromhex(key)) == 32
    assert "canary" not in shown
    assert key not in shown
    assert key.encode() not in bytes_below(folder)
    assert bytes.fromhex(key) not in bytes_below(folder)
