"""A guessable part of a password."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Why a part can be guessed. The values are keys of `texts/*/strength.toml`, below `reasons`."""

    KNOWN = "known"
    PASSWORD = "common_password"  # noqa: S105 - the name of a reason
    NAME = "name"
    PLACE = "place"
    CALENDAR = "calendar"
    WORK = "work_word"
    CLUB = "club"
    PET = "pet"
    THING = "popular_thing"
    FINNISH = "word_fi"
    SWEDISH = "word_sv"
    ENGLISH = "word_en"
    KEYBOARD = "keyboard"
    SEQUENCE = "sequence"
    REPEAT = "repeat"
    YEAR = "year"
    DATE = "date"
    IDENTITY_CODE = "identity_code"
    PHONE = "phone"
    POSTCODE = "postcode"
    PLATE = "plate"
    DIGITS = "digits"
    SIGN = "sign"


class Match(NamedTuple):
    """The characters from `start` up to `end` are one of some `guesses` things of this kind.

    `is_word` tells whether people build passwords around such a part, as around a word or a walk over the keyboard.
    `is_disguised` tells whether letters were swapped for signs or the part was turned around.
    """

    start: int
    end: int
    guesses: float
    kind: Kind
    is_word: bool = False
    is_disguised: bool = False
