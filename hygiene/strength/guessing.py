"""The fewest guesses that lead to a password, given its guessable parts: zxcvbn's method.

zxcvbn looks for the sequence of parts, with characters tried one by one between them, that minimises

    parts! * product of the guesses of each part + 10000 ** (parts - 1)

This finds the same minimum in double precision (53 bits say far more than an estimate means) and without trying each
stretch of plain characters by itself: of all stretches that end at a position and follow the same number of parts,
the cheapest at the next position is the cheapest here with one more character. That takes time in proportion to
the number of parts, where zxcvbn's takes the square of the length times a decimal multiplication.
"""

from collections.abc import Iterable
from math import factorial, inf
from typing import NamedTuple

from hygiene.strength.match import Match

_PER_CHARACTER = 10.0
_GUESSES_BEFORE_MORE_PARTS = 10_000.0
_LEAST_FOR_A_CHARACTER, _LEAST_FOR_A_PART = 10, 50


class Reading(NamedTuple):
    """How a password falls into parts: the number of guesses, and the parts that are not just characters.

    `is_shape` tells that it was counted as one of the shapes that people use.
    """

    guesses: float
    parts: tuple[Match, ...]
    is_shape: bool = False


class _Step(NamedTuple):
    product: float
    start: int
    match: Match | None  # None: plain characters


def fewest_guesses(length: int, matches: Iterable[Match]) -> Reading:
    """The cheapest sequence for a password of `length` characters."""
    ending_at = _useful(length, matches)
    if not any(ending_at):
        return Reading(_plain(_PER_CHARACTER**length, length), ())
    steps: list[dict[int, _Step]] = [{} for _ in range(length + 1)]  # by end, then by number of parts
    # The cheapest plain stretch for each number of parts, at the position reached: its product and where it starts.
    stretches: dict[int, tuple[float, int]] = {1: (1.0, 0)}
    for end in range(1, length + 1):
        found: dict[int, _Step] = {}
        for match in ending_at[end]:
            if not match.start:
                _keep(found, 1, _Step(match.guesses, 0, match))
                continue
            for parts, step in steps[match.start].items():
                _keep(found, parts + 1, _Step(step.product * match.guesses, match.start, match))
        for parts, (product, start) in stretches.items():
            stretches[parts] = product * _PER_CHARACTER, start
            _keep(found, parts, _Step(_plain(stretches[parts][0], end - start), start, None))
        steps[end] = _worth_keeping(found)
        for parts, step in steps[end].items():
            if step.match and step.product < stretches.get(parts + 1, (inf, 0))[0]:
                stretches[parts + 1] = step.product, end
    parts = min(steps[length], key=lambda number: _total(number, steps[length][number].product))
    guesses = _total(parts, steps[length][parts].product)
    return Reading(guesses, _unwind(steps, length, parts))


def _useful(length: int, matches: Iterable[Match]) -> list[list[Match]]:
    """By end, the matches that take fewer guesses than their plain characters do."""
    ending_at: list[list[Match]] = [[] for _ in range(length + 1)]
    for match in matches:
        size = match.end - match.start
        if size < length:
            least = _LEAST_FOR_A_CHARACTER if size == 1 else _LEAST_FOR_A_PART
            match = match._replace(guesses=max(match.guesses, least))  # noqa: PLW2901 - the same match, at its least
        if match.guesses < _plain(_PER_CHARACTER**size, size):
            ending_at[match.end].append(match)
    return ending_at


def _plain(product: float, size: int) -> float:
    """A stretch costs a little more than the cheapest part of its size, so that parts come first."""
    return product * 1.1 if size == 1 else product


def _keep(found: dict[int, _Step], parts: int, step: _Step) -> None:
    known = found.get(parts)
    if known is None or step.product < known.product:
        found[parts] = step


def _worth_keeping(found: dict[int, _Step]) -> dict[int, _Step]:
    """Without the sequences that a shorter one matches in guesses."""
    kept: dict[int, _Step] = {}
    best = inf
    for parts in sorted(found):
        total = _total(parts, found[parts].product)
        if total < best:
            best = total
            kept[parts] = found[parts]
    return kept


def _total(parts: int, product: float) -> float:
    return factorial(parts) * product + _GUESSES_BEFORE_MORE_PARTS ** (parts - 1)


def _unwind(steps: list[dict[int, _Step]], length: int, parts: int) -> tuple[Match, ...]:
    matches: list[Match] = []
    end = length
    while end:
        step = steps[end][parts]
        if step.match:
            matches.append(step.match)
        end, parts = step.start, parts - 1
    return tuple(reversed(matches))
