"""What somebody without a keyring sees: a passphrase chosen, typed, forgotten, changed, and given by a script."""

import shutil
import sys
from pathlib import Path

import pytest

from hygiene.journeys.passphrase import ATTEMPTS
from hygiene.texts import LANGUAGES, say, use_language
from tests import own_keyring
from tests.journeys.program import Program, Ran

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal of this kind on Windows", allow_module_level=True)

import pexpect

from tests.journeys.test_dialogue import EXPORT, answer, sit_down, wait_for

VERSION_1 = Path(__file__).parents[1] / "sessions" / "version_1"
STRONG = "kanootti-sumu-orava-helmi-valas"
WEAK = "Kesä2026"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def begin(program: Program, *words: str | Path) -> "pexpect.spawn[str]":
    return sit_down(program, *words, keyring=own_keyring.NONE)


def unseen(terminal: "pexpect.spawn[str]", question: str, typed: str) -> None:
    """Type at a question that does not echo, and find that it was not echoed."""
    wait_for(terminal, question)
    terminal.waitnoecho()
    terminal.sendline(typed)
    terminal.expect("\r\n")
    assert typed == "" or typed not in (terminal.before or "")


def ended(terminal: "pexpect.spawn[str]") -> int | None:
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passphrase_is_chosen_with_advice_and_opens_what_is_kept(
    program: Program, export: Path, language: str
) -> None:
    use_language(language)
    words = ("--offline", "--work-domain", "kunta.example", "--lang", language)
    terminal = begin(program, "audit", export, *words)
    wait_for(terminal, say("passphrase.why"))
    unseen(terminal, say("passphrase.new"), "")
    wait_for(terminal, say("passphrase.empty"))
    unseen(terminal, say("passphrase.new"), WEAK)
    wait_for(terminal, say("passphrase.better"))
    unseen(terminal, say("passphrase.again"), "")
    unseen(terminal, say("passphrase.new"), STRONG)
    unseen(terminal, say("passphrase.again"), STRONG + "x")
    wait_for(terminal, say("passphrase.different"))
    unseen(terminal, say("passphrase.new"), STRONG)
    unseen(terminal, say("passphrase.again"), STRONG)
    wait_for(terminal, say("sessions.kept_in.passphrase"))
    terminal.expect_exact("> ")
    terminal.sendline("1")
    terminal.expect_exact("> ")
    terminal.sendintr()
    assert ended(terminal) == 130

    again = begin(program, "audit", "--resume", "--lang", language)
    unseen(again, say("passphrase.ask"), "wrong")
    wait_for(again, say("passphrase.wrong"))
    unseen(again, say("passphrase.ask"), STRONG)
    wait_for(again, say("audit.going_on", n=1))
    again.close(force=True)
    for file in program.home.rglob("*"):
        assert not file.is_file() or STRONG.encode() not in file.read_bytes()


def test_a_weak_passphrase_is_taken_where_it_is_typed_once_more(program: Program) -> None:
    terminal = begin(program, "privacy", "facebook")
    unseen(terminal, say("passphrase.new"), WEAK)
    wait_for(terminal, "If you want to keep this one all the same, type it once more.")
    unseen(terminal, say("passphrase.again"), WEAK)
    wait_for(terminal, say("sessions.kept_in.passphrase"))
    terminal.close(force=True)


def test_who_has_forgotten_it_is_offered_to_start_afresh(program: Program, export: Path) -> None:
    assert piped(program, "audit", export, "--offline", typed=f"{STRONG}\nkunta.example\n1\n").code == 130
    kept = (program.home / "sessions" / "sessions.db").read_bytes()
    terminal = begin(program, "session", "list")
    for _ in range(ATTEMPTS):
        unseen(terminal, say("passphrase.ask"), "forgotten")
    wait_for(terminal, "hygiene audit then offers to start afresh.")
    assert ended(terminal) == 4

    terminal = begin(program, "audit", "--demo")
    for _ in range(ATTEMPTS):
        unseen(terminal, say("passphrase.ask"), "forgotten")
    answer(terminal, "Do you want to start afresh?", "1")
    unseen(terminal, say("passphrase.new"), "another-kanootti-orava-tuuli")
    unseen(terminal, say("passphrase.again"), "another-kanootti-orava-tuuli")
    wait_for(terminal, "Welcome.")
    terminal.close(force=True)
    assert (program.home / "sessions-set-aside-1" / "sessions.db").read_bytes() == kept


