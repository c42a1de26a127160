"""What a mail of a service is about, as far as that shows whether its recipient has an account there.

The words are data: `words/` has a list per language, and every mail is held against all of them.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

_MOST_TEXT = 4_000
_PLACES = ("subject", "body")
_WORD = re.compile(r"(?<!\w)\w{3}")
_ANYWHERE = ""
_LANGUAGES = ("fi", "sv", "en")
_GAP = r"(?:\S+ ){0,4}?"


class Sign(StrEnum):
    """What a mail is about; where several fit, the first one counts."""

    ENDED = "ended"
    """There was an account, and it is there no more, or has another address."""
    NO_ACCOUNT = "no_account"
    INVITATION = "invitation"
    """Somebody else has an account, and would have the recipient in."""
    RESET = "reset"
    SECURITY = "security"
    SIGN_UP = "signup"
    RECEIPT = "receipt"
    WELCOME = "welcome"
    ACCOUNT = "account"
    """Something about an account that there is: its terms, its messages, its points."""
    NEWSLETTER = "newsletter"
    PERSONAL = "personal"
    """It names its recipient, and nothing else is known of it."""
    NOTICE = "notice"
    """Nothing is known of it, but that it was sent to one person alone."""


_BY_WORDS = tuple(sign for sign in Sign if sign not in (Sign.PERSONAL, Sign.NOTICE))
SIGNS_IN_WORDS = tuple(sign for sign in _BY_WORDS if sign is not Sign.NEWSLETTER)
"""What is said in so many words, and speaks of an account."""
_PRIVATE_LIFE = "private_life"
_SHARED = "shared"
"""The list of words by which a mail speaks of what several people look after together."""


def sign_in_subject(subject: str) -> Sign | None:
    """What the subject of a mail tells; None where it tells nothing."""
    return _found(subject, "subject")


def sign_in_text(text: str) -> Sign | None:
    """What the text of a mail tells; None where it tells nothing."""
    return _found(text, "body")


def is_shared(text: str) -> bool:
    """Whether a mail is about what people look after together, such as the page of an organisation."""
    return any(True for place in _PLACES for _ in _fitting(text, (_SHARED,), place))


def is_private_life(text: str) -> bool:
    """Whether a mail is about its recipient's own life beyond doubt: family, home, health, taxes, pets, pastimes."""
    return any(True for place in _PLACES for _ in _fitting(text, (_PRIVATE_LIFE,), place))


def _found(text: str, place: str) -> Sign | None:
    found = set(_fitting(text, _BY_WORDS, place))
    return next((sign for sign in _BY_WORDS if sign in found), None)


def _fitting(text: str, names: Sequence[str], place: str) -> Iterator[str]:
    """The names of the lists that a text has a phrase of."""
    bare = " ".join(text[:_MOST_TEXT].casefold().replace("’", "'").split())
    index = _index(tuple(names), place)
    for word in _WORD.finditer(bare):
        # Most words begin no phrase, and of a thousand phrases only these few begin like this one.
        for name, pattern in index.get(word[0], ()):
            if pattern.match(bare, word.start()):
                yield name
    for name, pattern in index[_ANYWHERE]:
        if pattern.search(bare):
            yield name


@cache
def _index(names: tuple[str, ...], place: str) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """The phrases of these lists by how their first words begin; below `_ANYWHERE` those that may begin in any way."""
    index: dict[str, list[tuple[str, re.Pattern[str]]]] = {_ANYWHERE: []}
    for name in names:
        for phrase in (phrase for language in _LANGUAGES for phrase in _lists(language)[name][place]):
            begins = _WORD.match(phrase.casefold())
            index.setdefault(begins[0] if begins else _ANYWHERE, []).append((name, _as_pattern(phrase)))
    return index


def _as_pattern(phrase: str) -> re.Pattern[str]:
    bare = phrase.casefold().removesuffix(" …")
    words = [_GAP if word == "…" else re.escape(word).replace(r"\*", r"\S*") for word in bare.split()]
    goes_on = "(?= )" if phrase.endswith(" …") else r"(?!\w)"
    return re.compile(r"(?<!\w)" + " ".join(words).replace(f"{_GAP} ", _GAP) + goes_on)


@cache
def _lists(language: str) -> dict[str, dict[str, list[str]]]:
    content = files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(content)
    return lists
