"""What was read of each file that brings evidence, and what of it could not be."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that could not be read: its number in its source (from 1), and why (a key below `sources.rejected`)."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Input:
    """The account of one file or mailbox: every row that was seen is read or rejected. The rows of a mailbox are mails.

    `not_logins` counts the rows that were read and hold something else than a login, such as a note or a card,
    `left_out` those that lie in the bin or the archive, or are spam; both are part of `read`.
    `has_passwords` is False where what was read holds none that could be, such as a browser's own list of logins.
    """

    number: int
    name: str = field(repr=False)
    source: str
    seen: int
    rejected: tuple[Rejection, ...] = ()
    not_logins: int = 0
    left_out: int = 0
    is_mailbox: bool = False
    has_passwords: bool = True

    @property
    def read(self) -> int:
        """Rows that were read."""
        return self.seen - len(self.rejected)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file of a data export that could not be read: the end of its path, and a key below `data_exports.unread`."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataExportInput:
    """The account of one data export: how many of the files that tell something were read, and which were not.

    `platforms` are the names of those it is from, `settings` counts the settings whose value it shows.
    """

    name: str = field(repr=False)
    platforms: tuple[str, ...]
    read: int
    settings: int
    unread: tuple[UnreadFile, ...] = ()
