"""Repeats (aaa, abcabc) and sequences (abcd, 9753)."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from hygiene.strength.match import Kind, Match

_GREEDY = re.compile(r"(.+)\1+", re.DOTALL)
_LAZY = re.compile(r"(.+?)\1+", re.DOTALL)
_WHOLE = re.compile(r"(.+?)\1+", re.DOTALL)
_WIDEST_STEP = 5
_OBVIOUS_STARTS = frozenset("aAzZ019")


def find_repeats(password: str, guess: Callable[[str], float]) -> Iterator[Match]:
    """Parts that are one text again and again; `guess` tells how many guesses that text takes."""
    place = 0
    while repeated := _GREEDY.search(password, place):
        unit = repeated.group(1)
        lazy = _LAZY.search(password, place)
        if lazy and len(repeated.group()) > len(lazy.group()):
            # aabaab is a repeat of aab, not only of a.
            whole = _WHOLE.fullmatch(repeated.group())
            unit = whole.group(1) if whole else unit
        elif lazy:
            repeated, unit = lazy, lazy.group(1)
        start, place = repeated.span()
        is_word = any(map(str.isalpha, unit))
        yield Match(start, place, guess(unit) * ((place - start) / len(unit)), Kind.REPEAT, is_word)


def find_sequences(password: str) -> Iterator[Match]:
    """Characters at a constant distance of one to five in Unicode's order."""
    codes = list(map(ord, password))
    steps = [after - before for before, after in pairwise(codes)]
    start = 0
    for place in range(1, len(steps) + 1):
        if place < len(steps) and steps[place] == steps[start]:
            continue
        step = steps[start]
        if 0 < abs(step) <= _WIDEST_STEP and (place - start > 1 or abs(step) == 1):
            yield Match(
                start,
                place + 1,
                _sequence_guesses(password[start : place + 1], step),
                Kind.SEQUENCE,
                password[start].isalpha(),
            )
        start = place


def _sequence_guesses(token: str, step: int) -> float:
    first = token[0]
    starts = 4 if first in _OBVIOUS_STARTS else 10 if first.isdigit() else 26
    return starts * (1 if step > 0 else 2) * len(token)
