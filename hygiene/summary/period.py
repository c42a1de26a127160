"""The quarter that a record is about: all that a share tells of time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from hygiene.errors import HygieneError

_FORM = re.compile(r"(20\d\d)-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter of a year; `str` gives its name, such as `2026-Q4`."""

    year: int
    quarter: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The period that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, name: str) -> Self:
        """The period of this name. Raises `HygieneError` where it is none."""
        if not (parts := _FORM.fullmatch(name)):
            raise HygieneError("summary.bad_period")
        return cls(int(parts[1]), int(parts[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def next(self) -> "Period":
        """The period that follows."""
        return Period(self.year + self.quarter // 4, self.quarter % 4 + 1)

    @property
    def timestamp(self) -> int:
        """Its first moment in UTC, in seconds since 1970: what a share shows as its time."""
        return int(datetime(self.start.year, self.start.month, 1, tzinfo=UTC).timestamp())
