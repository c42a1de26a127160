"""What a finished audit leaves in the store, and what it does not."""

from datetime import date
from pathlib import Path

import pytest

from hygiene.evidence import Evidence, Origin
from hygiene.findings import Verdict
from hygiene.journeys.remembering import remember
from hygiene.policy.reading import load_policy
from hygiene.reports.document import AuditReport
from hygiene.sessions import SUPPORT, Beginning, PastAudit, open_store
from tests.journeys.keyrings import Command

HEAD = "name,url,username,password,note\n"
KUVAT = "Kuvat,https://kuvat.example/,canary-user@kunta.example,{},\n"
KAUPPA = "Kauppa,https://kauppa.example/,canary-user@kunta.example,{},\n"
REUSED = "canary-kanootti-sumu-47"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "canary-export.csv"
    path.write_text(HEAD + KUVAT.format(REUSED) + KAUPPA.format(REUSED), encoding="utf-8")
    return path


def audited(command: Command, *words: str | Path) -> list[PastAudit]:
    ran = command("audit", *words, "--offline", "--work-domain", "kunta.example", typed="1\n" * 80)
    assert ran.code in (0, 1, 3)
    for file in command.home.rglob("*"):
        assert not file.is_file() or b"canary" not in file.read_bytes()
    with open_store(command.home / "sessions") as store:
        return store.past_audits()


def test_an_audit_leaves_verdicts_and_fingerprints(command: Command, export: Path) -> None:
    (past,) = audited(command, export)
    assert (past.policy, past.accounts, past.session) == ("municipality", 2, "")
    reuse = past.rules["unique-passwords"]
    assert (reuse.verdict, reuse.origin) == (Verdict.BROKEN, Origin.MEASURED)
    one, other = reuse.broken
    assert one.reason == other.reason == "password_reused"
    assert one.password == other.password
    assert one.account != other.account
    assert "canary" not in f"{past!r}"


def test_the_next_audit_knows_the_same_password_and_account_again(command: Command, export: Path) -> None:
    audited(command, export)
    changed = "canary-orava-tuuli-93"
    export.write_text(HEAD + KAUPPA.format(REUSED) + KUVAT.format(changed) + KAUPPA.format(changed), encoding="utf-8")
    # Both are of one day; each audit has a record of its own.
    earlier, later = audited(command, export)
    before = {thing.account for thing in earlier.rules["unique-passwords"].broken}
    after = {thing.account: thing.password for thing in later.rules["unique-passwords"].broken}
    assert before == after.keys()
    assert {thing.password for thing in earlier.rules["unique-passwords"].broken}.isdisjoint(after.values())

    export.write_text(HEAD + KAUPPA.format(REUSED) + KUVAT.format(REUSED), encoding="utf-8")
    *_, last = audited(command, export)
    assert set(last.rules["unique-passwords"].broken) == set(earlier.rules["unique-passwords"].broken)


def test_what_is_left_of_an_audit_for_somebody_else_goes_with_their_session(command: Command) -> None:
    policy = load_policy(["municipality"])
    report = AuditReport(policy, Evidence(), (), made_on=date(2026, 3, 4))
    with open_store(command.home / "sessions") as store:
        theirs = store.begin(Beginning(journey=SUPPORT))
        remember(store, theirs, report)
        remember(store, store.begin(Beginning()), report)
        assert (len(store.past_audits(theirs.id)), len(store.past_audits())) == (1, 1)
        theirs.close()
        store.forget(theirs.id)
        assert (len(store.past_audits(theirs.id)), len(store.past_audits())) == (0, 1)


def test_an_audit_that_is_shown_again_is_one_and_a_demonstration_none(command: Command, export: Path) -> None:
    audited(command, "--demo")
    assert audited(command, "--demo") == []
    (once,) = audited(command, export)
    assert command("audit", "--resume").code in (0, 1, 3)
    with open_store(command.home / "sessions") as store:
        assert store.past_audits() == [once]
    assert command("session", "forget", "--all").code == 0
    with open_store(command.home / "sessions") as store:
        assert store.past_audits() == []
