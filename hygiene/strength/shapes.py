"""The shapes that people give passwords: one to four words, then a year or a number, then a sign.

zxcvbn assumes that an attacker tries all sequences of two parts before the first of three, so that `Kesä2026!` takes
100 million guesses at least. Attackers do not: the rules they run first are word, year, sign. Here a password that
is made of nothing but words, numbers and signs in such an order costs the product of its parts times a small factor for
its shape; the smaller of this and zxcvbn's number is the estimate. A part that is neither makes it no such shape.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from math import inf
from typing import NamedTuple

from hygiene.strength.folding import fold
from hygiene.strength.guessing import Reading
from hygiene.strength.match import Kind, Match
from hygiene.strength.vocabulary import listed, short_words
from hygiene.strength.words import case_variations

# How many shapes an attacker tries before and with one of so many words.
_SHAPES_OF_WORDS = (inf, 1.0, 2.0, 10.0, 100.0)
_MOST_WORDS = len(_SHAPES_OF_WORDS) - 1
_MOST_ADDITIONS = 4
_FOR_EACH_ADDITION = 1.5
_BEFORE_A_WORD = 5.0
_LEAST_FOR_A_WORD = 10.0
_SHORTEST_WORD = 3

_COMMON_SIGNS = "!.?*-_#+@&$%/=, "
_OTHER_SIGNS = 40.0
_DIGITS = frozenset("0123456789")
_LONGEST_NUMBER = 4


class _State(NamedTuple):
    cost: float
    parts: tuple[Match, ...]


def cheapest_shape(password: str, matches: Iterable[Match]) -> Reading | None:
    """The cheapest reading of the whole of `password` as such a shape, or None where it is none."""
    length = len(password)
    folded = fold(password)
    starting_at: list[list[Match]] = [[] for _ in range(length)]
    for match in matches:
        if match.end - match.start >= _SHORTEST_WORD:
            starting_at[match.start].append(match)
    # By position, then by how many words and additions came before it.
    states: list[dict[tuple[int, int], _State]] = [{} for _ in range(length + 1)]
    states[0][0, 0] = _State(1.0, ())
    for start in range(length):
        if not states[start]:
            continue
        parts = [*starting_at[start], *_short_words(password, folded, start), *_additions(password, start)]
        for (words, additions), state in states[start].items():
            for match in parts:
                if match.is_word:
                    key, factor = (words + 1, additions), _word_factor(words, additions, match)
                else:
                    key, factor = (words, additions + 1), _FOR_EACH_ADDITION * match.guesses
                if key[0] > _MOST_WORDS or key[1] > _MOST_ADDITIONS:
                    continue
                cost = state.cost * factor
                known = states[match.end].get(key)
                if known is None or cost < known.cost:
                    states[match.end][key] = _State(cost, (*state.parts, match))
    finished = [
        Reading(state.cost * _SHAPES_OF_WORDS[words], state.parts, is_shape=True)
        for (words, _), state in states[length].items()
        if words
    ]
    return min(finished, key=lambda sequence: sequence.guesses, default=None)


def _word_factor(words: int, additions: int, match: Match) -> float:
    first_after_additions = additions and not words
    return max(match.guesses, _LEAST_FOR_A_WORD) * (_BEFORE_A_WORD if first_after_additions else 1.0)


def _short_words(password: str, folded: str, start: int) -> Iterator[Match]:
    words = short_words()
    for end in range(start + 2, min(start + 3, len(folded)) + 1):
        if found := words.get(folded[start:end]):
            rank, kind = found
            yield Match(start, end, rank * case_variations(password[start:end]), kind, is_word=True)


def _additions(password: str, start: int) -> Iterator[Match]:
    """The numbers and signs that people put around words, where one begins at `start`."""
    character, end = password[start], start + 1
    if character in _DIGITS:
        while end <= min(start + _LONGEST_NUMBER, len(password)) and password[end - 1] in _DIGITS:
            rank = _number_ranks().get(password[start:end], inf)
            yield Match(start, end, min(2.0 * rank, 10.0 ** (end - start)), Kind.DIGITS)
            end += 1
    elif not character.isalnum():
        place = _COMMON_SIGNS.find(character)
        guesses = place + 1.0 if place >= 0 else _OTHER_SIGNS
        yield Match(start, end, guesses, Kind.SIGN)
        while password.startswith(character, end):
            end += 1
            yield Match(start, end, guesses * (end - start), Kind.SIGN)


@cache
def _number_ranks() -> dict[str, int]:
    return {number: rank for rank, number in enumerate(listed("number"), 1)}
