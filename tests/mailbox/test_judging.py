"""Which mails show that a service knows an address, and how sure that is."""

from datetime import date

import pytest

from hygiene.evidence import AccountKind, Certainty
from hygiene.mailbox.judging import Passed, Sight
from hygiene.mailbox.model import Unreadable
from tests.mailbox.mails import AINO, mail, seen, unauthenticated


def certainty(content: bytes) -> Certainty | None:
    sight = seen(content)
    assert isinstance(sight, Sight)
    return sight.certainty


def test_a_welcome_shows_the_service_the_address_and_the_day() -> None:
    sight = seen(mail())
    assert sight == Sight("netflix.com", AINO, date(2024, 1, 6), Certainty.CERTAIN)
    assert AINO not in repr(sight)
    assert "netflix" not in repr(sight)


@pytest.mark.parametrize(
    "subject",
    [
        "Vahvista sähköpostiosoitteesi",
        "Tilausvahvistus 12345",
        "Salasanan vaihtaminen",
        "Uusi kirjautuminen tilillesi",
        "Bekräfta din e-postadress",
        "Välkommen till Netflix",
        "Orderbekräftelse 12345",
        "Återställ ditt lösenord",
        "Ny inloggning på ditt konto",
        "Confirm your email",
        "Your receipt",
        "Reset your password",
        "New sign-in to your account",
    ],
)
def test_signs_are_known_in_three_languages(subject: str) -> None:
    assert certainty(mail("…", subject=subject)) is Certainty.CERTAIN
    elsewhere = mail("…", subject=subject, from_=None)
    assert (
        seen(elsewhere.replace(b"Subject:", b"From: Matti <matti.meikalainen@kunta.example>\nSubject:"))
        is Passed.NO_SIGN
    )


def test_encoded_words_are_read_whatever_their_charset() -> None:
    for subject in (
        "=?iso-8859-1?q?V=E4lkommen?=",
        "=?utf-8?b?VsOkbGtvbW1lbg==?=",
        "=?utf-8?b?VsOkbGtv?= =?utf-8?q?mmen?=",
    ):
        assert certainty(mail(subject=subject)) is Certainty.CERTAIN


def test_the_text_decides_where_the_subject_does_not() -> None:
    shop = {
        "from": "Pikkukauppa <info@pikkukauppa.example>",
        "authentication_results": "mx.kunta.example; dkim=pass header.d=pikkukauppa.example",
    }
    assert seen(mail("Nähdään pian!", subject="Hei", **shop)) is Passed.NO_SIGN
    assert certainty(mail("Kiitos tilauksestasi!", subject="Hei", **shop)) is Certainty.CERTAIN
    page = "<html><head><title>x</title></head><body><style>a{}</style><p>Kiitos&#32;tilauksestasi</p></body></html>"
    assert certainty(mail(page, subject="Hei", content_type="text/html; charset=utf-8", **shop)) is Certainty.CERTAIN


def test_a_signature_that_nobody_verified_is_a_claim() -> None:
    assert certainty(unauthenticated()) is Certainty.LIKELY
    assert certainty(unauthenticated(dkim_signature=None)) is Certainty.POSSIBLE


def test_a_host_that_the_own_server_verified_proves_the_sender() -> None:
    proven = "from a (out.netflix.com [192.0.2.1]) by mx.kunta.example (Postfix); Sat, 6 Jan 2024 09:12:11 +0200"
    foreign = proven.replace("mx.kunta.example", "mx.huijari.example")
    assert certainty(unauthenticated(received=proven, dkim_signature=None)) is Certainty.CERTAIN
    assert certainty(unauthenticated(received=foreign, dkim_signature=None)) is Certainty.POSSIBLE


def test_a_newsletter_is_asked_about() -> None:
    sent = mail("Uutta tällä viikolla", subject="Uutuudet", list_unsubscribe="<https://netflix.com/u>")
    assert certainty(sent) is Certainty.LIKELY


def test_one_that_names_its_reader_is_from_an_account() -> None:
    sent = mail("Uutta tällä viikolla", subject="Aino, katso tämä", list_unsubscribe="<https://netflix.com/u>")
    assert certainty(sent) is Certainty.CERTAIN


@pytest.mark.parametrize(
    "changes",
    [
        {"authentication_results": "mx.kunta.example; dkim=fail header.d=netflix.com; dmarc=fail"},
        {"authentication_results": "mx.kunta.example; dkim=pass header.d=huijari.example; spf=pass"},
        {"authentication_results": "mx.kunta.example; spf=none smtp.mailfrom=netflix.com", "received": None},
        {"from": "Netflix <info@netflix-huijari.example>"},
        {"from": '"Netflix Support" <tuki@asiakaspalvelu.example>'},
        {"from": "Netflix <info@netflix.com>, Toinen <toinen@huijari.example>"},
        {"from": "Netflix <info@netfl1x.com>"},
        {"from": '"info@netflix.com" <info@huijari.example>'},
    ],
)
def test_whoever_pretends_leaves_no_trace_of_the_service(changes: dict[str, str]) -> None:
    found = seen(mail(**changes))
    assert found is Passed.NO_SIGN or (isinstance(found, Sight) and found.site != "netflix.com")


