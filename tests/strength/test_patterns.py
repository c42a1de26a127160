"""What can be matched in a password besides words."""

from datetime import UTC, datetime

import pytest

from hygiene.secret import Secret
from hygiene.strength import estimate
from hygiene.strength.analysis import find_matches
from hygiene.strength.keyboards import find_walks
from hygiene.strength.match import Kind


def found(password: str, kind: Kind) -> set[str]:
    return {password[match.start : match.end] for match in find_matches(password, ()) if match.kind is kind}


@pytest.mark.parametrize(
    "walk", ["qwertyuiopå", "asdfghjklöä", "öäå", "<zxcvb", "ÄÖL", "zxcvbnm,.-", "1qaz", "§12345", "poiuytrewq"]
)
def test_walks_over_the_nordic_keyboard_are_known(walk: str) -> None:
    assert walk in {walk[match.start : match.end] for match in find_walks(walk)}


def test_a_longer_walk_and_one_with_turns_cost_more() -> None:
    straight, longer, winding = (
        next(match.guesses for match in find_walks(walk) if match.end - match.start == len(walk))
        for walk in ("äölk", "äölkjh", "äölpåö")
    )
    assert straight < longer < winding


@pytest.mark.parametrize("year", ["1917", "1999", "2019", "2024", str(datetime.now(tz=UTC).year), "2030"])
def test_years_reach_beyond_the_present(year: str) -> None:
    assert year in found(f"xq{year}qx", Kind.YEAR)


def test_a_year_far_ahead_is_none() -> None:
    assert found("xq2099qx", Kind.YEAR) == set()


@pytest.mark.parametrize(
    "date",
    ["24.12.2024", "24122024", "241224", "1.1.2000", "6.12.1917", "2024-12-24", "20241224", "12/24/2024", "24_12_24"],
)
def test_dates_are_known_in_every_order(date: str) -> None:
    assert date in found(date, Kind.DATE)


@pytest.mark.parametrize("number", ["99.99.9999", "32.13.2024", "00000000", "24.12-2024"])
def test_what_is_no_date_is_not_taken_for_one(number: str) -> None:
    assert number not in found(number, Kind.DATE)


@pytest.mark.parametrize(
    "code", ["131052-308T", "131052A308T", "131052-308t", "640823-3234", "6408233234", "19640823-3234", "196408233234"]
)
def test_personal_identity_codes_are_known(code: str) -> None:
    assert code in found(code, Kind.IDENTITY_CODE)
    assert estimate(Secret(code)).score <= 2


@pytest.mark.parametrize("code", ["131052-308U", "321052-308T", "640823-3235", "641323-3234", "0131052-308T1"])
def test_what_fails_the_check_is_no_identity_code(code: str) -> None:
    assert found(code, Kind.IDENTITY_CODE) == set()


@pytest.mark.parametrize(
    "number", ["0401234567", "040 123 4567", "+358401234567", "0501234567", "0701234567", "+46701234567"]
)
def test_telephone_numbers_are_known(number: str) -> None:
    assert number in found(number, Kind.PHONE)
    assert estimate(Secret(number)).score <= 2


@pytest.mark.parametrize(
    ("number", "kind"), [("00100", Kind.POSTCODE), ("123 45", Kind.POSTCODE), ("ABC-123", Kind.PLATE)]
)
def test_postcodes_and_plates_are_known(number: str, kind: Kind) -> None:
    assert number in found(number, kind)


def test_a_number_within_a_longer_one_is_no_identifier() -> None:
    digits = "90401234567004"
    assert found(digits, Kind.PHONE) == found(digits, Kind.POSTCODE) == set()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Laukaa", "place"),
        ("Virtanen", "name"),
        ("kirjastonhoitaja", "work_word"),
        ("midsommarafton", "calendar"),
        ("djurgården", "club"),
        ("mustinkoira", "pet"),
        ("marimekko", "popular_thing"),
        ("lösenord", "common_password"),
        ("kirjoittamisesta", "word_fi"),
        ("förvånansvärt", "word_sv"),
        ("nevertheless", "word_en"),
        ("abcdefgh", "sequence"),
        ("xqxqxqxq", "repeat"),
        ("äölkjhgf", "keyboard"),
        ("311299", "date"),
        ("L4uk44", "swapped"),
        ("Kesä2026!", "shape"),
        ("ab", "short"),
    ],
)
def test_reasons_say_what_is_guessable(password: str, reason: str) -> None:
    assert reason in estimate(Secret(password)).reasons


def test_a_strong_password_needs_no_reasons() -> None:
    assert estimate(Secret("kastrull-myrten-hängsle-bro-gaffel")).reasons == ()
