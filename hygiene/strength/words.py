"""Words in a password: as they are, turned around, with signs for letters, and with an ending."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from math import comb

from hygiene.strength.folding import fold
from hygiene.strength.match import Kind, Match
from hygiene.strength.vocabulary import KIND_BITS, KINDS, beginnings, listed, ranked_words, word_table
from hygiene.strength.wordtable import BASE, BEGINNING, LONGEST_FORM, MODULUS, Language, fingerprint

_LONGEST_WORD = 34
# So many short texts are forms of some word that a short form counts only at the edge of a run of letters, and a hidden
# one (read backwards, or with signs for letters) not at all. Hidden listed words count from four letters.
_SHORTEST_FORM, _SHORTEST_INNER_FORM, _SHORTEST_HIDDEN_FORM = 4, 6, 6
_KIND_MASK = (1 << KIND_BITS) - 1
_OF_LANGUAGE = {Language.FINNISH: Kind.FINNISH, Language.SWEDISH: Kind.SWEDISH}

# zxcvbn's table, turned around: what each sign may stand for.
_STANDS_FOR = {
    "4": "a",
    "@": "a",
    "8": "b",
    "(": "c",
    "{": "c",
    "[": "c",
    "<": "c",
    "3": "e",
    "6": "g",
    "9": "g",
    "1": "il",
    "!": "i",
    "|": "il",
    "7": "lt",
    "0": "o",
    "$": "s",
    "5": "s",
    "+": "t",
    "%": "x",
    "2": "z",
}
_SIGNS = frozenset(_STANDS_FOR)

_INFLECTED_IN_TABLE = frozenset({Kind.FINNISH, Kind.SWEDISH, Kind.ENGLISH})
_SHORTEST_STEM = 4
_LETTERS = re.compile(r"[^\W\d_]{6,}")


def find_words(password: str, known: Sequence[str]) -> Iterator[Match]:
    """The words of `password`; `known` are the attacker's own, as `known_words` gives them."""
    folded = fold(password)
    length = len(password)
    endings = _endings()
    longest_ending = max(map(len, endings))
    for start, end, rank, kind in _scan(folded, known):
        guesses = rank * case_variations(password[start:end])
        yield Match(start, end, guesses, kind, is_word=True)
        if kind not in _INFLECTED_IN_TABLE and end - start >= _SHORTEST_STEM:
            for after in range(end + 1, min(end + longest_ending, length) + 1):
                place = endings.get(folded[end:after])
                if place:
                    yield Match(start, after, guesses * place, kind, is_word=True)
    for start, end, rank, kind in _scan(folded[::-1], known, hidden=True):
        first, last = length - end, length - start
        if folded[first:last] != folded[first:last][::-1]:
            guesses = 2 * rank * case_variations(password[first:last])
            yield Match(first, last, guesses, kind, is_word=True, is_disguised=True)
    yield from _find_inflected(password, folded)
    yield from _find_disguised(password, folded, known)


def _find_inflected(password: str, folded: str) -> Iterator[Match]:
    """Runs of letters that are a form of the table, or the stem of a Finnish genitive in it, with another ending."""
    find = word_table().find
    endings = _endings()
    for run in _LETTERS.finditer(folded):
        start, end = run.span()
        for stem_end in range(max(start + _SHORTEST_FORM, end - max(map(len, endings))), end):
            place = endings.get(folded[stem_end:end])
            if place:
                stem = folded[start:stem_end]
                for form in filter(None, (find(fingerprint(stem)), find(fingerprint(stem + "n")))):
                    guesses = form[0] * place * case_variations(password[start:end])
                    yield Match(start, end, guesses, _OF_LANGUAGE[form[1]], is_word=True)


def case_variations(token: str) -> int:
    """How many ways to set capitals an attacker tries up to this one: none, then the usual three, then all."""
    if token == token.lower():
        return 1
    capitals = sum(map(str.isupper, token))
    small = sum(map(str.islower, token))
    if not small or (capitals == 1 and (token[0].isupper() or token[-1].isupper())):
        return 2
    return sum(comb(capitals + small, chosen) for chosen in range(1, min(capitals, small) + 1))