def test_results_of_verification_are_believed_from_the_own_server_alone() -> None:
    forged = "mx.huijari.example; dkim=pass header.d=netflix.com; dmarc=pass header.from=netflix.com"
    assert certainty(unauthenticated(authentication_results=forged, dkim_signature=None)) is Certainty.POSSIBLE
    below = mail().replace(b"From: Netflix", b"Authentication-Results: mx.kunta.example; dmarc=pass\nFrom: Netflix")
    first = b"mx.kunta.example; dkim=fail; dmarc=fail header.from=netflix.com"
    start = below.index(b"Authentication-Results: ") + len("Authentication-Results: ")
    assert seen(below[:start] + first + below[below.index(b"\n", start) :]) is Passed.NO_SIGN


@pytest.mark.parametrize(
    "changes",
    [
        {"from": "Matti Meikäläinen <matti.meikalainen@kunta.example>"},
        {"from": "Matti Meikäläinen <matti.meikalainen@toimittaja.example>"},
        {"from": "Matti <matti@gmail.com>"},
        {"list_post": "<mailto:lista@lista.example>"},
        {"auto_submitted": "auto-replied"},
        {"subject": "Matti kutsui sinut Netflixiin"},
        {"subject": "Tiliä ei löytynyt"},
    ],
)
def test_people_lists_and_invitations_are_no_service_with_an_account(changes: dict[str, str]) -> None:
    assert seen(mail(**changes)) is Passed.NO_SIGN


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Vahvista sähköpostiosoitteesi", "Jos et vahvista osoitetta, tietosi poistetaan kuukauden kuluttua."),
        ("Hakuvahtisi tulos", "Emme löytäneet uusia kohteita tällä viikolla. Sinulla ei ole yhtään viestiä."),
        ("Ny inloggning på ditt konto", "Det finns inget att betala."),
        ("Uusi kirjautuminen tilillesi", "Ei hätää. Ole rauhassa: suojaamme tiliä koko ajan."),
        ("Bekräfta din e-postadress", "Dina uppgifter raderas om du inte bekräftar den."),
        ("Hej", "Tack för din beställning. Du har köpt ett presentkort. Det skickas till den nya adressen."),
        ("Hello", "Thanks for creating an account. Your parcel goes to the new address."),
    ],
)
def test_what_sounds_like_no_account_hides_none(subject: str, text: str) -> None:
    assert certainty(mail(text, subject=subject)) is Certainty.CERTAIN


def test_an_account_that_has_ended_is_told_apart() -> None:
    assert seen(mail(subject="Tilisi on poistettu")) == Sight("netflix.com", AINO, date(2024, 1, 6), None)


@pytest.mark.parametrize(
    ("domain", "service"),
    [("facebookmail.com", "facebook.com"), ("redditmail.com", "reddit.com"), ("mail.x.com", "x.com")],
)
def test_mailing_domains_are_known_by_their_service(domain: str, service: str) -> None:
    sent = mail(
        **{
            "from": f"Palvelu <no-reply@{domain}>",
            "authentication_results": f"mx.kunta.example; dkim=pass header.d={domain}",
        }
    )
    sight = seen(sent)
    assert isinstance(sight, Sight)
    assert (sight.site, sight.certainty) == (service, Certainty.CERTAIN)


def test_a_mailing_company_is_nobodys_service() -> None:
    signed = "mx.kunta.example; dkim=pass header.d=sendgrid.net; spf=pass smtp.mailfrom=x@sendgrid.net; dmarc=none"
    assert certainty(mail(authentication_results=signed)) is Certainty.POSSIBLE
    assert seen(mail(**{"from": "Kauppa <kauppa@sendgrid.net>", "authentication_results": signed})) is Passed.NO_SIGN


def test_a_mailing_company_that_may_and_knows_its_recipient_is_believed() -> None:
    carried = "mx.kunta.example; dkim=pass header.d=sendgrid.net; spf=pass smtp.mailfrom=x@sendgrid.net; dmarc={}"
    named = mail("Hei Aino! Kiitos tilauksestasi.", authentication_results=carried.format("none"))
    assert certainty(named) is Certainty.CERTAIN
    forbidden = mail("Hei Aino! Kiitos tilauksestasi.", authentication_results=carried.format("fail"))
    assert seen(forbidden) is Passed.NO_SIGN


