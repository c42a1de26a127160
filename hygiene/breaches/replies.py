"""What every reply of a breach service has in common: its status, its packing, its dates."""

import zlib
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from hygiene.breaches.connection import MOST_BYTES, Reply, Unanswered
from hygiene.breaches.reasons import Reason


def demand_success(reply: Reply) -> None:
    """Raise `Unanswered` for every status but 200."""
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


def media_type(reply: Reply) -> str:
    """The kind of content that the reply says it has, "" where it says none."""
    # Not `get_content_type`, which takes a missing type for plain text.
    return str(reply.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def unpacked(reply: Reply, most_bytes: int = MOST_BYTES) -> bytes:
    """The body as it was before it was packed for the way. Raises `Unanswered` where it is not whole, or too long."""
    encoding = str(reply.headers.get("Content-Encoding", "identity")).strip().lower()
    if encoding == "identity":
        return reply.body
    if encoding != "gzip":
        raise Unanswered(Reason.UNTRUSTED_ANSWER)
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(reply.body, most_bytes)
    except zlib.error:
        raise Unanswered(Reason.UNTRUSTED_ANSWER) from None
    if not unpacking.eof or unpacking.unused_data:
        raise Unanswered(Reason.INCOMPLETE_ANSWER)
    return content


def date_of(reply: Reply) -> date | None:
    """The day when what was sent was last changed, where the service tells it and it is not in the future."""
    moment = _moment(str(reply.headers.get("Last-Modified", "")))
    return None if moment is None or moment > datetime.now(UTC) else moment.date()


def _retry_after(reply: Reply) -> float | None:
    """Seconds, from a header that holds seconds or a date."""
    said = str(reply.headers.get("Retry-After", "")).strip()
    if said.isdecimal():
        return float(said)
    moment = _moment(said)
    return None if moment is None else max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _moment(said: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
