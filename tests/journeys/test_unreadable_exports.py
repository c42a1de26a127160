"""A file that cannot be read as an export ends in a clear message and exit code 2, and never in a traceback."""

from pathlib import Path

import pytest

from tests.journeys.program import Program

CHROME = "name,url,username,password,note\n"


def whole_export() -> str:
    return CHROME + "Kirjasto,https://kirjasto.example/,aino,kivi-orava-tuuli-93,\n" * 3


CASES = {
    "nothing in it": b"",
    "no export": b"Dear Aino,\nthe library closes at eight.\n",
    "cut within a row": (whole_export() + "Puoti,https://puoti.ex").encode(),
    "cut within quotes": (whole_export() + 'Puoti,https://puoti.example/,aino,"kivi-or').encode(),
    "cut within JSON": b'{"encrypted": false, "items": [{"type": 1, "name": "Kirj',
    "UTF-16": whole_export().encode("utf-16"),
    "UTF-16 without a mark": whole_export().encode("utf-16-le"),
    "no text": bytes(range(256)) * 8,
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_and_nothing_is_audited(program: Program, tmp_path: Path, name: str) -> None:
    export = tmp_path / "export.csv"
    export.write_bytes(CASES[name])
    ran = program.run("audit", export, "--no-input")
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) >= 2
    assert "Traceback" not in ran.err
    assert "unforeseen" not in ran.err


def test_two_hundred_megabytes_on_one_line(program: Program, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    with export.open("wb") as file:
        file.write(CHROME.encode())
        file.seek(200_000_000)
        file.write(b"x")
    ran = program.run("audit", export, "--no-input")
    assert (ran.code, ran.out) == (2, "")
    assert "large" in ran.err


def test_a_file_that_is_not_there_and_a_folder(program: Program, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        ran = program.run("audit", path, "--no-input")
        assert (ran.code, ran.out) == (2, "")
        assert "unforeseen" not in ran.err


def test_an_unreadable_file_leaves_nothing_behind_to_resume(program: Program, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_bytes(b"")
    assert program.run("audit", export, typed="1\n").code == 2
    assert program.run("session", "list").out == "No audits are kept.\n"
