"""Mailboxes on a server: read-only, header first, within bounds, and silent about what the server said."""

import re
from pathlib import Path

import pytest

from hygiene.errors import HygieneError, MissingKeyError, SourceError
from hygiene.evidence import Certainty
from hygiene.mailbox import Mailbox, scan
from hygiene.mailbox.imap import read_imap, try_out
from hygiene.mailbox.servers import Credentials, Server
from hygiene.secret import Secret
from hygiene.texts import knows
from tests.mailbox.imap_server import FIRST_UID, ImapServer, imap_server, silent_server
from tests.mailbox.mails import AINO, mail

PERSON = mail(**{"from": "Matti Meikäläinen <matti.meikalainen@kunta.example>", "subject": "Hei"})
SHOP = mail(
    "Kiitos tilauksestasi!",
    subject="Hei",
    **{
        "from": "Puoti <info@puoti.example>",
        "authentication_results": "mx.kunta.example; dkim=pass header.d=puoti.example",
    },
)


def read(server: ImapServer, deadline: float = 20.0) -> Mailbox:
    mails = read_imap(server.settings(deadline), server.credentials, lambda _done, _total: None)
    return scan(mails, 1, "imap", "imap")


def refused(server: ImapServer, deadline: float = 20.0) -> str:
    with pytest.raises(HygieneError) as error:
        read(server, deadline)
    assert knows(f"{error.value.key}.next")
    assert "kanari" not in str(error.value) + str(error.value.values)
    return error.value.key


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_all_folders_are_read_and_nothing_is_changed(capabilities: str) -> None:
    folders = {"INBOX": [mail(), PERSON, SHOP], "Arkisto/2023": [mail(date="Mon, 2 Jan 2023 10:00:00 +0200")]}
    with imap_server(folders, capabilities=capabilities) as server:
        box = read(server)
    assert (box.input.seen, box.input.rejected) == (4, ())
    assert [(trace.site, trace.address, trace.certainty) for trace in box.traces] == [
        ("netflix.com", AINO, Certainty.CERTAIN),
        ("puoti.example", AINO, Certainty.CERTAIN),
    ]
    verbs = {re.split(r" (?!SEARCH|FETCH)", command)[0] for command in server.commands}
    assert verbs <= {"CAPABILITY", "AUTHENTICATE", "LOGIN", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"}
    assert server.commands[-1] == "LOGOUT"


def test_the_text_is_fetched_only_where_the_header_does_not_decide() -> None:
    with imap_server({"INBOX": [mail(), PERSON, SHOP]}) as server:
        read(server)
    whole = [command.split(" ")[2] for command in server.commands if "BODY.PEEK[]" in command]
    assert whole == [str(FIRST_UID + 2)]


def test_spam_is_counted_and_not_fetched_and_all_mail_is_read_once() -> None:
    folders = {"INBOX": [mail()], "[Gmail]/All": [mail(), PERSON], "[Gmail]/Roska": [SHOP, SHOP], "[Gmail]": []}
    marks = {"[Gmail]/All": "\\All", "[Gmail]/Roska": "\\Junk", "[Gmail]": "\\Noselect"}
    with imap_server(folders, marks) as server:
        box = read(server)
        assert try_out(server.settings(), server.credentials) == 2
    assert (box.input.seen, box.input.left_out) == (4, 2)
    assert len(box.traces) == 1


def test_many_mails_are_fetched_some_at_a_time() -> None:
    with imap_server({"INBOX": [mail()] * 450}) as server:
        assert read(server).input.seen == 450
    assert sum("HEADER.FIELDS" in command for command in server.commands) == 3


def test_a_mail_of_which_the_server_says_nothing_is_counted() -> None:
    def forgets(tag: str, words: list[str]) -> bytes | None:
        return f"{tag} OK done\r\n".encode() if words[1:2] == ["FETCH"] else None

    with imap_server({"INBOX": [mail(), mail()]}, reply=forgets) as server:
        box = read(server)
    assert [(each.row, each.reason) for each in box.input.rejected] == [(1, "mail_unreadable"), (2, "mail_unreadable")]


def test_a_header_without_end_is_counted() -> None:
    with imap_server({"INBOX": [mail(subject="x" * 300_000), mail()]}) as server:
        box = read(server)
    assert [each.reason for each in box.input.rejected] == ["mail_header_too_long"]


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 AUTH=PLAIN", "IMAP4rev1"])
def test_a_wrong_password_is_told_without_the_servers_words(capabilities: str) -> None:
    with imap_server({"INBOX": []}, capabilities=capabilities) as server:
        server.credentials = Credentials("aino.kanari", Secret("väärä-kanari"))
        with pytest.raises(MissingKeyError):
            try_out(server.settings(), server.credentials)
        if "PLAIN" in capabilities:
            assert refused(server) == "mailbox.imap_refused"


def test_a_server_that_is_not_trusted_gets_no_password() -> None:
    with imap_server({"INBOX": []}) as server, imap_server({"INBOX": []}) as other:
        server.ca_file = other.ca_file
        assert refused(server) == "mailbox.imap_insecure"
        assert server.commands == []


def test_a_server_of_another_name_gets_no_password() -> None:
    with imap_server({"INBOX": []}) as server:
        with pytest.raises(SourceError) as error:
            try_out(server.settings(host="localhost"), server.credentials)
        assert error.value.key == "mailbox.imap_insecure"
        assert server.commands == []


def test_nobody_there() -> None:
    with silent_server() as port:
        pass
    assert refused(ImapServer(port, Path())) in {"mailbox.imap_unreachable", "breaches.bad_ca_file"}


HOSTILE = {
    "endless line": b"* LIST " + b"x" * 70_000_000,
    "endless literal": b"* LIST () NIL {99999999999}\r\n" + b"x" * 70_000_000,
    "negative literal": b"* LIST () NIL {-5}\r\nabc\r\n",
    "no folder": b"",
    "garbage": b"\x00\xff\r\n* ((((\r\n",
    "bye": b"* BYE kanari\r\n",
    "no": b"TAG NO kanari\r\n",
    "bad": b"TAG BAD kanari\r\n",
    "preauth": b"* PREAUTH\r\n+ go on\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_refused(name: str) -> None:
    def answers(tag: str, words: list[str]) -> bytes | None:
        if words[0] != "LIST":
            return None
        said = HOSTILE[name]
        return said.replace(b"TAG", tag.encode()) if b"TAG" in said else said + f"{tag} OK done\r\n".encode()

    with imap_server({"INBOX": [mail()]}, reply=answers) as server:
        assert refused(server, deadline=10.0).startswith("mailbox.imap_")


def test_a_server_that_falls_silent_is_given_up() -> None:
    with imap_server({"INBOX": [mail()]}, reply=lambda _tag, words: b"" if words[0] == "LIST" else None) as server:
        assert refused(server, deadline=0.5) == "mailbox.imap_slow"
    with imap_server({"INBOX": []}, greeting=b"") as server:
        assert refused(server, deadline=0.5) == "mailbox.imap_slow"


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("imap.kunta.example", "imap.kunta.example", 993), (" IMAP.Kunta.Example:1993 ", "imap.kunta.example", 1993)],
)
def test_servers_are_named_by_host_and_port(text: str, host: str, port: int) -> None:
    server = Server.named(text)
    assert (server.host, server.port) == (host, port)
    assert Server.named(server.name) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aino@kunta.example",
        "https://imap.example",
        "a b",
        "imap.example:",
        "imap.example:0",
        "x:99999",
        "ä.fi",
        "-x",
    ],
)
def test_what_is_no_server_is_refused(text: str) -> None:
    with pytest.raises(HygieneError) as error:
        Server.named(text)
    assert error.value.key == "mailbox.bad_host"
