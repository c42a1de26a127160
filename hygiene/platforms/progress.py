"""How far somebody has come with the settings of a platform, and what is known of each."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.evidence import Origin
from hygiene.platforms.model import AUDIENCES, YOUR_CHOICE, Platform, Setting, Use, Value

VALID_DAYS = 365
"""How long an answer about a setting holds: services change their settings, and people forget what they chose."""


class Result(StrEnum):
    """What was answered about a setting."""

    DONE = "done"
    ALREADY = "already"
    NOT_NOW = "not-now"
    NOT_FOUND = "not-found"
    NOT_MINE = "not-mine"


class Standing(StrEnum):
    """Where a setting stands."""

    IN_ORDER = "in_order"
    TO_FIX = "to_fix"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Measured:
    """What an export of one's data tells of a setting.

    `value` is a word of `VALUES`, or "" where `count` tells how many entries stand there. `file` and `key` say where
    it was read, `as_of` from which day the file is.
    """

    value: str
    file: str
    key: str
    as_of: date
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A setting, what was answered about it and what was measured of it."""

    setting: Setting
    result: Result | None = None
    answered: date | None = None
    measured: Measured | None = None

    def recommended(self, use: Use | None) -> list[tuple[Use, Value]]:
        """What it should be: for this use, or for every use that has it where the use is not known."""
        uses = [use] if use else [each for each in Use if self.setting.concerns(each)]
        return [(each, self.setting.recommended[each]) for each in uses]

    def is_measured_good(self, use: Use | None) -> bool | None:
        """Whether what was measured is as recommended; None where nothing was, or where that cannot be told."""
        if not self.measured:
            return None
        if self.measured.count is not None:
            return True if self.measured.count == 0 else None
        found = {is_as_good(self.measured.value, value) for _, value in self.recommended(use)}
        return found.pop() if len(found) == 1 else None

    def contradicts(self, use: Use | None) -> bool:
        """Whether an export shows otherwise than was answered."""
        return self.result in (Result.DONE, Result.ALREADY) and self.is_measured_good(use) is False

    def standing(self, use: Use | None) -> tuple[Standing, Origin | None]:
        """Where it stands, and how that is known.

        What an export shows counts for more than an answer, except where the answer was given after the export.
        """
        good = self.is_measured_good(use)
        is_newer = bool(self.measured and self.answered and self.answered > self.measured.as_of)
        if good is not None and not (is_newer and self.contradicts(use)):
            return (Standing.IN_ORDER if good else Standing.TO_FIX), Origin.MEASURED
        if self.result in (Result.DONE, Result.ALREADY):
            return Standing.IN_ORDER, Origin.SHOWN if self.setting.link else Origin.TOLD
        if self.result is Result.NOT_MINE:
            return Standing.LEFT_OUT, Origin.TOLD
        return Standing.UNKNOWN, None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The settings of one platform for somebody who uses it so; `use` is None where that is not known."""

    platform: Platform
    items: tuple[Item, ...]
    use: Use | None = None

    def count(self, standing: Standing) -> int:
        """How many settings stand there."""
        return sum(item.standing(self.use)[0] is standing for item in self.items)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something in a profile that names the employer. `what` is the key of its words below `privacy.mention`.

    The text itself is not kept: it is personal, and where it stands is enough to find it.
    """

    platform: str
    what: str
    file: str = field(repr=False)
    as_of: date


def is_as_good(value: str, recommended: Value) -> bool | None:
    """Whether a value does what is recommended; None where the two cannot be compared."""
    wanted = recommended.word
    if wanted == YOUR_CHOICE or value == wanted:
        return True
    if value in AUDIENCES and wanted in AUDIENCES:
        return AUDIENCES[value] <= AUDIENCES[wanted]
    return False if {value, wanted} == {"on", "off"} else None
