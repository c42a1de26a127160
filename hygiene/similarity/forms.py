"""The forms in which passwords that are alike become equal, one for each way to be alike."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from hygiene.evidence import Alikeness
from hygiene.strength.folding import fold, normalise
from hygiene.strength.keyboards import NORDIC_ROWS

Form = Callable[[str], Hashable | None]

_FEWEST_LETTERS, _LEAST_SHARE = 4, 0.4
"""What is left of a password tells something of it from so many letters on, and from this share of its characters."""
_SHORTEST_REVERSED, _SHORTEST_REPEATED, _SHORTEST_WALK = 6, 4, 8
_SHORTEST_WORD, _FEWEST_WORDS, _MOST_WORDS = 3, 3, 12

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+")
_LONG_NUMBER = re.compile(r"[0-9]{2,}")
_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|(?P<number>\d+)|[\W_]+")
_NEW_WORD = re.compile(r"(?<=[a-zåäöéü])(?=[A-ZÅÄÖÉÜ])")
_HOLE = "\0"

_MEANT_AS_LETTERS = "@$"
_LOOKALIKES = str.maketrans("01345789@$!|+", "oieastbgasilt")


def _capitals(text: str) -> str:
    return text.casefold()


def _year(text: str) -> str | None:
    return _masked(_YEAR, text)


def _number(text: str) -> str | None:
    return _masked(_NUMBER, text)


def _masked(what: re.Pattern[str], text: str) -> str | None:
    masked = what.sub(_HOLE, text)
    return masked if masked != text and _tells(masked, text) else None


def _ending(text: str) -> str | None:
    inner = _without_edges(text)
    return inner if _tells(inner, text) else None


def _lookalikes(text: str) -> str | None:
    """Signs read as letters, those at the edges too where hardly anybody means them as a sign."""
    plain = _plain(text)
    signs = "".join(
        character for character in set(plain) if not character.isalnum() and character not in _MEANT_AS_LETTERS
    )
    read = plain.strip(signs).translate(_LOOKALIKES)
    return read if _tells(read, text) and any(map(str.isalpha, plain)) else None


def _reversed(text: str) -> str | None:
    return min(text, text[::-1]) if len(text) >= _SHORTEST_REVERSED else None


def _repeated(text: str) -> str | None:
    unit = _unit(text)
    return unit if len(unit) >= _SHORTEST_REPEATED else None


def _keyboard(text: str) -> bytes | None:
    """The way from key to key, with the shift key or without."""
    if len(text) < _SHORTEST_WALK:
        return None
    keys = _keys()
    places = [keys[character] for character in text if character in keys]
    if len(places) < len(text):
        return None
    # The way from one key to the next in a byte: three rows up or down at most, twelve keys to the left or right.
    return bytes((row - before + 4) * 32 + key - beside + 16 for (before, beside), (row, key) in pairwise(places))


def _pattern(text: str) -> tuple[str, ...] | None:
    """The kinds of what follows each other, where one of them is a word of the calendar."""
    kinds = [_kind(token) for token in _tokens(text)]
    return tuple(kinds) if _HOLE in kinds else None


def _kind(token: re.Match[str]) -> str:
    if token["word"]:
        word = _plain(token[0])
        return _HOLE if word in _calendar() else word
    return "0" if token["number"] else "!"


def _variants(text: str) -> str | None:
    """All of it at once: small letters, no edges, numbers as holes, signs as letters, once, and from either end."""
    inner = _unit(_LONG_NUMBER.sub(_HOLE, _without_edges(_plain(text)))).translate(_LOOKALIKES)
    once = _unit(_without_edges(inner))
    return min(once, once[::-1]) if _tells(once, inner) and _tells(inner, _unit(text)) else None


FORMS: Mapping[Alikeness, Form] = {
    Alikeness.CAPITALS: _capitals,
    Alikeness.YEAR: _year,
    Alikeness.NUMBER: _number,
    Alikeness.ENDING: _ending,
    Alikeness.LOOKALIKES: _lookalikes,
    Alikeness.REVERSED: _reversed,
    Alikeness.REPEATED: _repeated,
    Alikeness.KEYBOARD: _keyboard,
    Alikeness.VARIANTS: _variants,
    Alikeness.PATTERN: _pattern,
}
"""For each way to be alike the form that such passwords share; None where a password has no such form."""


def without_service(text: str, names: frozenset[str]) -> str | None:
    """What a password is but for the longest of these names in it; None where it holds none of them."""
    plain = _plain(text)
    held = max((name for name in names if name in plain), key=len, default="")
    return _NUMBER.sub("0", plain.replace(held, _HOLE)) if held else None


def service_names(*names: str) -> frozenset[str]:
    """The words of names of a service that a password may hold, and each name as one word."""
    words = {"".join(re.findall(r"[^\W_]+", _plain(name))) for name in names}
    words |= {word for name in names for word in re.findall(r"[^\W_]+", _plain(name))}
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD and not word.isdecimal())


def phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The different words of a passphrase in one order for all, and the same without each one of them.

    Passphrases that share one of these differ in one word at most.
    """
    words = sorted({_plain(token["word"]) for token in _tokens(text) if len(token["word"] or "") >= _SHORTEST_WORD})
    if _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        yield tuple(words)
        if len(words) > _FEWEST_WORDS:
            yield from ((*words[:place], *words[place + 1 :]) for place in range(len(words)))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Words, numbers and signs; a capital after a small letter begins a word."""
    return (token for part in _NEW_WORD.split(text) for token in _TOKEN.finditer(part))


def _tells(rest: str, text: str) -> bool:
    """Whether what is left of a password is enough of it for two that share it to be alike."""
    letters = sum(map(str.isalpha, rest))
    return letters >= _FEWEST_LETTERS and letters >= _LEAST_SHARE * len(text)


def _without_edges(text: str) -> str:
    return text.strip("".join(character for character in set(text) if not character.isalpha()))


def _unit(text: str) -> str:
    """What a text repeats from end to end; the text itself where it repeats nothing."""
    return text[: (text + text).find(text, 1)] if text else ""


def _plain(text: str) -> str:
    return fold(normalise(text))


@cache
def _calendar() -> frozenset[str]:
    lines = files(__package__).joinpath("calendar.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_plain(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _keys() -> dict[str, tuple[int, int]]:
    """Row and place of the key of each character."""
    return {
        character: (row, place)
        for row, keys in enumerate(NORDIC_ROWS)
        for place, key in enumerate(keys)
        for character in key or ""
    }
