import random
import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.services.disjoint_sets import DisjointSets
from hygiene.similarity.edits import SHORTEST, are_within, join_near


def distance(one: str, other: str) -> int:
    """The number of edits between two texts, by the book (Wagner and Fischer)."""
    above = list(range(len(other) + 1))
    for row, character in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (character != against)))
        above = line
    return above[-1]


def sets_of(sets: DisjointSets, texts: list[str]) -> set[frozenset[str]]:
    parts: dict[object, set[str]] = {}
    for number, text in enumerate(texts):
        parts.setdefault(sets.root(number), set()).add(text)
    return {frozenset(part) for part in parts.values()}


def joined(texts: list[str]) -> set[frozenset[str]]:
    sets = DisjointSets()
    assert join_near(texts, sets)
    return sets_of(sets, texts)


def compared_each_with_each(texts: list[str]) -> set[frozenset[str]]:
    sets = DisjointSets()
    for (one, text), (other, another) in combinations(enumerate(texts), 2):
        if min(len(text), len(another)) >= SHORTEST and distance(text, another) <= 2:
            sets.join(one, other)
    return sets_of(sets, texts)


few_letters = st.text("ab1", min_size=6, max_size=13)
any_text = st.text(min_size=6, max_size=14)


@given(st.one_of(st.tuples(few_letters, few_letters), st.tuples(any_text, any_text)))
def test_nearness_is_the_distance_of_the_book(pair: tuple[str, str]) -> None:
    for edits in range(4):
        assert are_within(*pair, edits) == (distance(*pair) <= edits)


@given(st.lists(few_letters, unique=True, max_size=40), st.sampled_from(["", "Talvi", "a" * 20]))
def test_nothing_near_is_missed_and_nothing_else_is_joined(endings: list[str], beginning: str) -> None:
    texts = [beginning + ending for ending in endings]
    assert joined(texts) == compared_each_with_each(texts)


@given(st.data(), st.lists(any_text, min_size=1, max_size=20, unique=True))
def test_a_text_is_found_after_any_two_edits(data: st.DataObject, others: list[str]) -> None:
    text = data.draw(st.text(min_size=SHORTEST + 2, max_size=40))
    edited = text
    for _ in range(2):
        place, removed = data.draw(st.integers(0, len(edited))), data.draw(st.integers(0, 1))
        edited = edited[:place] + data.draw(st.text(max_size=1)) + edited[place + removed :]
    texts = list(dict.fromkeys([text, *others, edited]))
    assert any({text, edited} <= part for part in joined(texts))


def test_two_thousand_passwords_are_joined_as_by_comparing_each_with_each() -> None:
    draw = random.Random(2026)
    words = ["kesä", "talvi", "Kissa", "laaksola", "Mökki", "sauna", "lumi", "Villasukka"]
    texts = list(
        dict.fromkeys(
            draw.choice(words) + draw.choice(words) + str(draw.randrange(3_000)) + draw.choice("!?.")
            for _ in range(900)
        )
    )
    texts += ["".join(draw.choices(string.ascii_letters + string.digits, k=draw.randint(8, 16))) for _ in range(1_100)]
    signatures = [frozenset(text) for text in texts]
    sets = DisjointSets()
    for one, other in combinations(range(len(texts)), 2):
        # Each edit takes at most one character out and puts one in: what differs in more is never near.
        if len(signatures[one] ^ signatures[other]) <= 4 and distance(texts[one], texts[other]) <= 2:
            sets.join(one, other)
    by_brute_force = sets_of(sets, texts)
    assert 1 < len(by_brute_force) < len(texts)
    assert joined(texts) == by_brute_force


@pytest.mark.parametrize("near", ["ihanakoirA", "ihanakoir", "ihanakoiraaa", "hanakoir", "Xhanakoirx", "ihnaakoira"])
def test_near_texts_are_found_in_a_crowd_with_the_same_edges(near: str) -> None:
    draw = random.Random(1)
    crowd = ["".join(draw.choices(string.ascii_letters, k=12)) for _ in range(500)]
    texts = [f"Laaksolan-kunta-{each}-2024!" for each in (*crowd, "ihanakoira", near)]
    assert {len(part) for part in joined(texts)} == {1, 2}


def test_short_texts_are_left_alone() -> None:
    assert joined(["kissa12", "kissa13", "kissa1", "a", "b", ""]) == {
        frozenset({text}) for text in ("kissa12", "kissa13", "kissa1", "a", "b", "")
    }


def crowds() -> dict[str, list[str]]:
    draw = random.Random(7)

    def some(alphabet: str, length: int) -> str:
        return "".join(draw.choices(alphabet, k=length))

    letters = string.ascii_letters
    return {
        "a long beginning in common": [f"{'Laaksola' * 8}{some(letters, 12)}" for _ in range(3_000)],
        "a beginning, and short ends": [f"{'Laaksola' * 8}{some(letters, 5)}" for _ in range(3_000)],
        "two islands in common": [
            f"{'A' * 20}{some(letters, 5)}{'qwertyuiop' * 2}{some(letters, 5)}" for _ in range(3_000)
        ],
        "two letters only": [some("ab", 20) for _ in range(3_000)],
        "the same letters in another order": ["".join(draw.sample("abcdefghijklmn", 14)) for _ in range(3_000)],
        "growing runs": [f"{'a' * (number % 300)}{some(letters, 6)}" for number in range(3_000)],
        "one very long": ["x" * 1_000_000, "x" * 999_999 + "y", "y" + "x" * 999_999, "y" * 1_000_000],
    }


@pytest.mark.parametrize("crowd", crowds())
def test_no_crowd_keeps_the_comparison_busy(crowd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted is the work, not the time: a tenth of what comparing each with each takes, and all of it done."""
    texts = list(dict.fromkeys(crowds()[crowd]))
    monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK", 0)
    monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK_PER_TEXT", 6_000)
    joined(texts)


def vault(size: int) -> list[str]:
    """Passwords of words and numbers, of which always the same share has a near one: more passwords, more words."""
    draw = random.Random(size)
    words = ["".join(draw.choices(string.ascii_lowercase, k=draw.randint(4, 9))) for _ in range(size)]
    made = (f"{draw.choice(words)}{draw.choice(words)}{draw.randrange(100)}" for _ in range(size // 2))
    chance = ("".join(draw.choices(string.ascii_letters + string.digits, k=14)) for _ in range(size // 2))
    return list(dict.fromkeys([*made, *chance]))


def test_work_grows_in_proportion_to_the_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the passwords may take at most eleven times the work, which is some 100 comparisons for each."""
    monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK", 0)
    for size, most in ((2_000, 110), (20_000, 121)):
        monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK_PER_TEXT", most)
        assert join_near(vault(size), DisjointSets())


def test_whoever_waits_hears_that_work_goes_on() -> None:
    heard: list[None] = []
    join_near(vault(200), DisjointSets(), lambda: heard.append(None))
    assert len(heard) > 3


def test_where_comparing_is_given_up_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK", 0)
    monkeypatch.setattr("hygiene.similarity.edits._MOST_WORK_PER_TEXT", 200)
    texts = ["".join(random.Random(number).choices("ab", k=16)) for number in range(300)]
    assert not join_near(list(dict.fromkeys(texts)), DisjointSets())
