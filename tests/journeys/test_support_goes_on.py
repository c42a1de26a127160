"""A guided session that is broken off, gone on with, or left at a step; and several sessions in one day."""

import re
import signal
import sys
from pathlib import Path

import pytest

from hygiene.texts import say, use_language
from tests.journeys.guided import (
    SERVICES,
    answer_the_rest,
    choose_exports,
    folder_of_employee,
    look_at_platforms,
    nobody_sees,
    nothing_is_kept,
    say_work_or_leisure,
    sit_down,
)
from tests.journeys.program import Program
from tests.journeys.two_people import TMUX, Terminal, number_of, open_session, without_exports

if sys.platform == "win32" or not TMUX:
    pytest.skip("there is no tmux here", allow_module_level=True)


@pytest.fixture
def employee(tmp_path: Path) -> Path:
    return folder_of_employee(tmp_path)


def question_in(shown: str) -> str:
    """The last question that was shown: from its position to the hint below its choices."""
    flat = " ".join(shown.split())
    place = max(flat.rfind(mark) for mark in ("questions to go", "Facebook,", "What next?"))
    assert place >= 0, shown
    return flat[place:].partition(" (Type")[0]


def begin(terminal: Terminal, employee: Path) -> None:
    terminal.start("support", "--offline", "--work-domain", "laaksola.example")
    open_session(terminal, "en", "majakka")
    terminal.answer(say("support.private.alone"), "")
    terminal.answer(say("support.exports.ask", n=0), str(employee / "kanarin vienti.csv"))
    terminal.answer(say("support.exports.ask", n=1), "")
    terminal.answer(say("support.private.alone"), "")


def go_on(terminal: Terminal) -> None:
    terminal.start("support", "--resume", "majakka")


def choose_again(terminal: Terminal, employee: Path) -> None:
    """The files are not kept, so the employee chooses them once more."""
    terminal.answer(say("support.private.alone"), "")
    terminal.answer(say("support.exports.ask", n=0), str(employee / "kanarin vienti.csv"))
    terminal.answer(say("support.exports.ask", n=1), "")


def _across() -> str:
    """What is measured of the employee's accounts, in words that name none of them."""
    return say("checks.same_login_across.problem", n=3)


def test_killed_while_files_are_chosen(tmp_path: Path, program: Program, employee: Path) -> None:
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support", "--offline", "--work-domain", "laaksola.example")
        open_session(terminal, "en", "majakka")
        terminal.answer(say("support.private.alone"), "")
        terminal.answer(say("support.exports.ask", n=0), str(employee / "kanarin vienti.csv"))
        terminal.prompt()
        terminal.kill()
        go_on(terminal)
        shown = terminal.prompt()
        assert say("support.exports.title") in shown
        nobody_sees(terminal)
        terminal.answer(say("support.private.alone"), "")
        terminal.answer(say("support.exports.ask", n=0), str(employee / "kanarin vienti.csv"))
        terminal.prompt()
    nothing_is_kept(tmp_path, employee)


def test_killed_at_a_question_about_an_account(tmp_path: Path, program: Program, employee: Path) -> None:
    with sit_down(tmp_path, program) as terminal:
        begin(terminal, employee)
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
        before = terminal.prompt()
        terminal.kill()
        go_on(terminal)
        choose_again(terminal, employee)
        terminal.prompt()
        nobody_sees(terminal)
        terminal.answer(say("support.private.alone"), "")
        assert question_in(terminal.prompt()) == question_in(before)
        assert "Kanarilehti" in question_in(before)
    nothing_is_kept(tmp_path, employee)


