"""Numbers that belong to a person or a place: identity codes, telephone numbers, postcodes, number plates.

What stands here is how many of each there are; the last characters of an identity code follow from the others.
"""

import re
from collections.abc import Iterator
from datetime import date

from hygiene.strength.match import Kind, Match

_FINNISH_CODE = re.compile(r"(?=([0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-Ya-y]))")
_FINNISH_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SWEDISH_CODE = re.compile(r"(?=((?:[0-9]{2})?([0-9]{6})[-+]?([0-9]{4})))")
_DAYS_OF_A_LIFE = 365 * 100
_FINNISH_CODES, _SWEDISH_CODES = _DAYS_OF_A_LIFE * 900, _DAYS_OF_A_LIFE * 1000

_GAP = r"[ -]?"
_PHONES = (
    (re.compile(rf"(?=((?:\+?358{_GAP}|0)(?:4[0-9]|50){_GAP}[0-9]{{3}}{_GAP}[0-9]{{3,4}}))"), 4e7),
    (re.compile(rf"(?=((?:\+?46{_GAP}|0)7[02369]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}))"), 4e7),
)
_POSTCODES = (
    (re.compile(r"(?=([0-9]{4}[05]))"), 3_000),
    (re.compile(r"(?=([1-9][0-9]{2} [0-9]{2}))"), 16_000),
)
_PLATE = re.compile(r"(?=([a-zåäö]{2,3}[ -][0-9]{1,3}|[a-z]{3} ?[0-9]{2}[0-9a-z]))", re.IGNORECASE)
_PLATES = 5e6


def find_identifiers(password: str) -> Iterator[Match]:
    """Every such number in `password`."""
    for found in _FINNISH_CODE.finditer(password):
        if _is_finnish_code(found[1]):
            yield Match(found.start(), found.end(1), _FINNISH_CODES, Kind.IDENTITY_CODE)
    for found in _SWEDISH_CODE.finditer(password):
        if _is_swedish_code(found[2] + found[3]):
            yield Match(found.start(), found.end(1), _SWEDISH_CODES, Kind.IDENTITY_CODE)
    for patterns, kind in ((_PHONES, Kind.PHONE), (_POSTCODES, Kind.POSTCODE), (((_PLATE, _PLATES),), Kind.PLATE)):
        for pattern, guesses in patterns:
            for found in pattern.finditer(password):
                yield Match(found.start(), found.end(1), guesses, kind, is_word=kind is Kind.PLATE)


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
