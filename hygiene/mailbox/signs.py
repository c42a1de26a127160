"""What a mail of a service is about, as far as that shows whether its recipient has an account there.

The words are data: `words/` has a list per language, and every mail is held against all of them.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

_MOST_TEXT = 4_000
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
    return bool(_pattern(_SHARED, "subject").search(_bare(text)) or _pattern(_SHARED, "body").search(_bare(text)))


def _found(text: str, place: str) -> Sign | None:
    bare = _bare(text)
    return next((sign for sign in _BY_WORDS if _pattern(sign, place).search(bare)), None)


def _bare(text: str) -> str:
    return " ".join(text[:_MOST_TEXT].casefold().replace("’", "'").split())


@cache
def _pattern(sign: str, place: str) -> re.Pattern[str]:
    phrases = [phrase for language in _LANGUAGES for phrase in _lists(language)[sign][place]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_pattern, phrases))})(?!\w)")


def _as_pattern(phrase: str) -> str:
    bare = phrase.casefold().removesuffix(" …")
    words = [_GAP if word == "…" else re.escape(word).replace(r"\*", r"\S*") for word in bare.split()]
    goes_on = "(?= )" if phrase.endswith(" …") else ""
    return " ".join(words).replace(f"{_GAP} ", _GAP) + goes_on


@cache
def _lists(language: str) -> dict[str, dict[str, list[str]]]:
    content = files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(content)
    return lists
