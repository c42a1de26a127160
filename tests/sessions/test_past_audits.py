"""What a session keeps besides answers, and what an audit leaves behind once it is finished."""

from datetime import date
from pathlib import Path

import pytest

from hygiene.evidence import Origin
from hygiene.findings import Verdict
from hygiene.secret import Secret
from hygiene.sessions import SUPPORT, Beginning, BrokenThing, PastAudit, PastRule, open_store
from tests.sessions.test_never_lost import change, records
from tests.sessions.test_privacy import assert_nothing_shows, bytes_below, sealed_records

AUDIT = PastAudit(
    "11111111",
    date(2026, 3, 4),
    "our-town",
    "2026.1",
    17,
    {
        "unique-passwords": PastRule(
            Verdict.BROKEN, Origin.MEASURED, (BrokenThing("password_reused", "canary-a", "canary-b"),)
        ),
        "screen-locked": PastRule(Verdict.MET, Origin.TOLD),
        "account-tended": PastRule(Verdict.UNKNOWN),
    },
    {"unique-passwords": date(2026, 4, 1)},
)


def later(audit_id: str, month: int, session: str = "") -> PastAudit:
    return PastAudit(audit_id, date(2026, month, 1), "our-town", "2026.1", 17, AUDIT.rules, session=session)


def test_past_audits_come_back_as_they_were_the_oldest_first(folder: Path) -> None:
    with open_store(folder) as store:
        assert store.past_audits() == []
        store.remember(later("22222222", 5))
        store.remember(AUDIT)
        assert_nothing_shows(folder)
    with open_store(folder) as store:
        assert store.past_audits() == [AUDIT, later("22222222", 5)]
        assert store.unfinished() == []
        store.remember(later("22222222", 6))
        assert store.past_audits() == [AUDIT, later("22222222", 6)]
        assert_nothing_shows(folder)


def test_a_damaged_past_audit_is_the_only_loss_and_is_counted(folder: Path) -> None:
    with open_store(folder) as store:
        for number in range(1, 4):
            store.remember(later(f"{number:08}", number))
    number, sealed = records(folder)[1]
    change(folder, ("UPDATE records SET sealed = ? WHERE number = ?", (b"\0" + sealed[1:], number)))
    with open_store(folder) as store:
        assert [audit.made_on.month for audit in store.past_audits()] == [1, 3]
        assert store.damaged_past_audits() == 1


def test_the_past_audits_of_two_people_are_never_mixed(folder: Path) -> None:
    with open_store(folder) as store:
        one, two = (store.begin(Beginning(journey=SUPPORT)) for _ in range(2))
        store.remember(later("11111111", 1, one.id))
        store.remember(later("22222222", 2, two.id))
        store.remember(later("33333333", 3))
        sealed = sealed_records(folder)
        for session, audit_id in ((one.id, "11111111"), (two.id, "22222222"), ("", "33333333")):
            assert [audit.id for audit in store.past_audits(session)] == [audit_id]
        one.close()
        store.forget(one.name)
        assert store.past_audits(one.id) == []
        assert [audit.id for audit in store.past_audits(two.id) + store.past_audits()] == ["22222222", "33333333"]
        left = sealed_records(folder)
        everything = bytes_below(folder)
        gone = [record for record in sealed if record not in left]
        assert len(gone) > len(sealed) / 3
        assert not [record for record in gone if record in everything or record[12:60] in everything]
        store.forget_what_outlives()
        assert store.past_audits() == []


def test_a_fingerprint_is_the_same_in_store_and_session(folder: Path) -> None:
    with open_store(folder) as store:
        assert store.fingerprint("x") == store.begin(Beginning()).fingerprint("x") != store.fingerprint("y")
        assert store.fingerprint(Secret("x")) == store.fingerprint(Secret("x")) != store.fingerprint(Secret("y"))
        # What stands for a secret is never to be compared with what stands for a text.
        assert store.fingerprint(Secret("x")) != store.fingerprint("x")


def test_notes_and_the_day_to_meet_again_are_kept_with_the_session(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning(journey=SUPPORT))
        first, second = session.add_note("Canary first"), session.add_note("Canary second")
        session.set_follow_up(date(2026, 12, 1))
        session.set_follow_up(date(2026, 12, 24))
        assert_nothing_shows(folder)
    with open_store(folder) as store:
        (listed,) = store.unfinished()
        assert (listed.notes, listed.answers, listed.follow_up) == (2, 0, date(2026, 12, 24))
        session = store.resume(journey=SUPPORT)
        assert session.notes == (first, second)
        assert session.follow_up == date(2026, 12, 24)
        assert dict(session.answers) == {}
        assert "Canary" not in f"{session.notes!r}"
        before = sealed_records(folder)
        session.remove_note(first.id)
        session.set_follow_up(None)
        assert list(session.notes) == [second]
        assert not session.follow_up
        (gone, *_) = [record for record in before if record not in sealed_records(folder)]
        assert gone not in bytes_below(folder)
        session.close()
        store.forget(session.name)
        assert_nothing_shows(folder)


@pytest.mark.parametrize("verdict", [*Verdict])
@pytest.mark.parametrize("origin", [*Origin, None])
def test_every_verdict_and_origin_comes_back(folder: Path, verdict: Verdict, origin: Origin | None) -> None:
    audit = PastAudit("11111111", date(2026, 3, 4), "p", "1", 0, {"r": PastRule(verdict, origin)})
    with open_store(folder) as store:
        store.remember(audit)
        assert store.past_audits() == [audit]
