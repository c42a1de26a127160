"""When the service may be asked again: a time that outlives the command, since the service counts over commands."""

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

_LONGEST = timedelta(days=1)
"""No pause is longer, whatever the service or a clock that was wrong says."""


class Pace:
    """Keeps one moment in a file that holds nothing else.

    A file that cannot be read or written costs the next command a refusal, in which the service says it again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._until = datetime.min.replace(tzinfo=UTC)

    def seconds_left(self) -> float:
        """How long the service asked to be left alone from now on; 0 where it may be asked."""
        now = datetime.now(UTC)
        return max(0.0, (max(self._until, self._kept(now)) - now).total_seconds())

    def hold_off(self, seconds: float) -> None:
        """Ask nothing for so long, in this command and in those to come."""
        self._until = datetime.now(UTC) + timedelta(seconds=min(seconds, _LONGEST.total_seconds()))
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".pace-")
            with os.fdopen(handle, "wb") as file:
                file.write(self._until.isoformat().encode("ascii"))
            Path(name).replace(self._file)

    def _kept(self, now: datetime) -> datetime:
        try:
            with self._file.open("rb") as file:
                until = datetime.fromisoformat(file.read(64).decode("ascii"))
            return until if until <= now + _LONGEST else now
        except (OSError, ValueError, TypeError):
            return now