def test_ctrl_d_and_ctrl_c_at_the_passphrase_are_an_interruption(program: Program) -> None:
    for leave in ("sendintr", "sendeof"):
        terminal = begin(program, "audit", "--demo")
        wait_for(terminal, say("passphrase.new"))
        terminal.waitnoecho()
        getattr(terminal, leave)()
        assert ended(terminal) == 130
    assert program.run("session", "list", environment=own_keyring.NONE).out == "No audits are kept.\n"


def piped(program: Program, *words: str | Path, typed: str) -> Ran:
    return program.run(*words, "--passphrase-file", "-", typed=typed, environment=own_keyring.NONE)


def test_a_script_gives_it_on_standard_input_or_in_a_file(program: Program, export: Path, tmp_path: Path) -> None:
    words = ("audit", export, "--offline", "--work-domain", "kunta.example")
    assert piped(program, *words, typed=f"{STRONG}\n1\n2\n").code == 130
    (tmp_path / "passphrase").write_text(STRONG, encoding="utf-8")
    given = ("--passphrase-file", tmp_path / "passphrase")
    ran = program.run("audit", "--resume", *given, typed="3\n" * 60, environment=own_keyring.NONE)
    assert ran.code == 1
    assert ran.err.startswith("Going on where you left off. 2 answers are kept.")
    for command in (("session", "list"), ("audit", "--resume"), ("session", "forget", "--all")):
        wrong = piped(program, *command, typed="wrong\n")
        assert (wrong.code, wrong.out) == (4, "")
    assert piped(program, "session", "forget", "--all", typed=f"{STRONG}\n").code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_keyring_and_terminal_the_way_out_is_told(program: Program, export: Path, language: str) -> None:
    environment = {**own_keyring.NONE, "HYGIENE_LANG": language}
    use_language(language)
    ran = program.run("audit", export, "--offline", typed="1\n" * 60, environment=environment)
    assert (ran.code, ran.out) == (4, "")
    assert say("sessions.no_passphrase.next") in ran.err
    assert program.run("audit", export, "--no-input", environment=environment).code == 3
    assert program.run("session", "list", environment=environment).code == 0
    assert not (program.home / "sessions" / "key").exists()


def test_what_was_kept_with_a_key_file_opens_and_is_offered_a_passphrase_once(program: Program) -> None:
    shutil.copytree(VERSION_1, program.home / "sessions")
    listed = program.run("session", "list", environment=own_keyring.NONE)
    assert (listed.code, listed.out) == (0, "9c9a02be  audit, begun 2026-11-22, 5 answers\n")
    terminal = begin(program, "session", "list")
    answer(terminal, "Do you want to protect it with a passphrase instead?", "2")
    wait_for(terminal, "the key stays in its file")
    wait_for(terminal, "5 answers")
    assert ended(terminal) == 0
    terminal = begin(program, "session", "list")
    assert ended(terminal) == 0
    assert (program.home / "sessions" / "key").exists()

    terminal = begin(program, "session", "passphrase")
    unseen(terminal, say("passphrase.new"), STRONG)
    unseen(terminal, say("passphrase.again"), STRONG)
    wait_for(terminal, say("passphrase.moved"))
    assert ended(terminal) == 0
    assert not (program.home / "sessions" / "key").exists()
    assert "5 answers" in piped(program, "session", "list", typed=f"{STRONG}\n").out


def test_an_offered_passphrase_is_taken(program: Program) -> None:
    shutil.copytree(VERSION_1, program.home / "sessions")
    terminal = begin(program, "session", "show", "9c9a02be")
    answer(terminal, "Do you want to protect it with a passphrase instead?", "1")
    unseen(terminal, say("passphrase.new"), STRONG)
    unseen(terminal, say("passphrase.again"), STRONG)
    wait_for(terminal, "Answers: 5")
    assert ended(terminal) == 0
    assert not (program.home / "sessions" / "key").exists()


def test_who_has_a_keyring_needs_no_passphrase(program: Program) -> None:
    assert program.run("audit", "--demo", typed="1\n").code == 130
    ran = program.run("session", "passphrase")
    assert (ran.code, ran.out) == (2, "")
    assert say("passphrase.not_needed.problem") in ran.err
