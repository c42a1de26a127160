"""An employee's part in the anonymised summary: what would leave is made, shown, and given only with consent."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from hygiene.conversation import Conversation, Question
from hygiene.errors import HygieneError, SessionError
from hygiene.findings import Verdict
from hygiene.journeys.interview import yes_or_no
from hygiene.journeys.kept_audit import completed_on
from hygiene.policy.model import Policy
from hygiene.reports.document import AuditReport
from hygiene.sessions import Session, Store
from hygiene.summary.folders import write_shares
from hygiene.summary.period import Period
from hygiene.summary.record import VERDICTS, Answers, RuleSet, cells_of
from hygiene.summary.sharing import Side, split
from hygiene.texts import current_language, say

_ANSWERS = "answers"
_NUMBER = "summary"
_BYTES_PER_LINE = 16


@dataclass(frozen=True, slots=True)
class Contribution:
    """What would leave: an employee's answers for one period, and the two shares that they were split into.

    `number` is what is to be kept of it, so that the next export of this period replaces it.
    """

    policy: Policy
    period: Period
    answers: Answers
    changed: bool
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


def prepare(store: Store | Session, policy: Policy, answers: Answers, today: date) -> Contribution:
    """Make the shares for the period of this day.

    All exports of one period bear the same random number, so that the last of them replaces the others. The number lies
    sealed in the store, and in the next period another one is drawn.
    """
    period, rules = Period.of(today), RuleSet.of(policy)
    number = _Number.of(store, period, _digest(answers, rules))
    changed = number.record != number.before
    cells = cells_of(answers, rules, changed=changed)
    shares = split(cells, rules, period, bytes.fromhex(number.pairing), number.revision)
    return Contribution(policy, period, answers, changed, shares, number.as_text())


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


def _digest(answers: Answers, rules: RuleSet) -> str:
    told = json.dumps([[answers.verdicts[rule] for rule in rules.rules], answers.measured])
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


def contribute(
    store: Store | Session, contribution: Contribution, folder: Path, conversation: Conversation, *, asks: bool
) -> bool:
    """Show what would leave, and write it where the employee agrees; where nothing may be asked, the order is consent.

    False where the employee does not agree: then nothing is written.
    """
    for paragraph in in_words(contribution):
        conversation.tell(paragraph)
    if asks:
        question = yes_or_no(say("summary.consent", name=folder.name))
        try:
            answer = conversation.choose(Question(question.text, question.choices, explanation=in_bytes(contribution)))
        except EOFError:
            answer = "no"
        if answer == "no":
            conversation.tell(say("summary.nothing_left"))
            return False
    keep_number(store, contribution)
    for side, path in write_shares(folder, contribution.shares, contribution.period).items():
        conversation.tell(
            say("summary.written", whom=say(f"summary.side.{side.folder}"), file=f"{path.parent.name}/{path.name}")
        )
    return True
