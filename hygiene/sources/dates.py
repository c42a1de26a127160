"""When something was changed, as exports write it. What is no believable date is none."""

import re
from datetime import UTC, date, datetime, timedelta

_FIRST = date(1990, 1, 1)
_MILLISECONDS = re.compile(r"[0-9]{1,15}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_LARGEST = 10**12


def from_iso(text: str) -> date | None:
    """The day, in UTC, of a time such as `2024-05-17T09:30:00.000Z`."""
    try:
        moment = datetime.fromisoformat(text)
        return believable((moment if moment.tzinfo is None else moment.astimezone(UTC)).date())
    except (ValueError, OverflowError):
        return None


def from_milliseconds(text: str) -> date | None:
    """The day, in UTC, of a number of milliseconds since 1970."""
    if not _MILLISECONDS.fullmatch(text):
        return None
    return believable((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=min(int(text), 10**14))).date())


def from_seconds(text: str) -> date | None:
    """The day, in UTC, of a number of seconds since 1970."""
    return from_milliseconds(f"{text}000") if _SECONDS.fullmatch(text) else None


def from_number(seconds: int | None) -> date | None:
    """The day, in UTC, of a number of seconds since 1970, where there is one."""
    return None if seconds is None else from_seconds(str(seconds)) if abs(seconds) < _LARGEST else None


def believable(day: date) -> date | None:
    """The day, unless it is one that no export can tell of."""
    # A day to come would make an old password look fresh; one day of leeway is for clocks and time zones.
    return day if _FIRST <= day <= datetime.now(UTC).date() + timedelta(days=1) else None
