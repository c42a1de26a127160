import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygiene.services.domains import host, is_public, site
from hygiene.services.logins import Sharing, groups, sharing


def same_login(one: str, other: str) -> bool:
    return bool(one and other) and len(sharing((one, other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("laaksola.example", "laaksola.example"),
        ("kirjasto.laaksola.example", "koulu.laaksola.example"),
        ("airbnb.fi", "airbnb.se"),
        ("steampowered.com", "steamcommunity.com"),
        ("store.steampowered.com", "steamcommunity.com"),
        ("behance.net", "adobe.com"),
        ("adobe.com", "behance.net"),
        ("icloud.com", "apple.com"),
        ("hs.fi", "is.fi"),
        ("accounts.google.com", "m.youtube.com"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_one_login_serves_both(one: str, other: str) -> None:
    assert same_login(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("laaksola.example", "kotikyla.example"),
        ("minna.github.io", "matti.github.io"),
        ("behance.net", "adobelogin.com"),
        ("instagram.com", "facebook.com"),
        ("192.0.2.7", "192.0.2.8"),
        ("evilsteampowered.com", "steamcommunity.com"),
        ("steampowered.com.evil.example", "steamcommunity.com"),
        ("", ""),
        ("", "laaksola.example"),
    ],
)
def test_two_logins_stay_two(one: str, other: str) -> None:
    assert not same_login(one, other)


def test_a_directed_group_joins_its_sources_only_through_a_target() -> None:
    assert sharing(["behance.net", "adobelogin.com"]) == [{"behance.net"}, {"adobelogin.com"}]
    assert sharing(["behance.net", "adobelogin.com", "adobe.com"]) == [{"behance.net", "adobelogin.com", "adobe.com"}]


def test_groups_that_meet_become_one() -> None:
    assert sharing(["audi.com", "x.example", "www.audiusa.com", "y.x.example", "", "audi.com"]) == [
        {"audi.com", "www.audiusa.com"},
        {"x.example", "y.x.example"},
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from([domain for group in groups() for domain in (*group.domains, *group.to)]) | st.text()))
def test_the_sets_part_the_sites(sites: list[str]) -> None:
    parts = sharing(sites)
    assert sorted(name for part in parts for name in part) == sorted({*sites} - {""})
    assert {*sharing(reversed(sites))} == {*parts}
    assert all(same_login(one, other) for one in sites for other in sites if one and site(one) == site(other) != "")


def test_every_group_on_record_is_whole() -> None:
    for group in groups():
        domains = (*group.domains, *group.to)
        assert len({*domains}) > 1
        assert bool(group.to) is (group.sharing is Sharing.DIRECTED)
        assert all(host(domain) == domain and is_public(domain) for domain in domains)


def test_the_whole_of_each_group_shares_one_login() -> None:
    for group in groups():
        assert len(sharing([*group.domains, *group.to])) == 1
