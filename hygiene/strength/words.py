"""Words in a password: as they are, turned around, with signs for letters, and with an ending."""

from collections.abc import Iterator, Mapping
from itertools import product
from math import comb

from hygiene.strength.folding import fold
from hygiene.strength.match import Kind, Match
from hygiene.strength.vocabulary import KIND_BITS, KINDS, ranked_words, word_table
from hygiene.strength.wordtable import BASE, MODULUS, Language

_LONGEST_WORD = 34
# So many short texts are forms of some word that a short form counts only at the edge of a run of letters, and a hidden
# one (read backwards, or with signs for letters) not at all.
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

# The endings of Finnish and Swedish, the most common first. The word table holds the inflected forms that people
# write often; this is for names, places and known words. A stem with an ending costs twice the ending's place.
_ENDINGS = {
    ending: 2 * place
    for place, ending in enumerate(
        (
            "n s a ssa lla en sta lle lta i in ni t ta et er na si ssani llani kin mme ksi han nsa ko ja an on un"
            " ssamme llamme sti laiset lainen lais kaan nne ar or arna erna orna ens ets isk iska are aren ista issa"
            " ille illa iksi ien jen den tten seni"
        ).split(),
        1,
    )
}
_LONGEST_ENDING = max(map(len, _ENDINGS))
_SHORTEST_STEM = 4


def find_words(password: str, known: Mapping[str, int]) -> Iterator[Match]:
    """The words of `password`; `known` are the attacker's own, as `known_words` gives them."""
    folded = fold(password)
    length = len(password)
    for start, end, rank, kind in _scan(folded, known):
        guesses = rank * case_variations(password[start:end])
        yield Match(start, end, guesses, kind, is_word=True)
        if kind not in (Kind.FINNISH, Kind.SWEDISH, Kind.ENGLISH) and end - start >= _SHORTEST_STEM:
            for after in range(end + 1, min(end + _LONGEST_ENDING, length) + 1):
                place = _ENDINGS.get(folded[end:after])
                if place:
                    yield Match(start, after, guesses * place, kind, is_word=True)
    for start, end, rank, kind in _scan(folded[::-1], known, shortest_form=_SHORTEST_HIDDEN_FORM):
        first, last = length - end, length - start
        if folded[first:last] != folded[first:last][::-1]:
            guesses = 2 * rank * case_variations(password[first:last])
            yield Match(first, last, guesses, kind, is_word=True, is_disguised=True)
    yield from _find_disguised(password, folded, known)


def case_variations(token: str) -> int:
    """How many ways to set capitals an attacker tries up to this one: none, then the usual three, then all."""
    if token == token.lower():
        return 1
    capitals = sum(map(str.isupper, token))
    small = sum(map(str.islower, token))
    if not small or (capitals == 1 and (token[0].isupper() or token[-1].isupper())):
        return 2
    return sum(comb(capitals + small, chosen) for chosen in range(1, min(capitals, small) + 1))


def _find_disguised(password: str, folded: str, known: Mapping[str, int]) -> Iterator[Match]:
    signs = sorted(_SIGNS.intersection(folded))
    places = [place for place, character in enumerate(folded) if character in _SIGNS]
    if not signs or len(places) == len(folded) == 1:
        return
    # At most three signs are ambiguous, so there are at most eight readings.
    for meanings in product(*(_STANDS_FOR[sign] for sign in signs)):
        reading = dict(zip(signs, meanings, strict=True))
        read = folded.translate(str.maketrans(reading))
        for start, end, rank, kind in _scan(read, known, _SHORTEST_HIDDEN_FORM, places):
            if end - start > 1 and any(map(str.isalpha, folded[start:end])):
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
    folded: str, known: Mapping[str, int], shortest_form: int = _SHORTEST_FORM, over: list[int] | None = None
) -> Iterator[tuple[int, int, int, Kind]]:
    """Each word of a folded text: where it starts and ends, its rank and kind. Only words over a place of `over`."""
    words, find = ranked_words(), word_table().find
    length = len(folded)
    codes = list(map(ord, folded))
    next_place = _next_places(over, length) if over is not None else range(length)
    letters_end = _ends_of_letter_runs(folded)
    for start in range(length):
        must_reach = next_place[start] + 1
        fingerprint = 0
        letters = letters_end[start]
        at_edge = not start or not letters_end[start - 1]
        for end in range(start + 1, min(start + _LONGEST_WORD, length) + 1):
            if end <= letters:
                fingerprint = (fingerprint * BASE + codes[end - 1]) % MODULUS
            if end < must_reach:
                continue
            text = folded[start:end]
            value = known.get(text) or words.get(text)
            if value:
                yield start, end, value >> KIND_BITS, KINDS[value & _KIND_MASK]
            if end <= letters and end - start >= (shortest_form if at_edge or end == letters else _SHORTEST_INNER_FORM):
                form = find(fingerprint)
                if form and not (value and value >> KIND_BITS <= form[0]):
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


def _ends_of_letter_runs(text: str) -> list[int]:
    ends = [0] * len(text)
    end = 0
    for position in reversed(range(len(text))):
        if text[position].isalpha():
            end = end or position + 1
        else:
            end = 0
        ends[position] = end
    return ends
