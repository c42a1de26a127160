"""What is found alike, and in what; and what is not."""

import random
import string
from collections.abc import Callable

import pytest

from hygiene.evidence import Alikeness, Likenesses
from hygiene.similarity import find_likenesses
from hygiene.strength.vocabulary import listed
from tests.checks.plain import account

Pick = random.Random


def likenesses(*passwords: str) -> Likenesses:
    """Between passwords of services whose names stand in none of them."""
    return find_likenesses([account(f"Tili {number}", each) for number, each in enumerate(passwords)])


def alike(*passwords: str) -> list[Alikeness]:
    found = likenesses(*passwords)
    assert found.complete
    assert all(len(group.passwords) == len(passwords) for group in found.groups)
    return [group.alike for group in found.groups]


FAMILIES = [
    (Alikeness.CAPITALS, ("Mansikka-77", "mansikka-77", "MANSIKKA-77")),
    (Alikeness.CAPITALS, ("ÄlyKöÅrsta", "älyköårsta")),
    (Alikeness.YEAR, ("Talvi2024!", "Talvi2025!", "Talvi1999!")),
    (Alikeness.YEAR, ("2024sommar", "1987sommar")),
    (Alikeness.YEAR, ("Winter1999Town", "Winter2024Town")),
    (Alikeness.NUMBER, ("Talvi24!", "Talvi1!", "Talvi2024!")),
    (Alikeness.NUMBER, ("kissa1", "kissa2", "kissa333")),
    (Alikeness.NUMBER, ("min7katt", "min1234katt")),
    (Alikeness.ENDING, ("Mustikka!", "Mustikka?1", "Mustikka")),
    (Alikeness.ENDING, ("!!Hemlig", "Hemlig2024")),
    (Alikeness.ENDING, ("Äiti123!", "Äiti2024?")),
    (Alikeness.LOOKALIKES, ("kirjasto", "k1rj4st0")),
    (Alikeness.LOOKALIKES, ("sommarstuga", "$0mm4r$7ug4")),
    (Alikeness.LOOKALIKES, ("Password", "P@55w0rd!")),
    (Alikeness.REVERSED, ("tunturi", "irutnut")),
    (Alikeness.REVERSED, ("Sommar-77", "77-rammoS")),
    (Alikeness.REPEATED, ("kissa", "kissakissa", "kissakissakissa")),
    (Alikeness.REPEATED, ("Lösen1!", "Lösen1!Lösen1!")),
    (Alikeness.KEYBOARD, ("qwertyui", "asdfghjk")),
    (Alikeness.KEYBOARD, ("lokakuu1234", 'LOKAKUU!"#¤')),
    (Alikeness.PATTERN, ("Talvi2024!", "Kevät2025!", "Syksy99?")),
    (Alikeness.PATTERN, ("Vinter-2024", "Sommar-2025", "Höst-23")),
    (Alikeness.PATTERN, ("monday01!", "Friday02!", "january7.")),
    (Alikeness.PATTERN, ("kissa-tammikuu-1", "kissa-lokakuu-22")),
    (Alikeness.EDIT, ("kissanpentu", "kissnapentu")),
    (Alikeness.EDIT, ("hX4mustikkaPolku", "hX4mustiKkaPolkuz")),
    (Alikeness.EDIT, ("sommarstugan", "sommersstugan")),
    (Alikeness.WORDS, ("valas-kanootti-sumu-helmi", "valas-kanootti-sumu-lapio")),
    (Alikeness.WORDS, ("valas-kanootti-sumu-helmi", "HelmiSumuKanoottiOrava", "valas kanootti sumu")),
    (Alikeness.WORDS, ("blåbär skog måne katt båt", "blåbär.skog.måne.katt.sten")),
    (Alikeness.VARIANTS, ("Talvi2024!", "talvi77", "TALVI?")),
    (Alikeness.VARIANTS, ("Mansikka2024!", "m4ns1kka55", "mansikkamansikka1")),
    (Alikeness.VARIANTS, ("Mansikka2024!", "Mansikkka2024!", "mansikka99")),
    (Alikeness.PATTERN, ("Talvi2024!", "Talvi2025!", "talvi2024!", "Kevät2025!")),
]


@pytest.mark.parametrize(("expected", "passwords"), FAMILIES)
def test_variants_of_a_password_are_one_group_that_tells_what_is_alike(
    expected: Alikeness, passwords: tuple[str, ...]
) -> None:
    assert alike(*passwords) == [expected]
    assert alike(*passwords[::-1]) == [expected]


