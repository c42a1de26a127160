"""The self-audit: an employee's exports in, questions where nothing can be measured, findings out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from hygiene import clock
from hygiene.breaches import answer_locally, combine
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings, ServiceSettings
from hygiene.breaches.traces import traces_of
from hygiene.checks import VAULT_CHECKS, conclude
from hygiene.conversation import Conversation
from hygiene.evidence import (
    AddressAnswer,
    Answer,
    BreachAnswer,
    BreachList,
    Evidence,
    Exposure,
    Login,
    PlatformSetting,
    Trace,
)
from hygiene.findings import Outcome, Verdict
from hygiene.journeys.answers import GivenAnswers
from hygiene.journeys.checklists import Walk
from hygiene.journeys.exposure import (
    Enquirer,
    Leaving,
    ask_about,
    breaches_on_record,
    enquirer,
    permit_by_asking,
    permit_kept,
    work_addresses,
)
from hygiene.journeys.interview import hold_interview, rule_steps, yes_or_no
from hygiene.journeys.known_words import known_words
from hygiene.journeys.mailboxes import Mailboxes, read_mailboxes
from hygiene.journeys.sorting import Sorting, sort_accounts
from hygiene.journeys.used_platforms import employer_named_on, known_settings, offer, walk_of
from hygiene.journeys.work_domain import ask_work_domain
from hygiene.mailbox import Mailbox
from hygiene.platforms.reading import Catalogue
from hygiene.policy.model import Policy
from hygiene.reports.data_exports import in_sentences
from hygiene.reports.document import AuditReport
from hygiene.secret import Secret
from hygiene.services.sides import Line
from hygiene.sessions import Session
from hygiene.sources import Export, Way
from hygiene.sources.data_exports import DataExport, read_data_export
from hygiene.strength import estimate_all
from hygiene.texts import say

Progress = Callable[[str], Callable[[int, int], None]]
"""Gives, for the key of a text, a callback that hears how far long work has come."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Whom the audit talks with, and where each answer is kept before the next question.

    `checklists` keeps the answers about privacy settings and `accounts` those about the sides of accounts, which
    outlive the audit; the audit keeps them itself where they are None. Where `checklists_busy`, another window goes
    through the checklists: they are not offered, and the settings stay unknown.
    """

    conversation: Conversation
    session: Session
    checklists: Session | None = None
    checklists_busy: bool = False
    accounts: Session | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What an audit is asked to do. `online` is None where the employee is to be asked.

    With a `corpus` of breached passwords nothing needs to leave, so the employee is not asked whether it may.
    """

    exports: Sequence[Path]
    policy: Policy
    way: Way = field(default_factory=Way)
    work_domains: frozenset[str] = frozenset()
    online: bool | None = False
    range_settings: RangeSettings = field(default_factory=RangeSettings)
    corpus: Path | None = None
    enquirer: Enquirer = field(default_factory=lambda: enquirer(ServiceSettings()))
    given: GivenAnswers = field(default_factory=GivenAnswers)
    data_exports: Sequence[Path] = ()
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    catalogue: Catalogue = field(default_factory=Catalogue)
    is_demo: bool = False


def run_audit(
    request: Request, exports: Sequence[Export], dialogue: Dialogue | None, progress: Progress
) -> AuditReport:
    """Audit what was read. Without a dialogue nothing is asked, and what would have been asked is unknown."""
    return ask_and_conclude(request, gather(request, exports, dialogue, progress), dialogue)


