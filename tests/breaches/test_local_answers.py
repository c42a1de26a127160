"""The list that the program carries, and how its answers go together with those of a service."""

import re
import tomllib
from importlib.resources import files
from unicodedata import normalize

import pytest
from hypothesis import given, strategies

from hygiene.breaches import answer_locally, combine
from hygiene.breaches.corpus.form import HEADER_SIZE, unpack_header
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret
from hygiene.texts import LANGUAGES, say, use_language

FOUND = BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED)
MISSED = BreachAnswer(Exposure.UNKNOWN, BreachSource.EMBEDDED, reason="not_in_embedded_list")
ONLINE = {
    "found": BreachAnswer(Exposure.FOUND, BreachSource.RANGE_SERVICE, count=9),
    "not_found": BreachAnswer(Exposure.NOT_FOUND, BreachSource.RANGE_SERVICE, count=0),
    "unknown": BreachAnswer(Exposure.UNKNOWN, BreachSource.RANGE_SERVICE, reason="too_slow"),
}


@pytest.mark.parametrize(
    "password", ["password", "qwertyui", "salasana", "perkele", "Kissa123", "hejsan", "bajskorv", "lösenord"]
)
def test_the_commonest_ones_are_found(password: str) -> None:
    assert answer_locally([Secret(password)]) == {Secret(password): FOUND}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_age_is_told(language: str) -> None:
    content = files("hygiene.breaches").joinpath("commonest.corpus").read_bytes()
    gathered = unpack_header(content[:HEADER_SIZE]).as_of
    assert gathered.strftime("%Y-%m") == "2025-11"  # a later one needs other words
    use_language(language)
    for key in ("breaches.source.embedded", "corpus.answered_by.embedded"):
        assert re.search("(marraskuu|november).* 2025", say(key), re.IGNORECASE)


@pytest.mark.parametrize("password", ["", "PERKELE", "perkele ", "Rantakallio 8 lokkia", "\ud800"])
def test_a_miss_is_unknown(password: str) -> None:
    assert answer_locally([Secret(password)]) == {Secret(password): MISSED}


def test_another_spelling_of_the_same_letters_is_found() -> None:
    typed = Secret(normalize("NFD", "lösenord"))
    assert answer_locally([typed]) == {typed: FOUND}


@given(strategies.lists(strategies.text()))
def test_nothing_is_ever_called_not_found(passwords: list[str]) -> None:
    answers = answer_locally([*map(Secret, passwords)])
    assert set(answers) == set(map(Secret, passwords))
    assert all(answer in (FOUND, MISSED) for answer in answers.values())


def test_every_password_of_our_own_list_stands_below_the_account_that_names_it() -> None:
    text = files("hygiene.breaches").joinpath("common_fi_sv.toml").read_text(encoding="utf-8")
    for account in tomllib.loads(text)["published"]:
        assert account.keys() == {"what", "where", "passwords"}
        assert account["where"].startswith("https://")
        assert all(normalize("NFC", password) == password for password in account["passwords"])


@pytest.mark.parametrize(
    ("local", "online", "combined"),
    [
        (FOUND, "found", ONLINE["found"]),
        (FOUND, "not_found", FOUND),
        (FOUND, "unknown", FOUND),
        (MISSED, "found", ONLINE["found"]),
        (MISSED, "not_found", ONLINE["not_found"]),
        (MISSED, "unknown", ONLINE["unknown"]),
    ],
)
def test_answers_are_combined(local: BreachAnswer, online: str, combined: BreachAnswer) -> None:
    password = Secret("yksi")
    assert combine({password: local}, {password: ONLINE[online]}) == {password: combined}


def test_a_password_that_only_one_side_was_asked_about_keeps_its_answer() -> None:
    one, two = Secret("yksi"), Secret("kaksi")
    assert combine({one: FOUND}, {two: ONLINE["unknown"]}) == {one: FOUND, two: ONLINE["unknown"]}
