"""The audit looks in mailboxes: after consent, read-only, counted in every format, and nothing of a mail gets out."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hygiene.reports import FORMATS, schema
from tests.journeys.keyrings import Command
from tests.journeys.program import Program, Ran
from tests.mailbox.imap_server import PASSWORD, USER, imap_server
from tests.mailbox.mails import mail, mbox

MARK = "kanarisana"
RECEIPT = mail(f"Kiitos tilauksestasi, {MARK}", subject=f"Kuitti {MARK}")
BROKEN = b"\x00\x01 no header at all\n"
QUIET = ("audit", "--no-input", "--offline", "--work-domain", "kunta.example")


@pytest.fixture
def posti(tmp_path: Path) -> Path:
    path = tmp_path / "posti.mbox"
    path.write_bytes(mbox(RECEIPT, mail(x_spam_flag="YES")))
    return path


def document(ran: Ran) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(said, json.loads(schema("hygiene.report/1")))
    return said


def rule(said: dict[str, Any], rule_id: str) -> Any:
    return next(each for each in said["rules"] if each["id"] == rule_id)


def test_a_receipt_of_a_private_service_is_a_finding(program: Program, posti: Path) -> None:
    ran = program.run(*QUIET, "--mailbox", posti, "--format", "json")
    said = document(ran)
    assert ran.code == 1
    (account,) = said["inputs"]
    assert (account["name"], account["source"]) == ("posti.mbox", "mbox")
    assert (account["seen"], account["read"], account["rejected"], account["left_out"]) == (2, 2, 0, 1)
    found = rule(said, "work-address-for-work")
    assert (found["verdict"], found["origin"]) == ("broken", "measured")
    assert [finding["about"] for finding in found["findings"] if finding["verdict"] == "broken"] == [["Netflix"]]


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_format_counts_the_mails_and_holds_nothing_of_them(
    program: Program, tmp_path: Path, form: str, language: str
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "a.eml").write_bytes(RECEIPT)
    (folder / "b.eml").write_bytes(BROKEN)
    ran = program.run(*QUIET, "--mailbox", folder, "--format", form, "--lang", language)
    counted = {"fi": "Viestejä postilaatikossa", "sv": "Meddelanden i postlådan", "en": "Mails in the mailbox"}
    assert (counted[language] if form != "json" else '"rejected": 1') in ran.out
    for word in (MARK, "aino.virtanen", "Kiitos"):
        assert word not in ran.out + ran.err


def test_a_mail_that_cannot_be_read_leaves_the_audit_incomplete(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "a.eml").write_bytes(BROKEN)
    ran = program.run(*QUIET, "--mailbox", folder, "--format", "json")
    said = document(ran)
    assert (ran.code, said["complete"]) == (3, False)
    assert said["inputs"][0]["rejected_rows"] == [{"row": 1, "reason": "mail_without_header"}]


def test_nothing_is_read_before_the_employee_agrees(program: Program, posti: Path) -> None:
    refused = program.run("audit", "--offline", "--work-domain", "kunta.example", "--mailbox", posti, typed="2\n")
    told = " ".join(refused.err.split())
    assert "Nothing of a mail is kept" in told
    assert "May this mailbox be read: posti.mbox?" in told
    assert "Read posti.mbox" not in told
    agreed = program.run("audit", "--offline", "--work-domain", "kunta.example", "--mailbox", posti, typed="1\n")
    told = " ".join(agreed.err.split())
    assert "Read posti.mbox: traces of your work address at 1 service, among 2 mails." in told
    assert "1 mail lies among the spam" in told
    assert MARK not in told


def test_an_audit_that_is_gone_on_with_reads_the_mailbox_again_without_asking(program: Program, posti: Path) -> None:
    program.run("audit", "--offline", "--work-domain", "kunta.example", "--mailbox", posti, typed="1\n")
    resumed = program.run("audit", "--resume", typed="")
    told = " ".join(resumed.err.split())
    assert "May this mailbox" not in told
    assert "Read posti.mbox" in told


def test_without_a_work_domain_nothing_can_be_looked_for(program: Program, posti: Path) -> None:
    ran = program.run("audit", "--no-input", "--offline", "--mailbox", posti)
    assert (ran.code, ran.out) == (2, "")
    assert "--work-domain" in ran.err


def test_offline_no_server_is_asked(program: Program) -> None:
    ran = program.run(*QUIET, "--imap", "127.0.0.1")
    assert ran.code == 2
    assert "--mailbox" in ran.err


def test_without_a_login_a_server_is_not_asked(program: Program) -> None:
    ran = program.run("audit", "--no-input", "--work-domain", "kunta.example", "--imap", "127.0.0.1:1")
    assert ran.code == 4
    assert "hygiene mailbox set 127.0.0.1:1" in ran.err


def test_the_login_is_kept_tried_used_and_removed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with imap_server({"INBOX": [RECEIPT]}) as server:
        host = f"127.0.0.1:{server.port}"
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        monkeypatch.setattr("getpass.getpass", lambda *_args, **_more: PASSWORD)
        assert command("mailbox", "set", host, typed=f"{USER}\n").code == 0
        assert list(command.keyring.kept) == [("hygiene", f"mailbox {host}")]
        tried = command("mailbox", "test", host)
        assert (tried.code, tried.out) == (0, f"{host} lets you in. The mailbox has 1 folder. Nothing was read.\n")
        ran = command("audit", "--no-input", "--work-domain", "kunta.example", "--imap", host, "--format", "json")
        assert document(ran)["inputs"][0] | {"name": host, "source": "imap", "seen": 1} == document(ran)["inputs"][0]
        assert (
            command("mailbox", "remove", host).out
            == f"The user name and the password for {host} were removed from the keyring.\n"
        )
        assert command("mailbox", "remove", host).out == f"The keyring holds nothing for {host}.\n"
    assert not command.keyring.kept


def test_an_address_is_no_server(program: Program) -> None:
    ran = program.run("mailbox", "test", "aino@kunta.example")
    assert ran.code == 2
    assert "aino" not in ran.err
