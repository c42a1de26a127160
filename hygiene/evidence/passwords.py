"""What is known of passwords: how strong they are, whether breaches hold them, and which are alike."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.secret import Secret


class Exposure(StrEnum):
    """Whether a password is known from a breach. Only a whole and trusted answer is ever `NOT_FOUND`."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


class BreachSource(StrEnum):
    """Who answered whether a password is known from a breach."""

    EMBEDDED = "embedded"
    RANGE_SERVICE = "range_service"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class BreachAnswer:
    """The answer for one password.

    `count` is how often the password was seen (None: seen, or not asked, but not counted), within a sixteenth where it
    `is_rounded`; `reason` is the key of the words that say why the answer is unknown (in `texts/*/breaches.toml`, below
    `unknown`), and `as_of` is the date of the data behind the answer where it is known.
    """

    exposure: Exposure
    source: BreachSource
    count: int | None = None
    reason: str | None = None
    as_of: date | None = None
    is_rounded: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess.

    `score` runs from 0 (at once) to 4 (very hard), as zxcvbn defines it; `guesses_log10` is the decimal logarithm
    of the number of guesses an attacker needs; `reasons` are keys of `texts/*/strength.toml`, below `reasons`, and
    never hold a part of the password. `length` is counted in Unicode code points.
    """

    score: int
    guesses_log10: float
    length: int
    reasons: tuple[str, ...] = ()


class Alikeness(StrEnum):
    """What is alike in passwords that are not the same, told without showing any of it; the plainest first."""

    CAPITALS = "capitals"
    YEAR = "year"
    NUMBER = "number"
    ENDING = "ending"
    """The same word or words, with other digits and signs before or after."""
    LOOKALIKES = "lookalikes"
    """Signs in place of letters that they look like."""
    REVERSED = "reversed"
    REPEATED = "repeated"
    KEYBOARD = "keyboard"
    """The same way over the keys, begun elsewhere or with the shift key."""
    VARIANTS = "variants"
    """Several ways at once."""
    SERVICE_NAME = "service_name"
    """The same but for the name of the service, which is in each of them."""
    PATTERN = "pattern"
    """A season, month, day or feast in the same place, and numbers and signs in the same places."""
    EDIT = "edit"
    """One or two characters make the difference."""
    WORDS = "words"
    """Passphrases that differ in one word."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two or more passwords that are alike, in the order of the vault."""

    passwords: tuple[Secret, ...] = field(repr=False)
    alike: Alikeness


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The different passwords of a vault that are alike. Where it is not `complete`, there may be more."""

    groups: tuple[Likeness, ...] = ()
    complete: bool = False
