"""Mailboxes as files and folders: every mail is counted once, and nothing is written."""

import os
from datetime import date
from pathlib import Path

import pytest

from hygiene.errors import SourceError
from hygiene.evidence import Certainty, Trace, TraceSource
from hygiene.texts import knows
from tests.mailbox.mails import AINO, mail, mbox, read, unauthenticated

FIRST = mail()
SECOND = mail(subject="Kuitti", date="Tue, 2 Jul 2024 08:00:00 +0300")
PERSON = mail(**{"from": "Matti Meikäläinen <matti.meikalainen@kunta.example>", "subject": "Hei"})
JUNK = mail(x_spam_flag="YES", **{"from": "Spotify <no-reply@spotify.com>"})
TRACE = Trace("netflix.com", AINO, TraceSource.MAILBOX, Certainty.CERTAIN, date(2024, 1, 6), date(2024, 7, 2))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "posti"


def counted(path: Path) -> tuple[int, int, int]:
    account = read(path).input
    return account.seen, len(account.rejected), account.left_out


def written(place: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return place


def test_an_mbox_is_read_from_its_first_mail_to_its_last(place: Path) -> None:
    place.write_bytes(mbox(FIRST, PERSON, SECOND, JUNK))
    box = read(place)
    assert box.traces == (TRACE,)
    account = box.input
    assert (account.number, account.name, account.source, account.is_mailbox) == (1, "posti", "mbox", True)
    assert (account.seen, account.read, account.left_out, account.rejected) == (4, 4, 1, ())


@pytest.mark.parametrize(
    "separator",
    [
        b"From aino@example.com Sat Jan  6 09:12:11 2024",
        b"From - Sat Jan 06 09:12:11 2024",
        b"From 1712345678901234567@xxx Sat Jan 06 09:12:11 +0000 2024",
        b"From aino@example.com Sat Jan  6 09:12:11 EET 2024",
        b"From aino@example.com Sat, 6 Jan 2024 09:12:11 +0200",
        b"From ???@??? Sat Jan 06 09:12:11 2024",
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_dialects_of_the_line_that_begins_a_mail(place: Path, separator: bytes, line_end: bytes) -> None:
    place.write_bytes(b"".join(separator + b"\n" + each + b"\n" for each in (FIRST, SECOND)).replace(b"\n", line_end))
    assert read(place).traces == (TRACE,)
    assert counted(place) == (2, 0, 0)


def test_a_line_without_a_date_begins_a_mail_where_a_header_follows(place: Path) -> None:
    place.write_bytes(b"".join(b"From MAILER\nReturn-Path: <a@b.example>\n" + each + b"\n" for each in (FIRST, SECOND)))
    assert counted(place) == (2, 0, 0)


def test_what_a_text_says_begins_no_mail(place: Path) -> None:
    text = "From here on\n>From Sat Jan  6 09:12:11 2024\nFrom us all\n\nFrom a Sat Jan  6 09:12:11 2024\nno header\n"
    place.write_bytes(b"From a Sat Jan  6 09:12:11 2024\n" + mail(text) + b"\n" + mbox(SECOND))
    assert counted(place) == (2, 0, 0)


@pytest.mark.parametrize("length", range(2**20 - 700, 2**20 + 20, 7))
def test_a_mail_may_begin_anywhere_in_the_file(place: Path, length: int) -> None:
    head = b"From a Sat Jan  6 09:12:11 2024\n" + FIRST
    place.write_bytes(head + b"x" * (length - len(head) - 1) + b"\n" + mbox(SECOND))
    assert counted(place) == (2, 0, 0)


def test_a_lying_content_length_is_not_believed(place: Path) -> None:
    place.write_bytes(mbox(mail(content_length="999999999"), SECOND))
    assert counted(place) == (2, 0, 0)


def test_a_maildir_is_read_with_its_folders_and_left_as_it_is(place: Path) -> None:
    files = {
        "cur/1:2,S": FIRST,
        "new/2": SECOND,
        ".Arkisto/cur/3": PERSON,
        ".Junk/cur/4": SECOND,
        "dovecot.index": b"\0",
    }
    for folder in ("cur", "new", "tmp", ".Arkisto/cur", ".Arkisto/new", ".Junk/cur", ".Junk/new"):
        (place / folder).mkdir(parents=True)
    written(place, files)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    box = read(place)
    assert (box.input.source, box.traces) == ("maildir", (TRACE,))
    assert counted(place) == (4, 0, 1)
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_a_folder_of_mails_and_mailboxes(place: Path) -> None:
    emlx = str(len(FIRST)).encode() + b"\n" + FIRST + b"<?xml version='1.0'?>"
    files = {
        "a.eml": FIRST,
        "Saapuneet/b.EML": SECOND,
        "Mail/c.emlx": emlx,
        "Roskaposti/d.eml": JUNK,
        "Takeout/All.mbox": mbox(SECOND, PERSON),
        "Thunderbird/Inbox": mbox(FIRST),
        "Thunderbird/Inbox.msf": b"// <!-- <mdb:mork -->",
        "kuva.png": b"\x89PNG",
        "viesti.msg": b"\xd0\xcf\x11\xe0",
        "vanha.pst": b"!BDN",
    }
    box = read(written(place, files))
    assert (box.input.source, box.traces) == ("mail-folder", (TRACE,))
    assert counted(place) == (9, 2, 1)
    assert {each.reason for each in box.input.rejected} == {"mail_of_outlook", "mailbox_in_folder"}


def test_one_mail_alone(place: Path) -> None:
    place.write_bytes(FIRST)
    assert (counted(place), read(place).input.source) == ((1, 0, 0), "eml")


def test_what_cannot_be_read_is_counted(place: Path) -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(50))
    place.write_bytes(mbox(FIRST, mail("", subject="Hei").replace(b"\n\n", b"\n") + deep))
    assert [(each.row, each.reason) for each in read(place).input.rejected] == [(2, "mail_too_deep")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_mail_that_may_not_be_read_is_counted(place: Path) -> None:
    written(place, {"a.eml": FIRST, "b.eml": SECOND})
    (place / "b.eml").chmod(0)
    assert counted(place) == (2, 1, 0)


def test_an_account_that_ended_after_its_last_mail_leaves_no_trace(place: Path) -> None:
    ended = mail(subject="Tilisi on poistettu", date="Mon, 1 Apr 2024 10:00:00 +0300")
    place.write_bytes(mbox(FIRST, ended))
    assert read(place).traces == ()
    place.write_bytes(mbox(ended, FIRST, SECOND))
    assert read(place).traces == (TRACE,)


def test_mails_that_do_not_name_their_recipient_are_probably_the_owners(place: Path) -> None:
    nameless = mail(to=None, delivered_to=None, **{"from": "Spotify <no-reply@spotify.com>", "dkim_signature": None})
    nameless = nameless.replace(b"netflix.com", b"spotify.com")
    place.write_bytes(mbox(FIRST, nameless))
    assert [(trace.site, trace.address, trace.certainty) for trace in read(place).traces] == [
        ("netflix.com", AINO, Certainty.CERTAIN),
        ("spotify.com", AINO, Certainty.LIKELY),
    ]


def test_the_surest_mail_decides(place: Path) -> None:
    place.write_bytes(mbox(unauthenticated(), FIRST, unauthenticated()))
    assert [trace.certainty for trace in read(place).traces] == [Certainty.CERTAIN]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "not_a_mailbox"),
        (b"Salasanoja,ja,muuta\n", "not_a_mailbox"),
        (b"PK\x03\x04", "not_a_mailbox"),
        (None, "missing"),
    ],
)
def test_what_is_no_mailbox_is_refused(place: Path, content: bytes | None, key: str) -> None:
    if content is not None:
        place.write_bytes(content)
    with pytest.raises(SourceError) as refused:
        read(place)
    assert refused.value.key == f"mailbox.{key}"
    assert refused.value.__context__ is None
    assert knows(f"mailbox.{key}.next")


def test_an_empty_folder_is_refused(place: Path) -> None:
    place.mkdir()
    with pytest.raises(SourceError) as refused:
        read(place)
    assert refused.value.key == "mailbox.empty"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_is_refused_and_one_in_a_folder_passed_over(place: Path) -> None:
    written(place, {"a.eml": FIRST})
    os.mkfifo(place / "b.eml")
    assert counted(place) == (1, 0, 0)
    with pytest.raises(SourceError) as refused:
        read(place / "b.eml")
    assert refused.value.key == "mailbox.not_a_mailbox"
