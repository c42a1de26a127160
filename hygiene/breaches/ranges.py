"""What a range service says about one prefix, and why it is believed, or not.

A range is the list of all breached passwords whose SHA-1 begins with the same five characters: a line for each, with
the other 35 characters and how often the password was seen.
"""

import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from hygiene.breaches.connection import MOST_BYTES, Reply, Unanswered
from hygiene.breaches.reasons import Reason

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
        as_of=_date(reply),
    )


def read_list(reply: Reply, digits: int = 35) -> dict[bytes, bytes]:
    """All the suffixes, which have so many digits, with their counts, padding left out. Raises as `read_range` does."""
    _demand_success(reply)
    # Not `get_content_type`, which takes a missing type for this very one.
    if str(reply.headers.get("Content-Type", "")).partition(";")[0].strip().lower() != "text/plain":
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    # A mirror may write in lower case. To take that for another spelling would be to miss every password in it.
    text = _unpacked(reply).upper()
    if not re.fullmatch(_LINES % digits, text):
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    lines = text.split()
    counts = dict(line.split(b":") for line in lines)
    seen = {suffix: count for suffix, count in counts.items() if count != b"0"}  # a count of 0 marks padding
    if len(counts) < len(lines) or len(seen) < FEWEST_LINES or not _is_spread_out(seen):
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    return seen


def _demand_success(reply: Reply) -> None:
    if reply.status == HTTPStatus.OK:
        return
    match reply.status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            reason = Reason.RATE_LIMITED
        case status if status in range(300, 400):
            reason = Reason.REDIRECTED
        case status if status in range(400, 500):
            reason = Reason.SERVICE_REFUSED
        case status if status in range(500, 600):
            reason = Reason.SERVICE_FAILING
        case _:
            reason = Reason.UNTRUSTED_ANSWER
    raise Unanswered(reason, retry_after=_retry_after(reply))


def _retry_after(reply: Reply) -> float | None:
    """Seconds, from a header that holds seconds or a date."""
    said = str(reply.headers.get("Retry-After", "")).strip()
    if said.isdecimal():
        return float(said)
    moment = _moment(said)
    return None if moment is None else max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _unpacked(reply: Reply) -> bytes:
    encoding = str(reply.headers.get("Content-Encoding", "identity")).strip().lower()
    if encoding == "identity":
        return reply.body
    if encoding != "gzip":
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(reply.body, MOST_BYTES)
    except zlib.error:
        raise Unanswered(Reason.UNTRUSTED_ANSWER) from None
    if not unpacking.eof or unpacking.unused_data:
        raise Unanswered(Reason.INCOMPLETE_ANSWER)
    return text


def _is_spread_out(suffixes: Collection[bytes]) -> bool:
    """False where a list was cut off between two lines.

    Hashes fall everywhere alike, so a whole list has suffixes that begin with each of the sixteen digits: with 400
    lines, one whole list in ten thousand million lacks a digit.
    """
    return len({suffix[0] for suffix in suffixes}) == 16


def _date(reply: Reply) -> date | None:
    moment = _moment(str(reply.headers.get("Last-Modified", "")))
    return None if moment is None or moment > datetime.now(UTC) else moment.date()


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
