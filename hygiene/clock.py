"""The day that a calendar on the wall shows."""

from datetime import UTC, date, datetime


def today() -> date:
    """The day where the computer is, which is not always that of UTC."""
    return datetime.now(UTC).astimezone().date()
