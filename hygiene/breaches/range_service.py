"""Asks a range service whether passwords are known from breaches, and tells it five characters of each one's hash.

The service, or whoever sees the traffic to it, learns the prefixes and no more. Prefixes are asked once, in random
order and with padding, so that neither their number of occurrences, nor their order in the vault, nor the size of the
replies says more. Two audits of one vault still share most prefixes and can be told to belong together.

Nothing is kept but the answers themselves, in memory.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha1
from queue import Empty, SimpleQueue
from random import SystemRandom
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

from hygiene.breaches.addresses import proxy_address, range_address
from hygiene.breaches.connection import Connection, Unanswered, tls_context
from hygiene.breaches.ranges import Range, read_range
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.breaches.spellings import spellings
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret

KNOWN_TO_BE_BREACHED = (Secret("P@ssw0rd"), Secret("password"))
"""Asked before anything else. A portal, a stale mirror or another server lacks them; two, because a server that says
the same to every question may happen to say the right thing to one of them."""

_PASSING = frozenset(
    {Reason.NO_CONNECTION, Reason.TOO_SLOW, Reason.INCOMPLETE_ANSWER, Reason.RATE_LIMITED, Reason.SERVICE_FAILING}
)
"""The reasons that another attempt may do away with."""

_PADDED = {"Add-Padding": "true"}

_WAKE_EVERY = 0.2  # seconds: a wait without end cannot be interrupted on Windows
_GRACE = 1.0  # seconds for the threads to end; they hold nothing that matters


class _Fingerprint(NamedTuple):
    """A password's SHA-1: the five characters that are told, and the 35 that are not."""

    prefix: str
    suffix: str


def look_up(
    passwords: Iterable[Secret],
    settings: RangeSettings,
    progress: Callable[[int, int], None] | None = None,
) -> dict[Secret, BreachAnswer]:
    """What the range service knows about each password; whatever kept it from answering makes that one unknown.

    `progress` is called in this thread with how many prefixes are done, of how many. Raises `HygieneError` where the
    file of certificate authorities cannot be read.
    """
    asked = {password: _fingerprints(password) for password in passwords}
    wanted: dict[str, set[str]] = {}
    for prefix, suffix in (fingerprint for fingerprints in asked.values() for fingerprint in fingerprints):
        wanted.setdefault(prefix, set()).add(suffix)
    ranges = _ask(wanted, settings, progress or (lambda _done, _total: None)) if wanted else {}
    return {password: _answer(fingerprints, ranges) for password, fingerprints in asked.items()}


def _fingerprints(password: Secret) -> list[_Fingerprint]:
    digests = [sha1(form.encode("utf-8"), usedforsecurity=False).hexdigest() for form in spellings(password)]
    return [_Fingerprint(digest[:5].upper(), digest[5:].upper()) for digest in digests]


def _answer(fingerprints: Collection[_Fingerprint], ranges: Mapping[str, Range | Reason]) -> BreachAnswer:
    """Found under any spelling is found; not found takes an answer for every one of them."""
    if not fingerprints:
        return BreachAnswer(Exposure.UNKNOWN, BreachSource.RANGE_SERVICE, reason=Reason.UNENCODABLE)
    reason: Reason | None = None
    count = 0
    dates: list[date] = []
    for prefix, suffix in fingerprints:
        match ranges.get(prefix, Reason.OUT_OF_TIME):
            case Range() as known:
                count += known.counts[suffix]
                dates += [known.as_of] if known.as_of else []
            case Reason() as why_not:
                reason = why_not
    as_of = min(dates, default=None)
    if count:
        return BreachAnswer(Exposure.FOUND, BreachSource.RANGE_SERVICE, count=count, as_of=as_of)
    if reason is not None:
        return BreachAnswer(Exposure.UNKNOWN, BreachSource.RANGE_SERVICE, reason=reason)
    return BreachAnswer(Exposure.NOT_FOUND, BreachSource.RANGE_SERVICE, count=0, as_of=as_of)


