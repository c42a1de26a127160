"""Hosts that look like somebody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.services.catalogue import known_domains
from hygiene.services.lookalikes import Guise, Lookalike, lookalike

CYRILLIC_A = "\N{CYRILLIC SMALL LETTER A}"
OWN = ("laaksola.fi",)


@pytest.mark.parametrize(
    ("host", "guise", "of"),
    [
        ("paypa1.com", Guise.READS_AS, "paypal.com"),
        ("https://www.FACEB00K.com/login", Guise.READS_AS, "facebook.com"),
        ("arnazon.com", Guise.READS_AS, "amazon.com"),
        (f"p{CYRILLIC_A}ypal.com", Guise.READS_AS, "paypal.com"),
        ("xn--pypal-4ve.com", Guise.READS_AS, "paypal.com"),
        ("laakso1a.fi", Guise.READS_AS, "laaksola.fi"),
        (f"tilit{CYRILLIC_A}valla.fi", Guise.MIXED_ALPHABETS, ""),
        ("www.facebook.com.login.evil.ru", Guise.KNOWN_DOMAIN_IN_FRONT, "facebook.com"),
        ("laaksola.fi.tunnus.top", Guise.KNOWN_DOMAIN_IN_FRONT, "laaksola.fi"),
        ("säästöpankki.fi", Guise.ACCENTED, "saastopankki.fi"),
        ("netflx.com", Guise.ONE_SIGN_OFF, "netflix.com"),
        ("nettflix.com", Guise.ONE_SIGN_OFF, "netflix.com"),
        ("netfilx.com", Guise.ONE_SIGN_OFF, "netflix.com"),
        ("nordea-login.fi", Guise.KNOWN_NAME_WITHIN, "nordea.fi"),
    ],
)
def test_a_lookalike_is_told_with_what_it_looks_like(host: str, guise: Guise, of: str) -> None:
    assert lookalike(host, OWN) == Lookalike(guise, of)


@pytest.mark.parametrize(
    "host",
    ["kirjasto.fi", "klama.fi", "amzn.fi", "spotify.zendesk.com", "intra.laaksola.fi", "laaksola.example", "192.0.2.7"],
)
def test_what_only_shares_some_letters_is_none(host: str) -> None:
    assert lookalike(host, OWN) is None


def test_no_known_domain_is_taken_for_a_lookalike() -> None:
    assert [domain for domain in known_domains() if lookalike(domain)] == []


def test_only_what_no_honest_service_does_is_certain() -> None:
    certain = {guise for guise in Guise if Lookalike(guise).is_certain}
    assert certain == {Guise.MIXED_ALPHABETS, Guise.READS_AS, Guise.KNOWN_DOMAIN_IN_FRONT}


@given(st.text())
def test_no_text_raises(text: str) -> None:
    lookalike(text)
    lookalike(f"{text}.fi", OWN)
