"""What needs no library loads none, so that help is there at once."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer import Typer
from typer.main import get_group

from hygiene.commands import MODULES
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


def test_help_loads_no_command_and_a_command_no_other(tmp_path: Path) -> None:
    # What a command rests on tells whether it was loaded: an import by name is not among those that are listed.
    resting = ("hygiene.breaches", "hygiene.journeys", "hygiene.policy", "hygiene.sources", "hygiene.terminal")
    assert [name for name in loaded(tmp_path, "--help") if name.startswith(resting)] == []
    assert "hygiene.policy" in (names := loaded(tmp_path, "incident", "--help"))
    assert [name for name in names if name.startswith("hygiene.journeys")] == []


def test_every_module_registers_what_the_table_says_it_holds() -> None:
    for module in set(MODULES.values()):
        app = Typer()
        import_module(f"hygiene.commands.{module}").register(app)
        assert set(get_group(app).commands) == {name for name, held_in in MODULES.items() if held_in == module}


def test_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    assert {name for name in loaded(tmp_path, "--version") if name.startswith(("hygiene", "typer"))} == {"hygiene"}


def test_an_audit_loads_only_what_it_needs(tmp_path: Path) -> None:
    names = loaded(tmp_path, "audit", "--demo", "--no-input", "--offline", "--exit-zero")
    assert "zxcvbn" in names
    unneeded = {"cryptography", "jinja2", "keyring", "pydantic", "requests", "truststore", "urllib.request", "urllib3"}
    assert unneeded & names == set()