def test_killed_in_a_checklist(tmp_path: Path, program: Program, employee: Path) -> None:
    with sit_down(tmp_path, program) as terminal:
        begin(terminal, employee)
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
        terminal.choose(say("audit.kind.ask", label="Kanarilehti"), say("audit.kind.private"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose("Facebook", say("audit.choice.yes"))
        terminal.choose("Facebook", say("privacy.use.private"))
        terminal.choose("Facebook", say("privacy.choice.already"))
        before = terminal.prompt()
        terminal.kill()
        go_on(terminal)
        choose_again(terminal, employee)
        terminal.answer(say("support.private.alone"), "")
        assert question_in(terminal.prompt()) == question_in(before)
    nothing_is_kept(tmp_path, employee)


@pytest.mark.parametrize("way", ["aloud", "alone"])
def test_killed_at_a_question_about_a_rule(tmp_path: Path, program: Program, employee: Path, way: str) -> None:
    """What was measured is known still, though the files are not chosen again and may be gone."""
    with sit_down(tmp_path, program) as terminal:
        begin(terminal, employee)
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
        terminal.choose(say("audit.kind.ask", label="Kanarilehti"), say("audit.kind.private"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose("Facebook", say("audit.choice.no"))
        terminal.answer(say("support.results.go_on"), "")
        terminal.choose(say("support.rules.how"), say(f"support.rules.{way}"))
        if way == "alone":
            terminal.answer(say("support.private.alone"), "")
        for _ in range(3):
            terminal.type(number_of(say("audit.choice.no"), terminal.prompt()))
        before = terminal.prompt()
        terminal.kill()
        (employee / "kanarin vienti.csv").unlink()
        go_on(terminal)
        if way == "alone":
            terminal.answer(say("support.private.alone"), "")
        assert question_in(terminal.prompt()) == question_in(before)
        answer_the_rest(terminal)
        results = " ".join(terminal.output_for_both().split(say("support.results.all"))[-1].split())
        assert _across() in results
        nobody_sees(terminal)
        terminal.kill()
        go_on(terminal)
        terminal.choose(say("support.next.ask"), say("support.next.plan"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose(say("support.plan.form"), say("support.plan.text"))
        terminal.answer(say("support.plan.where"), str(employee / "plan.txt"))
        terminal.answer(say("support.private.read"), "")
        terminal.prompt()
    plan = (employee / "plan.txt").read_text(encoding="utf-8")
    assert say("report.label", label=say("report.input.seen"), text="3") in plan
    assert "Kanari" not in plan
    nothing_is_kept(tmp_path, employee)


@pytest.mark.parametrize("blow", ["Ctrl-C", "Ctrl-D", "SIGTERM", "the menu"])
def test_paused_while_the_employee_is_alone(tmp_path: Path, program: Program, employee: Path, blow: str) -> None:
    with sit_down(tmp_path, program) as terminal:
        begin(terminal, employee)
        shown = terminal.prompt()
        if blow == "the menu":
            terminal.type(number_of(say("support.menu.open"), shown))
            terminal.choose(say("support.menu.ask"), say("support.menu.pause"))
        elif blow == "SIGTERM":
            terminal.end(signal.SIGTERM)
        else:
            terminal.press("C-z")
            terminal.press(f"C-{blow[-1].lower()}")
        shown = terminal.wait_for("left with 130")
        assert "hygiene support --resume majakka" in shown
        nobody_sees(terminal)
    nothing_is_kept(tmp_path, employee)


def test_a_terminal_without_another_screen_keeps_nothing_either(
    tmp_path: Path, program: Program, employee: Path
) -> None:
    with sit_down(tmp_path, program, settings=("alternate-screen off",)) as terminal:
        begin(terminal, employee)
        terminal.prompt()
        assert "Kanarikerho" in terminal.screen()
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
        terminal.choose(say("audit.kind.ask", label="Kanarilehti"), say("audit.kind.private"))
        terminal.prompt()
        nobody_sees(terminal)


def test_what_was_skipped_is_returned_to(tmp_path: Path, program: Program, employee: Path) -> None:
    with sit_down(tmp_path, program) as terminal:
        begin(terminal, employee)
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("support.menu.open"))
        terminal.choose(say("support.menu.ask"), say("support.menu.leave"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose("Facebook", say("audit.choice.no"))
        terminal.answer(say("support.results.go_on"), "")
        terminal.choose(say("support.rules.how"), say("support.rules.aloud"))
        terminal.choose("two-factor", say("support.menu.open"))
        terminal.choose(say("support.menu.ask"), say("support.menu.skip"))
        assert "two-factor" not in terminal.prompt()
        answer_the_rest(terminal)
        terminal.choose(say("support.next.ask"), say("support.next.skipped"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
        terminal.choose(say("audit.kind.ask", label="Kanarilehti"), say("audit.kind.private"))
        terminal.answer(say("support.results.go_on"), "")
        terminal.choose("two-factor", say("audit.choice.yes"))
        shown = terminal.prompt()
        assert say("support.next.skipped") not in shown
        terminal.choose(say("support.next.ask"), say("support.next.again"))
        choose_again(terminal, employee)
        assert "Read file 1: 3 logins" in terminal.answer(say("support.results.go_on"), "")
        shown = terminal.prompt()
        assert _across() in " ".join(shown.split())
        nobody_sees(terminal)


def test_two_sessions_of_a_day_are_not_mixed(tmp_path: Path, program: Program) -> None:
    with sit_down(tmp_path, program) as terminal:
        for word, answer in (("majakka", "yes"), ("kanootti", "no")):
            terminal.start("support", "--offline")
            open_session(terminal, "en", word)
            without_exports(terminal)
            terminal.choose(say("support.rules.how"), say("support.rules.aloud"))
            for _ in range(2 if answer == "yes" else 4):
                terminal.type(number_of(say(f"audit.choice.{answer}"), terminal.prompt()))
            asked = terminal.prompt()
            terminal.press("C-c")
            terminal.wait_for("left with 130")
            if word == "majakka":
                of_first = question_in(asked)
        assert question_in(asked) != of_first
        listed = program.run("session", "list").out
        assert re.findall(r"(\w+)  guided session.* (\d) answers", listed) == [("kanootti", "4"), ("majakka", "2")]
        terminal.start("session", "resume", "majakka")
        assert question_in(terminal.prompt()) == of_first
        answer_the_rest(terminal)
        terminal.choose(say("support.next.ask"), say("support.next.end"))
        terminal.choose(say("support.end.ask"), say("support.end.remove"))
        terminal.wait_for("left with 0")
    listed = program.run("session", "list").out
    assert "kanootti" in listed
    assert "majakka" not in listed


def test_who_does_not_agree_leaves_nothing(tmp_path: Path, program: Program) -> None:
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support")
        terminal.prompt()
        terminal.type("3")
        terminal.choose(say("support.consent.ask"), say("audit.choice.no"))
        terminal.wait_for("left with 0")
    assert list(program.home.iterdir()) == []


def test_a_session_goes_by_no_name(tmp_path: Path, program: Program) -> None:
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support", "--name", "Aino")
        terminal.prompt()
        terminal.type("3")
        terminal.choose(say("support.consent.ask"), say("audit.choice.yes"))
        terminal.answer(say("sessions.a_name.problem"), "two words")
        terminal.answer(say("sessions.no_word.problem", most=30), "")
        shown = terminal.prompt()
        (word,) = re.findall(r"by the word “(\w+)”", shown)
        assert f"{word}  guided session" in program.run("session", "list").out


def test_a_terminal_that_cannot_hide_is_never_shown_a_name(tmp_path: Path, program: Program, employee: Path) -> None:
    with sit_down(tmp_path, program, term="dumb") as terminal:
        terminal.start("support", "--offline")
        open_session(terminal, "en", "majakka")
        terminal.answer(say("support.private.alone_unhidden"), "")
        terminal.answer(say("support.exports.ask", n=0), str(employee / "kanarin vienti.csv"))
        terminal.answer(say("support.exports.ask", n=1), "")
        terminal.answer(say("audit.work_domain.ask"), "kanari.omistaja@laaksola.example")
        terminal.answer(say("support.private.cannot_hide"), "")
        answer_the_rest(terminal)
        shown = terminal.prompt()
        assert say("support.next.names") not in shown
        terminal.choose(say("support.next.ask"), say("support.next.plan"))
        terminal.answer(say("support.private.alone_unhidden"), "")
        terminal.choose(say("support.plan.form"), say("support.plan.text"))
        terminal.answer(say("support.plan.where"), str(employee))
        terminal.answer(say("support.private.read"), "")
        terminal.prompt()
        assert "\x1b" not in terminal.output().partition("majakka")[2]
        assert [service for service in SERVICES if service in terminal.output()] == []
        nobody_sees(terminal)
    assert "Kanarikerho" in (employee / "hygiene-plan.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_wider_than_the_terminal(tmp_path: Path, program: Program, employee: Path, columns: int) -> None:
    use_language("fi")
    with sit_down(tmp_path, program, columns=columns, no_colour=True) as terminal:
        terminal.start("support", "--lang", "fi")
        open_session(terminal, "fi", "majakka")
        choose_exports(terminal, employee)
        say_work_or_leisure(terminal)
        terminal.choose(say("support.breaches.title"), say("audit.choice.no"))
        look_at_platforms(terminal)
        terminal.answer(say("support.results.go_on"), "")
        terminal.choose(say("support.rules.how"), say("support.rules.aloud"))
        answer_the_rest(terminal)
        output = terminal.output().partition("majakka")[2]
    assert {*re.findall(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", output)} <= {
        *("\x1b[1m", "\x1b[0m", "\x1b[?1049h", "\x1b[?1049l", "\x1b[H", "\x1b[2J", "\x1b[3J")
    }
    plain = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", output)
    too_wide = [line for line in plain.splitlines() if len(line) > columns and not re.search("^> |https?://|: $", line)]
    assert too_wide == []


def test_a_pipe_is_no_terminal(program: Program) -> None:
    ran = program.run("support", typed="3\n1\n")
    assert (ran.code, ran.out) == (2, "")
    assert "needs a terminal" in ran.err
    assert list(program.home.iterdir()) == []


def test_an_audit_is_no_guided_session(tmp_path: Path, program: Program) -> None:
    program.run("audit", "--offline", typed="1\n")
    (word,) = re.findall(r"^(\w+)  audit", program.run("session", "list").out, re.MULTILINE)
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support", "--resume", word)
        terminal.wait_for(say("support.not_guided.problem"))
        terminal.wait_for("left with 2")
        terminal.start("support", "--resume", "kanootti")
        terminal.wait_for("left with 2")


def test_what_is_typed_ahead_does_not_open_what_is_private(tmp_path: Path, program: Program) -> None:
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support", "--offline")
        open_session(terminal, "en", "majakka", times_ready=3)
        terminal.answer(say("support.private.alone"), "")
        terminal.answer(say("support.exports.ask", n=0), "")
        terminal.choose(say("support.rules.how"), say("support.rules.aloud"))


def test_who_leaves_before_the_session_begins_leaves_nothing(tmp_path: Path, program: Program) -> None:
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support")
        terminal.prompt()
        terminal.press("C-d")
        terminal.wait_for("left with 130")
    assert list(program.home.iterdir()) == []
