"""The guided session as two people play it: a real terminal, real keys, and a search for what must not stay."""

import re
import sys
from pathlib import Path

import pytest

from hygiene.texts import LANGUAGES, say, use_language
from tests.house.canaries import PASSWORDS, REUSED, leaks
from tests.journeys.program import Program
from tests.journeys.two_people import TMUX, Terminal, number_of, open_session, without_exports
from tests.sources.bitwarden_writer import protected

if sys.platform == "win32" or not TMUX:
    pytest.skip("there is no tmux here", allow_module_level=True)

SERVICES = ("Kanarikerho", "Kanarilehti", "Kanarimeri", "Facebook")
"""The accounts of the employee, by the names that nobody else is to see."""

EXPORT = f"""name,url,username,password,note
Kanarikerho,https://kanarikerho.example/,kanari.omistaja@posti.example,{REUSED},
Kanarilehti,https://kanarilehti.example/,kanari.omistaja@laaksola.example,{REUSED},
Facebook,https://www.facebook.com/,kanari.omistaja@posti.example,{REUSED},
"""
LOCKED = """{"encrypted": false, "folders": [], "items": [{"type": 1, "name": "Kanarimeri", "login": {"uris": [{"uri": "https://kanarimeri.example/"}],
"username": "kanari.omistaja", "password": "kanarialintu"}}]}"""
VAULT_PASSWORD = "Kanarian-holvi-8"
WORK_ADDRESS = "kanari.omistaja@laaksola.example"
ALONE, ALOUD = "support.rules.alone", "support.rules.aloud"


@pytest.fixture
def employee(tmp_path: Path) -> Path:
    """The folder of the employee's own, which bears the employee's name."""
    folder = tmp_path / "Kanarian Omistaja"
    folder.mkdir()
    (folder / "vienti.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "lukittu.json").write_bytes(protected(LOCKED.encode(), VAULT_PASSWORD, kdf=0, iterations=5000))
    return folder


def sit_down(tmp_path: Path, program: Program, name: str = "terminal", **more: object) -> Terminal:
    return Terminal(tmp_path / name, program, **more)  # type: ignore[arg-type]


def nobody_sees(terminal: Terminal) -> None:
    """Neither on the screen nor in what can be scrolled back to is anything that is the employee's."""
    for shown in (terminal.scrollback(), terminal.output_for_both()):
        assert leaks(shown.encode()) == []
        assert [service for service in SERVICES if service in shown] == []


def nothing_is_kept(tmp_path: Path, *but: Path) -> None:
    """No file holds anything that is the employee's, except the employee's own files."""
    looked_at = 0
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "output" and not any(path.is_relative_to(own) for own in but):
            assert (path.name, leaks(path.read_bytes())) == (path.name, [])
            looked_at += 1
    assert looked_at


def choose_exports(terminal: Terminal, employee: Path) -> None:
    terminal.answer(say("support.private.alone"), "")
    terminal.answer(say("support.exports.ask", n=0), str(employee / "ei ole.csv"))
    terminal.answer(say("sources.missing.problem", name="ei ole.csv"), f"'{employee / 'vienti.csv'}'")
    assert "Kanarian Omistaja" in terminal.screen()
    terminal.answer(say("support.exports.ask", n=1), str(employee / "lukittu.json"))
    terminal.answer(say("exports.password.ask", name="lukittu.json"), VAULT_PASSWORD)
    terminal.answer(say("support.exports.ask", n=2), "")
    terminal.answer(say("audit.work_domain.ask"), WORK_ADDRESS)


def say_work_or_leisure(terminal: Terminal) -> None:
    shown = terminal.prompt()
    assert say("support.accounts.title") in " ".join(shown.split())
    nobody_sees(terminal)
    terminal.answer(say("support.private.alone"), "")
    terminal.prompt()
    assert "Kanarikerho" in terminal.screen()
    terminal.choose(say("audit.kind.ask", label="Kanarikerho"), say("audit.kind.work"))
    terminal.choose(say("audit.kind.ask", label="Kanarilehti"), say("audit.kind.private"))


def look_at_platforms(terminal: Terminal) -> None:
    terminal.answer(say("support.private.alone"), "")
    terminal.choose("Facebook", say("audit.choice.yes"))
    terminal.choose("Facebook", say("privacy.use.private"))
    terminal.choose("Facebook", say("privacy.choice.already"))
    terminal.choose("Facebook", say("support.menu.open"))
    terminal.choose(say("support.menu.ask"), say("support.menu.leave"))


def answer_the_rest(terminal: Terminal, choice: str = "dont-know") -> int:
    """Answer until the supporter is asked what comes next; how many questions there were."""
    asked = 0
    while say("support.next.ask") not in (shown := terminal.prompt()):
        terminal.type(number_of(say(f"audit.choice.{choice}"), shown))
        asked += 1
    return asked


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
        terminal.prompt()
        nobody_sees(terminal)
        shown = terminal.answer(say("support.results.go_on"), "")
        assert " ".join(say("support.results.read", n=4, files=2).split()) in " ".join(shown.split())
        terminal.choose(say("support.rules.how"), say(way))
        if way == ALONE:
            terminal.answer(say("support.private.alone"), "")
        assert answer_the_rest(terminal) > 10
        nobody_sees(terminal)

        terminal.choose(say("support.next.ask"), say("support.next.names"))
        terminal.answer(say("support.private.alone"), "")
        pages = 0
        while say("terminal.more") in terminal.prompt():
            terminal.type("")
            pages += 1
        assert pages > 1
        assert "Kanarikerho" in terminal.output()
        terminal.answer(say("support.private.read"), "")
        terminal.prompt()
        nobody_sees(terminal)

        terminal.choose(say("support.next.ask"), say("support.next.plan"))
        terminal.answer(say("support.private.alone"), "")
        terminal.choose(say("support.plan.form"), say("support.plan.html"))
        terminal.answer(say("support.plan.where"), str(employee / "vienti.csv"))
        terminal.answer(say("audit.output_exists.problem", name="vienti.csv"), str(employee))
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
    assert not (employee / "vienti.csv").exists()
    assert (employee / "lukittu.json").exists()
    nothing_is_kept(tmp_path, employee)
    shown = program.run("session", "show", "majakka", "--notes").out
    assert "Avainkortti mukaan" in shown
    assert "24 December 2099" in shown
