"""The audit as somebody at a keyboard sees it: a real terminal, real keys, real interruptions."""

import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hygiene.texts import say
from tests import own_keyring
from tests.journeys.program import ROOT, Program, command

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal of this kind on Windows", allow_module_level=True)

import pexpect

EXPORT = """name,url,username,password,note
Kuvat,https://kuvat.example/,aino.laaksonen@kunta.example,kivi-orava-tuuli-93-sahti,
Intranet,https://netti.kunta.example/,aino,valas-kanootti-sumu-47-helmi,
"""


def sit_down(
    program: Program,
    *words: str | Path,
    columns: int = 80,
    keyring: Mapping[str, str] = own_keyring.OWN,
    **environment: str,
) -> "pexpect.spawn[str]":
    python, *rest = command(words)
    return pexpect.spawn(
        python,
        rest,
        env=program.environment(**{"TERM": "xterm", **keyring, **environment}),
        cwd=str(ROOT),
        dimensions=(50, columns),
        encoding="utf-8",
        timeout=20,
    )


def wait_for(terminal: "pexpect.spawn[str]", text: str) -> None:
    """Until the words have been shown, however they are broken into lines."""
    terminal.expect(r"\s+".join(re.escape(word) for word in text.split()))


def answer(terminal: "pexpect.spawn[str]", question: str, typed: str) -> None:
    wait_for(terminal, question)
    terminal.expect_exact("> ")
    terminal.sendline(typed)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_the_demonstration_in_finnish_from_beginning_to_end(program: Program) -> None:
    terminal = sit_down(program, "audit", "--demo", "--lang", "fi")
    wait_for(terminal, "Tervetuloa.")
    answer(terminal, "Onko tili ”Kuvapalvelu” työtä vai vapaa-aikaa varten?", "1")
    answer(terminal, "Onko monivaiheinen tunnistautuminen käytössä", "1")
    for _ in range(2):
        terminal.expect_exact("> ")
        terminal.sendline("1")
    wait_for(terminal, "Yhteenveto:")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 1


@pytest.mark.parametrize("blow", ["Ctrl-C", "Ctrl-D", "closed terminal", "kill -9"])
def test_an_interrupted_audit_goes_on_at_the_very_question(program: Program, export: Path, blow: str) -> None:
    terminal = sit_down(program, "audit", export, "--offline", "--work-domain", "kunta.example")
    answer(terminal, "Is the account “Kuvat” for work or for leisure?", "1")
    answer(terminal, "Is two-factor authentication on", "2")
    terminal.expect_exact("> ")
    before = terminal.before or ""
    if blow == "Ctrl-C":
        terminal.sendintr()
    elif blow == "Ctrl-D":
        terminal.sendeof()
    elif blow == "closed terminal":
        terminal.close(force=False)
    else:
        terminal.kill(signal.SIGKILL)
    if blow.startswith("Ctrl"):
        wait_for(terminal, "Every answer given so far is saved.")
        terminal.expect(pexpect.EOF)
        terminal.close()
        assert terminal.exitstatus == 130
    else:
        terminal.close(force=True)

    again = sit_down(program, "audit", "--resume")
    wait_for(again, "2 answers are kept")
    again.expect_exact("> ")
    after = again.before or ""
    assert question_in(after) == question_in(before)
    again.close(force=True)


def question_in(shown: str) -> list[str]:
    """The last question on the screen: from the count of questions to the hint below the choices."""
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    starts = [place for place, line in enumerate(lines) if "questions to go" in line]
    return [line for line in lines[starts[-1] :] if not line.startswith("(")]


def test_a_question_is_explained_refused_and_gone_back_to(program: Program, export: Path) -> None:
    terminal = sit_down(program, "audit", export, "--offline", "--work-domain", "kunta.example")
    answer(terminal, "Is the account “Kuvat” for work or for leisure?", "?")
    answer(terminal, "your employer has approved the service", "7")
    answer(terminal, "That is not one of the choices.", "1")
    answer(terminal, "Is two-factor authentication on", "1")
    wait_for(terminal, "< goes back")
    terminal.expect_exact("> ")
    terminal.sendline("<")
    answer(terminal, "Is two-factor authentication on", "2")
    terminal.close(force=True)


def test_a_work_domain_is_asked_for_where_none_is_known(program: Program, export: Path) -> None:
    terminal = sit_down(program, "audit", export, "--offline")
    answer(terminal, "What does your work e-mail address end in?", "fi")
    answer(terminal, "That is not the end of an organisation's", "Aino.Laaksonen@Kunta.example")
    wait_for(terminal, "Is the account “Kuvat” for work or for leisure?")
    terminal.close(force=True)


