"""`hygiene session`: sessions are listed, shown, gone on with and forgotten by the word that they go by."""

from datetime import date
from pathlib import Path

import pytest

from hygiene.findings import Verdict
from hygiene.sessions import SUPPORT, Beginning, PastAudit, PastRule, open_store
from tests.journeys.keyrings import Command
from tests.sessions.test_never_lost import change, records

WORDS = ("--offline", "--work-domain", "kunta.example")
HEAD = "name,url,username,password,note\n"


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        path.write_text(f"{HEAD}{path.stem},https://{path.stem}.example/,aino,kivi-orava-93,\n", encoding="utf-8")
    return paths


def names(command: Command) -> list[str]:
    return [line.split()[0] for line in command("session", "list").out.splitlines() if " audit" in line]


def test_two_audits_are_gone_on_with_each_by_its_word(command: Command, exports: list[Path]) -> None:
    assert command("audit", exports[0], *WORDS, typed="1\n").code == 130
    assert command("audit", exports[1], *WORDS, "--lang", "fi", typed="1\n1\n1\n").code == 130
    newer, older = names(command)
    assert newer != older
    gone_on = command("session", "resume", older.upper(), typed="")
    assert gone_on.code == 130
    assert "1 answer is kept" in gone_on.err
    assert "Read one.csv" in gone_on.err
    finnish = command("session", "resume", newer, typed="3\n" * 80)
    assert "Tallessa on 3 vastausta." in finnish.err
    assert "two.csv" in finnish.err
    assert finnish.out.splitlines()[-1].startswith("Yhteenveto:")
    assert command("session", "forget", older).out == "1 audit was removed.\n"
    assert names(command) == [newer]


def test_what_is_kept_of_a_session_is_shown_and_notes_only_where_they_are_wanted(command: Command) -> None:
    with open_store(command.home / "sessions") as store:
        session = store.begin(Beginning(journey=SUPPORT), "kattila")
        session.record("q", "yes")
        session.record("r", "yes")
        session.add_note("Bring the second phone\x1b[2J.")
        session.set_follow_up(date(2027, 1, 15))
        store.remember(PastAudit("1", date(2026, 3, 4), "p", "1", 3, {"r": PastRule(Verdict.MET)}, session=session.id))
    number, sealed = records(command.home / "sessions")[-4]
    change(command.home / "sessions", ("UPDATE records SET sealed = ? WHERE number = ?", (sealed[1:], number)))
    shown = command("session", "show", "Kattila")
    assert shown.code == 0
    name, *lines = shown.out.splitlines()
    assert name == "kattila"
    told = dict(line.split(": ") for line in lines)
    assert {key: told[key] for key in ("What it is", "Answers", "Notes", "Meet again")} == {
        "What it is": "guided session",
        "Answers": "1",
        "Notes": "1",
        "Meet again": "15 January 2027",
    }
    assert told["Records that cannot be read"] == "1"
    assert told["Finished audits"] == "1"
    assert "phone" not in shown.out
    with_notes = command("session", "show", "kattila", "--notes").out
    assert "Bring the second phone" in with_notes
    assert "\x1b" not in with_notes


@pytest.mark.parametrize("subcommand", ["show", "resume", "forget"])
def test_a_word_that_no_session_goes_by_is_said(command: Command, subcommand: str) -> None:
    assert command("session", subcommand, "kattila").code == 2
    assert command("audit", "--demo", typed="1\n").code == 130
    ran = command("session", subcommand, "no-such-word")
    assert (ran.code, ran.out) == (2, "")
    assert "no unfinished audit of that name" in ran.err


def test_checklists_are_gone_on_with_by_their_own_command(command: Command) -> None:
    assert command("privacy", "facebook", typed="1\n").code == 130
    word = command("session", "list").out.split()[0]
    ran = command("session", "resume", word)
    assert ran.code == 2
    assert "hygiene privacy" in ran.err


def test_a_finished_audit_that_cannot_be_read_is_told(command: Command) -> None:
    folder = command.home / "sessions"
    with open_store(folder) as store:
        store.remember(PastAudit("1", date(2026, 3, 4), "p", "1", 3, {}))
        store.begin(Beginning())
    number, sealed = records(folder)[0]
    change(folder, ("UPDATE records SET sealed = ? WHERE number = ?", (sealed[1:], number)))
    assert "One finished audit cannot be read any more" in " ".join(command("session", "list").err.split())


def test_looking_into_nothing_makes_no_store(command: Command) -> None:
    assert command("session", "list").out == "No audits are kept.\n"
    assert command("session", "forget", "--all").code == 0
    assert command("summary", "export", command.home).code == 2
    assert not (command.home / "sessions").exists()
