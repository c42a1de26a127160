"""The guided session as two people play it: a real terminal, real keys, and a search for what must not stay."""

import sys
from pathlib import Path

import pytest

from hygiene.texts import say, use_language
from tests.house.canaries import PASSWORDS
from tests.journeys.guided import (
    ALONE,
    ALOUD,
    VAULT_PASSWORD,
    WORK_ADDRESS,
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
from tests.journeys.two_people import TMUX, Terminal, open_session

if sys.platform == "win32" or not TMUX:
    pytest.skip("there is no tmux here", allow_module_level=True)


@pytest.fixture
def employee(tmp_path: Path) -> Path:
    return folder_of_employee(tmp_path)


def read_alone(terminal: Terminal) -> int:
    """Read to the end what names the accounts; how many screens that took."""
    terminal.answer(say("support.private.alone"), "")
    screens = []
    while say("terminal.more") in terminal.prompt():
        screens.append(terminal.screen())
        terminal.type("")
    assert any("Kanarikerho" in screen for screen in screens)
    terminal.answer(say("support.private.read"), "")
    terminal.prompt()
    return len(screens) + 1


@pytest.mark.parametrize(("language", "way"), [("fi", ALONE), ("sv", ALOUD), ("en", ALONE)])
def test_two_people_play_a_whole_session(
    tmp_path: Path, program: Program, employee: Path, language: str, way: str
) -> None:
    use_language(language)
    with sit_down(tmp_path, program) as terminal:
        terminal.start("support")
        open_session(terminal, language, "majakka")
        choose_exports(terminal, employee)
        say_work_or_leisure(terminal)
        terminal.choose(say("support.breaches.title"), say("audit.choice.no"))
        look_at_platforms(terminal)
        shown = terminal.prompt()
        assert " ".join(say("support.results.read", n=4, files=2).split()) in " ".join(shown.split())
        nobody_sees(terminal)
        terminal.choose(say("support.results.ask"), say("support.next.names"))
        assert read_alone(terminal) > 1
        nobody_sees(terminal)
        terminal.answer(say("support.results.go_on"), "")
        terminal.choose(say("support.rules.how"), say(way))
        if way == ALONE:
            terminal.answer(say("support.private.alone"), "")
        assert answer_the_rest(terminal) > 10
        nobody_sees(terminal)

        terminal.choose(say("support.next.ask"), say("support.next.names"))
        assert read_alone(terminal) > 1
        nobody_sees(terminal)

        terminal.choose(say("support.next.ask"), say("support.next.plan"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose(say("support.plan.form"), say("support.plan.html"))
        terminal.answer(say("support.plan.where"), str(employee / "kanarin vienti.csv"))
        terminal.answer(say("audit.output_exists.problem", name="kanarin vienti.csv"), str(employee))
        terminal.answer(say("support.private.read"), "")

        records = tmp_path / "records"
        records.mkdir()
        terminal.choose(say("support.next.ask"), say("support.next.record"))
        terminal.answer(say("support.private.alone"), "")
        terminal.answer(say("support.record.where"), str(records))
        while say("terminal.more") in terminal.prompt():
            terminal.type("")
        terminal.choose(say("summary.consent", name="records"), say("audit.choice.yes"))
        terminal.answer(say("support.private.read"), "")
        assert len([path for path in records.rglob("*") if path.is_file()]) == 2

        terminal.choose(say("support.next.ask"), say("support.next.follow_up"))
        terminal.choose(say("support.follow_up.ask"), say("support.follow_up.other"))
        terminal.answer(say("support.follow_up.day"), "1.1.2000")
        terminal.answer(say("support.follow_up.no_day"), "24.12.2099")

        terminal.choose(say("support.next.ask"), say("support.next.notes"))
        terminal.choose(say("support.notes.ask"), say("support.notes.write"))
        terminal.answer(say("support.notes.text"), f"Kirjoita osoitteeseen {WORK_ADDRESS}")
        terminal.answer(say("support.notes.doubt.address"), "Avainkortti mukaan")
        terminal.choose(say("support.notes.ask"), say("support.notes.done"))

        terminal.choose(say("support.next.ask"), say("support.next.end"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose(say("exports.delete.ask", n=1), say("audit.choice.yes"))
        terminal.answer(say("support.private.read"), "")
        terminal.choose(say("support.end.ask"), say("support.end.keep", word="majakka"))
        terminal.wait_for("left with 0")
        nobody_sees(terminal)

    plan = (employee / f"{say('support.plan.file')}.html").read_text(encoding="utf-8")
    assert "Kanarikerho" in plan
    assert [word for word in (*PASSWORDS, VAULT_PASSWORD, "omistaja@") if word in plan] == []
    assert not (employee / "kanarin vienti.csv").exists()
    assert (employee / "lukittu.json").exists()
    nothing_is_kept(tmp_path, employee)
    shown = program.run("session", "show", "majakka", "--notes").out
    assert "Avainkortti mukaan" in shown
    assert "24 December 2099" in shown
