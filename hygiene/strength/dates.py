"""Years and dates, in every order that people write them.

The method is zxcvbn's. Its years end at 2019 and are counted from 2017; here they reach beyond the present year and are
counted from it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from hygiene.strength.match import Kind, Match

_YEAR = re.compile(r"(?=((?:19|20)[0-9]{2}))")
_YEARS_AHEAD = 15
_FEWEST_YEARS = 20
_FIRST_YEAR, _LAST_YEAR = 1000, 2050
_DIGITS = re.compile(r"[0-9]{4,}")
_SEPARATED = re.compile(r"([0-9]{1,4})([\s/\\_.-])([0-9]{1,2})\2([0-9]{1,4})")
# Where a date without separators is cut, by its length: after the first part, after the second.
_CUTS = {
    4: ((1, 2), (2, 3)),
    5: ((1, 3), (2, 3)),
    6: ((1, 2), (2, 4), (4, 5)),
    7: ((1, 3), (2, 3), (4, 5), (4, 6)),
    8: ((2, 4), (4, 6)),
}
_SHORTEST_SEPARATED, _LONGEST_SEPARATED = 6, 10


@cache
def this_year() -> int:
    """The year that people put into passwords now."""
    return datetime.now(tz=UTC).year


def find_years(password: str) -> Iterator[Match]:
    """Years from 1900 until some years from now."""
    for found in _YEAR.finditer(password):
        year = int(found.group(1))
        if year <= this_year() + _YEARS_AHEAD:
            yield Match(found.start(), found.start() + 4, _years_to(year), Kind.YEAR)


def find_dates(password: str) -> Iterator[Match]:
    """Dates with a day, a month and a year of two or four digits, but none inside another."""
    found = sorted((*_joined(password), *_separated(password)), key=lambda match: (match.start, -match.end))
    reach = 0
    for match in found:
        if match.end > reach:
            reach = match.end
            yield match


def _years_to(year: int) -> int:
    return max(abs(year - this_year()), _FEWEST_YEARS)


def _joined(password: str) -> Iterator[Match]:
    for run in _DIGITS.finditer(password):
        for start in range(run.start(), run.end() - 3):
            for length in range(4, min(8, run.end() - start) + 1):
                token = password[start : start + length]
                years = [_year_of((token[:one], token[one:two], token[two:])) for one, two in _CUTS[length]]
                spans = [_years_to(year) for year in years if year is not None]
                if spans:
                    yield Match(start, start + length, 365 * min(spans), Kind.DATE)


def _separated(password: str) -> Iterator[Match]:
    starts = [place for place, character in enumerate(password) if character.isdecimal()]
    for start in starts:
        for end in range(start + _SHORTEST_SEPARATED, min(start + _LONGEST_SEPARATED, len(password)) + 1):
            found = _SEPARATED.fullmatch(password, start, end)
            year = _year_of((found[1], found[3], found[4])) if found else None
            if year is not None:
                yield Match(start, end, 4 * 365 * _years_to(year), Kind.DATE)


def _year_of(parts: tuple[str, str, str]) -> int | None:
    """The year, where the three parts can be read as a date; the year stands first or last."""
    first, middle, last = map(int, parts)
    numbers = (first, middle, last)
    if not 0 < middle <= 31 or any(99 < number < _FIRST_YEAR or number > _LAST_YEAR for number in numbers):
        return None
    if sum(number > 31 for number in numbers) > 1 or min(numbers) > 12 or numbers.count(0) > 1:
        return None
    readings = ((last, first, middle), (first, middle, last))
    for year, one, other in readings:
        if year >= _FIRST_YEAR:
            return year if _is_day_and_month(one, other) else None
    for year, one, other in readings:
        if _is_day_and_month(one, other):
            return year + (1900 if year > 50 else 2000)
    return None


def _is_day_and_month(one: int, other: int) -> bool:
    return any(1 <= day <= 31 and 1 <= month <= 12 for day, month in ((one, other), (other, one)))
