"""What a range service says about one prefix, and why it is believed, or not.

A range is the list of all breached passwords whose SHA-1 begins with the same five characters: a line for each, with
the other 35 characters and how often the password was seen.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from hygiene.breaches.connection import Reply, Unanswered
from hygiene.breaches.reasons import Reason
from hygiene.breaches.replies import date_of, demand_success, media_type, unpacked

FEWEST_LINES = 200
"""The smallest corpus that was ever served had some 400 passwords to a range; today there are near 2,000."""

_LINES = rb"(?:[0-9A-F]{%d}:(?:0|[1-9][0-9]{0,9})(?:\r?\n|\Z))++"


@dataclass(frozen=True, slots=True)
class Range:
    """What a trusted list says about the suffixes that were wanted.

    `counts` tells for each of them how often it was seen (0: the list does not hold it), `mark` is a suffix that no
    other range can hold, and `as_of` is the date of the list where the service tells it.
    """

    counts: Mapping[str, int]
    mark: str
    as_of: date | None


def read_range(reply: Reply, wanted: Collection[str]) -> Range:
    """What the reply says about the wanted suffixes. Raises `Unanswered` where it is not a whole and proper list."""
    counts = read_list(reply)
    return Range(
        counts={suffix: int(counts.get(suffix.encode("ascii"), b"0")) for suffix in wanted},
        mark=min(counts).decode("ascii"),
        as_of=date_of(reply),
    )


def read_list(reply: Reply, digits: int = 35) -> dict[bytes, bytes]:
    """All the suffixes, which have so many digits, with their counts, padding left out. Raises as `read_range` does."""
    demand_success(reply)
    if media_type(reply) != "text/plain":
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    # A mirror may write in lower case. To take that for another spelling would be to miss every password in it.
    text = unpacked(reply).upper()
    if not re.fullmatch(_LINES % digits, text):
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    lines = text.split()
    counts = dict(line.split(b":") for line in lines)
    seen = {suffix: count for suffix, count in counts.items() if count != b"0"}  # a count of 0 marks padding
    if len(counts) < len(lines) or len(seen) < FEWEST_LINES or not _is_spread_out(seen):
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    return seen


def _is_spread_out(suffixes: Collection[bytes]) -> bool:
    """False where a list was cut off between two lines.

    Hashes fall everywhere alike, so a whole list has suffixes that begin with each of the sixteen digits: with 400
    lines, one whole list in ten thousand million lacks a digit.
    """
    return len({suffix[0] for suffix in suffixes}) == 16
