"""What a mail of a service is about, as far as that shows whether its recipient has an account there.

The words are data: `words/` has a list per language, and every mail is held against all of them.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

_MOST_TEXT = 4_000
_PLACES = ("subject", "body")
_WORD = re.compile(r"(?<!\w)\w{1,3}")
"""How a word begins: by its first three letters, or by all of it where it is shorter."""
_TELLING = 3
_ANYWHERE = ""
_LANGUAGES = ("fi", "sv", "en")
_GAP = r"(?:\S*[^\s.!?] ){0,4}?"
_Index = dict[str, list[tuple[str, re.Pattern[str]]]]
"""Phrases, with the name of the list that each is of, by how their first words begin."""


class Sign(StrEnum):
    """What a mail is about; where several fit, the first one counts."""

    ENDED = "ended"
    """There was an account, and it is there no more, or has another address."""
    NO_ACCOUNT = "no_account"
    MESSAGE = "message"
    """Somebody there has written to the recipient, or the service asks how it was."""
    INVITATION = "invitation"
    """Somebody else has an account, and would have the recipient in."""
    RESET = "reset"
    SECURITY = "security"
    SIGN_UP = "signup"
    RECEIPT = "receipt"
    WELCOME = "welcome"
    DOING = "doing"
    """What its recipient has done there, or somebody has done about it."""
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
_PRIVATE = "private"
_GUARDIAN = "guardian"
_SPAM = "spam"
_WORK = "work"
_BUSINESS = "business"
_PARCEL = "parcel"
_PAGE = "page"
_OFFER = "offer"
_OWNED = (Sign.RECEIPT, Sign.WELCOME, Sign.DOING, Sign.ACCOUNT)
_OFFERED = (Sign.NEWSLETTER, _OFFER)
_SECOND_PERSON = re.compile(
    r"\b(?:din|ditt|dina|ert|era|your|sinä|sinun|sinulle|sinulla|sinua|sinut|sinulta|"
    r"(?!uusi|viisi|kuusi|toisi|saisi|voisi|olisi)\w{3,}(?<!k)si)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\byou(?: have|'ve)? (?!subscribed|received|opted|requested|asked|signed)"
    r"(?:\w{2,}ed|shown|seen|made|chosen|written|taken|spent|built)\b|"
    r"\bdu (?!prenumer|hade)\w{2,}ade\b|\bdu har (?!fått|bett|prenumer|anmält)\w{3,}(?:at|it|tt)\b|"
    r"\b(?:olet|et ole(?: vielä)?) (?!saanut|tilannut|antanut|pyytänyt)\w{3,}n[uy]t\b",
    re.IGNORECASE,
)
"""What its reader has done, by the forms of verbs; leave to be written to is no deed."""
_LEAVE = re.compile(
    r"\b(?:uutiskirje|nyhetsbrev|newsletter|unsubscrib|subscribed|avprenumer|prenumererar|avregistrera)", re.IGNORECASE
)
"""What a sentence about the leave to write, and how to take it back, speaks of."""
_AFTER_SENTENCE = re.compile(r"(?<=[.!?\n])")
_MERE_OFFERS = 3
_SHARED = "shared"
"""The list of words by which a mail speaks of what several people look after together."""


@dataclass(frozen=True, slots=True)
class Lives:
    """Whose life a mail speaks of."""

    sides: frozenset[str]

    @classmethod
    def in_text(cls, text: str) -> "Lives":
        """The lives that a text speaks of."""
        return cls(frozenset(side for side, _ in _matching(_bare(text), _lives())))

    def are_private(self, *, at_work: bool = False) -> bool:
        """Whether it is the recipient's own beyond doubt: family, home, health, taxes, pets, pastimes.

        `at_work` says that the sender has work for its subject, so that words of work take nothing back.
        """
        sides = self.sides - ({_WORK} if at_work else set())
        return sides == {_PRIVATE} or (_GUARDIAN in sides and _BUSINESS not in sides)

    @property
    def are_business(self) -> bool:
        """Whether it is what the recipient does for an organisation, beyond doubt, and nothing private."""
        return self.sides - {_WORK} == {_BUSINESS}

    @property
    def are_of_work(self) -> bool:
        """Whether it is about work, and about nothing private."""
        return bool(self.sides) and self.sides <= {_WORK, _BUSINESS}

    @property
    def promise_as_spam(self) -> bool:
        """Whether it is promised what only spam promises; of a service that nobody knows, that shows no account."""
        return _SPAM in self.sides


def sign_in_subject(subject: str) -> Sign | None:
    """What the subject of a mail tells; None where it tells nothing."""
    return _found(subject, "subject")


def sign_in_text(text: str) -> Sign | None:
    """What the text of a mail tells; None where it tells nothing. That one is written to is no sign of an account."""
    is_letter = any(True for _ in _fitting(text, (Sign.NEWSLETTER,), "body"))
    return _found(_without_leave(text), "body") or (Sign.NEWSLETTER if is_letter else None)


def is_shared(text: str) -> bool:
    """Whether a mail is about what people look after together, such as the page of an organisation."""
    return any(True for place in _PLACES for _ in _fitting(text, (_SHARED,), place))


def is_parcel(text: str) -> bool:
    """Whether a mail is about a parcel, which anybody may be sent."""
    return any(True for place in _PLACES for _ in _fitting(text, (_PARCEL,), place))


def is_offer(subject: str, text: str) -> bool:
    """Whether a mail advertises something, as newsletters do, more than it tells what its recipient has or has done.

    What the subject tells weighs twice; where both are even, it decides.
    """
    offered, owned = (_count(subject, names, "subject") for names in (_OFFERED, _OWNED))
    excess = _excess_of_offers(subject, text)
    return excess > 0 or (excess == 0 and offered > owned)


def is_mere_offer(subject: str, text: str) -> bool:
    """Whether a mail does hardly anything but advertise."""
    return _excess_of_offers(subject, text) >= _MERE_OFFERS


def _excess_of_offers(subject: str, text: str) -> int:
    """In how many more places a mail advertises than it tells what its recipient has or has done."""
    rest = _without_leave(text)
    offers = _count(subject, _OFFERED, "subject") + _count(text, _OFFERED, "body")
    own = 2 * _count(subject, _OWNED, "subject") + _count(rest, (Sign.RECEIPT, Sign.DOING), "body")
    return offers - own - len(_DEED.findall(rest))


def speaks_of_leave(text: str) -> bool:
    """Whether a text tells that its reader may be written to, and how to end that."""
    return _LEAVE.search(text) is not None


def speaks_of_recipient(text: str) -> bool:
    """Whether a text says of something that it is its reader's."""
    return _SECOND_PERSON.search(text) is not None or _DEED.search(text) is not None


