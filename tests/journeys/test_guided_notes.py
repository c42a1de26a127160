"""What a supporter's note is asked about before it is kept."""

import pytest

from hygiene.journeys.guided_notes import doubts


@pytest.mark.parametrize(
    "note",
    [
        "Ota mukaan avainkortti ja puhelin.",
        "Kaksi tiliä: sama salasana. Vaihdetaan ensi kerralla!",
        "Lösenordet är för kort, byts nästa gång: hjälp med lösenordshanteraren.",
        "Soita numeroon 09 310 12345 tai 040-1234567",
        "Tiketti 2026112200, huone 131052",
        "See https://Example.com/Help2026?page=3",
        "Windows 11, 24H2, update KB5046617",
        "The password is too short and used twice.",
        "Salasana on liian lyhyt.",
        "22.11.2026 klo 12-13",
        "PIN-koodi unohtui",
    ],
)
def test_a_plain_note_is_kept_without_a_question(note: str) -> None:
    assert doubts(note) == []


@pytest.mark.parametrize(
    ("note", "doubt"),
    [
        ("kirjoita aino.laaksonen@kunta.example", "address"),
        ("skriv till <Åsa.Öberg@kommun.example>", "address"),
        ("synt. 131052-308T", "identity_code"),
        ("131052A308t", "identity_code"),
        ("tunnus 010100Y9028, soita", "identity_code"),
        ("personnummer 811218-9876", "identity_code"),
        ("19811218-9876", "identity_code"),
        ("198112189876", "identity_code"),
        ("8112189876", "identity_code"),
        ("samordningsnummer 811278-9873", "identity_code"),
        ("811218+9876", "identity_code"),
        ("salasana: kesäkissa", "secret"),
        ("Salasana on Kesakissa7", "secret"),
        ("lösenordet är Sommar2026", "secret"),
        ("password is hunter2", "secret"),
        ("PIN = 4711", "secret"),
        ("kokeile Kesä-2026-kissa", "secret"),
        ("Tr0ub4dor&3", "secret"),
    ],
)
def test_what_must_not_stand_in_a_note_is_noticed(note: str, doubt: str) -> None:
    assert doubts(note) == [doubt]


@pytest.mark.parametrize("digits", ["8113189876", "8112189877", "131352-308T", "320152-308T"])
def test_what_is_no_date_or_has_a_wrong_check_digit_is_no_code(digits: str) -> None:
    assert "identity_code" not in doubts(digits)
