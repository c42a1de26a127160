"""Whose account it is, and by what name its owner recognises it."""

from dataclasses import replace
from datetime import date

import pytest

from hygiene.evidence import Account, AccountKind, Login, SecondFactor
from hygiene.journeys.inventory import take_inventory
from hygiene.journeys.sorting import Sorting, undecided
from hygiene.policy.model import Organisation, ServiceExemption
from hygiene.secret import Secret
from hygiene.services.sides import Line
from hygiene.similarity import find_likenesses

WORK = frozenset({"kunta.example"})
TODAY = date(2026, 11, 22)


def login(row: int, url: str = "", username: str = "", password: str = "", title: str = "") -> Login:
    return Login(f"1:{row}", title, (url,) if url else (), username, password=Secret(password) if password else None)


def inventory(
    *logins: Login,
    organisation: Organisation = Organisation(),  # noqa: B008 - immutable
    exemptions: tuple[ServiceExemption, ...] = (),
    **kinds: AccountKind,
) -> tuple[Account, ...]:
    told = {name.replace("_", "."): kind for name, kind in kinds.items()}
    return take_inventory(logins, Line(WORK, TODAY, organisation, exemptions, told))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://netti.kunta.example/", AccountKind.WORK),
        ("https://kunta.example/", AccountKind.WORK),
        ("https://muukunta.example/", AccountKind.UNKNOWN),
        ("https://www.facebook.com/", AccountKind.PRIVATE),
        ("android://abc==@com.facebook.katana/", AccountKind.PRIVATE),
        ("https://www.linkedin.com/", AccountKind.UNKNOWN),
        ("https://tyokalu.example/", AccountKind.WORK),
        ("", AccountKind.UNKNOWN),
    ],
)
def test_the_side_that_a_service_is_on(url: str, kind: AccountKind) -> None:
    (account,) = inventory(login(1, url), organisation=Organisation(work_services=("tyokalu.example",)))
    assert account.kind is kind


def test_what_the_employee_says_decides_only_where_nothing_is_known() -> None:
    accounts = inventory(
        login(1, "https://seura.example/"),
        login(2, "https://netti.kunta.example/"),
        seura_example=AccountKind.WORK,
        kunta_example=AccountKind.PRIVATE,
    )
    assert [account.kind for account in accounts] == [AccountKind.WORK, AccountKind.WORK]


@pytest.mark.parametrize(
    ("username", "is_work"),
    [
        ("aino@kunta.example", True),
        ("  AINO@KUNTA.EXAMPLE ", True),
        ("aino+ale@kunta.example", True),
        ("aino@edu.kunta.example", True),
        ("aino@muukunta.example", False),
        ("aino", False),
        ("", False),
    ],
)
def test_a_work_address_is_known_by_its_end(username: str, is_work: bool) -> None:
    (account,) = inventory(login(1, "https://puoti.example/", username))
    assert account.uses_work_address is is_work


def test_a_service_exempt_by_the_policy_may_have_the_work_address() -> None:
    (account,) = inventory(
        login(1, "https://puoti.example/", "aino@kunta.example"),
        organisation=Organisation(exempt_services=("puoti.example",)),
    )
    assert not account.uses_work_address


def exempt(until: date, **what: str) -> ServiceExemption:
    return ServiceExemption({"en": "because"}, until, **what)


@pytest.mark.parametrize(
    ("given", "is_used", "ended"),
    [
        ([exempt(TODAY, service="puoti.example")], False, None),
        ([exempt(date(2026, 11, 21), service="puoti.example")], True, date(2026, 11, 21)),
        ([exempt(date(2025, 1, 1), service="puoti.example"), exempt(TODAY, service="puoti.example")], False, None),
        ([exempt(TODAY, service="muu.example")], True, None),
        ([], True, None),
    ],
)
def test_an_exemption_counts_to_the_end_of_its_last_day_and_is_told_of_afterwards(
    given: list[ServiceExemption], is_used: bool, ended: date | None
) -> None:
    (account,) = inventory(login(1, "https://www.puoti.example/", "aino@kunta.example"), exemptions=tuple(given))
    assert (account.uses_work_address, account.exemption_ended) == (is_used, ended)


