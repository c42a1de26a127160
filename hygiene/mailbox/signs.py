"""What a mail of a service is about, as far as that shows whether its recipient has an account there.

The words are data: `words/` has a list per language, and every mail is held against all of them.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

_LANGUAGES = ("fi", "sv", "en")
_GAP = r"(?:\S+ ){0,4}?"


class Sign(StrEnum):
    """What a mail is about; where several fit, the first one counts."""

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


def sign_in_subject(subject: str) -> Sign | None:
    """What the subject of a mail tells; None where it tells nothing."""
    return _found(subject, "subject")


def sign_in_text(text: str) -> Sign | None:
    """What the text of a mail tells; None where it tells nothing."""
    return _found(text, "body")


def _found(text: str, place: str) -> Sign | None:
    bare = " ".join(text.casefold().replace("’", "'").split())
    return next((sign for sign in Sign if _pattern(sign, place).search(bare)), None)


@cache
def _pattern(sign: Sign, place: str) -> re.Pattern[str]:
    phrases = [phrase for language in _LANGUAGES for phrase in _lists(language)[sign][place]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_pattern, phrases))})(?!\w)")


def _as_pattern(phrase: str) -> str:
    words = [_GAP if word == "…" else re.escape(word).replace(r"\*", r"\S*") for word in phrase.casefold().split()]
    return " ".join(words).replace(f"{_GAP} ", _GAP)


@cache
def _lists(language: str) -> dict[str, dict[str, list[str]]]:
    content = files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(content)
    return lists
