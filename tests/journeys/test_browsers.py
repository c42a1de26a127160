"""An audit of what browsers keep, read where it lies."""

import json
from pathlib import Path

import pytest

from tests.journeys.program import Program, Ran
from tests.sources.test_browser_lists import SECRET, chromium

CHROME = {
    "linux": ".config/google-chrome/Default",
    "darwin": "Library/Application Support/Google/Chrome/Default",
    "win32": "AppData/Local/Google/Chrome/User Data/Default",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for folder in CHROME.values():
        (tmp_path / folder).mkdir(parents=True)
        chromium(tmp_path / folder / "Login Data")
    return tmp_path


def run(program: Program, home: Path, *words: str, typed: str = "") -> Ran:
    return program.run(
        *("audit", "--browsers", "--work-domain", "kunta.example", *words),
        typed=typed,
        environment={"HOME": str(home), "USERPROFILE": str(home)},
    )


def test_a_browsers_list_shows_the_work_address_and_leaves_every_password_unknown(program: Program, home: Path) -> None:
    ran = run(program, home, "--no-input", "--format", "json")
    outcomes = {each["id"]: each for each in json.loads(ran.out)["rules"]}
    assert outcomes["work-address-for-work"]["verdict"] == "broken"
    for rule in ("unique-passwords", "strong-passwords", "long-passwords", "no-breached-passwords"):
        assert outcomes[rule]["verdict"] == "unknown", rule
    assert "No password is read" in " ".join(ran.err.split())
    assert SECRET.decode() not in ran.out + ran.err


def test_nothing_is_read_before_it_is_allowed(program: Program, home: Path) -> None:
    ran = run(program, home, typed="2\n")
    assert "May the lists of saved logins in these browsers be read? Chrome" in ran.err
    assert "Login Data" not in ran.out + ran.err


def test_where_no_browser_is_found_that_is_told(program: Program, tmp_path: Path) -> None:
    ran = run(program, tmp_path / "empty", "--no-input")
    assert "No browser with saved logins was found" in ran.err


def test_a_browsers_own_file_is_never_offered_for_deletion(program: Program, home: Path) -> None:
    ran = run(program, home, "--no-input")
    assert "Login Data" not in ran.err
    assert all((home / folder / "Login Data").is_file() for folder in CHROME.values())


def test_a_browser_whose_list_cannot_be_read_does_not_cost_the_others(program: Program, home: Path) -> None:
    for folder in CHROME.values():
        other = home / folder.replace("Default", "Profile 1")
        other.mkdir(parents=True)
        (other / "Login Data").write_bytes(b"what a power cut left" * 50)
    ran = run(program, home, "--no-input", "--format", "json")
    assert ran.code == 1
    inputs = json.loads(ran.out)["inputs"]
    assert [(each["seen"], each["rejected"] != []) for each in inputs][1:] == [(1, True)]
