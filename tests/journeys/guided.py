"""An employee with marked accounts, and the parts of a guided session that several tests play."""

from pathlib import Path
from typing import Any

from hygiene.texts import say
from tests.house.canaries import REUSED, leaks
from tests.journeys.program import Program
from tests.journeys.two_people import Terminal, number_of
from tests.sources.bitwarden_writer import protected

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


def folder_of_employee(tmp_path: Path) -> Path:
    """The folder of the employee's own, which bears the employee's name."""
    folder = tmp_path / "Kanarian Omistaja"
    folder.mkdir()
    (folder / "kanarin vienti.csv").write_text(EXPORT, encoding="utf-8")
    (folder / "lukittu.json").write_bytes(protected(LOCKED.encode(), VAULT_PASSWORD, kdf=0, iterations=5000))
    return folder


def sit_down(tmp_path: Path, program: Program, **more: Any) -> Terminal:
    """A supporter and the employee at one terminal."""
    return Terminal(tmp_path / "terminal", program, **more)


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
    terminal.answer(say("sources.missing.problem", name="ei ole.csv"), f"'{employee / 'kanarin vienti.csv'}'")
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
