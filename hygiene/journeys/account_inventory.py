"""The list of accounts from beginning to end: files in, doubts asked about, what to do and how far one is out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hygiene import clock
from hygiene.conversation import Conversation
from hygiene.evidence import AccountKind
from hygiene.journeys.account_list import list_accounts
from hygiene.journeys.account_progress import ask_progress, remember, with_progress
from hygiene.journeys.answers import GivenAnswers
from hygiene.journeys.mailboxes import Mailboxes, read_mailboxes
from hygiene.journeys.self_audit import Progress
from hygiene.journeys.sorting import forget_sides, kind_id, sort_accounts
from hygiene.journeys.work_domain import ask_work_domain
from hygiene.platforms.reading import Catalogue
from hygiene.policy.model import Policy
from hygiene.reports.accounts.document import AccountsReport, Row
from hygiene.services.sides import Line
from hygiene.sessions import Session
from hygiene.sources import Export
from hygiene.sources.data_exports import read_data_export


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is made of. `again` asks once more what was answered, `is_worksheet` leaves out what is settled."""

    policy: Policy
    work_domains: frozenset[str] = frozenset()
    given: GivenAnswers = field(default_factory=GivenAnswers)
    data_exports: Sequence[Path] = ()
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    catalogue: Catalogue = field(default_factory=Catalogue)
    again: bool = False
    is_worksheet: bool = False


def take_stock(
    wanted: Wanted, exports: Sequence[Export], asked: tuple[Conversation, Session] | None, progress: Progress
) -> AccountsReport:
    """The list of all accounts. Without somebody to ask nothing is asked and nothing kept."""
    logins = [login for export in exports for login in export.logins]
    today = clock.today()
    work_domains = wanted.work_domains
    if asked and not work_domains:
        work_domains = ask_work_domain(*asked)
    known = [read_data_export(path, wanted.catalogue, work_domains) for path in wanted.data_exports]
    boxes = read_mailboxes(
        wanted.mailboxes, work_domains, len(exports) + 1, asked, lambda: progress("mailbox.progress")
    )
    traces = [*(each for export in known for each in export.traces), *(each for box in boxes for each in box.traces)]
    policy = wanted.policy
    line = Line(work_domains, today, policy.organisation, policy.service_exemptions, wanted.given.kinds)
    if asked:
        _keep(wanted.given.kinds, asked[1])
        if wanted.again:
            forget_sides(sort_accounts(logins, traces, line), asked[1])
    sorting = sort_accounts(logins, traces, line, asked, progress=progress("audit.progress.likeness"))
    rows = list_accounts(sorting, policy, line)
    gone = 0
    if asked:
        rows, gone = _progress(rows, *asked, today)
    inputs = (*(export.input for export in exports), *(box.input for box in boxes))
    return AccountsReport(policy, rows, today, inputs, gone, wanted.is_worksheet)


def _keep(kinds: Mapping[str, AccountKind], session: Session) -> None:
    for service, kind in kinds.items():
        session.record(kind_id(session, service), kind.value)


def _progress(
    rows: tuple[Row, ...], conversation: Conversation, session: Session, today: date
) -> tuple[tuple[Row, ...], int]:
    ask_progress(conversation, session, rows, today)
    gone = remember(session, rows, today)
    return tuple(with_progress(session, rows)), gone