def _ask(
    wanted: Mapping[str, Collection[str]], settings: RangeSettings, progress: Callable[[int, int], None]
) -> dict[str, Range | Reason]:
    """For each prefix its range, or the reason why there is none; without an entry where the time ran out."""
    controls = [fingerprint for password in KNOWN_TO_BE_BREACHED for fingerprint in _fingerprints(password)]
    for_controls = {prefix: {suffix, *wanted.get(prefix, ())} for prefix, suffix in controls}
    rest = [prefix for prefix in wanted if prefix not in for_controls]
    SystemRandom().shuffle(rest)
    ranges: dict[str, Range | Reason] = {}
    progress(0, len(wanted))
    with _Crew(settings, {**wanted, **for_controls}) as crew:
        ranges.update(crew.ask(for_controls))
        disbelief = _why_not_to_believe(controls, ranges)
        if disbelief is not None:
            return dict.fromkeys(wanted, disbelief)
        among_controls = len(wanted) - len(rest)
        for done, (prefix, outcome) in enumerate(crew.ask(rest), start=among_controls + 1):
            ranges[prefix] = outcome
            progress(done, len(wanted))
    return _without_repeats(ranges)


def _why_not_to_believe(controls: Iterable[_Fingerprint], ranges: Mapping[str, Range | Reason]) -> Reason | None:
    for prefix, suffix in controls:
        outcome = ranges.get(prefix, Reason.OUT_OF_TIME)
        if isinstance(outcome, Reason):
            return outcome
        if not outcome.counts[suffix]:
            return Reason.WRONG_SERVICE
    return None


def _without_repeats(ranges: Mapping[str, Range | Reason]) -> dict[str, Range | Reason]:
    """The same without the lists that came as the answer to more than one question, and so to a wrong one."""
    times = Counter(outcome.mark for outcome in ranges.values() if isinstance(outcome, Range))
    return {
        prefix: Reason.UNTRUSTED_ANSWER if isinstance(outcome, Range) and times[outcome.mark] > 1 else outcome
        for prefix, outcome in ranges.items()
    }


class _Crew:
    """Threads with a connection each, which fetch ranges until all are there or the time is over.

    They are daemons of our own and not a pool, which the interpreter would wait for at its end: a name that does not
    resolve can hold one of them for long.
    """

    def __init__(self, settings: RangeSettings, wanted: Mapping[str, Collection[str]]) -> None:
        self._settings = settings
        self._wanted = wanted
        self._deadline = monotonic() + settings.deadline_total
        self._closed_until = 0.0
        self._over = Event()
        self._tasks: SimpleQueue[str | None] = SimpleQueue()
        self._outcomes: SimpleQueue[tuple[str, Range | Reason]] = SimpleQueue()
        address = range_address(settings.url)
        proxy = proxy_address(settings.proxy) if settings.proxy is not None else None
        self._connections = [
            Connection(address, proxy, tls_context(settings.ca_file))
            for _ in range(min(settings.connections, len(wanted)))
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

    def ask(self, prefixes: Collection[str]) -> Iterator[tuple[str, Range | Reason]]:
        """Each prefix with its range or the reason why there is none, as they come; fewer where the time runs out."""
        for prefix in prefixes:
            self._tasks.put(prefix)
        for _ in prefixes:
            outcome = self._next_outcome()
            if outcome is None:
                return
            yield outcome

    def _next_outcome(self) -> tuple[str, Range | Reason] | None:
        while (left := self._deadline - monotonic()) > 0:
            with suppress(Empty):
                return self._outcomes.get(timeout=min(left, _WAKE_EVERY))
        return None

    def _work(self, connection: Connection) -> None:
        # All connections are made while the controls are asked, so that this costs no time of its own.
        with suppress(Unanswered):
            connection.open(self._deadline_of_one())
        while (prefix := self._tasks.get()) is not None and not self._over.is_set():
            self._outcomes.put((prefix, self._fetch(connection, prefix)))
        connection.close()

    def _fetch(self, connection: Connection, prefix: str) -> Range | Reason:
        reason, resume = Reason.OUT_OF_TIME, 0.0
        for attempt in range(self._settings.attempts):
            if self._closed_until >= self._deadline:
                return Reason.RATE_LIMITED
            resume = max(resume, self._closed_until)
            if resume >= self._deadline or self._over.wait(max(0.0, resume - monotonic())):
                break
            try:
                reply = connection.get(f"/range/{prefix}", self._deadline_of_one(), _PADDED)
                return read_range(reply, self._wanted[prefix])
            except Unanswered as failure:
                reason = failure.reason
                if reason not in _PASSING:
                    break
                if failure.retry_after is not None:
                    # It holds for all the threads: the service means its client, not one of our questions.
                    self._closed_until = max(self._closed_until, monotonic() + failure.retry_after)
                resume = monotonic() + self._settings.pause * 2**attempt
        return reason

    def _deadline_of_one(self) -> float:
        return min(monotonic() + self._settings.deadline_per_request, self._deadline)
