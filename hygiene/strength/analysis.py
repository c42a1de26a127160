"""One password of moderate length, from its characters to its guesses."""

from collections.abc import Sequence

from hygiene.strength.compounds import find_compounds
from hygiene.strength.dates import find_dates, find_years
from hygiene.strength.guessing import Reading, fewest_guesses
from hygiene.strength.identifiers import find_identifiers
from hygiene.strength.keyboards import find_walks
from hygiene.strength.match import Match
from hygiene.strength.repetition import find_repeats, find_sequences
from hygiene.strength.shapes import cheapest_shape
from hygiene.strength.words import find_words


def analyse(password: str, known: Sequence[str]) -> Reading:
    """The cheapest way to guess `password`, by zxcvbn's reckoning or as a shape that people use."""
    matches = find_matches(password, known)
    reckoned = fewest_guesses(len(password), matches)
    shaped = cheapest_shape(password, matches)
    return shaped if shaped and shaped.guesses < reckoned.guesses else reckoned


def find_matches(password: str, known: Sequence[str]) -> list[Match]:
    """Everything guessable in `password`; of several readings of one stretch, the cheapest."""
    cheapest: dict[tuple[int, int, bool], Match] = {}
    found = (
        *find_words(password, known),
        *find_compounds(password),
        *find_walks(password),
        *find_sequences(password),
        *find_years(password),
        *find_dates(password),
        *find_identifiers(password),
        *find_repeats(password, lambda unit: analyse(unit, known).guesses),
    )
    for match in found:
        place = match.start, match.end, match.is_word
        if place not in cheapest or match.guesses < cheapest[place].guesses:
            cheapest[place] = match
    return list(cheapest.values())