def test_an_exemption_and_a_side_may_be_given_for_a_whole_kind_of_services() -> None:
    (account,) = inventory(
        login(1, "https://www.instagram.com/", "aino@kunta.example"), exemptions=(exempt(TODAY, kind="social"),)
    )
    assert not account.uses_work_address


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Kirjasto", "Kirjasto"),
        ("  Kirja \n sto ", "Kirja sto"),
        ("aino@posti.example", "kirjasto.example"),
        ("Kirjasto (aino.l)", "kirjasto.example"),
        ("Kirjasto Hunter2-canary", "kirjasto.example"),
        ("Hunter2-canary", "kirjasto.example"),
        ("Kirjasto 040 toinen-canary", "kirjasto.example"),
        ("Kirjasto valas kanootti sumu 2", "kirjasto.example"),
        ("", "kirjasto.example"),
    ],
)
def test_a_label_never_gives_a_password_a_user_name_or_an_address_away(title: str, label: str) -> None:
    accounts = inventory(
        login(1, "https://www.kirjasto.example/", "aino.l", "Hunter2-canary", title),
        login(2, "https://muu.example/", "muu", "toinen-canary", "Muu"),
        login(3, "https://kolmas.example/", "kolmas", "valas kanootti sumu", "Kolmas"),
    )
    assert accounts[0].label == label


def test_a_site_that_is_somebodys_password_is_no_site() -> None:
    (account,) = inventory(login(1, "hunter2.example", "aino", "Hunter2.example"))
    assert account.site == ""
    assert account.label == "row 1"


def test_labels_that_would_be_alike_are_told_apart_by_their_rows() -> None:
    accounts = inventory(login(1, title="Posti"), login(2, title="Posti"), login(3, title="Kirjasto"))
    assert [account.label for account in accounts] == ["Posti (row 1)", "Posti (row 2)", "Kirjasto"]


def test_only_what_matters_is_asked_about_once_for_each_service() -> None:
    accounts = inventory(
        login(1, "https://puoti.example/", "aino@kunta.example", "a" * 20),
        login(2, "https://www.puoti.example/", "aino@kunta.example", "b" * 20),
        login(3, "https://seura.example/", "aino", "sama sana"),
        login(4, "https://lehti.example/", "aino", "sama sana"),
        login(5, "https://pankki.example/", "aino", "pouta*Rengas*kolme"),
        login(6, "https://netti.kunta.example/", "aino@kunta.example", "d" * 20),
        login(7, "https://kerho.example/", "aino", "Mansikka2024!"),
        login(8, "https://kerho.example/jäsenet", "aino", "Mustikka-1"),
        login(9, "https://kuvat.example/", "aino", "Mansikka2025!"),
        login(10, "https://kuvat.example/albumi", "aino", "Vadelma+1"),
        login(11, "https://kuvat.example/kori", "aino", "Vadelma+2"),
    )
    sites = list(undecided(Sorting(accounts, (), find_likenesses(accounts))))
    assert sites == [f"{name}.example" for name in ("puoti", "seura", "lehti", "kerho", "kuvat")]


def test_a_second_factor_on_record_is_on_and_a_service_without_one_cannot_have_it() -> None:
    on = Login("1:1", urls=("https://puoti.example/",), has_second_factor=True)
    (account,) = inventory(on)
    assert account.second_factor is SecondFactor.ON
    (unknown,) = inventory(login(1, "https://puoti.example/"))
    assert unknown.second_factor is SecondFactor.UNKNOWN


def test_a_password_of_the_past_asks_for_the_side_and_shows_in_no_label() -> None:
    former = replace(login(1, "https://a.example/", password="now"), previous=(Secret("Entinen 7"),))
    accounts = inventory(former, login(2, "https://b.example/", password="Entinen 7"), login(3, title="entinen 7"))
    assert undecided(Sorting(accounts, (), find_likenesses(accounts))).keys() == {"a.example", "b.example"}
    alone = inventory(former, login(2, "https://c.example/", password="muu", title="Sivu Entinen 7"))
    assert [account.label for account in alone] == ["a.example", "c.example"]
    assert undecided(Sorting(alone, (), find_likenesses(alone))) == {}
