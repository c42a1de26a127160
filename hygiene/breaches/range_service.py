"""Asks a range service whether passwords are known from breaches, and tells it five characters of each one's hash.

The service, or whoever sees the traffic to it, learns the prefixes and no more. Prefixes are asked once, in random
order and with padding, so that neither their number of occurrences, nor their order in the vault, nor the size of the
replies says more. Two audits of one vault still share most prefixes and can be told to belong together.

Nothing is kept but the answers themselves, in memory.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from hashlib import sha1
from random import SystemRandom
from typing import NamedTuple

from hygiene.breaches.connection import Connection
from hygiene.breaches.crew import Crew
from hygiene.breaches.ranges import Range, read_range
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.breaches.spellings import spellings
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret

KNOWN_TO_BE_BREACHED = (Secret("P@ssw0rd"), Secret("password"))
"""Asked before anything else. A portal, a stale mirror or another server lacks them; two, because a server that says
the same to every question may happen to say the right thing to one of them."""

_PADDED = {"Add-Padding": "true"}


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
    done = 0
    suffixes = {**wanted, **for_controls}

    def fetch(connection: Connection, prefix: str, deadline: float) -> Range:
        return read_range(connection.get(f"/range/{prefix}", deadline, _PADDED), suffixes[prefix])

    def tell() -> None:
        progress(done, len(wanted))

    tell()
    with Crew(settings, len(suffixes), fetch, tell) as crew:
        ranges.update(crew.ask(for_controls))
        disbelief = _why_not_to_believe(controls, ranges)
        if disbelief is not None:
            return dict.fromkeys(wanted, disbelief)
        done = len(wanted) - len(rest)
        for prefix, outcome in crew.ask(rest):
            ranges[prefix] = outcome
            done += 1
            tell()
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
