import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygiene.evidence import AccountKind
from hygiene.services.catalogue import DeleteDifficulty, Sureness, change_password_link, nature_of_name, service


def test_a_service_is_told_whole() -> None:
    facebook = service("https://www.facebook.com/login")
    assert facebook is not None
    assert facebook.site == "facebook.com"
    assert facebook.name == "Facebook"
    assert facebook.nature is AccountKind.PRIVATE
    assert facebook.second_factor is True
    assert "passkey" in facebook.methods
    assert "custom-software" in (service("linkedin.com") or facebook).methods
    assert facebook.second_factor_link.startswith("https://www.facebook.com/")
    assert facebook.change_password_link.startswith("https://accountscenter.facebook.com/")
    assert facebook.delete_difficulty is DeleteDifficulty.MEDIUM
    assert facebook.delete_link.startswith("https://www.facebook.com/")
    assert facebook.categories == ("social",)


def test_known_to_have_no_second_factor_is_not_the_same_as_not_known() -> None:
    spotify, kela = service("spotify.com"), service("kela.fi")
    assert spotify is not None
    assert kela is not None
    assert (spotify.second_factor, spotify.methods) == (False, ())
    assert (kela.second_factor, kela.methods) == (None, ())


@pytest.mark.parametrize(
    "unlisted",
    ["laaksola.example", "minna.github.io", "evilfacebook.com", "facebook.com.evil.example", "192.0.2.7", "", "?"],
)
def test_nothing_is_on_record_about_others(unlisted: str) -> None:
    assert service(unlisted) is None


@pytest.mark.parametrize(
    "where",
    """instagram.com tiktok.com netflix.com tori.fi vinted.fi vinted.com blocket.se s-kaupat.fi k-ruoka.fi zalando.se
    veikkaus.fi
    store.steampowered.com suomi24.fi 1177.se
    airbnb.fi
    tinder.com humblebundle.com betfair.com hulu.com
    android://x@com.spotify.music/""".split(),  # noqa: SIM905 - forty lines of names would tell no more
)
def test_leisure_is_private_by_nature(where: str) -> None:
    known = service(where)
    assert known is not None
    assert known.nature is AccountKind.PRIVATE


@pytest.mark.parametrize(
    "where",
    """linkedin.com x.com youtube.com github.com microsoft.com google.com zoom.us canva.com slack.com suomi.fi vero.fi
    inschool.fi skatteverket.se adobe.com wolt.com foodora.fi business.facebook.com ads.tiktok.com
    vimeo.com overdrive.com minecraft.net nvidia.com swish.nu hsl.fi vr.fi bolt.eu verkkokauppa.com amazon.se
    kuntarekry.fi dropbox.com if.fi op.fi nordea.se
    kela.fi forsakringskassan.se posti.fi finnair.com ticketmaster.fi stockmann.com""".split(),  # noqa: SIM905 - as above
)
def test_what_serves_both_sides_is_for_the_employee_to_say(where: str) -> None:
    known = service(where)
    assert known is not None
    assert known.nature is AccountKind.UNKNOWN


def test_what_only_the_category_of_a_list_tells_is_likely() -> None:
    by_hand, by_category = service("netflix.com"), service("justwatch.com")
    assert by_hand is not None
    assert by_category is not None
    assert (by_hand.nature, by_hand.nature_is) == (AccountKind.PRIVATE, Sureness.CERTAIN)
    assert (by_category.nature, by_category.nature_is) == (AccountKind.PRIVATE, Sureness.LIKELY)


def test_staff_services_are_work() -> None:
    known = service("palvelut.sarastia.fi")
    assert known is not None
    assert known.nature is AccountKind.WORK


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("Netflix", AccountKind.PRIVATE),
        ("  netflix PERHE", AccountKind.PRIVATE),
        ("Too Good To Go", AccountKind.PRIVATE),
        ("Sarastia", AccountKind.WORK),
        ("LinkedIn", AccountKind.UNKNOWN),
        ("Perheen Netflix", AccountKind.UNKNOWN),
        ("", AccountKind.UNKNOWN),
    ],
)
def test_a_name_tells_the_service_that_it_begins_with(name: str, nature: AccountKind) -> None:
    assert nature_of_name(name) is nature


def test_a_closed_service_is_told_with_its_end_and_how_sure_that_is() -> None:
    delicious, plus, google = service("delicious.com"), service("https://plus.google.com/u/0"), service("google.com")
    assert delicious is not None
    assert plus is not None
    assert google is not None
    assert (delicious.name, delicious.ended, delicious.end_is) == ("Delicious", "2017", Sureness.CERTAIN)
    assert (plus.ended, google.ended, google.end_is) == ("2019-04", "", None)


@pytest.mark.parametrize(
    ("where", "link"),
    [
        ("tori.fi", "https://tori.fi/.well-known/change-password"),
        ("https://user:pass@shop.bbc.co.uk:8443/x?y", "https://bbc.co.uk/.well-known/change-password"),
        ("minna.github.io", "https://minna.github.io/.well-known/change-password"),
        ("google.com", "https://myaccount.google.com/signinoptions/password"),
        ("play.google.com", "https://myaccount.google.com/signinoptions/password"),
        ("laaksola.example", ""),
        ("intra", ""),
        ("intra.local", ""),
        ("192.0.2.7", ""),
        ("http://[2001:db8::7]/", ""),
        ("chrome://settings", ""),
        ("", ""),
    ],
)
def test_the_link_for_changing_a_password(where: str, link: str) -> None:
    assert change_password_link(where) == link


@settings(deadline=None)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    service(text)
    assert change_password_link(text) == "" or change_password_link(text).startswith("https://")


def test_nothing_is_read_before_it_is_asked_for() -> None:
    program = """
import sys
import hygiene.services.catalogue as catalogue, hygiene.services.logins as logins
heavy = {"publicsuffixlist", "idna"} & set(sys.modules)
print(heavy or catalogue._rows.cache_info().currsize + logins.groups.cache_info().currsize)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"
