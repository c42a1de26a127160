"""What needs no library loads none, so that help is there at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.program import ROOT, Program

HEAVY = {
    *(
        "cryptography",
        "idna",
        "jinja2",
        "keyring",
        "publicsuffixlist",
        "pydantic",
        "requests",
        "rich",
        "ssl",
        "truststore",
    ),
    *("urllib3", "zxcvbn"),
}


def loaded(home: Path, *words: str) -> set[str]:
    """The modules that a command loads."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "hygiene", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=Program(home).environment(),
        cwd=ROOT,
        check=True,
    )
    return set(re.findall(r"^import time:[\s\d]+\|[\s\d]+\|\s+(\S+)$", ran.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("audit", "--help"),
        ("--lang", "sv", "session", "--help"),
        ("schema",),
        ("schema", "hygiene.report/1"),
    ],
)
def test_what_only_tells_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    names = loaded(tmp_path, *words)
    assert "hygiene.cli" in names
    assert {name.split(".")[0] for name in names} & HEAVY == set()
    assert list(tmp_path.iterdir()) == []


def test_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    assert {name for name in loaded(tmp_path, "--version") if name.startswith(("hygiene", "typer"))} == {"hygiene"}


def test_an_audit_loads_only_what_it_needs(tmp_path: Path) -> None:
    names = loaded(tmp_path, "audit", "--demo", "--no-input", "--offline", "--exit-zero")
    assert "zxcvbn" in names
    unneeded = {"cryptography", "jinja2", "keyring", "pydantic", "requests", "truststore", "urllib.request", "urllib3"}
    assert unneeded & names == set()
