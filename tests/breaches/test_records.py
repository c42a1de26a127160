"""What the service's JSON says about breaches, and what of it is believed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.breaches.files import breach_list_of, domain_file_of, look_up_in_file
from hygiene.breaches.records import (
    ALWAYS_LISTED,
    FEWEST_BREACHES,
    read_account_range,
    read_breach_list,
    read_breaches,
    read_domain,
    read_plan,
)
from hygiene.errors import SourceError
from hygiene.evidence import AddressSource, Breach, BreachNature, Exposure
from hygiene.secret import Secret
from tests.breaches.v3_server import record, whole_list

READERS: list[Callable[[bytes], object]] = [
    read_account_range,
    read_breach_list,
    read_breaches,
    read_domain,
    read_plan,
]


def as_bytes(said: Any) -> bytes:
    return json.dumps(said).encode()


def one(**changes: Any) -> Breach:
    (breach,) = read_breaches(as_bytes([record("Kauppa", "www.kauppa.example", "2025-05-11", **changes)]))
    return breach


def test_a_breach_is_read() -> None:
    said = ["Passwords", "Email addresses", "Driver's licenses", "Telepathic records", "Dreams"]
    breach = one(DataClasses=said, Title="Kauppa ja kerho")
    assert breach == Breach(
        "Kauppa",
        BreachNature.SERVICE,
        title="Kauppa ja kerho",
        site="kauppa.example",
        happened=date(2025, 5, 11),
        data=("driver-s-licenses", "email-addresses", "passwords"),
        other_data=2,
    )
    assert breach.lost_passwords
    assert not one(DataClasses=["Email addresses"]).lost_passwords


@pytest.mark.parametrize(
    ("flags", "nature"),
    [
        ({}, BreachNature.SERVICE),
        ({"IsSpamList": True}, BreachNature.SPAM_LIST),
        ({"IsMalware": True}, BreachNature.MALWARE),
        ({"IsMalware": True, "IsStealerLog": True}, BreachNature.STEALER_LOG),
        ({"IsRetired": True, "IsSpamList": True}, BreachNature.RETIRED),
        ({"IsFabricated": True, "IsStealerLog": True}, BreachNature.FABRICATED),
    ],
)
def test_what_a_breach_is_follows_from_its_flags(flags: dict[str, bool], nature: BreachNature) -> None:
    assert one(**flags).nature is nature


def test_a_kind_of_data_that_is_new_and_named_for_passwords_counts_as_them() -> None:
    lost = one(DataClasses=["Email addresses", "Hashed passwords", "Telepathic records"])
    assert lost.lost_passwords
    assert lost.other_data == 2
    assert not one(DataClasses=["Password strengths"]).lost_passwords


def test_a_list_from_before_the_newer_flags_is_understood() -> None:
    older = record("Kauppa", "kauppa.example")
    del older["IsMalware"], older["IsStealerLog"], older["IsSubscriptionFree"]
    (breach,) = read_breaches(as_bytes([older]))
    assert breach.nature is BreachNature.SERVICE


def test_nothing_of_the_description_is_taken_and_a_title_is_made_harmless() -> None:
    breach = one(
        Description="<script>alert(1)</script>", Title="Kau\x1b]8;;https://evil.example\x07ppa\n\u202e" + "x" * 500
    )
    assert "script" not in repr(vars_of(breach))
    assert breach.title.isprintable()
    assert len(breach.title) <= 80


def vars_of(breach: Breach) -> dict[str, object]:
    return {name: getattr(breach, name) for name in breach.__slots__}


@pytest.mark.parametrize(
    "changes",
    [
        {"Name": None},
        {"Name": ""},
        {"Name": "two words"},
        {"Name": "x" * 101},
        {"Title": 7},
        {"Domain": None},
        {"BreachDate": "yesterday"},
        {"BreachDate": 20250511},
        {"BreachDate": (datetime.now(UTC) + timedelta(days=400)).date().isoformat()},
        {"DataClasses": []},
        {"DataClasses": "Passwords"},
        {"DataClasses": ["Passwords", 7]},
        {"DataClasses": ["Passwords"] * 1000},
        {"IsVerified": "true"},
        {"IsVerified": 1},
        {"IsSensitive": None},
        {"IsStealerLog": "no"},
    ],
)
def test_a_breach_that_is_not_as_it_should_be_makes_the_whole_answer_worthless(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^.{0,80}$") as refused:
        one(**changes)
    assert "<em>" not in str(refused.value)


def test_the_whole_list_is_read_with_its_age() -> None:
    read = read_breach_list(as_bytes(whole_list()))
    assert len(read.breaches) == len(whole_list())
    assert read.as_of == date(2026, 10, 20)


@pytest.mark.parametrize(
    "part",
    [
        whole_list()[: FEWEST_BREACHES - 1],
        [each for each in whole_list() if each["Name"] != min(ALWAYS_LISTED)],
        [*whole_list(), whole_list()[-1]],
        [],
    ],
    ids=["too short", "without one that all lists have", "one of them twice", "empty"],
)
def test_a_part_of_the_list_is_refused(part: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"^.{0,80}$"):
        read_breach_list(as_bytes(part))


def test_a_list_is_read_from_a_file_and_refused_without_its_path(tmp_path: Path) -> None:
    file = tmp_path / "breaches.json"
    file.write_bytes(as_bytes(whole_list()))
    assert len(breach_list_of(file).breaches) == len(whole_list())
    for content in (b"", b"<!doctype html>", as_bytes(whole_list())[:-9], b"[" * 100_000, bytes(17 << 20)):
        file.write_bytes(content)
        with pytest.raises(SourceError) as refused:
            breach_list_of(file)
        assert refused.value.values == {"name": "breaches.json"}
    with pytest.raises(SourceError, match=r"exposure\.unreadable"):
        breach_list_of(tmp_path)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(
                st.sampled_from(["Name", "hashSuffix", "websites", "SubscriptionName", "aino", "DataClasses"]),
                inner,
                max_size=5,
            )
        ),
    )
)
def test_whatever_is_no_answer_is_refused_with_a_value_error_alone(said: Any) -> None:
    for reader in READERS:
        try:
            reader(as_bytes(said))
        except ValueError:
            continue
        # These two take very little to be what they should be.
        assert reader in (read_domain, read_plan)


@given(st.binary(max_size=200))
def test_whatever_is_no_json_is_refused_with_a_value_error_alone(content: bytes) -> None:
    for reader in READERS:
        try:
            reader(content)
        except ValueError:
            continue
        json.loads(content)


def test_an_organisation_s_file_answers_about_its_own_domain_alone(tmp_path: Path) -> None:
    file = tmp_path / "domain.json"
    file.write_bytes(as_bytes({"aino": ["Adobe", "Kauppa"], "AINO": ["Kauppa"], "liisa+uutiset": ["Uutta"]}))
    of_domain = domain_file_of(file, "kunta.example")
    known = read_breach_list(as_bytes(whole_list()))
    found = look_up_in_file(Secret("aino@kunta.example"), of_domain, known)
    assert (found.exposure, found.source) == (Exposure.FOUND, AddressSource.DOMAIN_FILE)
    assert [breach.site for breach in found.breaches] == ["adobe.com", "kauppa.example"]
    (unheard,) = look_up_in_file(Secret("liisa+uutiset@kunta.example"), of_domain, known).breaches
    assert (unheard.name, unheard.nature) == ("Uutta", BreachNature.UNKNOWN)
    assert look_up_in_file(Secret("liisa@kunta.example"), of_domain, known).exposure is Exposure.NOT_FOUND
    for elsewhere in ("aino@toinen.example", "aino@palvelu.kunta.example"):
        answer = look_up_in_file(Secret(elsewhere), of_domain, known)
        assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "other_domain")


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        # What malware recorded of the domain: it has the same form.
        {"aino": ["kauppa.example", "kerho.example"], "liisa": ["kauppa.example"]},
        {"aino": []},
        {"aino": "Adobe"},
        {"aino": ["Adobe", 7]},
        {"": ["Adobe"]},
        {"a" * 400: ["Adobe"]},
    ],
)
def test_what_is_no_organisation_s_file_is_refused(tmp_path: Path, said: Any) -> None:
    file = tmp_path / "domain.json"
    file.write_bytes(as_bytes(said))
    with pytest.raises(SourceError, match=r"exposure\.not_a_domain_file"):
        domain_file_of(file, "kunta.example")
