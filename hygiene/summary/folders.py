"""Shares in folders: written so that a file tells nothing, and read as if anybody could have put anything there."""

import os
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hygiene.errors import HygieneError
from hygiene.summary.period import Period
from hygiene.summary.record import RuleSet
from hygiene.summary.sharing import HEAD, DamagedError, ForeignError, Head, Side, read_head

ENDING = ".share"
_KEY_AT = 32
"""What precedes this in a head is alike in all shares of a side, a period and a rule set; what follows is the key."""


class Reason(StrEnum):
    """Why a file, or a pair of them, was not counted."""

    FOREIGN = "foreign"
    DAMAGED = "damaged"
    OTHER_SIDE = "other_side"
    OTHER_PERIOD = "other_period"
    OTHER_RULES = "other_rules"
    DUPLICATE = "duplicate"
    REPLACED = "replaced"
    UNPAIRED = "unpaired"
    FALSE = "false"
    SPOILED = "spoiled"


SetAside = Counter[Reason]


def below(folder: Path) -> dict[Side, Path]:
    """The folder of each side below one for both."""
    return {side: folder / side.folder for side in Side}


def write_shares(folders: Mapping[Side, Path], shares: Mapping[Side, bytes], period: Period) -> dict[Side, Path]:
    """Write each share into its folder, under a random name and dated to the start of the period.

    Raises `HygieneError` where that fails; then neither file is left behind.
    """
    written: dict[Side, Path] = {}
    try:
        for side, share in shares.items():
            path = folders[side] / f"{secrets.token_hex(16)}{ENDING}"
            # Others are to read it: that is what it is for.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
            written[side] = path
            with os.fdopen(handle, "wb") as file:
                file.write(share)
                file.flush()
                os.fsync(file.fileno())
            os.utime(path, (period.timestamp, period.timestamp))
    except OSError:
        for path in written.values():
            path.unlink(missing_ok=True)
        raise HygieneError("summary.not_written") from None
    return written


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shares are to be counted: those for one side, about one period and one rule set."""

    side: Side
    period: Period
    rules: RuleSet
    prefix: bytes = field(init=False)

    def __post_init__(self) -> None:
        head = Head(self.side, self.period, self.rules.fingerprint, bytes(16), 0, bytes(12))
        object.__setattr__(self, "prefix", head.to_bytes()[:_KEY_AT])

    def key(self, content: bytes) -> bytes | None:
        """The key of a share that is wanted; None for everything else."""
        whole = len(content) == self.rules.length and content.startswith(self.prefix)
        return content[_KEY_AT:HEAD] if whole else None

    def sum_head(self, content: bytes, set_aside: SetAside) -> Head | None:
        """The head of a sum that is wanted; everything else is counted with the reason why it is not."""
        try:
            head = read_head(content)
            # A share that would be wanted, were it whole.
            reason = self._reason(head) or (None if head.is_sum else Reason.DAMAGED)
        except ForeignError:
            reason = Reason.FOREIGN
        except DamagedError:
            reason = Reason.DAMAGED
        if reason:
            set_aside[reason] += 1
            return None
        return head

    def _reason(self, head: Head) -> Reason | None:
        if head.side != self.side:
            return Reason.OTHER_SIDE
        if head.period != self.period:
            return Reason.OTHER_PERIOD
        return Reason.OTHER_RULES if head.rules != self.rules.fingerprint else None


@dataclass(frozen=True, slots=True)
class Place:
    """A folder whose files are read one after the other, or a single file."""

    path: Path

    def files(self, set_aside: SetAside, length: int) -> Iterator[tuple[str, bytes]]:
        """The name of every file, and as much of its beginning as tells whether it is longer than this.

        What is no file, or cannot be read, is counted. Raises `HygieneError` where the place itself cannot be read.
        """
        if self.path.is_file():
            yield "", self.beginning("", length)
            return
        names = self._names()
        with self._opened() as folder:
            # Taken from the end, so that the list gives way to what its reader keeps of it.
            while names:
                name = names.pop()
                try:
                    # What is no file stands without its name.
                    content = _beginning(name, length, folder) if name else b""
                except OSError:
                    set_aside[Reason.DAMAGED] += 1
                    continue
                yield name, content

    def _names(self) -> list[str]:
        """The names of the files, the last to be read first.

        They are read in the order in which they lie on the disk. That is quicker, and where the two shares of each
        employee were written together, the counterpart of each is soon found.
        """
        try:
            with os.scandir(self.path) as entries:
                # Windows would have to open each file to tell where it lies.
                found = [(0 if os.name == "nt" else entry.inode(), _file_name(entry)) for entry in entries]
        except OSError:
            raise HygieneError("summary.folder_unreadable") from None
        return [name for _, name in sorted(found, reverse=True)]

    @contextmanager
    def _opened(self) -> Iterator[str | int]:
        """The folder: as a handle where the system opens files below one, which saves it the way there each time."""
        if os.open not in os.supports_dir_fd:
            yield str(self.path)
            return
        try:
            handle = os.open(self.path, os.O_RDONLY)
        except OSError:
            raise HygieneError("summary.folder_unreadable") from None
        try:
            yield handle
        finally:
            os.close(handle)

    def beginning(self, name: str, length: int) -> bytes:
        """As much of a file as tells whether it is longer than this."""
        return _beginning(self.file(name), length)

    def file(self, name: str) -> str:
        """Where a file of this place lies; "" names the place itself, where it is a file."""
        return f"{self.path}{os.sep}{name}" if name else str(self.path)


def _file_name(entry: os.DirEntry[str]) -> str:
    return entry.name if entry.is_file(follow_symlinks=False) else ""


def _beginning(name: str, length: int, folder: str | int = "") -> bytes:
    try:
        handle = _open(name, folder, _READ | _UNMARKED)
    except PermissionError:
        # Only the owner of a file may leave no mark on it.
        handle = _open(name, folder, _READ)
    try:
        return os.read(handle, length + 1)
    finally:
        os.close(handle)


def _open(name: str, folder: str | int, flags: int) -> int:
    if isinstance(folder, int):
        return os.open(name, flags, dir_fd=folder)
    return os.open(f"{folder}{os.sep}{name}" if folder else name, flags)


# To write down when each of a million files was read costs as much as to read it.
_UNMARKED = getattr(os, "O_NOATIME", 0)
# A pipe that somebody put there must not be waited for, nor a link be followed out of the folder.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
