"""Passphrases and random passwords, drawn with the system's randomness, with the entropy that they truly have."""

import string
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from math import log2
from secrets import SystemRandom

from hygiene.errors import HygieneError
from hygiene.secret import Secret
from hygiene.strength.vocabulary import listed

WORDS, FEWEST_WORDS, MOST_WORDS = 5, 4, 20
CHARACTERS, FEWEST_CHARACTERS, MOST_CHARACTERS = 20, 12, 128

# Without signs that are taken for one another, that end a selection by double click or that keyboards hide.
_CLASSES = (
    "".join(sorted(set(string.ascii_lowercase) - set("l"))),
    "".join(sorted(set(string.ascii_uppercase) - set("IO"))),
    "23456789",
    "!#%+-.:=?_",
)
_EVERY_CHARACTER = "".join(_CLASSES)
_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Generated:
    """Something new to use: `bits` is the exact entropy, `parts` how many words or characters were drawn."""

    secret: Secret = field(repr=False)
    bits: float
    parts: int


@cache
def passphrase_words(language: str) -> tuple[str, ...]:
    """The words that passphrases of a language (fi, sv or en) are made of."""
    return tuple(listed(f"passphrase_{language}"))


def generate_passphrase(language: str, words: int = WORDS, separator: str = "-") -> Generated:
    """So many words, each drawn from the whole list. Raises `HygieneError` where they are too few or too many.

    No word is shorter than four letters, so four words and their separators are 19 characters at least. As no word
    holds the separator, no passphrase can come out in two ways: its entropy is that of the draws.
    """
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        raise HygieneError("strength.words_out_of_range", least=FEWEST_WORDS, most=MOST_WORDS, usual=WORDS)
    choices = passphrase_words(language)
    drawn = [_random.choice(choices) for _ in range(words)]
    return Generated(Secret(separator.join(drawn)), words * log2(len(choices)), words)


def generate_password(length: int = CHARACTERS) -> Generated:
    """Random characters for a password manager to remember, with a small letter, a capital, a digit and a sign.

    It is drawn anew until each class is there, and the entropy counts only those that can come out so.
    """
    if not FEWEST_CHARACTERS <= length <= MOST_CHARACTERS:
        raise HygieneError(
            "strength.length_out_of_range", least=FEWEST_CHARACTERS, most=MOST_CHARACTERS, usual=CHARACTERS
        )
    while True:
        drawn = "".join(_random.choice(_EVERY_CHARACTER) for _ in range(length))
        if all(set(drawn).intersection(characters) for characters in _CLASSES):
            return Generated(Secret(drawn), log2(_with_every_class(length)), length)


def _with_every_class(length: int) -> int:
    """How many texts of this length hold a character of each class, by inclusion and exclusion."""
    total = 0
    for left_out in range(len(_CLASSES) + 1):
        for classes in combinations(_CLASSES, left_out):
            remaining = len(_EVERY_CHARACTER) - sum(map(len, classes))
            total += (-1) ** left_out * remaining**length
    return total
