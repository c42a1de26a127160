"""How audits follow one another: as a function of what is remembered, and as an employee sees it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hygiene.evidence import Origin
from hygiene.findings import Verdict
from hygiene.journeys.history import progress_of
from hygiene.progress import Change, Progress, Promise, PromiseState, RuleChange
from hygiene.reports import schema
from hygiene.sessions import BrokenThing, PastAudit, PastRule
from tests.journeys.keyrings import Command

MET, BROKEN, UNKNOWN = Verdict.MET, Verdict.BROKEN, Verdict.UNKNOWN
TODAY = date(2026, 11, 22)
VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.history/1")), format_checker=FormatChecker())


def audits(*verdicts: Verdict, promised: date | None = None) -> list[PastAudit]:
    """Audits two months apart in which one rule had these verdicts; a promise is of the last but one."""
    return [
        PastAudit(
            id=str(place),
            made_on=TODAY - timedelta(60 * (len(verdicts) - place)),
            policy="p",
            policy_version="1",
            accounts=3,
            rules={"r": PastRule(verdict, Origin.TOLD)},
            promises={"r": promised} if promised and place == len(verdicts) - 2 else {},
        )
        for place, verdict in enumerate(verdicts)
    ]


def progress(*verdicts: Verdict, promised: date | None = None) -> Progress:
    found = progress_of(audits(*verdicts, promised=promised), TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("verdicts", "change"),
    [
        ((BROKEN, MET), Change.BETTER),
        ((BROKEN, UNKNOWN, MET), Change.BETTER),
        ((BROKEN, Verdict.NOT_APPLICABLE), Change.BETTER),
        ((MET, BROKEN), Change.NEW),
        ((UNKNOWN, BROKEN), Change.NEW),
        ((BROKEN, MET, BROKEN), Change.BACK),
        ((BROKEN, BROKEN), Change.STILL),
        ((BROKEN, UNKNOWN, BROKEN), Change.STILL),
        ((BROKEN, UNKNOWN), Change.UNSEEN),
        ((BROKEN,), None),
        ((MET, MET), None),
        ((MET, UNKNOWN), None),
        ((BROKEN, MET, MET), None),
    ],
)
def test_what_became_of_a_rule(verdicts: tuple[Verdict, ...], change: Change | None) -> None:
    assert [each.change for each in progress(*verdicts).changes] == ([change] if change else [])


def test_accounts_are_known_again_without_being_named() -> None:
    before, now = audits(BROKEN, BROKEN)
    things = [BrokenThing("x", account, password) for account, password in (("a", "1"), ("b", "2"), ("c", ""))]
    later = [BrokenThing("x", account, password) for account, password in (("b", "2"), ("c", ""), ("d", "2"))]
    past = [replace(before, rules=broken_by(things)), replace(now, rules=broken_by(later))]
    found = progress_of(past, TODAY)
    assert found
    assert found.changes == (RuleChange("r", Change.STILL, same=2, same_password=1, mended=1, added=1),)


def broken_by(things: list[BrokenThing]) -> dict[str, PastRule]:
    return {"r": PastRule(BROKEN, None, tuple(things))}


@pytest.mark.parametrize(
    ("last", "promised", "state"),
    [
        (BROKEN, TODAY - timedelta(1), PromiseState.DUE),
        (BROKEN, TODAY, PromiseState.OPEN),
        (UNKNOWN, TODAY - timedelta(1), PromiseState.DUE),
        (MET, TODAY - timedelta(1), PromiseState.KEPT),
    ],
)
def test_what_became_of_a_promise(last: Verdict, promised: date, state: PromiseState) -> None:
    assert progress(BROKEN, last, promised=promised).promises == (Promise("r", promised, state),)


def test_where_nothing_is_remembered_there_is_no_progress() -> None:
    assert progress_of([], TODAY) is None


HEAD = "name,url,username,password,note\n"
ROWS = (
    "Kuvat,https://kuvat.example/,tuuli@kunta.example,{0},\nKauppa,https://kauppa.example/,tuuli@kunta.example,{1},\n"
)
SAME, OTHER = "canary-kanootti-sumu-47", "canary-orava-tuuli-93"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(HEAD + ROWS.format(SAME, SAME), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def at_home(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(command.home)


def audit(command: Command, export: Path, *words: str) -> str:
    ran = command("audit", export, "--offline", "--work-domain", "kunta.example", *words, typed="1\n" * 90)
    assert ran.code in (0, 1, 3), ran.err
    return ran.out


def test_the_second_audit_tells_what_has_changed(command: Command, export: Path) -> None:
    assert "Since your last audit" not in audit(command, export)
    assert "Still open: Every service has a password of its own: 2 accounts as before, 2 of them still" in " ".join(
        audit(command, export).split()
    )
    export.write_text(HEAD + ROWS.format(SAME, OTHER), encoding="utf-8")
    assert "Better: Every service has a password of its own" in audit(command, export)
    export.write_text(HEAD + ROWS.format(OTHER, OTHER), encoding="utf-8")
    assert "Came back: Every service has a password of its own" in audit(command, export)


def test_the_history_stands_in_every_form(command: Command, export: Path) -> None:
    assert command("history").code == 2
    audit(command, export)
    assert "This is your first audit" in command("history").out
    audit(command, export)
    document = json.loads(command("history", "--format", "json").out)
    VALIDATOR.validate(document)
    assert [each["counts"] == document["audits"][0]["counts"] for each in document["audits"]] == [True, True]
    for form in ("text", "markdown", "html"):
        told = command("history", "--format", form)
        assert told.code == 0
        assert "Every service has a password of its own" in told.out
        assert "kuvat" not in told.out
        assert "canary" not in told.out


def test_a_promise_is_asked_kept_and_told(command: Command, export: Path) -> None:
    audit(command, export)
    ran = command("remind", typed="1\n")
    assert ran.code == 0, ran.err
    assert "Noted" in ran.err
    day = datetime.now(UTC).astimezone().date() + timedelta(7)
    event = calendar(command)
    assert event.start == day
    assert "Meant to be done by" in command("history").out


def test_the_calendar_says_nothing_of_what_was_found(command: Command, export: Path) -> None:
    audit(command, export)
    command("remind", typed="2\n")
    text = (command.home / "hygiene-reminder.ics").read_text(encoding="utf-8").lower()
    assert not any(word in text for word in ("password", "kuvat", "kauppa", "tuuli", "kunta", "broken", "fix"))


def test_without_questions_a_day_is_needed_and_nothing_is_promised(command: Command, export: Path) -> None:
    audit(command, export)
    assert command("remind", "--no-input").code == 2
    assert command("remind", "--no-input", "--on", "2020-01-01").code == 2
    assert command("remind", "--no-input", "--on", "soon").code == 2
    assert command("remind", "--no-input", "--on", "2099-01-31").code == 0
    assert calendar(command).start == date(2099, 1, 31)
    assert "Meant to be done" not in command("history").out
    assert command("remind", "--no-input", "--on", "2099-01-31").code == 2, "a file that is there is not written over"


def calendar(command: Command) -> icalendar.Event:
    path = command.home / "hygiene-reminder.ics"
    read = icalendar.Calendar.from_ical(path.read_text(encoding="utf-8"))
    assert isinstance(read, icalendar.Calendar)
    (event,) = read.events
    return event
