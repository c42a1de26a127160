"""Finnish and Swedish compounds that no list holds: a common first part and a common second part, or an ending.

Who puts words together takes those that many compounds are made of, so that an attacker gets to most new ones with a
list of first parts and a list of second parts, ranked by how many words each of them is found in.
"""

from collections.abc import Iterator

from hygiene.strength.folding import fold
from hygiene.strength.match import Match
from hygiene.strength.vocabulary import beginnings, compound_parts
from hygiene.strength.words import case_variations
from hygiene.strength.wordtable import BEGINNING

_SHORTEST_PART, _LONGEST_PART = 4, 16


def find_compounds(password: str) -> Iterator[Match]:
    """The compounds of `password`. Their guesses are the product of both ranks."""
    folded = fold(password)
    length = len(folded)
    starts = beginnings()
    for start in range(length - 2 * _SHORTEST_PART + 1):
        if folded[start : start + BEGINNING] not in starts:
            continue
        for middle in range(start + _SHORTEST_PART, min(start + _LONGEST_PART, length - _SHORTEST_PART) + 1):
            first = folded[start:middle]
            for firsts, seconds, kind in compound_parts():
                if rank := firsts.get(first):
                    for end in range(middle + _SHORTEST_PART, min(middle + _LONGEST_PART, length) + 1):
                        if place := seconds.get(folded[middle:end]):
                            guesses = rank * place * case_variations(password[start:end])
                            yield Match(start, end, guesses, kind, is_word=True)
