"""Measure `hygiene.similarity` beside rapidfuzz, which compares each password with each.

    pip install rapidfuzz
    python -m benchmarks.near_duplicates

Times are processor time; the ratios are what counts. Half of the passwords are random, half are made of words, numbers
and signs as people make them. Without rapidfuzz its column is left out and said so.
"""

import random
import string
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import combinations
from resource import RUSAGE_SELF, getrusage
from time import process_time

from hygiene.evidence import Account, Login
from hygiene.secret import Secret
from hygiene.services.disjoint_sets import DisjointSets
from hygiene.similarity import find_likenesses
from hygiene.similarity.edits import SHORTEST, are_within, join_near
from hygiene.strength.vocabulary import listed

SIZES = (1_000, 10_000, 100_000)
MOST_FOR_RAPIDFUZZ = 10_000
FOR_RECALL = 2_000
_WORDS = listed("passphrase_fi")
_SYLLABLES = [consonant + vowel for consonant in "hjklmnprstv" for vowel in "aeiouyäö"]
_ALPHABET = string.ascii_letters + string.digits + string.punctuation
DRAWS: dict[str, Callable[[random.Random], str]] = {
    "12 random characters": lambda draw: _random(draw, 12),
    "20 random characters": lambda draw: _random(draw, 20),
    "4 Finnish words": lambda draw: "-".join(draw.choices(_WORDS, k=4)),
    "5 Finnish words": lambda draw: "-".join(draw.choices(_WORDS, k=5)),
}


def words_for(size: int) -> list[str]:
    """Made-up words, as many as passwords, so that a vault of any size has the same share of near ones."""
    draw = random.Random(2)
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5)))] = None
    return list(words)


def vault(size: int, words: Sequence[str] = _WORDS) -> list[str]:
    """So many different passwords, the same at each run."""
    draw = random.Random(1)
    passwords: dict[str, None] = {}
    while len(passwords) < size:
        passwords[_made_by_a_person(draw, words) if draw.random() < 0.5 else _random(draw, draw.randint(8, 20))] = None
    return list(passwords)


def _made_by_a_person(draw: random.Random, listed_words: Sequence[str]) -> str:
    words = "".join(draw.choices(listed_words, k=draw.randint(1, 2)))
    number = draw.choice([str(draw.randint(1950, 2026)), str(draw.randrange(1_000)), ""])
    return (words.capitalize() if draw.random() < 0.6 else words) + number + draw.choice(["", "!", "?", "."])


def _random(draw: random.Random, length: int) -> str:
    return "".join(draw.choices(_ALPHABET, k=length))


def _accounts(passwords: Sequence[str]) -> list[Account]:
    return [Account(Login("", password=Secret(each)), f"Tili {row}", "") for row, each in enumerate(passwords)]


def _timed(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def _by_rapidfuzz(passwords: Sequence[str]) -> object:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    return cdist(passwords, passwords, scorer=Levenshtein.distance, score_cutoff=2, dtype="uint8")


def _sets(sets: DisjointSets, count: int) -> set[frozenset[int]]:
    parts: dict[object, set[int]] = {}
    for number in range(count):
        parts.setdefault(sets.root(number), set()).add(number)
    return {frozenset(part) for part in parts.values()}


def _print_times(title: str, words: Callable[[int], Sequence[str]]) -> None:
    print(f"{title}\npasswords   all likenesses   two edits   microseconds each   alike   peak MiB")
    for size in SIZES:
        passwords = vault(size, words(size))
        accounts = _accounts(passwords)
        everything = _timed(lambda: find_likenesses(accounts))  # noqa: B023 - called at once
        edits = _timed(lambda: join_near(passwords, DisjointSets()))  # noqa: B023 - called at once
        alike = sum(len(group.passwords) for group in find_likenesses(accounts).groups) / size
        each, peak = everything / size * 1e6, getrusage(RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:9,}   {everything:12.3f} s   {edits:7.3f} s   {each:17.0f}   {alike:5.1%}   {peak:8,}")


def _print_ratios() -> None:
    if find_spec("rapidfuzz") is None:
        print("\nrapidfuzz is not installed: left out")
        return
    print("\npasswords   rapidfuzz cdist / two edits")
    for size in SIZES:
        if size <= MOST_FOR_RAPIDFUZZ:
            passwords = vault(size)
            edits = _timed(lambda: join_near(passwords, DisjointSets()))  # noqa: B023 - called at once
            print(f"{size:9,}   {_timed(lambda: _by_rapidfuzz(passwords)) / edits:.1f}")  # noqa: B023 - called at once


def _print_recall() -> None:
    passwords = vault(FOR_RECALL, _WORDS[:30])
    by_brute_force, found = DisjointSets(), DisjointSets()
    near = 0
    for (one, text), (other, another) in combinations(enumerate(passwords), 2):
        if min(len(text), len(another)) >= SHORTEST and are_within(text, another):
            by_brute_force.join(one, other)
            near += 1
    join_near(passwords, found)
    same = _sets(found, FOR_RECALL) == _sets(by_brute_force, FOR_RECALL)
    print(f"\n{FOR_RECALL:,} passwords, {near} pairs at most two edits apart")
    print(f"{'the same' if same else 'OTHER'} groups as by brute force")
    if not same:
        sys.exit(1)


def _print_false_positives() -> None:
    print(f"\nrandom passwords found alike, of {SIZES[-1]:,}")
    for name, made in DRAWS.items():
        draw = random.Random(3)
        found = find_likenesses(_accounts([made(draw) for _ in range(SIZES[-1])]))
        print(f"{name:22}{sum(len(group.passwords) for group in found.groups):4}")


if __name__ == "__main__":
    _print_times("As many words as passwords: the same share of near ones at every size", words_for)
    _print_times("\n7,776 words: the larger, the denser", lambda _: _WORDS)
    _print_ratios()
    _print_recall()
    _print_false_positives()
