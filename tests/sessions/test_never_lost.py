"""What was acknowledged survives kills, full disks and other processes; damage costs what is damaged and says so."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from hygiene.errors import SessionError
from hygiene.sessions import Beginning, open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the other processes are forked, killed and limited")

CHILD = Path(__file__).with_name("child.py")


def start(what: str, folder: Path, argument: str = "-", before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, str(CHILD), what, str(folder), argument],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHILD.parents[2])},
    )


def lines(process: subprocess.Popen[str]) -> list[str]:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.splitlines()


def test_sixty_kills_lose_nothing(folder: Path) -> None:
    (told,) = lines(start("kills", folder, "60"))
    operations, kept = map(int, told.split())
    assert operations > 300
    assert kept > 10


def test_a_limit_on_the_files_size_loses_nothing(folder: Path) -> None:
    *acknowledged, key = lines(start("limited", folder, "100000"))
    assert key in ("sessions.disk_full", "sessions.disk_failed")
    assert len(acknowledged) > 5
    with open_store(folder) as store:
        session = store.resume()
        assert list(session.answers) == acknowledged
        session.record("afterwards", "yes")


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    mount = ("unshare", "-rm", "sh", "-c", f"mount -t tmpfs -o size=512k none '{tmp_path}' && exec \"$@\"", "sh")
    if not shutil.which("unshare") or subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets its users mount nothing")
    *acknowledged, key, key_when_opened, found = lines(start("full", tmp_path / "private", before=mount))
    assert key == key_when_opened == "sessions.disk_full"
    assert len(acknowledged) > 5
    assert found.split() == acknowledged


def test_a_session_is_resumed_by_one_process_until_that_dies(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning())
        session.record("q", "yes")
        session.close()
        with start("hold", folder, session.id) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(SessionError, match="in_use"):
                store.resume(session.id)
            with pytest.raises(SessionError, match="in_use"):
                store.forget(session.id)
            store.begin(Beginning()).finish()
            holder.kill()
        assert store.resume(session.id).answers == {"q": "yes"}


def test_processes_that_start_at_once_share_one_store(folder: Path) -> None:
    for process in [start("answer", folder, f"p{number}") for number in range(4)]:
        assert lines(process) == []
    with open_store(folder) as store:
        assert len(store.unfinished()) == 4
        for summary in store.unfinished():
            session = store.resume(summary.id)
            (name,) = session.beginning.policies
            assert list(session.answers) == [f"{name}-{number}" for number in range(50)]


def test_processes_that_begin_at_the_same_moment_do_not_refuse_each_other(folder: Path) -> None:
    assert lines(start("rush", folder, "30")) == [str([1] * 5)] * 30


def records(folder: Path) -> list[tuple[int, bytes]]:
    connection = sqlite3.connect(folder / "sessions.db")
    rows = connection.execute("SELECT number, sealed FROM records ORDER BY number").fetchall()
    connection.close()
    return rows


def change(folder: Path, *changes: tuple[str, object]) -> None:
    connection = sqlite3.connect(folder / "sessions.db")
    for statement, values in changes:
        connection.execute(statement, values)  # type: ignore[arg-type]
    connection.commit()
    connection.close()


def test_a_record_that_was_tampered_with_is_the_only_loss(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning(language="fi"))
        for number in range(5):
            session.record(f"q{number}", "yes")
    number, sealed = records(folder)[-2]
    change(folder, ("UPDATE records SET sealed = ? WHERE number = ?", (sealed[:-1] + b"~", number)))
    with open_store(folder) as store:
        assert [(each.answers, each.damaged) for each in store.unfinished()] == [(4, 1)]
        session = store.resume()
        assert (list(session.answers), session.damaged) == (["q0", "q1", "q2", "q4"], 1)
        assert (session.beginning.language, session.lost) == ("fi", frozenset())
        session.record("q3", "no")
        session.close()
        assert store.resume().answers["q3"] == "no"


def test_records_that_changed_places_are_noticed(folder: Path) -> None:
    with open_store(folder) as store:
        older, newer = store.begin(Beginning()), store.begin(Beginning())
        for question in ("q0", "q1", "q2"):
            newer.record(question, "yes")
    *_, (first, sealed_first), (second, sealed_second), (third, _) = records(folder)
    put = "UPDATE records SET sealed = ? WHERE number = ?"
    move = "UPDATE records SET session = ? WHERE number = ?"
    change(
        folder,
        (put, (sealed_first, second)),
        (put, (sealed_second, first)),
        (move, (bytes.fromhex(older.id), third)),
    )
    with open_store(folder) as store:
        assert [(each.id, each.answers, each.damaged) for each in store.unfinished()] == [
            (newer.id, 0, 2),
            (older.id, 0, 1),
        ]


def test_a_damaged_beginning_names_what_is_lost(folder: Path) -> None:
    with open_store(folder) as store:
        names = list(Beginning.__dataclass_fields__)
        session = store.begin(Beginning(language="fi", policies=("library",)))
        session.record("q", "yes")
    rows = records(folder)
    lost = rows[names.index("policies")]
    change(folder, ("UPDATE records SET sealed = zeroblob(5) WHERE number = ?", (lost[0],)))
    with open_store(folder) as store:
        session = store.resume()
        assert session.lost == {"policies"}
        assert (session.beginning.language, session.answers) == ("fi", {"q": "yes"})


def test_no_flipped_bit_changes_an_answer_or_loses_one_in_silence(tmp_path: Path) -> None:
    whole, damaged = tmp_path / "whole", tmp_path / "damaged"
    with open_store(whole) as store:
        session = store.begin(Beginning())
        for number in range(12):
            session.record(f"q{number}", "yes" if number % 3 else "no")
    content = (whole / "sessions.db").read_bytes()
    shutil.copytree(whole, damaged)
    random = Random(8)  # noqa: S311 - it only chooses places
    outcomes = {"untouched": 0, "said": 0, "refused": 0}
    # A page counts its records in its fourth and fifth byte: with a lower count, the last ones would not be there.
    counts = [(page + byte, bit) for page in range(0, len(content), 4096) for byte in (3, 4) for bit in range(8)]
    for at, bit in [*counts, *((random.randrange(len(content)), random.randrange(8)) for _ in range(100))]:
        flipped = bytearray(content)
        flipped[at] ^= 1 << bit
        (damaged / "sessions.db").write_bytes(flipped)
        try:
            with open_store(damaged) as store:
                sessions = store.unfinished()
                found = store.resume(session.id)
                assert found.answers.items() <= session.answers.items()
                was_said = found.damaged > 0 or len(sessions) > 1
                assert was_said or found.answers == session.answers
                outcomes["said" if was_said else "untouched"] += 1
        except SessionError:
            outcomes["refused"] += 1
    assert all(outcomes.values())