def gather(request: Request, exports: Sequence[Export], dialogue: Dialogue | None, progress: Progress) -> Evidence:
    """The evidence but for the answers about rules: what can be measured, and what the measuring needs to be told."""
    logins = [login for export in exports for login in export.logins]
    if dialogue:
        _tell_what_was_read(dialogue.conversation, exports)
    work_domains = _work_domains(request, dialogue, logins)
    data_exports = _data_exports(request, dialogue, work_domains)
    boxes = _mailboxes(request, dialogue, work_domains, len(exports) + 1, progress)
    traces = [
        *(each for export in data_exports for each in export.traces),
        *(each for box in boxes for each in box.traces),
        *_traces_of_breaches(request, logins, work_domains),
    ]
    today = clock.today()
    line = Line(
        work_domains, today, request.policy.organisation, request.policy.service_exemptions, request.given.kinds
    )
    sorting = _sorting(request, dialogue, logins, traces, line, progress)
    accounts = sorting.accounts
    passwords = list(dict.fromkeys(login.password for login in logins if login.password))
    strengths = estimate_all(passwords, known_words(accounts, work_domains), progress("audit.progress.strength"))
    exposures = _exposures(request, dialogue, passwords, progress)
    on_record = breaches_on_record(request.enquirer, online=bool(passwords) and _goes_online(request, dialogue))
    if isinstance(on_record, BreachList):  # it tells what the names stand for that an answer about an address gives
        request = replace(request, enquirer=replace(request.enquirer, breach_list=on_record))
    addresses = _addresses(request, dialogue, logins, work_domains)
    settings = _settings(walk_of(request.catalogue, accounts, data_exports, today), dialogue)
    return Evidence(
        inputs=tuple(export.input for export in exports),
        accounts=accounts,
        strengths=strengths,
        exposures=exposures,
        likenesses=sorting.likenesses,
        work_domains=work_domains,
        breach_list=on_record if isinstance(on_record, BreachList) else None,
        no_breach_list=on_record if isinstance(on_record, Reason) else None,
        addresses=addresses,
        settings=settings,
        employer_named_on=employer_named_on(data_exports),
        mailboxes=tuple(box.input for box in boxes),
        traced=sorting.traced,
        user_names=request.policy.organisation.user_names,
        today=today,
        data_exports=tuple(export.input for export in data_exports),
    )


def ask_and_conclude(
    request: Request, evidence: Evidence, dialogue: Dialogue | None, known: Mapping[str, Outcome] = MappingProxyType({})
) -> AuditReport:
    """Ask about the rules that are still open, and conclude.

    `known` are outcomes, by their rule, of what was measured earlier and is no part of the evidence any more.
    """
    today = clock.today()
    measured = frozenset(request.policy.rule(rule).check for rule in known)
    evidence = replace(evidence, answers=_interview(request, dialogue, evidence, measured))
    outcomes = (
        outcome if outcome.verdict is Verdict.NOT_APPLICABLE else known.get(outcome.rule, outcome)
        for outcome in conclude(request.policy, evidence, today)
    )
    return AuditReport(request.policy, evidence, tuple(outcomes), is_demo=request.is_demo, made_on=today)


def _tell_what_was_read(conversation: Conversation, exports: Sequence[Export]) -> None:
    for export in exports:
        account = export.input
        conversation.tell(say("audit.read", n=len(export.logins), name=account.name, seen=account.seen))
        if account.rejected:
            conversation.tell(say("audit.rows_rejected", n=len(account.rejected)))


def _data_exports(request: Request, dialogue: Dialogue | None, work_domains: frozenset[str]) -> list[DataExport]:
    exports = [read_data_export(path, request.catalogue, work_domains) for path in request.data_exports]
    if dialogue:
        for sentence in (sentence for export in exports for sentence in in_sentences(export.input)):
            dialogue.conversation.tell(sentence)
    return exports


def _work_domains(request: Request, dialogue: Dialogue | None, logins: Sequence[Login]) -> frozenset[str]:
    """The organisation's domains: from the request, else asked for; empty where they stay unknown."""
    if request.work_domains or not dialogue or not (logins or request.data_exports or request.mailboxes):
        return request.work_domains
    return ask_work_domain(dialogue.conversation, dialogue.session)


def _mailboxes(
    request: Request, dialogue: Dialogue | None, work_domains: frozenset[str], number: int, progress: Progress
) -> list[Mailbox]:
    asked = (dialogue.conversation, dialogue.session) if dialogue else None
    return read_mailboxes(request.mailboxes, work_domains, number, asked, lambda: progress("mailbox.progress"))


def _sorting(
    request: Request,
    dialogue: Dialogue | None,
    logins: Sequence[Login],
    traces: Sequence[Trace],
    line: Line,
    progress: Progress,
) -> Sorting:
    """The accounts, sorted to work and leisure."""
    asked = (dialogue.conversation, dialogue.accounts or dialogue.session) if dialogue else None
    answers = _all_answers(request, dialogue.session.answers if dialogue else {})
    later = len(rule_steps(request.policy, answers, VAULT_CHECKS))
    return sort_accounts(logins, traces, line, asked, later, progress("audit.progress.likeness"))


