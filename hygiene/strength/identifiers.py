"""Numbers that belong to a person or a place: identity codes, telephone numbers, postcodes, number plates.

What stands here is how many of each there are; the last characters of an identity code follow from the others.
"""

import re
from collections.abc import Iterator
from datetime import date

from hygiene.strength.match import Kind, Match

# A number counts only where no further digit touches it.
_BEFORE, _AFTER = r"(?<![0-9])", r"(?![0-9])"

_FINNISH_CODE = re.compile(rf"{_BEFORE}[0-9]{{6}}[-+A-FU-Y][0-9]{{3}}[0-9A-Y]{_AFTER}", re.IGNORECASE)
_FINNISH_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SWEDISH_CODE = re.compile(rf"{_BEFORE}(?:[0-9]{{2}})?([0-9]{{6}})[-+]?([0-9]{{4}}){_AFTER}")
_DAYS_OF_A_LIFE = 365 * 100
_FINNISH_CODES, _SWEDISH_CODES = _DAYS_OF_A_LIFE * 900, _DAYS_OF_A_LIFE * 1000

_GAP = "[ -]?"
_NUMBERS = (
    (Kind.PHONE, 4e7, rf"(?:\+?358{_GAP}|{_BEFORE}0)(?:4[0-9]|50){_GAP}[0-9]{{3}}{_GAP}[0-9]{{3,4}}{_AFTER}"),
    (Kind.PHONE, 4e7, rf"(?:\+?46{_GAP}|{_BEFORE}0)7[02369]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_AFTER}"),
    (Kind.POSTCODE, 3_000, rf"{_BEFORE}[0-9]{{4}}[05]{_AFTER}"),
    (Kind.POSTCODE, 16_000, rf"{_BEFORE}[1-9][0-9]{{2}} [0-9]{{2}}{_AFTER}"),
    (Kind.PLATE, 5e6, rf"(?<![^\W\d_])[a-zåäö]{{2,3}}[ -][0-9]{{1,3}}{_AFTER}"),
    (Kind.PLATE, 5e6, rf"(?<![^\W\d_])[a-z]{{3}} [0-9]{{2}}[0-9a-z]{_AFTER}"),
)
_PATTERNS = [(kind, guesses, re.compile(pattern, re.IGNORECASE)) for kind, guesses, pattern in _NUMBERS]


def find_identifiers(password: str) -> Iterator[Match]:
    """Every such number in `password`."""
    for found in _FINNISH_CODE.finditer(password):
        if _is_finnish_code(found[0]):
            yield Match(*found.span(), _FINNISH_CODES, Kind.IDENTITY_CODE)
    for found in _SWEDISH_CODE.finditer(password):
        if _is_swedish_code(found[1] + found[2]):
            yield Match(*found.span(), _SWEDISH_CODES, Kind.IDENTITY_CODE)
    for kind, guesses, pattern in _PATTERNS:
        for found in pattern.finditer(password):
            yield Match(*found.span(), guesses, kind, is_word=kind is Kind.PLATE)


def _is_finnish_code(code: str) -> bool:
    digits = code[:6] + code[7:10]
    return _is_date(code[4:6], code[2:4], code[:2]) and _FINNISH_CHECKS[int(digits) % 31] == code[10].upper()


def _is_swedish_code(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0 and _is_date(
        digits[:2], digits[2:4], digits[4:6]
    )


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        date(2000 + int(year), int(month), int(day))
    except ValueError:
        # The last two digits of a year tell its leap days well enough: 1900 was none, and nobody is that old.
        return False
    return True
