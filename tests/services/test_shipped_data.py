"""The data that ships is whole: what the script wrote, what was written by hand, and what NOTICE tells of it."""

import hashlib
import re
import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hygiene.evidence import AccountKind
from hygiene.policy.kinds import KINDS
from hygiene.services.catalogue import COLUMNS, NO_SECOND_FACTOR, DeleteDifficulty, categories, service
from hygiene.services.domains import host, is_public
from hygiene.services.logins import Sharing

ROOT = Path(__file__).parents[2]
SERVICES = ROOT / "hygiene" / "services"
METHODS = {"totp", "u2f", "passkey", "custom-hardware", "custom-software", "sms", "call", "email"}


def table(name: str) -> list[list[str]]:
    lines = (SERVICES / name).read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    return [line.split("\t") for line in lines[2:]]


@pytest.mark.parametrize("name", ["catalogue.tsv", "shared_logins.tsv"])
def test_a_derived_table_is_what_its_first_line_and_notice_say(name: str) -> None:
    first, _, body = (SERVICES / name).read_bytes().partition(b"\n")
    stated = re.fullmatch(r"# taken (\d{4}-\d\d-\d\d) rows (\d+) sha256 ([0-9a-f]{64})", first.decode())
    assert stated is not None
    assert stated[3] == hashlib.sha256(body).hexdigest()
    assert int(stated[2]) == body.count(b"\n") - 1
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert f"hygiene/services/{name}: {stated[2]} rows, taken {stated[1]}" in notice


def test_every_row_of_the_catalogue_is_well_formed() -> None:
    rows = table("catalogue.tsv")
    assert all(one[0] < other[0] for one, other in pairwise(rows))
    for row in rows:
        facts = dict(zip(COLUMNS, row, strict=True))
        assert host(facts["domain"]) == facts["domain"]
        assert is_public(facts["domain"])
        assert any(facts[column] for column in COLUMNS[2:])
        assert facts["second_factor"] in ("", NO_SECOND_FACTOR) or METHODS.issuperset(facts["second_factor"].split())
        assert facts["delete_difficulty"] in ("", *DeleteDifficulty)
        assert re.fullmatch(r"[a-z ]*", facts["categories"])
        hidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        assert hidden.isdisjoint(unicodedata.category(letter) for field in row for letter in field)


def test_every_service_is_read_with_links_that_are_https() -> None:
    for domain, *_ in table("catalogue.tsv"):
        known = service(domain)
        assert known is not None
        assert known.site == domain
        assert known.name
        for link in (known.second_factor_link, known.change_password_link, known.delete_link):
            if link:
                parts = urlsplit(link)
                assert parts.scheme == "https"
                assert is_public(parts.netloc)
                assert "@" not in parts.netloc
                assert re.fullmatch(r"[!-~]+", link)


def test_the_groups_are_sorted_and_well_formed() -> None:
    rows = table("shared_logins.tsv")
    assert rows == sorted(rows)
    for kind, domains, to in rows:
        assert kind in [*Sharing]
        assert domains.split() == sorted({*domains.split()})
        assert to.split() == sorted({*to.split()})


def test_the_catalogue_stays_small() -> None:
    assert (SERVICES / "catalogue.tsv").stat().st_size < 650_000


def test_each_domain_has_one_nature() -> None:
    folders = list((SERVICES / "natures").iterdir())
    assert {folder.name for folder in folders} == {*AccountKind}
    listed = [
        domain
        for path in (SERVICES / "natures").glob("*/*.toml")
        for categories in [tomllib.loads(path.read_text("utf-8"))]
        for services in categories.values()
        for domains in services.values()
        for domain in domains.split()
    ]
    assert len(listed) == len({*listed})
    assert [domain for domain in listed if host(domain) != domain or not is_public(domain)] == []


def test_the_mailbox_providers_are_domains() -> None:
    providers = (SERVICES / "mailbox_providers.txt").read_text("ascii").split()
    assert [domain for domain in providers if host(domain) != domain or not is_public(domain)] == []


def test_every_closed_service_has_an_end_that_is_a_year_or_a_month() -> None:
    closed = tomllib.loads((SERVICES / "closed.toml").read_text("utf-8"))
    for services in closed.values():
        for ended, *domains in (each.split() for each in services.values()):
            assert re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", ended)
            assert domains
            assert all(host(domain) == domain and is_public(domain) for domain in domains)


def test_the_links_to_change_an_address_lead_to_the_open_internet() -> None:
    links = tomllib.loads((SERVICES / "email_links.toml").read_text("utf-8"))["links"]
    assert all(is_public(domain) and is_public(f"https://{link}") for domain, link in links.items())


def test_the_kinds_that_a_policy_can_name_are_the_categories_on_record() -> None:
    assert sorted(KINDS) == sorted(categories())
