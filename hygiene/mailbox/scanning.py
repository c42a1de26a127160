"""A mailbox from its first mail to its last: every mail is counted, and services are told apart."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

from hygiene.errors import SourceError
from hygiene.evidence import AccountKind, Certainty, Input, Rejection, Trace, TraceSource
from hygiene.mailbox.judging import Passed, Sight, judge
from hygiene.mailbox.model import MOST_MAILS, MOST_TRACES, MOST_UNREADABLE, Mailbox, Mails, Unreadable

_MOST_OWNERS = 10_000
_ORDER = tuple(Certainty)


class Gathering:
    """The sights of a mailbox, grouped while they come: nothing of a single mail stays."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[Certainty, date | None, date | None]] = {}
        self._ended: dict[tuple[str, str], date] = {}
        self._about: dict[tuple[str, str], set[AccountKind]] = defaultdict(set)
        self._owners: Counter[str] = Counter()

    def add(self, sight: Sight) -> None:
        """Take in what one mail shows."""
        if sight.address and (sight.address in self._owners or len(self._owners) < _MOST_OWNERS):
            self._owners[sight.address] += 1
        place = (sight.site, sight.address)
        if sight.certainty is None:
            self._ended[place] = max(sight.day or date.min, self._ended.get(place, date.min))
            return
        self._join(place, sight.certainty, sight.day, sight.day)
        self._about[place].add(sight.about)
        if len(self._seen) + len(self._ended) > MOST_TRACES:
            raise SourceError("mailbox.too_many", limit=MOST_TRACES)

    def traces(self) -> tuple[Trace, ...]:
        """A trace for each service and address, by their names.

        What was sent to an address that the mail does not name was probably sent to the one that most mails name.
        """
        owner = next((address for address, _ in self._owners.most_common(1)), "")
        for place in [place for place in self._seen if not place[1]]:
            certainty, first, last = self._seen.pop(place)
            if owner:
                self._about[place[0], owner] |= self._about[place]
                self._join((place[0], owner), max(certainty, Certainty.LIKELY, key=_ORDER.index), first, last)
        return tuple(
            Trace(*place, TraceSource.MAILBOX, certainty, first, last, AccountKind.agreed(self._about[place]))
            for place, (certainty, first, last) in sorted(self._seen.items())
            if not self._has_ended(place, last)
        )

    def _has_ended(self, place: tuple[str, str], last: date | None) -> bool:
        """Whether nothing came after the mail that said that there is no account any more."""
        return place in self._ended and (last or date.min) <= self._ended[place]

    def _join(self, place: tuple[str, str], certainty: Certainty, first: date | None, last: date | None) -> None:
        known = self._seen.get(place, (certainty, None, None))
        days = [day for day in (first, last, *known[1:]) if day]
        surest = min(certainty, known[0], key=_ORDER.index)
        self._seen[place] = surest, min(days, default=None), max(days, default=None)


def scan(mails: Mails, number: int, name: str, source: str) -> Mailbox:
    """Read a mailbox to its end; `number` is its place among the inputs, from 1.

    Mails in folders for spam are counted as left out. Raises `SourceError` where there are more mails, or more that
    cannot be read, than any mailbox has.
    """
    gathering = Gathering()
    rejected: list[Rejection] = []
    left_out = seen = 0
    latest = datetime.now(UTC).date() + timedelta(days=1)
    for mail in mails:
        seen += 1
        if seen > MOST_MAILS:
            raise SourceError("mailbox.too_many", limit=MOST_MAILS)
        match judge(mail, latest):
            case Sight() as sight:
                gathering.add(sight)
            case Unreadable(reason):
                rejected.append(Rejection(seen, reason))
                if len(rejected) > MOST_UNREADABLE:
                    raise SourceError("mailbox.too_many_unreadable", limit=MOST_UNREADABLE)
            case Passed.JUNK:
                left_out += 1
    return Mailbox(
        Input(number, name, source, seen, tuple(rejected), left_out=left_out, is_mailbox=True),
        gathering.traces(),
    )
