"""Whatever an export holds, and whatever a file is called, is shown as text and does nothing, in the whole program."""

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from hygiene.texts.inert import REPLACEMENT
from tests.journeys.program import ROOT, Program, Ran, command
from tests.reports.audits import HOSTILE_TEXTS

STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LINES = {"\n"}
HOSTILE_NAME = "\x1b[31m\x9b2J\u202e[link=x][b]<b>\nrm.json"
WORDS = ("--work-domain", "laaksola.example")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export whose every shown field is hostile: one password for all, and a work address, so that all are shown."""
    template = json.loads((ROOT / "tests/samples/bitwarden.json").read_text(encoding="utf-8"))
    item = next(each for each in template["items"] if each["type"] == 1)
    template["items"] = [_item(item, text) for text in HOSTILE_TEXTS]
    # A file name may hold anything on the systems where there are terminals to steer.
    path = tmp_path / (HOSTILE_NAME if sys.platform != "win32" else "export.json")
    path.write_text(json.dumps(template), encoding="utf-8")
    return path


def _item(item: dict[str, Any], text: str) -> dict[str, Any]:
    uris = [{"match": None, "uri": uri} for uri in (text, f"https://{text}.example/")]
    login = {**item["login"], "uris": uris, "username": "aino@laaksola.example", "password": "sama sana"}
    return {**item, "name": text, "notes": text, "login": login}


def steering(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in STEERING}


def inert(ran: Ran) -> bool:
    return steering(ran.out) | steering(ran.err) <= LINES


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_every_report_is_inert(program: Program, export: Path, form: str) -> None:
    ran = program.run("audit", export, "--no-input", "--format", form, *WORDS)
    assert ran.code == 1
    assert inert(ran)
    assert REPLACEMENT in ran.out
    if form == "json":
        document = json.loads(ran.out)
        assert len(document["logins"]) == document["inputs"][0]["seen"] == len(HOSTILE_TEXTS)
        assert steering(json.dumps(document, ensure_ascii=False)) == set()
    if form == "html":
        assert "<script" not in ran.out
        assert not re.search(r"<(?!/?(?:a|li|p|h[1-3])\b)[^>]*evil", ran.out)
        assert re.findall(r'(?:href|src)="(?!https://|#|data:,")[^"]*', ran.out) == []


def test_the_dialogue_is_inert(program: Program, export: Path) -> None:
    ran = program.run("audit", export, "--offline", *WORDS, typed="\x1b[2J\n?\n3\n" * 40)
    assert ran.code in (1, 130)
    assert "Is the account" in ran.err
    assert REPLACEMENT in ran.err
    assert inert(ran)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal of this kind on Windows")
def test_a_real_terminal_gets_no_more_than_bold_type(program: Program, export: Path) -> None:
    import pexpect

    python, *words = command(["audit", export, "--offline", *WORDS])
    terminal = pexpect.spawn(python, words, env=program.environment(TERM="xterm"), encoding="utf-8", timeout=20)
    shown = ""
    for _ in range(len(HOSTILE_TEXTS)):
        terminal.expect("\n> ")
        shown += terminal.before or ""
        terminal.sendline("3")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    shown += terminal.before or ""
    terminal.close()
    assert "Is the account" in shown
    assert REPLACEMENT in shown
    assert {*re.findall(r"\x1b.{0,3}", shown)} <= {"\x1b[1m", "\x1b[0m"}
    assert steering(re.sub(r"\x1b\[[01]m|\^C", "", shown)) <= {"\r", "\n"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such name")
def test_every_complaint_about_a_file_is_inert(program: Program, export: Path, tmp_path: Path) -> None:
    missing = tmp_path / f"no{HOSTILE_NAME}"
    report = tmp_path / f"report{HOSTILE_NAME}"
    report.touch()
    truncated = tmp_path / f"cut{HOSTILE_NAME}"
    truncated.write_text(export.read_text(encoding="utf-8")[:2000], encoding="utf-8")
    for words in (
        ("audit", missing, "--no-input"),
        ("audit", truncated, "--no-input"),
        ("audit", export, "--no-input", "-o", report),
        ("audit", export, "--no-input", "--source", HOSTILE_NAME),
        ("audit", export, "--no-input", "--policy", export),
        ("audit", export, "--no-input", "--policy", HOSTILE_NAME),
        ("audit", export, "--no-input", "--answers", export),
        ("audit", "--\x1b[31mred"),
        ("schema", HOSTILE_NAME),
        ("session", "forget", HOSTILE_NAME),
    ):
        ran = program.run(*words)
        assert ran.code == 2, words
        assert inert(ran), words
        assert ran.err
