"""What to say about a strength: how long an attack takes, and what would be better. Keys and numbers, no sentences."""

from typing import NamedTuple

from hygiene.evidence import Strength
from hygiene.strength.match import Kind

_PERSONAL = frozenset(
    {
        Kind.KNOWN,
        Kind.NAME,
        Kind.PLACE,
        Kind.CLUB,
        Kind.PET,
        Kind.IDENTITY_CODE,
        Kind.PHONE,
        Kind.POSTCODE,
        Kind.PLATE,
    }
)
_ANSWERS = (
    ("not_personal", _PERSONAL),
    ("no_dates", frozenset({Kind.YEAR, Kind.DATE, Kind.CALENDAR})),
    ("no_patterns", frozenset({Kind.KEYBOARD, Kind.SEQUENCE, Kind.REPEAT})),
    ("no_additions", frozenset({"shape"})),
    ("no_swaps", frozenset({"swapped"})),
    ("longer", frozenset({"short", "empty"})),
)
_ALWAYS = ("passphrase", "manager")
ADVICE = (*(key for key, _ in _ANSWERS), *_ALWAYS)
"""Every piece of advice, in the order in which they are told: keys below `strength.advice`."""

_STRONG = 4


def advice_for(strength: Strength) -> tuple[str, ...]:
    """Keys below `strength.advice` that fit what is guessable; none for a strong password."""
    if strength.score >= _STRONG:
        return ()
    fitting = [key for key, answers_to in _ANSWERS if answers_to.intersection(strength.reasons)]
    return (*fitting, *_ALWAYS)


class Duration(NamedTuple):
    """A time in words: the key of its unit, below `strength.duration`, and how many of them."""

    unit: str
    amount: int


ATTACKS = {"online": 100 / 3600, "stolen": 1e10}
"""Guesses a second: at a login page that slows guessing down, and against a stolen database with a fast hash."""

UNITS = {
    "seconds": 1.0,
    "minutes": 60.0,
    "hours": 3600.0,
    "days": 86_400.0,
    "months": 30.4 * 86_400,
    "years": 365.25 * 86_400,
    "centuries": 36_525.0 * 86_400,
}
"""The units that times are told in, in seconds."""


def attack_time(strength: Strength, guesses_a_second: float) -> Duration:
    """How long an attacker at this pace needs at most."""
    # Nobody waits longer than some centuries, and a greater number would not fit a double.
    seconds = 10 ** min(strength.guesses_log10, 30) / guesses_a_second
    unit, length = "moment", 1.0
    for name, of_unit in UNITS.items():
        if seconds >= of_unit:
            unit, length = name, of_unit
    return Duration(unit, round(seconds / length))
