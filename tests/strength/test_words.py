import random
import string
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.strength.folding import fold, normalise
from hygiene.strength.vocabulary import known_words, listed, ranked_words, word_table
from hygiene.strength.wordtable import LONGEST_FORM, Language, WordTable, fingerprint, write_table

HANDMADE = ["calendar", "club", "password", "pet", "place_fi", "place_sv", "thing", "work_fi", "work_sv"]


def rank(word: str) -> int | None:
    found = word_table().find(fingerprint(fold(word)))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("kirjastossa", Language.FINNISH),
        ("mökillämme", Language.FINNISH),
        ("terveyskeskus", Language.FINNISH),
        ("sommarlovet", Language.SWEDISH),
        ("förskolan", Language.SWEDISH),
        ("vårdcentralen", Language.SWEDISH),
    ],
)
def test_words_are_known_as_people_write_them(word: str, language: Language) -> None:
    found = word_table().find(fingerprint(fold(word)))
    assert found is not None
    assert found[1] is language


def test_common_words_rank_before_rare_ones() -> None:
    ranks = [rank(word) for word in ("mutta", "talossa", "kirjastossa", "mökillämme")]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda each: each or 0)


def test_nearly_nothing_is_taken_for_a_word_by_chance() -> None:
    dice = random.Random(1)
    letters = (
        string.ascii_lowercase.replace("a", "").replace("e", "").replace("i", "").replace("o", "").replace("u", "")
    )
    texts = ["".join(dice.choices(letters + "qxzw", k=14)) for _ in range(100_000)]
    assert sum(rank(text) is not None for text in texts) <= 1


forms = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=LONGEST_FORM)


@given(
    st.fixed_dictionaries(
        {language: st.dictionaries(forms, st.integers(1, 300_000), max_size=30) for language in Language}
    )
)
def test_a_table_gives_back_what_was_written(ranks: Mapping[Language, Mapping[str, int]]) -> None:
    table = WordTable(write_table(ranks))
    assert len(table) == len({form for ranked in ranks.values() for form in ranked})
    for ranked in ranks.values():
        for form in ranked:
            found = table.find(fingerprint(form))
            lowest = min(each[form] for each in ranks.values() if form in each)
            assert found is not None
            assert found[0] == pytest.approx(lowest, rel=0.07, abs=1)
            assert form[:4] in table.beginnings


@given(st.text(st.characters()))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert len(normalise(text)) <= 3 * len(text)


def test_folding_takes_marks_and_capitals_away() -> None:
    assert fold("ÅÄÖåäöÉñÜ") == "aaoaaoenu"


@pytest.mark.parametrize("name", HANDMADE)
def test_lists_made_by_hand_hold_each_entry_once(name: str) -> None:
    entries = listed(name)
    assert len(entries) == len(set(entries))
    assert all(entry == entry.lower() and entry.strip() for entry in entries)


def test_every_municipality_of_finland_and_sweden_is_among_the_places() -> None:
    assert len({"laukaa", "utsjoki", "äänekoski", "kuhmoinen", "hanko"} & set(listed("place_fi"))) == 5
    assert len(listed("place_fi")) >= 309
    assert len({"åre", "övertorneå", "kiruna", "malmö", "ydre"} & set(listed("place_sv"))) == 5
    assert len(listed("place_sv")) >= 290


def test_the_lists_of_zxcvbn_are_there() -> None:
    assert {"password", "qwerty", "smith", "nevertheless"} <= ranked_words().keys()


def test_known_words_are_taken_apart() -> None:
    words = known_words(["Näätälän kunta", "naatala.example", "Maija-Liisa", "x"])
    assert {"naatalan kunta", "naatalan", "kunta", "naatala", "example", "maija", "liisa", "maijaliisa"} <= set(words)
    assert "x" not in words