@pytest.mark.parametrize(
    ("sender", "subject", "is_taken_for_person"),
    [
        ("Instagram <follow-suggestions@mail.instagram.com>", "Aino, sinulla on uusi seuraaja", False),
        ("Kaiun Siskot -kuoro <kuoro@kaiunsiskot.example>", "Kuoron kevät: jäsenmaksusi", False),
        ("Maija Siskot <maija.siskot@kaiunsiskot.example>", "Kuoron kevät: jäsenmaksusi", True),
        ("Matti Virtanen <matti@virtanen.example>", "Lapsesi synttärikutsu ja jäsenmaksusi", True),
    ],
)
def test_a_service_under_its_own_name_is_no_person(sender: str, subject: str, is_taken_for_person: bool) -> None:
    domain = sender.rpartition("@")[2].strip(">")
    verified = f"mx.kunta.example; dkim=pass header.d={domain}"
    sight = seen(mail("Nähdään!", subject=subject, **{"from": sender, "authentication_results": verified}))
    assert (sight is Passed.NO_SIGN) == is_taken_for_person


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Yrityslasku, asiakas: Kunnan kaupunki. Kustannuspaikka 33.", AccountKind.WORK),
        ("Lapsesi kausimaksu on maksettu.", AccountKind.PRIVATE),
        ("Olet töissä koulussa. Lapsesi kausimaksu on maksettu.", AccountKind.PRIVATE),
        ("Hei sopimusasiakas! Lapsesi kausimaksu on maksettu.", AccountKind.UNKNOWN),
        ("Hei sopimusasiakas! Kotivakuutuksesi on maksettu.", AccountKind.UNKNOWN),
        ("Kiitos tilauksestasi.", AccountKind.UNKNOWN),
        # What stands at the end of anybody's mails makes nobody's account one of work.
        ("Tilauksesi on matkalla. Henkilöasiakkaat | Yritysasiakkaat | Yrityspalvelut", AccountKind.UNKNOWN),
        ("Tack för er order! Fakturaadress: Aino. Privat | Företag | För företag", AccountKind.UNKNOWN),
        ("Your order is on its way. Personal | Business account", AccountKind.UNKNOWN),
    ],
)
def test_a_mail_tells_whether_it_is_about_work_or_leisure(text: str, about: AccountKind) -> None:
    sight = seen(mail(text, subject="Hei"))
    assert isinstance(sight, Sight)
    assert sight.about is about


def test_a_letter_about_what_its_recipient_has_is_no_newsletter_for_one_offer() -> None:
    bulk = {"list_unsubscribe": "<https://netflix.com/x>", "precedence": "bulk"}
    assert certainty(mail("Ostoskoriisi jäi tuotteita.", subject="Tarjous odottaa sinua", **bulk)) is Certainty.LIKELY
    own = mail(
        "Lempparisi jatkuu: seuraava jakso on täällä. Katso myös tarjoukset.", subject="Katsoit viimeksi", **bulk
    )
    assert certainty(own) is Certainty.CERTAIN


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"to": "Aino <aino@koti.example>"}, "aino@koti.example"),
        ({"to": "undisclosed-recipients:;"}, AINO),
        ({"to": f"a@x.example, {AINO}, b@x.example"}, AINO),
        ({"to": "a@x.example, b@x.example"}, ""),
        ({"to": f'"a@x.example" <{AINO.upper()}>'}, AINO),
        ({"to": None, "delivered_to": None, "x_original_to": "aino+kauppa@kunta.example"}, "aino+kauppa@kunta.example"),
    ],
)
def test_the_address_is_the_one_that_the_service_knows(changes: dict[str, str | None], address: str) -> None:
    sight = seen(mail(**changes))
    assert isinstance(sight, Sight)
    assert sight.address == address


@pytest.mark.parametrize(
    "changes",
    [
        {"x_gmail_labels": "Roskaposti,Lukematta"},
        {"x_gmail_labels": "=?utf-8?q?Skr=C3=A4ppost?="},
        {"x_spam_flag": "YES"},
        {"x_ms_exchange_organization_scl": "9"},
        {"x_forefront_antispam_report": "CIP:1.2.3.4;SFV:SPM;"},
    ],
)
def test_spam_is_left_out(changes: dict[str, str]) -> None:
    assert seen(mail(**changes)) is Passed.JUNK


@pytest.mark.parametrize("written", ["Fri, 31 Dec 9999 23:59:59 +0000", "31 Feb 2020", "yesterday", "1 Jan 1907", ""])
def test_a_day_that_cannot_be_is_no_day(written: str) -> None:
    sight = seen(mail(date=written, received=None))
    assert isinstance(sight, Sight)
    assert sight.day is None


def test_where_the_date_is_missing_the_servers_counts() -> None:
    sight = seen(mail(date=None))
    assert isinstance(sight, Sight)
    assert sight.day == date(2024, 1, 6)


def test_what_is_no_mail_is_told() -> None:
    assert seen(b"nothing that looks like a header\n\nat all") == Unreadable("mail_without_header")
    assert seen(b"From: " + b"x" * 300_000) == Unreadable("mail_header_too_long")
