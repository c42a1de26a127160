"""Threads with a connection each, which ask a range service until all is answered or the time is over."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Generic, Self, TypeVar

from hygiene.breaches.addresses import proxy_address, range_address
from hygiene.breaches.connection import Connection, Unanswered
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.trust import tls_context

Answer = TypeVar("Answer")

_PASSING = frozenset(
    {Reason.NO_CONNECTION, Reason.TOO_SLOW, Reason.INCOMPLETE_ANSWER, Reason.RATE_LIMITED, Reason.SERVICE_FAILING}
)
"""The reasons that another attempt may do away with."""

_WAKE_EVERY = 0.2  # seconds: a wait without end cannot be interrupted on Windows
_GRACE = 1.0  # seconds for the threads to end; they hold nothing that matters
_AHEAD = 4  # questions that lie ready for each thread


class Crew(Generic[Answer]):
    """Asks about prefixes with one function, which gets a connection, a prefix and a deadline and may be `Unanswered`.

    The threads are daemons of our own and not a pool, which the interpreter would wait for at its end: a name that
    does not resolve can hold one of them for long. No more are made than there are `questions`. `meanwhile` is called
    every now and then while an answer is waited for.
    """

    def __init__(
        self,
        settings: RangeSettings,
        questions: int,
        fetch: Callable[[Connection, str, float], Answer],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._fetch = fetch
        self._meanwhile = meanwhile
        self._deadline = monotonic() + settings.deadline_total
        self._closed_until = 0.0
        self._over = Event()
        self._tasks: SimpleQueue[str | None] = SimpleQueue()
        self._outcomes: SimpleQueue[tuple[str, Answer | Reason]] = SimpleQueue()
        address = range_address(settings.url)
        proxy = proxy_address(settings.proxy) if settings.proxy is not None else None
        self._connections = [
            Connection(address, proxy, tls_context(settings.ca_file))
            for _ in range(min(settings.connections, questions))
        ]
        self._threads = [Thread(target=self._work, args=(each,), daemon=True) for each in self._connections]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        for connection in self._connections:
            self._tasks.put(None)
            connection.abort()
        patience = monotonic() + _GRACE
        for thread in self._threads:
            thread.join(max(0.0, patience - monotonic()))

    def ask(self, prefixes: Iterable[str]) -> Iterator[tuple[str, Answer | Reason]]:
        """Each prefix with its answer or the reason why there is none, as they come; fewer where the time runs out."""
        waiting = iter(prefixes)
        asked = 0
        for prefix in islice(waiting, _AHEAD * len(self._threads)):
            self._tasks.put(prefix)
            asked += 1
        while asked:
            outcome = self._next_outcome()
            if outcome is None:
                return
            asked -= 1
            for prefix in islice(waiting, 1):
                self._tasks.put(prefix)
                asked += 1
            yield outcome

    def _next_outcome(self) -> tuple[str, Answer | Reason] | None:
        while (left := self._deadline - monotonic()) > 0:
            with suppress(Empty):
                return self._outcomes.get(timeout=min(left, _WAKE_EVERY))
            self._meanwhile()
        return None

    def _work(self, connection: Connection) -> None:
        # All connections are made while the first few are asked, so that this costs no time of its own.
        with suppress(Unanswered):
            connection.open(self._deadline_of_one())
        while (prefix := self._tasks.get()) is not None and not self._over.is_set():
            self._outcomes.put((prefix, self._answer(connection, prefix)))
        connection.close()

    def _answer(self, connection: Connection, prefix: str) -> Answer | Reason:
        reason, resume = Reason.OUT_OF_TIME, 0.0
        for attempt in range(self._settings.attempts):
            if self._closed_until >= min(self._deadline, monotonic() + self._settings.patience):
                return Reason.RATE_LIMITED
            resume = max(resume, self._closed_until)
            if resume >= self._deadline or self._over.wait(max(0.0, resume - monotonic())):
                break
            try:
                return self._fetch(connection, prefix, self._deadline_of_one())
            except Unanswered as failure:
                reason = failure.reason
                if reason not in _PASSING:
                    break
                if failure.retry_after is not None:
                    # It holds for all the threads: the service means its client, not one of our questions.
                    self._closed_until = max(self._closed_until, monotonic() + failure.retry_after)
                resume = monotonic() + self._settings.pause * 2**attempt
            except Exception:  # it would end the thread without a word to those who wait for the answer
                return Reason.UNTRUSTED_ANSWER
        return reason

    def _deadline_of_one(self) -> float:
        return min(monotonic() + self._settings.deadline_per_request, self._deadline)