def _exposures(
    request: Request, dialogue: Dialogue | None, passwords: Sequence[Secret], progress: Progress
) -> Mapping[Secret, BreachAnswer]:
    known = answer_locally(passwords, request.corpus)
    if not passwords or not _goes_online(request, dialogue):
        return known
    from hygiene.breaches.range_service import look_up

    return combine(known, look_up(passwords, request.range_settings, progress("audit.progress.breaches")))


def _goes_online(request: Request, dialogue: Dialogue | None) -> bool:
    """Whether the range service may be asked: never offline, and never before the employee was told what leaves."""
    if request.online is False or not dialogue or (request.corpus and request.online is None):
        return bool(request.online)
    host = request.range_settings.host
    kept = f"online:{host} {request.enquirer.service.host}"  # an agreement is one with these services, and no others
    consent = dialogue.session.get(kept)
    if consent is None:
        dialogue.conversation.tell(say("breaches.consent.explain", host=host))
        if request.enquirer.breach_list is None:
            dialogue.conversation.tell(say("exposure.list.consent", host=request.enquirer.service.host))
        consent = dialogue.conversation.choose(yes_or_no(say("breaches.consent.ask", host=host)))
        dialogue.session.set(kept, consent)
    return consent == "yes"


def _addresses(
    request: Request, dialogue: Dialogue | None, logins: Sequence[Login], work_domains: frozenset[str]
) -> tuple[AddressAnswer, ...]:
    """In which breaches the work addresses of the export are, where that was asked for."""
    if not request.enquirer.asks_addresses:
        return ()
    addresses = work_addresses(logins, work_domains)
    if not addresses:
        return (AddressAnswer(Exposure.UNKNOWN, reason=Reason.NO_WORK_ADDRESS),)
    if request.online is False or not dialogue:
        # Without a dialogue the flags are consent enough, but never for sending an address as it is.
        def permit(way: Leaving, _shown: str) -> bool:
            return bool(request.online) and way is Leaving.RANGE

        asked = ask_about(addresses, request.enquirer, "", permit)
    else:
        host = request.enquirer.service.host
        ask = permit_by_asking(dialogue.conversation, host)
        shown = say("exposure.addresses.several", n=len(addresses))
        asked = ask_about(addresses, request.enquirer, shown, permit_kept(dialogue.session, host, ask))
    return tuple(asked.values())


def _traces_of_breaches(request: Request, logins: Sequence[Login], work_domains: frozenset[str]) -> tuple[Trace, ...]:
    """The accounts that the organisation's own file of breaches tells of: nothing leaves the computer for that."""
    if request.enquirer.domain_file is None:
        return ()
    answers = ask_about(work_addresses(logins, work_domains), request.enquirer, "", lambda _way, _shown: False)
    return traces_of(answers)


def _settings(walk: Walk, dialogue: Dialogue | None) -> tuple[PlatformSetting, ...]:
    """What is known of the privacy settings of the platforms in use; their checklists are offered first."""
    if dialogue and dialogue.checklists_busy and walk.platforms:
        dialogue.conversation.tell(say("privacy.busy"))
    if not dialogue or dialogue.checklists_busy:
        return known_settings(walk, {})
    kept = dialogue.checklists or dialogue.session
    offer(dialogue.conversation, dialogue.session, kept, walk)
    return known_settings(walk, kept.answers)


def _interview(
    request: Request, dialogue: Dialogue | None, evidence: Evidence, measured: frozenset[str]
) -> dict[str, Answer]:
    """The answers about rules and circumstances: those given beforehand, and those that are asked for now."""
    if not dialogue:
        return _all_answers(request, {})
    if evidence.inputs:
        measured |= VAULT_CHECKS
    if evidence.settings_in_order:
        measured |= {"privacy_settings"}
    hold_interview(
        dialogue.conversation,
        dialogue.session,
        lambda told: rule_steps(request.policy, _all_answers(request, told), measured),
    )
    return _all_answers(request, dialogue.session.answers)


def _all_answers(request: Request, told: Mapping[str, str]) -> dict[str, Answer]:
    choices = {**request.given.choices, **told}
    return {key: Answer(choice) for key, choice in choices.items() if key in request.policy.questions}
