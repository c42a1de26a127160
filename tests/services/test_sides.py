"""On which side of the line a service lies, and whether a work address belongs there."""

from datetime import date

import pytest

from hygiene.evidence import AccountKind, Certainty
from hygiene.policy.model import Organisation
from hygiene.services.domains import bare_address, is_shared_address, mail_domain
from hygiene.services.sides import Line, Placement, is_work_address, placement, side, side_by_words
from tests.house.source_code import PACKAGE

WORK, PRIVATE, UNKNOWN = AccountKind.WORK, AccountKind.PRIVATE, AccountKind.UNKNOWN
TODAY = date(2026, 11, 22)
AINO = "aino.laaksonen@kunta.example"


def line(**organisation: tuple[str, ...]) -> Line:
    return Line(frozenset({"kunta.example", "söderå.example"}), TODAY, Organisation(**organisation))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", AccountKind)
@pytest.mark.parametrize("certainty", Certainty)
def test_only_what_is_private_and_certain_is_held_against_a_work_address(
    kind: AccountKind, certainty: Certainty
) -> None:
    placed = placement(kind, certainty, uses_work_address=True)
    certain = kind is PRIVATE and certainty is Certainty.CERTAIN
    expected = Placement.MISPLACED if certain else Placement.FINE if kind is WORK else Placement.DOUBTFUL
    assert placed is expected
    assert placement(kind, certainty, uses_work_address=False) is Placement.FINE


@pytest.mark.parametrize(
    ("hosts", "organisation", "expected"),
    [
        (["intra.kunta.example"], {}, WORK),
        (["instagram.com"], {}, PRIVATE),
        (["instagram.com"], {"work_services": ("instagram.com",)}, WORK),
        (["instagram.com"], {"work_kinds": ("social",)}, WORK),
        (["linkedin.com"], {}, UNKNOWN),
        (["linkedin.com"], {"private_kinds": ("social",)}, PRIVATE),
        (["linkedin.com"], {"private_services": ("linkedin.com",)}, PRIVATE),
        (["linkedin.com"], {"work_kinds": ("social",), "private_kinds": ("social",)}, UNKNOWN),
        (["linkedin.com"], {"work_services": ("linkedin.com",), "private_services": ("linkedin.com",)}, WORK),
        (["login.vend.fi", "www.tori.fi"], {}, PRIVATE),
        (["sarastia.fi", "instagram.com"], {}, UNKNOWN),
        (["nowhere.example", "instagram.com"], {}, PRIVATE),
        (["nowhere.example"], {}, UNKNOWN),
        ([], {}, UNKNOWN),
    ],
)
def test_the_policy_decides_first_and_the_catalogue_after_it(
    hosts: list[str], organisation: dict[str, tuple[str, ...]], expected: AccountKind
) -> None:
    assert side(hosts, [AINO], line(**organisation)) is expected


def test_an_address_that_staff_share_leaves_the_side_of_a_private_service_open() -> None:
    assert side(["instagram.com"], ["kirjasto@kunta.example"], line()) is UNKNOWN
    assert side(["instagram.com"], ["kirjasto@muu.example"], line()) is PRIVATE
    assert side(["instagram.com"], ["kirjasto@kunta.example"], line(private_services=("instagram.com",))) is PRIVATE


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("kunta.zoom.us", WORK),
        ("kunta-it.atlassian.net", WORK),
        ("muukunta.zoom.us", UNKNOWN),
        ("kunta.inschool.fi", UNKNOWN),
        ("kunta.tumblr.com", PRIVATE),
        ("zoom.us", UNKNOWN),
    ],
)
def test_the_organisations_own_place_at_a_service_is_for_work(host: str, expected: AccountKind) -> None:
    assert side([host], [AINO], line()) is expected


def test_what_is_only_likely_to_be_private_is_asked_about() -> None:
    assert side(["justwatch.com"], [AINO], line()) is UNKNOWN
    assert side(["justwatch.com"], [AINO], line(private_kinds=("entertainment",))) is PRIVATE


@pytest.mark.parametrize(
    ("title", "hosts", "expected"),
    [
        ("Netflix perhe", [], PRIVATE),
        ("Muistilappu", [], UNKNOWN),
        ("Neljän tuulen ratsastustalli", ["oma.tuulet.example"], PRIVATE),
        ("Ridskolan i byn", ["ridning.example"], PRIVATE),
        ("Lankapuoti", ["lanka.example"], UNKNOWN),
        ("Netflix", ["lanka.example"], UNKNOWN),
        ("LinkedIn", ["linkedin.com"], UNKNOWN),
        ("If kotivakuutus", ["if.fi"], PRIVATE),
        ("Wilma opettaja", ["inschool.fi"], WORK),
        ("Pankki", ["paypal.com", "https://paypal.com/business/personal"], UNKNOWN),
        ("Wilma opettaja, koiran hoito", ["inschool.fi"], UNKNOWN),
        ("Henkilöstön casino", ["casino.example"], UNKNOWN),
        ("Henkilöstön lankapuoti", ["lanka.example"], UNKNOWN),
    ],
)
def test_without_a_record_only_plain_words_tell(title: str, hosts: list[str], expected: AccountKind) -> None:
    assert side_by_words(title, hosts, hosts, [AINO], line()) is expected


def test_a_shared_address_is_not_judged_by_words() -> None:
    assert side_by_words("Netflix", [], [], ["nuoriso@kunta.example"], line()) is UNKNOWN


@pytest.mark.parametrize(
    ("address", "is_work"),
    [
        (AINO, True),
        ("mailto:Aino@Kunta.example", True),
        ("Aino Laaksonen <aino@kunta.example>", True),
        ("aino@söderå.example", True),
        ("aino@xn--sder-qra8n.example", False),
        ("aino@kunta.example.com", False),
        ("kunta.example", False),
        ("<aino@kunta.example", False),
    ],
)
def test_a_work_address_is_known_in_whatever_spelling(address: str, is_work: bool) -> None:
    assert is_work_address(["", address], line()) is is_work


def test_a_wrapped_address_is_the_same_address() -> None:
    assert bare_address("mailto:Aino+ale@posti.example?subject=x") == "aino@posti.example"
    assert mail_domain("Aino <aino@posti.example>") == "posti.example"


@pytest.mark.parametrize(
    ("address", "is_shared"),
    [
        ("kirjasto@kunta.example", True),
        ("Kirjasto.Laaksola@kunta.example", True),
        ("förskolan@kunta.example", True),
        ("viestintä@kunta.example", True),
        ("kirjastoauto@kunta.example", True),
        ("museibutik@kunta.example", True),
        ("finsktförvaltningsområde@kunta.example", True),
        ("kliniken.storgatan@kunta.example", True),
        ("aino.laaksonen@kunta.example", False),
        ("alaaksonen@kunta.example", False),
        ("kirjasto", False),
    ],
)
def test_an_address_of_a_unit_is_nobodys_own(address: str, is_shared: bool) -> None:
    assert is_shared_address(address) is is_shared


def test_nobodys_name_is_taken_for_a_unit() -> None:
    for names in ("first_name_fi.txt", "first_name_sv.txt"):
        people = (PACKAGE / "strength" / "lists" / names).read_text(encoding="utf-8").split()
        taken = [name for name in people if is_shared_address(f"{name}.laaksonen@kunta.example")]
        assert (len(people) > 100, taken) == (True, [])
