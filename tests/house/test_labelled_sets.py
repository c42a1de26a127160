"""The labelled logins and mails are what their README says, and the halves have nothing in common."""

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from email import message_from_binary_file, policy
from email.message import EmailMessage
from functools import cache
from mailbox import mbox
from typing import Any

import pytest

from hygiene.services.domains import is_within, mail_domain, site
from tests.house.source_code import PACKAGE, ROOT

SETS = ROOT / "benchmarks" / "work_addresses"
LABELS = {"private", "fine", "ask"}
KINDS = {
    *("signup", "welcome", "confirmation", "receipt", "reset", "security", "newsletter", "notification"),
    "none",
}
PROVIDERS = (PACKAGE / "services" / "mailbox_providers.txt").read_text(encoding="utf-8").split()
RESERVED = ("example", "example.com", "example.net", "example.org")
OF_PEOPLE = ("To", "Cc", "Delivered-To", "X-Original-To")
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
OF_ONE_MAIL = re.compile(rf"{ADDRESS.pattern}|https?://\S+|\d+")


@dataclass(frozen=True)
class Half:
    """One of the two halves, read as a program would read it."""

    organisations: dict[str, Any]
    as_of: date
    logins: list[dict[str, str]]
    labels: list[dict[str, str]]
    mails: list[EmailMessage]

    @property
    def bodies(self) -> set[str]:
        """The texts of the mails, without addresses, links and numbers."""
        return {OF_ONE_MAIL.sub("", " ".join(_body(mail).casefold().split())) for mail in self.mails}


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    assert part is not None
    text = str(part.get_content())
    return re.sub("<[^>]*>", " ", text) if part.get_content_subtype() == "html" else text


def _mail(file: Any) -> EmailMessage:
    return message_from_binary_file(file, _class=EmailMessage, policy=policy.default)


@cache
def half(name: str) -> Half:
    folder = SETS / name
    described = tomllib.loads((folder / "organisations.toml").read_text(encoding="utf-8"))
    with (folder / "mails.tsv").open(encoding="utf-8", newline="") as table:
        labels = list(csv.DictReader(table, delimiter="\t"))
    box = mbox(folder / "mails.mbox", factory=_mail, create=False)  # type: ignore[arg-type]
    try:
        mails: list[EmailMessage] = [box[key] for key in box.keys()]  # type: ignore[misc]  # noqa: SIM118
    finally:
        box.close()
    with (folder / "logins.tsv").open(encoding="utf-8", newline="") as table:
        logins = list(csv.DictReader(table, delimiter="\t"))
    return Half(described["organisations"], described["as_of"], logins, labels, mails)


@pytest.fixture(params=["building", "set_aside"])
def one(request: pytest.FixtureRequest) -> Half:
    return half(request.param)


def test_there_are_enough_of_each_label(one: Half) -> None:
    for rows, fewest in ((one.logins, 160), (one.labels, 260)):
        counted = Counter(row["label"] for row in rows)
        assert set(counted) == LABELS
        assert counted.total() >= fewest
        assert counted["private"] >= counted.total() / 4
        assert min(counted.values()) >= counted.total() / 8


def test_a_login_is_whole(one: Half) -> None:
    for login in one.logins:
        assert set(login) == {"label", "organisation", "title", "urls", "username", "email"}
        assert login["organisation"] in one.organisations
        assert login["urls"] == " ".join(login["urls"].split())


def test_every_mail_has_its_label(one: Half) -> None:
    assert [mail["Message-ID"] for mail in one.mails] == [row["message_id"] for row in one.labels]
    assert len({row["message_id"] for row in one.labels}) == len(one.labels)
    for row in one.labels:
        assert row["organisation"] in one.organisations
        assert row["language"] in {"fi", "sv", "en"}
        assert row["kind"] in KINDS
        assert (row["kind"] == "none") == (row["service"] == "-")
        assert row["service"] in {"-", site(row["service"])}
        assert row["service"] != "-" or row["label"] == "fine"


def test_every_mail_can_be_read(one: Half) -> None:
    for mail in one.mails:
        assert all(mail[header] for header in ("From", "To", "Date", "Subject", "Return-Path", "Delivered-To"))
        assert mail["Date"].datetime.date() <= one.as_of
        assert [part.defects for part in mail.walk() if part.defects] == []
        assert _body(mail).strip()


def test_the_mails_are_of_many_kinds(one: Half) -> None:
    parts = [part for mail in one.mails for part in mail.walk() if part.get_content_maintype() == "text"]
    assert {part.get_content_charset() for part in parts} >= {"utf-8", "iso-8859-1", "iso-8859-15", "windows-1252"}
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"7bit", "8bit", "base64", "quoted-printable"}
    assert len(one.bodies) >= 120
    assert min(Counter(row["language"] for row in one.labels).values()) >= 50
    assert {row["kind"] for row in one.labels} == KINDS


def test_nobody_in_them_is_real(one: Half) -> None:
    headers = [str(value) for mail in one.mails for header in OF_PEOPLE for value in mail.get_all(header, [])]
    columns = [value for login in one.logins for value in (login["username"], login["email"])]
    addresses = ADDRESS.findall("\n".join((*headers, *columns)))
    assert len(addresses) > len(one.mails) + len(one.logins) / 2
    domains = {mail_domain(address) for address in addresses}
    # The made-up people have their private addresses at real providers.
    assert {domain for domain in domains if not is_within(domain, RESERVED) and domain not in PROVIDERS} == set()


def test_the_halves_have_nothing_in_common() -> None:
    building, set_aside = half("building"), half("set_aside")
    assert building.bodies & set_aside.bodies == set()
    assert not {mail["Message-ID"] for mail in building.mails} & {mail["Message-ID"] for mail in set_aside.mails}
    keys = [
        {(login["urls"], login["username"], login["email"]) for login in each.logins} for each in (building, set_aside)
    ]
    assert {key for key in keys[0] & keys[1] if any(key)} == set()
    assert building.organisations.keys() & set_aside.organisations.keys() == set()