def is_page(text: str) -> bool:
    """Whether a mail is about a page, which at a network of people is often an organisation's."""
    return any(True for place in _PLACES for _ in _fitting(text, (_PAGE,), place))


def _without_leave(text: str) -> str:
    """A text without the sentences about the leave to write it."""
    sentences = _AFTER_SENTENCE.split(text[:_MOST_TEXT])
    return "".join(each for each in sentences if not _LEAVE.search(each))


def _found(text: str, place: str) -> Sign | None:
    found = set(_fitting(text, _BY_WORDS, place))
    return next((sign for sign in _BY_WORDS if sign in found), None)


def _fitting(text: str, names: Sequence[str], place: str) -> Iterator[str]:
    """The names of the lists that a text has a phrase of."""
    return (name for name, _ in _matching(_bare(text), _index(tuple(names), place)))


def _count(text: str, names: Sequence[str], place: str) -> int:
    """In how many places a text has a phrase of one of these lists."""
    return len({start for _, start in _matching(_bare(text), _index(tuple(names), place))})


def _bare(text: str) -> str:
    return " ".join(text[:_MOST_TEXT].casefold().replace("’", "'").split())


def _matching(bare: str, index: _Index) -> Iterator[tuple[str, int]]:
    """The name of the list of each phrase that a text has, and where it begins there."""
    for word in _WORD.finditer(bare):
        # Most words begin no phrase, and of a thousand phrases only these few begin like this one.
        for name, pattern in index.get(word[0], ()):
            if pattern.match(bare, word.start()):
                yield name, word.start()
    for name, pattern in index[_ANYWHERE]:
        if found := pattern.search(bare):
            yield name, found.start()


@cache
def _index(names: tuple[str, ...], place: str) -> _Index:
    """The phrases of these lists by how their first words begin; below `_ANYWHERE` those that may begin in any way."""
    return _indexed((name, phrase) for name in names for each in _LANGUAGES for phrase in _lists(each)[name][place])


@cache
def _lives() -> _Index:
    """The phrases that tell a private life from one at work."""
    sides = _table("lives")
    phrases = (
        (side, phrase.strip()) for side in sides for field in sides[side].values() for phrase in field.split(";")
    )
    return _indexed(phrases)


def _indexed(phrases: Iterable[tuple[str, str]]) -> _Index:
    index: _Index = {_ANYWHERE: []}
    for name, phrase in phrases:
        begins = _WORD.match(phrase.casefold())
        # What a star follows so soon may go on to three letters.
        is_known = begins and not (len(begins[0]) < _TELLING and phrase[begins.end() :].startswith("*"))
        index.setdefault(begins[0] if begins and is_known else _ANYWHERE, []).append((name, _as_pattern(phrase)))
    return index


def _as_pattern(phrase: str) -> re.Pattern[str]:
    bare = phrase.casefold().removesuffix(" …")
    words = [_GAP if word == "…" else re.escape(word).replace(r"\*", r"\S*") for word in bare.split()]
    goes_on = "(?= )" if phrase.endswith(" …") else r"(?!\w)"
    return re.compile(r"(?<!\w)" + " ".join(words).replace(f"{_GAP} ", _GAP) + goes_on)


@cache
def _lists(language: str) -> dict[str, dict[str, list[str]]]:
    return _table(language)


def _table(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
