"""Dialogues that are killed at random moments lose nothing that was acknowledged."""

import os
import subprocess
import sys

import pytest

from tests.journeys.program import ROOT

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal of this kind on Windows", allow_module_level=True)

FORGETFUL = """
from hygiene.sessions.session import Session
keep, number = Session._keep, 0
def forget_some(self, kind, name, value):
    global number
    number += kind == "answer"
    if kind != "answer" or number % 3:
        keep(self, kind, name, value)
Session._keep = forget_some
"""


def kill(program: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", program]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_forty_dialogues_are_killed_and_nothing_is_lost() -> None:
    killed = kill("from benchmarks.kills import main; main(40)")
    assert (killed.returncode, killed.stderr) == (0, "")
    assert killed.stdout.startswith("40 kills in ")
    acknowledged = int(killed.stdout.split(": ")[1].split()[0])
    assert acknowledged > 40


def test_what_would_be_lost_is_noticed() -> None:
    killed = kill(f"{FORGETFUL}\nfrom benchmarks.kills import main; main(40)")
    assert killed.returncode == 1
    assert "answers" in killed.stderr
