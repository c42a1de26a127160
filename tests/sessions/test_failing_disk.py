"""A disk that fails in the midst of it, and power cuts at every moment: what was acknowledged is there afterwards."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from hygiene.sessions import open_store
from tests.journeys.program import Program
from tests.sessions.disk import compiled, operations, power_cuts
from tests.sessions.test_never_lost import CHILD

if sys.platform != "linux":
    pytest.skip("the disk is stood in for by a library of Linux", allow_module_level=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = compiled(tmp_path_factory.mktemp("disk"))
    if not library:
        pytest.skip("there is no compiler")
    return library


def run(disk: Path, what: str, folder: Path, argument: str, **environment: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    own = {"LD_PRELOAD": str(disk), "DISK_FOLDER": str(folder), "PYTHONPATH": str(CHILD.parents[2])}
    done = subprocess.run(
        [sys.executable, str(CHILD), what, str(folder), argument],
        env={**os.environ, **own, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_power_cut_at_any_moment_loses_nothing_that_was_acknowledged(disk: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert run(disk, "work", tmp_path / "store", "6", DISK_LOG=str(log))[-1] == "forgotten"
    done = operations(log)
    assert sum(each.kind == "f" for each in done) > 10
    cuts, found_early = 0, 0
    left = tmp_path / "left"
    for acknowledged, files in power_cuts(done, Random(7)):  # noqa: S311 - it only chooses sectors
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        for name, content in files.items():
            (left / name).write_bytes(content)
        said = acknowledged.splitlines()
        with open_store(left) as store:
            kept = {each.name: each for each in store.unfinished()}
            assert store.damaged_past_audits() == 0
            assert all(each.damaged == 0 for each in kept.values())
            assert not said or "kattila" in kept
            assert "forgotten" not in said or "peili" not in kept
            assert "begun another" not in said or "forgotten" in said or "peili" in kept or _is_last(said)
            assert "remembered" not in said or len(store.past_audits()) == 1
            if "kattila" in kept:
                session = store.resume("kattila")
                due = {line.split()[1] for line in said if line.startswith("answer")}
                gone = {"q0"} if "retracted q0" in said or len(due) == 6 else set()
                assert due - gone <= session.answers.keys()
                assert "retracted q0" not in said or "q0" not in session.answers
                assert len(session.notes) >= ("noted" in said)
                found_early += len(session.answers) > len(due)
        cuts += 1
    assert cuts > 100
    # The moments between the flush and the word of it are among them.
    assert found_early


def _is_last(said: list[str]) -> bool:
    """Whether the last thing that was acknowledged is the second session, which is then being forgotten."""
    return said[-1] == "begun another"


@pytest.mark.parametrize("what", ["flush", "write"])
def test_a_disk_that_fails_says_so_and_loses_nothing_that_was_acknowledged(
    disk: Path, tmp_path: Path, what: str
) -> None:
    most, complaints = 0, set()
    for after in range(1, 60, 3):
        folder = tmp_path / str(after)
        *answered, last = run(disk, "complain", folder, "12", DISK_FAILS=what, DISK_AFTER=str(after))
        if not last.startswith("sessions."):
            answered.append(last)
        else:
            complaints.add(last)
        most = max(most, len(answered))
        with open_store(folder) as store:
            kept = store.resume("kattila").answers if answered or store.unfinished() else {}
            # Of the answer that was refused it is not known whether it reached the disk.
            assert set(answered) <= kept.keys()
            assert len(kept) - len(answered) <= 1
    assert complaints == {"sessions.disk_failed"}
    assert most > 3


def test_who_answers_while_the_disk_fails_is_told_and_goes_on_there(disk: Path, program: Program) -> None:
    sessions = program.home / "sessions"
    sessions.mkdir()
    with open_store(sessions):
        pass
    failing = {"LD_PRELOAD": str(disk), "DISK_FOLDER": str(sessions), "DISK_FAILS": "flush", "DISK_AFTER": "8"}
    ran = program.run("audit", "--offline", typed="1\n" * 90, environment=failing)
    assert (ran.code, ran.out) == (3, "")
    assert "could not read or write the place where your answers are kept" in ran.err
    asked = ran.err.count("\n> ")
    assert asked > 2
    with open_store(sessions) as store:
        kept = len(store.resume().answers)
    # The question whose answer was refused was the last.
    assert asked - 1 <= kept <= asked
    ran = program.run("audit", "--resume", typed="1\n" * 90)
    assert f"{kept} answers are kept" in " ".join(ran.err.split())
    assert ran.code in (0, 1, 3)
