"""Links that deceive, links that keep something back, and honest ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.services.links import LinkReading, Noticed, Sign, read_link

OWN = ("kotikunta.fi",)


def read(text: str) -> LinkReading:
    reading = read_link(text, OWN)
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    ("link", "host", "sign"),
    [
        ("https://nordea.fi@paikka.example.com/", "paikka.example.com", Noticed(Sign.USER_INFO, "nordea.fi")),
        ("https://nimi:sana@paikka.example.com/", "paikka.example.com", Noticed(Sign.USER_INFO)),
        ("http://192.168.1.1/", "192.168.1.1", Noticed(Sign.NUMBER)),
        ("https://[2001:db8::1]/", "2001:db8::1", Noticed(Sign.NUMBER)),
        ("https://3232235777/", "192.168.1.1", Noticed(Sign.DISGUISED_NUMBER)),
        ("https://0xC0.0250.1.1/x", "192.168.1.1", Noticed(Sign.DISGUISED_NUMBER)),
        ("https://192.11010305/", "192.168.1.1", Noticed(Sign.DISGUISED_NUMBER)),
        ("https://no%72dea.fi/", "nordea.fi", Noticed(Sign.ENCODED_HOST)),
        ("https://nordea.fi\u200b/tunnistus", "nordea.fi", Noticed(Sign.HIDDEN_LETTERS)),
        ("https://paypa1.com", "paypa1.com", Noticed(Sign.LIKE_KNOWN, "paypal.com")),
        ("https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com", Noticed(Sign.LIKE_KNOWN, "apple.com")),
        ("https://nordea.fi.tunnistus.com/", "nordea.fi.tunnistus.com", Noticed(Sign.LIKE_KNOWN, "nordea.fi")),
        ("https://nordea-tunnistus.com/", "nordea-tunnistus.com", Noticed(Sign.NEAR_KNOWN, "nordea.fi")),
        ("https://kotikumta.fi/", "kotikumta.fi", Noticed(Sign.NEAR_KNOWN, "kotikunta.fi")),
        ("https://xn--pivkoti-6wab.com", "xn--pivkoti-6wab.com", Noticed(Sign.FOREIGN_LETTERS)),
        ("http://nordea.fi", "nordea.fi", Noticed(Sign.UNENCRYPTED)),
        ("https://nordea.fi:8443/", "nordea.fi", Noticed(Sign.ODD_PORT)),
        ("https://nordea.fi:99999/", "", None),
        ("bit.ly/3xYz", "bit.ly", Noticed(Sign.SHORTENER)),
        ("https://paivakoti.github.io/", "paivakoti.github.io", Noticed(Sign.OPEN_TO_ANYBODY)),
        ("https://forms.gle/abc", "forms.gle", Noticed(Sign.OPEN_TO_ANYBODY)),
        ("https://example.com/r?u=https%3A%2F%2Fexample.org%2F", "example.com", Noticed(Sign.FORWARDS, "example.org")),
        ("https://example.com/r?u=//example.org/x", "example.com", Noticed(Sign.FORWARDS, "example.org")),
        (
            "https://example.com/?https%253A%252F%252Fpaypa1.com",
            "example.com",
            Noticed(Sign.LIKE_KNOWN, "paypal.com"),
        ),
        ("https://example.com/lasku.pdf.EXE", "example.com", Noticed(Sign.PROGRAM)),
        ("https://a.b.c.d.e.example.com/", "a.b.c.d.e.example.com", Noticed(Sign.MANY_PARTS)),
    ],
)
def test_what_a_link_hides_is_seen(link: str, host: str, sign: Noticed | None) -> None:
    reading = read_link(link, OWN)
    if sign is None:
        assert reading is None or reading.signs
        return
    assert reading is not None
    assert reading.host == host
    assert sign in reading.signs


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///c:/x"])
def test_what_leads_to_no_page_is_told(link: str) -> None:
    assert read(link).signs == (Noticed(Sign.NO_WEB_ADDRESS),)
    assert read(link).is_deceptive


@pytest.mark.parametrize("link", ["tel:0700123", "MAILTO:a@kunta.example", "sms:0700123"])
def test_what_begins_a_message_or_a_call_is_doubtful_but_no_deceit(link: str) -> None:
    assert read(link).signs == (Noticed(Sign.WRITES_OR_CALLS),)
    assert not read(link).is_deceptive
    assert not read(link).leads_to_known


@pytest.mark.parametrize(
    "link", ["https://www.nordea.fi/x?y=1#z", "nordea.fi", "<https://posti.fi/seuranta>", "//vr.fi/x", "suomi.fi:443"]
)
def test_a_known_service_and_nothing_noticed(link: str) -> None:
    assert read(link).leads_to_known
    assert read(link).service


def test_the_organisations_own_pages_are_known() -> None:
    assert read("https://asiointi.kotikunta.fi/x").leads_to_known
    assert read("https://asiointi.kotikunta.fi/x").is_own


def test_a_link_made_harmless_is_read_as_what_it_was() -> None:
    assert read("hxxps://paypa1[.]com/x").signs == (Noticed(Sign.LIKE_KNOWN, "paypal.com"),)


def test_a_place_that_nobody_knows_is_no_known_one() -> None:
    reading = read("https://paivakoti.example.net/")
    assert reading.signs == ()
    assert not reading.leads_to_known


@pytest.mark.parametrize("text", ["", "   ", "hei maailma", "https://", "http:///", "https://ex ample/"])
def test_what_is_no_link_is_none(text: str) -> None:
    assert read_link(text) is None


@given(
    st.text(max_size=200)
    | st.from_regex(r"(https?|ftp|HTTP):(//|\\\\)?[a-z0-9.@:%\[\]а-я-]{0,40}[/?#]?.{0,30}", fullmatch=True)
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    reading = read_link(text, OWN)
    assert reading is None or reading.host.isascii()
