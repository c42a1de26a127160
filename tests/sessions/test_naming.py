"""The words that sessions go by: nobody's name, one for each, found again however they are typed."""

from pathlib import Path

import pytest

from hygiene.errors import SessionError
from hygiene.sessions import SUPPORT, Beginning, open_store
from hygiene.sessions.naming import LONGEST, _names, _words, suggest
from hygiene.texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_plain_and_nobodys_name(language: str) -> None:
    words = _words()[language]
    assert len(set(words)) == len(words) > 60
    assert all(word.isalpha() and word.islower() and 3 <= len(word) <= 14 for word in words)
    assert _names().isdisjoint(words)
    assert {"aino", "mohamed", "virtanen", "lindström"} <= _names()


def test_no_two_sessions_go_by_the_same_word(folder: Path) -> None:
    words = _words()["sv"]
    assert suggest("sv", words[1:]) == words[0]
    first, _, second = suggest("sv", words).partition("-")
    assert {first, second} <= set(words)
    with open_store(folder) as store:
        names = [store.begin(Beginning(language="fi")).name for _ in range(6)]
        assert len(set(names)) == 6
        assert set(names) <= set(_words()["fi"])
        assert store.suggest_name("fi") not in names
        with pytest.raises(SessionError, match="name_taken"):
            store.begin(Beginning(), names[0].upper())
        assert len(store.unfinished()) == 6


def test_a_session_is_listed_resumed_and_forgotten_by_its_word(folder: Path) -> None:
    with open_store(folder) as store:
        kept = store.begin(Beginning(journey=SUPPORT, language="fi"), "sininen-Kynä")
        kept.record("q", "no")
        other = store.begin(Beginning(journey=SUPPORT, language="fi"), "kattila")
        other.record("q", "yes")
    with open_store(folder) as store:
        assert {each.name: (each.journey, each.answers) for each in store.unfinished()} == {
            "sininen-kynä": (SUPPORT, 1),
            "kattila": (SUPPORT, 1),
        }
        session = store.resume(" Sininen-KYNÄ ")
        assert (session.id, session.name, session.answers) == (kept.id, "sininen-kynä", {"q": "no"})
        assert store.resume(other.id).answers == {"q": "yes"}
    with open_store(folder) as store:
        store.forget("KATTILA")
        assert [each.name for each in store.unfinished()] == ["sininen-kynä"]
        assert store.resume("sininen-kyna\u0308").id == kept.id


@pytest.mark.parametrize(
    "typed", ["", " ", "two words", "a/b", "--", "123", "x" * (LONGEST + 1), "cafebabe", "a\x1b[1m"]
)
def test_what_is_no_word_is_refused(folder: Path, typed: str) -> None:
    with open_store(folder) as store:
        with pytest.raises(SessionError, match="no_word"):
            store.begin(Beginning(), typed)
        assert store.unfinished() == []


@pytest.mark.parametrize("typed", ["Aino", "virtanen", "aino-laaksonen", "kynä-Mohamed"])
def test_a_persons_name_is_refused(folder: Path, typed: str) -> None:
    with open_store(folder) as store, pytest.raises(SessionError, match="a_name"):
        store.begin(Beginning(), typed)
