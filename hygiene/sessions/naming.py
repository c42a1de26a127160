"""The word that a session goes by: easily told apart and typed, and nobody's name."""

import secrets
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from hygiene.errors import SessionError

LONGEST = 30


def suggest(language: str, taken: Collection[str]) -> str:
    """A plain word of the language (fi, sv or en) that no session goes by; two of them once all are taken."""
    words = _words()[language]
    left = [word for word in words if word not in taken]
    if left:
        return secrets.choice(left)
    pairs = [pair for first in words for second in words if (pair := f"{first}-{second}") not in taken]
    return secrets.choice(pairs)


def as_word(typed: str) -> str:
    """The word as it is kept, of what somebody typed for one.

    Raises `SessionError` where it is no single word of letters, digits and hyphens, or where it is somebody's name.
    """
    word = as_typed(typed)
    if not word.replace("-", "").isalnum() or len(word) > LONGEST or not any(map(str.isalpha, word)) or _is_id(word):
        raise SessionError("sessions.no_word", most=LONGEST)
    if not _names().isdisjoint(word.split("-")):
        raise SessionError("sessions.a_name")
    return word


def as_typed(typed: str) -> str:
    """What was typed, in the one form in which words and ids are compared."""
    return normalize("NFC", typed.strip()).lower()


def _is_id(word: str) -> bool:
    return len(word) == 8 and set(word) <= set("0123456789abcdef")


@cache
def _words() -> dict[str, list[str]]:
    content = tomllib.loads(files("hygiene.sessions").joinpath("words.toml").read_text(encoding="utf-8"))
    return {language: words.split() for language, words in content.items()}


@cache
def _names() -> frozenset[str]:
    from hygiene.strength.vocabulary import listed

    return frozenset(
        name for kind in ("first_name", "surname") for language in ("fi", "sv") for name in listed(f"{kind}_{language}")
    )
