"""Asks the service that knows breaches, one question after the other, at the pace that it sets.

What leaves is written out in `accounts` and `services`, and the words of a request in `connection`.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from hygiene.breaches.addresses import proxy_address, range_address
from hygiene.breaches.connection import Connection, Reply, Unanswered
from hygiene.breaches.pace import Pace
from hygiene.breaches.reasons import Reason
from hygiene.breaches.records import MOST_BYTES
from hygiene.breaches.replies import demand_success, media_type, unpacked
from hygiene.breaches.settings import ServiceSettings
from hygiene.secret import Secret
from hygiene.trust import tls_context

_PASSING = frozenset(
    {Reason.NO_CONNECTION, Reason.TOO_SLOW, Reason.INCOMPLETE_ANSWER, Reason.RATE_LIMITED, Reason.SERVICE_FAILING}
)
"""The reasons that another attempt may do away with."""

_WHERE_UNSAID = 6.0
"""Seconds to wait where the service asks for a pause and does not say how long: its slowest plan allows ten questions
a minute."""

_T = TypeVar("_T")


class Enquiry:
    """Questions to one service over one connection, with a key or, where they are free, without."""

    def __init__(self, settings: ServiceSettings, pace: Pace, key: Secret | None = None) -> None:
        self._settings = settings
        self._pace = pace
        self._headers = {"hibp-api-key": key.reveal()} if key else {}
        proxy = proxy_address(settings.proxy) if settings.proxy is not None else None
        self._connection = Connection(range_address(settings.url), proxy, tls_context(settings.ca_file))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def ask(self, resource: str, read: Callable[[bytes], _T], *, may_be_missing: bool = False) -> _T | None:
        """What `read` makes of the JSON at this resource; None for a 404 where it `may_be_missing`.

        Raises `Unanswered` for everything else, a `ValueError` of `read` included.
        """
        attempts = 0
        while True:
            self._wait()
            attempts += 1
            try:
                return self._ask_once(resource, read, may_be_missing=may_be_missing)
            except Unanswered as failure:
                if failure.reason is Reason.RATE_LIMITED or failure.retry_after is not None:
                    self._pace.hold_off(_WHERE_UNSAID if failure.retry_after is None else failure.retry_after)
                if failure.reason not in _PASSING or attempts >= self._settings.attempts:
                    raise
                time.sleep(self._settings.pause * 2 ** (attempts - 1))

    def _wait(self) -> None:
        left = self._pace.seconds_left()
        if left > self._settings.patience:
            raise Unanswered(Reason.RATE_LIMITED)
        time.sleep(left)

    def _ask_once(self, resource: str, read: Callable[[bytes], _T], *, may_be_missing: bool) -> _T | None:
        deadline = monotonic() + self._settings.deadline_per_request
        reply = self._connection.get(resource, deadline, self._headers, MOST_BYTES)
        match reply.status:
            case HTTPStatus.NOT_FOUND if may_be_missing and not _is_page(reply):
                return None
            case HTTPStatus.UNAUTHORIZED:
                raise Unanswered(Reason.KEY_REFUSED)
            case HTTPStatus.FORBIDDEN:
                raise Unanswered(Reason.NOT_ALLOWED)
        demand_success(reply)
        if media_type(reply) != "application/json":
            raise Unanswered(Reason.UNTRUSTED_ANSWER)
        try:
            return read(unpacked(reply, MOST_BYTES))
        except ValueError:
            raise Unanswered(Reason.UNTRUSTED_ANSWER) from None


def _is_page(reply: Reply) -> bool:
    """Whether people are meant to read it: the service says a 404 without a word, a web server or a proxy does not."""
    return media_type(reply) == "text/html" and reply.headers.get("Content-Length") != "0"