def test_a_long_choice_goes_on_below_its_first_line(program: Program, tmp_path: Path) -> None:
    two = tmp_path / "two.csv"
    two.write_text(f"{EXPORT}Muut,https://muut.example/,aino@kunta.example,orava-tuuli-93-kuru,\n", encoding="utf-8")
    terminal = sit_down(program, "audit", two, "--offline", "--work-domain", "kunta.example", columns=40)
    terminal.expect(r"\n  \d  Leisure, and so are all the\r\n     accounts still to be asked about\r\n")
    terminal.close(force=True)


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal_and_the_cursor_only_goes_on(
    program: Program, export: Path, columns: int
) -> None:
    words = ("audit", export, "--offline", "--work-domain", "kunta.example", "--lang", "fi")
    terminal = sit_down(program, *words, columns=columns, NO_COLOR="1")
    seen = []
    while True:
        try:
            terminal.expect_exact("> ", timeout=20)
        except pexpect.EOF:
            seen.append(terminal.before or "")
            break
        seen += [terminal.before or "", "> "]
        terminal.sendline("" if "Haluatko poistaa vientitiedoston" in seen[-2] else "3")
    shown = "".join(seen)
    # With NO_COLOR there may be bold letters, and no other sequence at all.
    assert set(re.findall(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", shown)) <= {"\x1b[1m", "\x1b[0m"}
    plain = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", shown)
    too_wide = [line for line in plain.splitlines() if len(line) > columns and "https://" not in line]
    assert too_wide == []
    terminal.close()
    assert terminal.exitstatus == 3


def test_a_dumb_terminal_gets_plain_lines(program: Program) -> None:
    terminal = sit_down(program, "audit", "--demo", TERM="dumb")
    terminal.expect_exact("> ")
    assert "\x1b" not in (terminal.before or "")
    terminal.close(force=True)


def test_answers_may_be_piped(program: Program, export: Path) -> None:
    words = ("audit", export, "--offline", "--work-domain", "kunta.example")
    ran = program.run(*words, typed="1\n" + "3\n" * 60)
    assert ran.code == 1
    assert ran.out.splitlines()[-1].startswith("Summary:")
    assert "\x1b" not in ran.out + ran.err


def test_a_pipe_that_ends_early_is_an_interruption(program: Program, export: Path) -> None:
    words = ("audit", export, "--offline", "--work-domain", "kunta.example")
    ran = program.run(*words, typed="1\n2\n")
    assert (ran.code, ran.out) == (130, "")
    ran = program.run("audit", "--resume", "--format", "json", typed="3\n" * 60)
    assert ran.code == 1


def test_a_completed_audit_is_shown_again_without_a_question(program: Program, export: Path) -> None:
    words = ("audit", export, "--offline", "--work-domain", "kunta.example")
    assert program.run(*words, typed="1\n" + "1\n" * 60).code in (0, 1, 3)
    again = program.run("audit", "--resume", "--format", "markdown")
    assert again.out.startswith("# ")
    assert program.run("session", "forget", "--all").code == 0
    assert program.run("audit", "--resume").code == 2


def test_a_resumed_audit_speaks_the_language_it_began_in(program: Program, export: Path) -> None:
    begun = program.run("audit", export, "--offline", "--lang", "sv", typed="kunta.example\n1\n")
    assert begun.code == 130
    again = program.run("audit", "--resume", typed="")
    assert "Vi fortsätter där du slutade." in again.err


def test_a_key_is_typed_unseen(program: Program) -> None:
    key = "0123456789abcdef" * 2
    terminal = sit_down(program, "breach", "key", "set", keyring=own_keyring.NONE)
    wait_for(terminal, "what you type does not show):")
    terminal.sendline(key)
    wait_for(terminal, "no keyring that can be used")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 4
    assert key not in (terminal.before or "")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_help_on_a_narrow_terminal_is_neither_cut_nor_english(program: Program, language: str) -> None:
    narrow = {"COLUMNS": "40", "HYGIENE_LANG": language}
    told = (
        program.run("--help", environment=narrow).out + program.run("summary", "show", "--help", environment=narrow).out
    )
    words = " ".join(told.split())
    assert "..." not in words
    assert not {"Show", "[required]"} & {*words.split()}


def test_a_question_that_nobody_is_left_to_answer_is_an_interruption_and_no_fault(program: Program) -> None:
    ran = program.run("mailbox", "test", "imap.kunta.example", environment={"HYGIENE_LANG": "fi"})
    assert ran.code == 130
    assert say("cli.crash.next") not in ran.err
    assert ran.err.rstrip().endswith("Keskeytetty.")
