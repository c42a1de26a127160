"""Labelled mails, judged as the audit judges them; each mail by itself, as if it were the only one in its mailbox."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.work_addresses.sets import Label, lines
from hygiene.evidence import Trace, TraceSource
from hygiene.journeys.traces import follow_traces
from hygiene.mailbox.judging import Sight, judge
from hygiene.mailbox.mbox import read_mbox
from hygiene.mailbox.model import Found, Mail
from hygiene.services.sides import Line, Placement, placement

_GIVEN = {Placement.MISPLACED: Label.PRIVATE, Placement.DOUBTFUL: Label.ASK, Placement.FINE: Label.FINE}
_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def judged(half: Path) -> Iterator[tuple[Label, Label, str]]:
    """The true label of each mail, the one that it is given, and what it is about."""
    with (half / "mails.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["message_id"]: row for row in csv.DictReader(file, delimiter="\t")}
    by_organisation = lines(half)
    for mail in read_mbox(half / "mails.mbox", lambda _done, _total: None):
        row = rows.pop(_id(mail))
        yield Label(row["label"]), _label(mail, by_organisation[row["organisation"]]), f"{row['service']} {row['kind']}"
    if rows:
        raise ValueError(len(rows))  # a mail that was labelled was not found


def _id(mail: Found) -> str:
    found = _ID.search(mail.head) if isinstance(mail, Mail) else None
    return found[1].decode("ascii") if found else ""


def _label(mail: Found, line: Line) -> Label:
    sight = judge(mail, line.today)
    if not isinstance(sight, Sight) or sight.certainty is None:
        return Label.FINE
    trace = Trace(sight.site, sight.address, TraceSource.MAILBOX, sight.certainty, sight.day, sight.day, sight.about)
    given = [
        placement(each.kind, each.certainty, uses_work_address=each.uses_work_address)
        for each in follow_traces([trace], (), line)
    ]
    return next((_GIVEN[each] for each in given), Label.FINE)
