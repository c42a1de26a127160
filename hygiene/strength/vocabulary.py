"""Every word that an attacker tries, with its rank: zxcvbn's English lists, ours for Finland and Sweden, the table.

A list ranks its entries by their order. A word of several lists has its lowest rank, as in zxcvbn; one dictionary for
all lists saves a look-up per list. Words are kept folded. Everything loads when the first password is estimated.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from operator import itemgetter

from hygiene.strength.folding import fold, normalise
from hygiene.strength.match import Kind
from hygiene.strength.wordtable import BEGINNING, WordTable

# A rank and a kind are one number, so that the smaller of two is the one with the lower rank.
KIND_BITS = 4
KINDS = (
    Kind.PASSWORD,
    Kind.CALENDAR,
    Kind.WORK,
    Kind.PLACE,
    Kind.NAME,
    Kind.CLUB,
    Kind.PET,
    Kind.THING,
    Kind.ENGLISH,
    Kind.FINNISH,
    Kind.SWEDISH,
)
_CODES = {kind: code for code, kind in enumerate(KINDS)}

_LISTS = (
    ("password", Kind.PASSWORD),
    ("calendar", Kind.CALENDAR),
    ("work_fi", Kind.WORK),
    ("work_sv", Kind.WORK),
    ("place_fi", Kind.PLACE),
    ("place_sv", Kind.PLACE),
    ("first_name_fi", Kind.NAME),
    ("surname_fi", Kind.NAME),
    ("first_name_sv", Kind.NAME),
    ("surname_sv", Kind.NAME),
    ("club", Kind.CLUB),
    ("pet", Kind.PET),
    ("thing", Kind.THING),
)
_SHORT = (("short_fi", Kind.FINNISH), ("short_sv", Kind.SWEDISH), ("short_en", Kind.ENGLISH))
# An attacker goes through our lists side by side, so that an entry's turn comes later than its place tells.
_SIDE_BY_SIDE = 5
_ZXCVBN_KINDS = {
    "passwords": Kind.PASSWORD,
    "english_wikipedia": Kind.ENGLISH,
    "us_tv_and_film": Kind.ENGLISH,
    "female_names": Kind.NAME,
    "male_names": Kind.NAME,
    "surnames": Kind.NAME,
}


@cache
def ranked_words() -> dict[str, int]:
    """The listed words, folded, each with `rank << KIND_BITS | its kind's place in KINDS`."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    words: dict[str, int] = {}
    for name, ranked in FREQUENCY_LISTS.items():
        _add(words, ranked, _ZXCVBN_KINDS[name])
    for name, kind in _LISTS:
        ranked = [word for word in map(fold, listed(name)) if len(word) >= BEGINNING]
        _add(words, ranked, kind, _SIDE_BY_SIDE)
        if kind in (Kind.NAME, Kind.PLACE):
            # Virtanen has the stem virtase-, to which the endings are added.
            _add(words, [word[:-3] + "se" if word.endswith("nen") else word for word in ranked], kind, _SIDE_BY_SIDE)
    return words


@cache
def short_words() -> dict[str, tuple[int, Kind]]:
    """The rank and kind of words of two and three letters.

    Random texts are full of them, so they count only where a whole password falls into words.
    """
    words: dict[str, tuple[int, Kind]] = {}
    for name, kind in (*_SHORT, *_LISTS):
        for rank, word in enumerate(listed(name), 1):
            if len(word) < BEGINNING:
                words.setdefault(fold(word), (rank, kind))
    return words


@cache
def compound_parts() -> tuple[tuple[dict[str, int], dict[str, int], Kind], ...]:
    """For each language what compounds begin and end with, by rank."""
    return tuple(
        (_ranked(f"compound_first_{language}"), _ranked(f"compound_second_{language}"), kind)
        for language, kind in (("fi", Kind.FINNISH), ("sv", Kind.SWEDISH))
    )


def _ranked(name: str) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(listed(name), 1)}


@cache
def beginnings() -> frozenset[str]:
    """What the words of four letters and more begin with: their first four, whether listed or in the table."""
    return word_table().beginnings.union(map(itemgetter(slice(BEGINNING)), ranked_words()))


@cache
def word_table() -> WordTable:
    """The Finnish and Swedish forms as people write them."""
    return WordTable(files("hygiene.strength").joinpath("data/words.bin").read_bytes())


def listed(name: str) -> list[str]:
    """The entries of one of our lists, in their order."""
    lines = files("hygiene.strength").joinpath(f"lists/{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def known_words(known: Iterable[str]) -> tuple[str, ...]:
    """What an attacker knows of the employee, folded, whole and in parts."""
    words: dict[str, None] = {}
    for text in known:
        folded = fold(normalise(text))
        parts = "".join(character if character.isalnum() else " " for character in folded).split()
        words |= dict.fromkeys(word for word in (folded, "".join(parts), *parts) if len(word) >= _SHORTEST_KNOWN)
    return tuple(words)


_SHORTEST_KNOWN = 3


def _add(words: dict[str, int], ranked: Sequence[str], kind: Kind, step: int = 1) -> None:
    first, step = step << KIND_BITS | _CODES[kind], step << KIND_BITS
    # From the last to the first, as a later entry replaces an earlier one of the same spelling.
    values = range(first + (len(ranked) - 1) * step, 0, -step)
    added = dict(zip(reversed(ranked), values, strict=False))
    lower = {word: words[word] for word in words.keys() & added.keys() if words[word] < added[word]}
    words |= added
    words |= lower
