"""What has been kept for long enough goes at the next opening, and nothing of it remains."""

import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from hygiene.evidence import Origin
from hygiene.findings import Verdict
from hygiene.sessions import SUPPORT, Beginning, PastAudit, PastRule, Session, Store, open_store
from hygiene.sessions.store import _months_before
from tests.journeys.program import Program
from tests.sessions.test_never_lost import change, records
from tests.sessions.test_privacy import bytes_below, sealed_records

TODAY = date(2026, 11, 22)


def past(audit_id: str, made_on: date, session: str = "") -> PastAudit:
    return PastAudit(audit_id, made_on, "p", "1", 3, {"r": PastRule(Verdict.MET, Origin.TOLD)}, session=session)


def begun(store: Store, used: date, *answers: str) -> Session:
    session = store.begin(Beginning(journey=SUPPORT))
    for answer in answers:
        session.record(answer, "yes")
    session.note_use(used)
    session.close()
    return session


def test_what_is_old_goes_without_residue_and_the_rest_stays(folder: Path) -> None:
    with open_store(folder) as store:
        old = begun(store, date(2025, 10, 21), "q0", "q1")
        kept = begun(store, date(2025, 10, 22), "q0")
        store.remember(past("11111111", date(2025, 10, 21)))
        store.remember(past("22222222", date(2025, 10, 22)))
        store.remember(past("33333333", date(2025, 9, 1), old.id))
        store.set("name", "value")
        before = sealed_records(folder)
        assert store.remove_expired(TODAY, 13) == 2
        everything, after = bytes_below(folder), sealed_records(folder)
        gone = [record for record in before if record not in after]
        assert len(gone) > 20
        assert not [record for record in gone if record in everything or record[12:60] in everything]
        assert [each.id for each in store.unfinished()] == [kept.id]
        assert [audit.id for audit in store.past_audits()] == ["22222222"]
        assert store.past_audits(old.id) == []
        assert store.get("name") == "value"
        assert store.remove_expired(TODAY, 13) == 0


def test_a_session_that_goes_on_is_not_old(folder: Path) -> None:
    with open_store(folder) as store:
        session = begun(store, date(2020, 1, 1), "q")
        store.resume(session.id).close()
        assert store.remove_expired(date.today(), 1) == 0  # noqa: DTZ011 - what the store goes by
        assert store.resume(session.id).answers == {"q": "yes"}


def test_a_session_that_is_open_elsewhere_stays(folder: Path) -> None:
    with open_store(folder) as store, open_store(folder) as other:
        session = begun(store, date(2020, 1, 1), "q")
        held = other.resume(session.id)
        held.note_use(date(2020, 1, 1))
        assert store.remove_expired(TODAY, 13) == 0
        held.close()
        assert store.remove_expired(TODAY, 13) == 1


def test_a_past_audit_that_cannot_be_read_goes_with_those_that_came_after(folder: Path) -> None:
    days = [date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1), date(2026, 6, 1), date(2026, 7, 1)]
    with open_store(folder) as store:
        for number, day in enumerate(days):
            store.remember(past(f"{number:08}", day))
    for number, sealed in (records(folder)[1], records(folder)[3]):
        change(folder, ("UPDATE records SET sealed = ? WHERE number = ?", (b"\0" + sealed[1:], number)))
    with open_store(folder) as store:
        assert store.damaged_past_audits() == 2
        assert store.remove_expired(TODAY, 13) == 2
        assert store.damaged_past_audits() == 1
        assert [audit.made_on for audit in store.past_audits()] == days[4:]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 13, date(2025, 10, 22)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 12, 1), 60, date(2021, 12, 1)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert _months_before(day, months) == expected


@pytest.mark.parametrize(("months", "left"), [(None, 1), (6, 0), (7, 1)])
def test_the_policy_says_how_long(program: Program, tmp_path: Path, months: int | None, left: int) -> None:
    policy = tmp_path / "policy.toml"
    names = 'id = "ours"\nversion = "1"\n[names]\nfi = "O"\nsv = "O"\nen = "O"\n'
    policy.write_text(names + (f"[settings]\nretention_months = {months}\n" if months else ""), encoding="utf-8")
    (program.home / "config.toml").write_text(
        f'policy = ["municipality", {json.dumps(str(policy))}]\n', encoding="utf-8"
    )
    today = date.today()  # noqa: DTZ011 - what the store goes by
    with open_store(program.home / "sessions") as store:
        begun(store, today - timedelta(days=190), "q")
        store.remember(past("11111111", today - timedelta(days=190)))
    ran = program.run("session", "list")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert ("answer" in ran.out) == bool(left)
    assert (f"Kept for more than {months} months: 2 audits" in " ".join(ran.err.split())) == (not left)
    connection = sqlite3.connect(program.home / "sessions" / "sessions.db")
    assert bool(connection.execute("SELECT count(*) FROM records").fetchone()[0]) == bool(left)
    connection.close()
