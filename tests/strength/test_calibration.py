import tomllib
from importlib.resources import files

import pytest

from benchmarks.calibration import rank_correlation, read_ladder, read_list
from hygiene.secret import Secret
from hygiene.strength import estimate


def score(password: str, *known: str) -> int:
    return estimate(Secret(password), known).score


def decades(password: str, *known: str) -> float:
    return estimate(Secret(password), known).guesses_log10


@pytest.mark.parametrize(
    "password",
    [
        *("Laukaa2024!", "kesäloma2024", "Kirjasto2024", "Jyväskylä2024", "sommarlov2024", "Peruskoulu1"),
        *("Juhannus2025", "Salasana2024", "Talvi2025!", "Tampere2025", "Virtanen1985", "mökillämme", "Mökillämme2024!"),
        *("Lösenord123", "losenord", "Semester2026!", "Förskola1", "Karl-Erik52", "qwertyuiopå", "asdfghjklöä"),
        *("131052-308T", "640823-3234", "0401234567", "0701234567", "24.12.2024", "Mannerheimintie12", "33100Tampere"),
    ],
)
def test_what_an_attacker_of_a_municipality_tries_first_is_weak(password: str) -> None:
    assert score(password) <= 2


def test_at_most_one_in_twenty_typical_weak_passwords_looks_strong() -> None:
    weak = read_list("weak")
    assert len(weak) >= 400
    strong = [password for password in weak if score(password) >= 3]
    assert len(strong) <= 0.05 * len(weak)


def test_no_strong_password_is_lost() -> None:
    strong = read_list("strong")
    assert len(strong) >= 200
    assert [password for password in strong if score(password) < 4] == []


def test_what_is_published_as_common_in_finland_and_sweden_is_weak() -> None:
    published = tomllib.loads(files("hygiene.breaches").joinpath("common_fi_sv.toml").read_text(encoding="utf-8"))[
        "published"
    ]
    passwords = [password for account in published for password in account["passwords"]]
    assert len(passwords) > 30
    assert [password for password in passwords if score(password) > 2] == []


def test_estimates_climb_the_ladder() -> None:
    rungs, passwords = zip(*read_ladder(), strict=True)
    assert rank_correlation(rungs, [decades(password) for password in passwords]) > 0.9


def test_the_rank_of_a_word_decides() -> None:
    by_rank = ["kesä", "kirjasto", "hautausmaa", "tunturipöllö", "kirjastonhoitajattaremme"]
    found = [decades(f"{word}2024!") for word in by_rank]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("plain", "changed"),
    [
        ("jyväskylä", "jyvaskyla"),
        ("lösenord", "losenord"),
        ("Åsele", "asele"),
        ("mökillä", "mo\u0308killa\u0308"),
    ],
)
def test_letters_with_and_without_marks_are_one(plain: str, changed: str) -> None:
    assert decades(changed) == pytest.approx(decades(plain), abs=0.31)


@pytest.mark.parametrize("password", ["L4ukaa2024", "J0ulupukki1", "S4l4s4n4", "anasalas", "aakuaL2024"])
def test_swapped_and_reversed_letters_hide_little(password: str) -> None:
    assert score(password) <= 2
    assert "swapped" in estimate(Secret(password)).reasons


@pytest.mark.parametrize(
    ("stem", "with_ending"),
    [("Laukaa", "Laukaassa"), ("Virtanen", "Virtaselle"), ("Pihtipudas", "Pihtipudasta"), ("Nöpö", "Nöpölle")],
)
def test_an_ending_adds_little(stem: str, with_ending: str) -> None:
    assert decades(with_ending) <= decades(stem) + 3.0
    assert score(with_ending + "1") <= 2


@pytest.mark.parametrize(
    "password", ["mökkisauna", "terveysasema2025", "rantakalastus", "vintersemester", "solskensdag24"]
)
def test_a_compound_of_two_known_words_does_not_look_random(password: str) -> None:
    assert score(password) <= 2


def test_what_an_attacker_knows_counts_as_a_first_guess() -> None:
    password = "Kuvitteellila2024!"
    assert score(password) >= 2
    known = estimate(Secret(password), ["kuvitteellila.example"])
    assert known.score == 0
    assert "known" in known.reasons
    assert decades("Näätälä-Rönkä1", "Maija Näätälä-Rönkä") < decades("Näätälä-Rönkä1")
    assert decades("Wxyzveikko7", "wxyzveikko@kunta.example") < 4


def test_known_words_are_found_in_disguise() -> None:
    assert decades("8rUvqulla", "bruvqulla") < 5 < decades("8rUvqulla")


def test_a_year_is_counted_from_this_one() -> None:
    assert decades("Zqxvkj2025") == pytest.approx(decades("Zqxvkj2019"), abs=0.01)
    assert decades("Zqxvkj2025") < decades("Zqxvkj8025")
