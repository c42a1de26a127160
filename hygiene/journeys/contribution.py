"""An employee's part in the anonymised summary: what would leave is made, shown, and given only with consent."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from hygiene.conversation import Choice, Conversation, Question
from hygiene.errors import HygieneError, SessionError
from hygiene.findings import Verdict
from hygiene.journeys.interview import yes_or_no
from hygiene.journeys.kept_audit import completed_on
from hygiene.policy.model import Keeper, Policy
from hygiene.release import Protection
from hygiene.reports.content import one_line
from hygiene.reports.document import AuditReport
from hygiene.sessions import Session, Store
from hygiene.summary.folders import below, write_shares
from hygiene.summary.period import Period
from hygiene.summary.record import VERDICTS, Answers, RuleSet, cells_of
from hygiene.summary.sharing import Side, split
from hygiene.texts import current_language, say

_ANSWERS = "answers"
_NUMBER = "summary"
_BYTES_PER_LINE = 16
_NO_UNIT = ""
_MAILED = Path("hygiene-summary")
"""The folder, in the current one, of what is to be sent by mail."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What would leave: an employee's answers for one period, and the two shares that they were split into.

    `number` is what is to be kept of it, so that the next export of this period replaces it.
    """

    policy: Policy
    period: Period
    answers: Answers
    changed: bool
    unit: str
    shares: dict[Side, bytes]
    number: str = field(repr=False)


def keep_answers(session: Session, report: AuditReport) -> None:
    """Keep what a completed audit came to, so that it can be contributed once the export has been deleted."""
    answers = Answers.of(report.outcomes)
    rules = RuleSet.of(report.policy).fingerprint.hex()
    session.set(_ANSWERS, json.dumps({"rules": rules, "verdicts": answers.verdicts, "measured": answers.measured}))


def kept_answers(session: Session, policy: Policy, period: Period) -> Answers:
    """What the completed audit came to. Raises `HygieneError` where it cannot be contributed to this period."""
    if session.beginning.demo:
        raise HygieneError("summary.demo")
    kept, completed = session.get(_ANSWERS), completed_on(session)
    if kept is None or completed is None:
        raise SessionError("summary.no_audit")
    document = json.loads(kept)
    if Period.of(completed) != period:
        raise HygieneError("summary.audit_too_old", period=str(period))
    if document["rules"] != RuleSet.of(policy).fingerprint.hex():
        raise HygieneError("summary.policy_changed")
    return Answers({rule: Verdict(verdict) for rule, verdict in document["verdicts"].items()}, document["measured"])


def prepare(store: Store | Session, policy: Policy, answers: Answers, today: date, unit: str = "") -> Contribution:
    """Make the shares for the period of this day. Raises `HygieneError` where the policy has no such unit.

    All exports of one period bear the same random number, so that the last of them replaces the others. The number lies
    sealed in the store, and in the next period another one is drawn.
    """
    period, rules = Period.of(today), RuleSet.of(policy)
    if unit and unit not in rules.units:
        raise HygieneError("collecting.no_such_unit", units=", ".join(rules.units))
    number = _Number.of(store, period, _digest(answers, rules, unit))
    changed = number.record != number.before
    cells = cells_of(answers, rules, changed=changed, unit=unit)
    shares = split(cells, rules, period, bytes.fromhex(number.pairing), number.revision)
    return Contribution(policy, period, answers, changed, unit, shares, number.as_text())


def keep_number(store: Store | Session, contribution: Contribution) -> None:
    """Keep the number of a contribution that is given: on disk before any share is."""
    store.set(_NUMBER, contribution.number)


@dataclass(frozen=True, slots=True)
class _Number:
    """The random number of one period, how many exports bear it, and digests of this period's and the last record."""

    period: str
    pairing: str
    revision: int
    record: str
    before: str

    @classmethod
    def of(cls, store: Store | Session, period: Period, record: str) -> "_Number":
        kept = store.get(_NUMBER)
        last = cls(**json.loads(kept)) if kept else cls("", "", 0, "", "")
        if last.period == str(period):
            return cls(last.period, last.pairing, last.revision + 1, record, last.before)
        return cls(str(period), secrets.token_hex(16), 1, record, last.record)

    def as_text(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def _digest(answers: Answers, rules: RuleSet, unit: str) -> str:
    told = json.dumps([[answers.verdicts[rule] for rule in rules.rules], answers.measured, unit])
    return sha256(rules.fingerprint + told.encode()).hexdigest()


def in_words(contribution: Contribution) -> Iterator[str]:
    """What would leave, paragraph by paragraph."""
    length = len(contribution.shares[Side.IT])
    yield say("summary.leaves.opening", period=str(contribution.period), length=length)
    language = current_language()
    for verdict in VERDICTS:
        rules = (rule for rule in contribution.policy.rules if contribution.answers.verdicts[rule.id] is verdict)
        titles = [f"- {rule.texts[language].title}" for rule in rules]
        if titles:
            yield "\n".join([say(f"summary.verdict.{verdict}"), *titles])
    yield say("summary.leaves.measured" if contribution.answers.measured else "summary.leaves.nothing_measured")
    yield say("summary.leaves.changed" if contribution.changed else "summary.leaves.unchanged")
    named = {unit.id: unit.names[language] for unit in contribution.policy.units}
    unit = contribution.unit
    yield say("collecting.in_unit", unit=one_line(named[unit])) if unit else say("collecting.in_no_unit")
    yield say("summary.leaves.protection")


def in_bytes(contribution: Contribution) -> str:
    """Every byte that would leave."""
    return "\n".join(
        "\n".join([say(f"summary.side.{side.folder}"), *dump(share)]) for side, share in contribution.shares.items()
    )


def dump(content: bytes) -> Iterator[str]:
    """Bytes as lines of hexadecimal digits, with the place of the first."""
    for at in range(0, len(content), _BYTES_PER_LINE):
        yield f"{at:5d}  {content[at : at + _BYTES_PER_LINE].hex(' ')}"


def is_collected(report: AuditReport) -> bool:
    """Whether what this audit came to can be contributed without more ado: the policy says where the shares go."""
    return not report.is_demo and len(report.policy.summary.keepers) == len(Side)


def offer(report: AuditReport, store: Store, conversation: Conversation, today: date) -> bool:
    """Where the policy says where shares go, offer to contribute what an audit came to; whether it was contributed.

    The audit itself has come to its end, so whatever fails here, or is broken off, is told and costs nothing else.
    """
    if not is_collected(report):
        return False
    try:
        if conversation.choose(yes_or_no(say("collecting.offer"))) == "yes":
            return contribute_report(report, store, conversation, today)
    except HygieneError as error:
        conversation.tell(say(f"{error.key}.problem", **error.values))
        conversation.tell(say(f"{error.key}.next", **error.values))
    except (EOFError, KeyboardInterrupt):
        conversation.tell(say("summary.nothing_left"))
    return False


def contribute_report(
    report: AuditReport,
    store: Store | Session,
    conversation: Conversation,
    today: date,
    folder: Path | None = None,
    *,
    asks: bool = True,
) -> bool:
    """Contribute what an audit came to, as `contribute` does. Raises `HygieneError` for that of the demonstration."""
    if report.is_demo:
        raise HygieneError("summary.demo")
    answers = Answers.of(report.outcomes)
    return contribute(store, report.policy, answers, conversation, today, folder, asks=asks)


def contribute(
    store: Store | Session,
    policy: Policy,
    answers: Answers,
    conversation: Conversation,
    today: date,
    folder: Path | None = None,
    *,
    asks: bool = True,
    unit: str | None = None,
) -> bool:
    """Show what would leave, and write it where the employee agrees; where nothing may be asked, the order is consent.

    The shares go below this folder or, where none is given, where the policy says. `unit` is asked for where it
    is None. False where the employee does not agree: then nothing is written.
    """
    destinations = _destinations(policy, folder)
    try:
        if unit is None:
            unit = _unit(policy, conversation) if asks else ""
        contribution = prepare(store, policy, answers, today, unit)
        for paragraph in in_words(contribution):
            conversation.tell(paragraph)
        if folder is None:
            for destination in destinations.values():
                conversation.tell(destination.in_words())
        if asks:
            text = say("summary.consent", name=folder.name) if folder else say("collecting.consent")
            question = yes_or_no(text)
            if conversation.choose(replace(question, explanation=in_bytes(contribution))) == "no":
                conversation.tell(say("summary.nothing_left"))
                return False
    except EOFError:
        conversation.tell(say("summary.nothing_left"))
        return False
    keep_number(store, contribution)
    _write(contribution, destinations, conversation)
    return True


@dataclass(frozen=True, slots=True)
class _Destination:
    """Where a share is written to, whom it is for, and the address that the employee is to send it to ("": none)."""

    folder: Path
    whom: str
    name: str = ""
    mail: str = ""
    is_made: bool = True

    def in_words(self) -> str:
        """Where the share goes."""
        if self.mail:
            return say("collecting.by_mail", whom=self.whom, mail=self.mail)
        return say("collecting.to_folder", whom=self.whom, folder=str(self.folder))


def _destinations(policy: Policy, folder: Path | None) -> dict[Side, _Destination]:
    """Where the two shares go. Raises `HygieneError` where neither the policy nor the employee says."""
    keepers = policy.summary.keepers
    if folder is None and len(keepers) < len(Side):
        raise HygieneError("collecting.no_folder")
    return {side: _destination(side, path, folder is None, keepers) for side, path in below(folder or _MAILED).items()}


def _destination(side: Side, path: Path, by_policy: bool, keepers: Mapping[str, Keeper]) -> _Destination:
    whom = say(f"summary.side.{side.folder}")
    keeper = keepers.get(side.folder)
    if keeper is None:
        return _Destination(path, whom)
    name = one_line(keeper.names[current_language()])
    whom = say("collecting.kept_by", side=whom, name=name)
    if not by_policy:
        return _Destination(path, whom)
    if keeper.mail:
        return _Destination(path, whom, name, keeper.mail)
    # It is not made where it lacks: the drive may not be there, and nobody would look for the share elsewhere.
    return _Destination(Path(keeper.folder).expanduser(), whom, is_made=False)


def _write(contribution: Contribution, destinations: Mapping[Side, _Destination], conversation: Conversation) -> None:
    folders = {side: destination.folder for side, destination in destinations.items()}
    try:
        for destination in destinations.values():
            if destination.is_made:
                destination.folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise HygieneError("summary.not_written") from None
    for side, path in write_shares(folders, contribution.shares, contribution.period).items():
        destination, file = destinations[side], f"{path.parent.name}/{path.name}"
        conversation.tell(say("summary.written", whom=destination.whom, file=file))
        if destination.mail:
            conversation.tell(say("collecting.mail_opening", name=destination.name, mail=destination.mail))
            conversation.tell(say("collecting.mail_steps", file=str(path)))


def _unit(policy: Policy, conversation: Conversation) -> str:
    """The unit that the employee names; "" where they name none, or where the policy asks for none."""
    if not RuleSet.of(policy).units:
        return ""
    units = tuple(Choice(unit.id, one_line(unit.names[current_language()])) for unit in policy.units)
    choices = (*units, Choice(_NO_UNIT, say("collecting.no_unit")))
    least = Protection().unit_minimum
    chosen = conversation.choose(Question(say("collecting.unit", least=least), choices))
    return "" if chosen == _NO_UNIT else chosen