def _find_disguised(password: str, folded: str, known: Sequence[str]) -> Iterator[Match]:
    signs = sorted(_SIGNS.intersection(folded))
    places = [place for place, character in enumerate(folded) if character in _SIGNS]
    if not signs or len(places) == len(folded):
        return
    # At most three signs are ambiguous, so there are at most eight readings.
    for meanings in product(*(_STANDS_FOR[sign] for sign in signs)):
        reading = dict(zip(signs, meanings, strict=True))
        read = folded.translate({ord(sign): letter for sign, letter in reading.items()})
        for start, end, rank, kind in _scan(read, known, places, hidden=True):
            if any(map(str.isalpha, folded[start:end])):
                variations = _swap_variations(folded[start:end], reading)
                guesses = rank * case_variations(password[start:end]) * variations
                yield Match(start, end, guesses, kind, is_word=True, is_disguised=True)


def _swap_variations(token: str, reading: Mapping[str, str]) -> int:
    """How many ways to swap letters for signs an attacker tries up to this one, as zxcvbn counts them."""
    variations = 1
    for sign in _SIGNS.intersection(token):
        swapped, kept = token.count(sign), token.count(reading[sign])
        if kept:
            variations *= sum(comb(swapped + kept, chosen) for chosen in range(1, min(swapped, kept) + 1))
        else:
            variations *= 2
    return variations


def _scan(
    folded: str, known: Sequence[str], over: list[int] | None = None, *, hidden: bool = False
) -> Iterator[tuple[int, int, int, Kind]]:
    """Each word of a folded text: where it starts and ends, its rank and kind. Only words over a place of `over`."""
    words, starts = ranked_words(), beginnings()
    length = len(folded)
    next_place = _next_places(over, length) if over is not None else range(length)
    for start, reached in enumerate(next_place):
        may_be_long = folded[start : start + BEGINNING] in starts
        if hidden and not may_be_long:
            continue
        longest = _LONGEST_WORD if may_be_long else BEGINNING - 1
        shortest = BEGINNING if hidden else 1
        for end in range(max(reached, start + shortest - 1) + 1, min(start + longest, length) + 1):
            value = words.get(folded[start:end])
            if value:
                yield start, end, value >> KIND_BITS, KINDS[value & _KIND_MASK]
        if may_be_long:
            yield from _scan_forms(folded, start, reached, _SHORTEST_HIDDEN_FORM if hidden else _SHORTEST_FORM)
    for word in known:
        start = folded.find(word)
        while start >= 0:
            if next_place[start] < start + len(word):
                yield start, start + len(word), 1, Kind.KNOWN
            start = folded.find(word, start + 1)


def _scan_forms(folded: str, start: int, reached: int, shortest: int) -> Iterator[tuple[int, int, int, Kind]]:
    """The forms of the word table that start at a place and go beyond another."""
    find = word_table().find
    at_edge = not start or not folded[start - 1].isalpha()
    length = len(folded)
    value = 0
    for end in range(start + 1, min(start + LONGEST_FORM, length) + 1):
        character = folded[end - 1]
        if not character.isalpha():
            return
        value = (value * BASE + ord(character)) % MODULUS
        if end <= reached or end - start < shortest:
            continue
        is_inner = not at_edge and end < length and folded[end].isalpha()
        if not is_inner or end - start >= _SHORTEST_INNER_FORM:
            form = find(value)
            if form:
                yield start, end, form[0], _OF_LANGUAGE[form[1]]


def _next_places(places: list[int], length: int) -> list[int]:
    """For each position the first of `places` from there on; beyond the end where there is none."""
    following = [length] * length
    upcoming = length
    wanted = set(places)
    for position in reversed(range(length)):
        if position in wanted:
            upcoming = position
        following[position] = upcoming
    return following


@cache
def _endings() -> dict[str, int]:
    """By how much each ending multiplies the guesses of its stem: twice its place among the endings."""
    return {fold(ending): 2 * place for place, ending in enumerate(listed("ending"), 1)}
