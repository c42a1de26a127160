"""A crash after `forbid_core_dumps` leaves no image of the memory behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hygiene.process import forbid_core_dumps

ROOT = Path(__file__).parents[1]
CRASH = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (hard := {hard}, hard)); {call}; os.abort()"


def run(code: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core files on Windows")
def test_a_crash_leaves_no_core_file(tmp_path: Path) -> None:
    hard = "resource.getrlimit(resource.RLIMIT_CORE)[1]"
    guarded, bare = tmp_path / "guarded", tmp_path / "bare"
    guarded.mkdir()
    bare.mkdir()
    call = "from hygiene.process import forbid_core_dumps; forbid_core_dumps()"
    assert run(CRASH.format(hard=hard, call=call), guarded).returncode < 0
    assert list(guarded.iterdir()) == []
    run(CRASH.format(hard=hard, call="pass"), bare)
    if not list(bare.iterdir()):
        pytest.skip("this machine writes no core files into the working folder at all")


@pytest.mark.skipif(sys.platform != "linux", reason="the flag is Linux's own")
def test_the_limit_and_the_flag_are_set(tmp_path: Path) -> None:
    look = (
        "import ctypes, resource; from hygiene.process import forbid_core_dumps; forbid_core_dumps();"
        "print(resource.getrlimit(resource.RLIMIT_CORE),"
        " ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), open('/dev/stdin').read())"
    )
    outcome = subprocess.run([sys.executable, "-c", look], cwd=ROOT, input=b"piped", capture_output=True, check=True)
    assert outcome.stdout.split(b"\n")[0] == b"(0, 0) 0 piped"


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere it would change the test run itself")
def test_it_is_harmless_on_windows() -> None:
    forbid_core_dumps()
