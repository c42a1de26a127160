"""What every kind of mailbox is read as: mails one by one, each within bounds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hygiene.evidence import Input, Trace

MOST_HEAD = 256 * 2**10
"""The longest header that is looked at, in bytes; those of real mails have some ten thousand."""

MOST_BYTES = 512 * 2**10
"""How much of a mail is looked at, header and all: what it is about stands at its beginning."""

MOST_MAILS = 5_000_000
"""More mails than a mailbox holds that anybody has the time to fill."""

MOST_UNREADABLE = 10_000
"""Where more mails than this cannot be read, the mailbox as a whole is not what it should be."""

MOST_TRACES = 50_000
"""More pairs of service and address than anybody has."""

Progress = Callable[[int, int], None]
"""Hears how many parts of the whole are read: bytes, files or mails, as the mailbox has them."""

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_JUNK = re.compile(
    r"(?:^|[./\\])(?:junk(?: ?e-?mail)?|spam|bulk(?: mail)?|roskaposti|skräppost(?:en)?|skr&AOQ-ppost|skrap(?:post)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: the bytes of its header, and a way to the beginning of the whole of it, header included.

    `whole` is called only where the header does not tell enough.
    """

    head: bytes = field(repr=False)
    whole: Callable[[], bytes] = field(repr=False)
    is_junk: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail that could not be read; `reason` is a key below `sources.rejected`."""

    reason: str


Found = Mail | Unreadable
Mails = Iterator[Found]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The account of one mailbox, and the traces of accounts in it. Nothing else of any mail is kept."""

    input: Input
    traces: tuple[Trace, ...] = field(repr=False)


def mail_of(beginning: bytes, *, is_junk: bool = False) -> Found:
    """The mail of which these are the first bytes, at most `MOST_BYTES`."""
    beginning = beginning.lstrip(b"\r\n")
    end = _END_OF_HEAD.search(beginning, 0, MOST_HEAD)
    if end is None and len(beginning) >= MOST_HEAD:
        return Unreadable("mail_header_too_long")
    head = beginning[: end.start()] if end else beginning
    return Mail(head, lambda: beginning, is_junk)


def is_junk(folder: str) -> bool:
    """Whether a folder of this name is where a mailbox puts spam."""
    return bool(_JUNK.search(folder.strip()))