def test_every_way_to_be_alike_has_a_family() -> None:
    assert {expected for expected, _ in FAMILIES} | {Alikeness.SERVICE_NAME} == set(Alikeness)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Facebook", "kirjasto-Facebook1"), ("Netflix", "kirjasto-Netflix1")),
        (("Facebook", "Facebook2024!"), ("Netflix", "netflix99!")),
        (("Oma (rivi 3)", "facebook.example!"), ("Netflix", "netflix.example!")),
        (("Verkkokauppa Puoti", "Kesä-puoti-7"), ("Neulojien keskustelu", "Kesä-neulojien-8")),
    ],
)
def test_a_password_that_differs_in_the_service_s_name_only_is_found(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    sites = {"Oma (rivi 3)": "facebook.example"}
    accounts = [account(name, password, site=sites.get(name)) for name, password in (one, other)]
    assert [group.alike for group in find_likenesses(accounts).groups] == [Alikeness.SERVICE_NAME]


@pytest.mark.parametrize(
    "passwords",
    [
        ("valas-kanootti-sumu-helmi", "valas-rengas-kolme-lapio"),
        ("valas-kanootti-sumu-helmi", "valas-kanootti-kolme-lapio"),
        ("kissa", "koira"),
        ("Mansikka2024!", "Laaksola2024!"),
        ("48151623", "90210777"),
        ("a1", "b2", ""),
        ("Vq7-tuRm-kb2X-Lys9", "hX4!mustikka-Polku-soutaa", "tunturi Lapio 62 kehrää"),
        ("kirjasto-Facebook1", "Netflix1-tunturi"),
        ("kolme.elokuu.kissa", "kolme.lapio.orava"),
    ],
)
def test_passwords_that_have_little_in_common_are_not_alike(passwords: tuple[str, ...]) -> None:
    assert alike(*passwords) == []


def test_equal_passwords_are_one_and_no_likeness() -> None:
    assert alike("Talvi2024!", "Talvi2024!", "Talvi2024!") == []


def test_fifty_variants_are_one_group_with_every_password_once_in_the_order_of_the_vault() -> None:
    variants = [f"{'Talvi' if number % 2 else 'talvi'}{2000 + number}!" for number in range(50)]
    draw = Pick(3)
    vault = [*variants, *("".join(draw.choices(string.ascii_letters, k=18)) for _ in range(50))]
    draw.shuffle(vault)
    (group,) = likenesses(*vault, *vault).groups
    assert [each.reveal() for each in group.passwords] == [each for each in vault if each in variants]
    assert group.alike is Alikeness.VARIANTS


def test_progress_counts_the_rounds_up_to_the_last() -> None:
    heard: list[tuple[int, int]] = []
    find_likenesses([account("a", "Mansikka2024"), account("b", "Mansikka2025")], lambda *told: heard.append(told))
    (rounds,) = {every for _, every in heard}
    assert sorted({done for done, _ in heard}) == list(range(rounds))
    assert heard == sorted(heard)


def test_the_same_vault_gives_the_same_groups() -> None:
    draw = Pick(4)
    vault = [f"{draw.choice(['kesä', 'Talvi', 'koira'])}{draw.randrange(99)}{draw.choice('!?')}" for _ in range(200)]
    assert likenesses(*vault) == likenesses(*vault)
    groups = {frozenset(group.passwords) for group in likenesses(*vault).groups}
    assert groups == {frozenset(group.passwords) for group in likenesses(*vault[::-1]).groups}


def any_characters(length: int) -> Callable[[Pick], str]:
    alphabet = string.ascii_letters + string.digits + string.punctuation
    return lambda draw: "".join(draw.choices(alphabet, k=length))


def blocks(draw: Pick) -> str:
    return "-".join("".join(draw.choices(string.ascii_lowercase + string.digits, k=6)) for _ in range(3))


def passphrase(language: str, words: int) -> Callable[[Pick], str]:
    listed_words = listed(f"passphrase_{language}")
    return lambda draw: "-".join(draw.choices(listed_words, k=words))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(any_characters(12), id="12 characters"),
        pytest.param(any_characters(20), id="20 characters"),
        pytest.param(blocks, id="blocks of letters and digits"),
        pytest.param(passphrase("fi", 5), id="five Finnish words"),
        pytest.param(passphrase("sv", 6), id="six Swedish words"),
        pytest.param(passphrase("en", 5), id="five English words"),
    ],
)
def test_random_passwords_are_never_alike(made: Callable[[Pick], str]) -> None:
    draw = Pick(5)
    assert likenesses(*(made(draw) for _ in range(5_000))).groups == ()


def test_hostile_passwords_are_compared_like_others() -> None:
    hostile = ["\ud800" * 9, "\ud800" * 8 + "\udfff", "\0" * 12, "\0" * 11 + "\1", "x" * 1_000_000, "9" * 200_000]
    hostile += ["ab" * 100_000, "-".join(["sana"] * 50_000), "\u0301" * 30, "İ" * 20, "ß" * 20, "[(\\" * 30, "²³" * 10]
    found = likenesses(*hostile)
    assert found.complete
    groups = [{hostile.index(each.reveal()) for each in group.passwords} for group in found.groups]
    assert groups == [{0, 1}, {2, 3}]


def test_nothing_of_a_password_shows_in_what_is_found() -> None:
    assert "anary" not in repr(likenesses("Canary-1", "Canary-2"))
