"""The document that every format of the list of accounts renders."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.errors import ExitCode
from hygiene.evidence import AccountKind, Certainty, Input, SecondFactor
from hygiene.policy.model import Policy


class AddressKind(StrEnum):
    """Under what an account is held. The address itself is never told."""

    WORK = "work"
    OWN = "own"
    NAME = "name"
    """A user name that is no address."""
    NONE = "none"


class FoundIn(StrEnum):
    """Where an account was found."""

    VAULT = "vault"
    MAILBOX = "mailbox"
    DATA_EXPORT = "data_export"
    BREACH = "breach"


class Step(StrEnum):
    """What is to be done about an account, in the best order."""

    STAY_AWAY = "stay_away"
    """The address looks like somebody else's."""
    FORGET = "forget"
    """The service has ended."""
    MOVE_TO_OWN = "move_to_own"
    MOVE_TO_WORK = "move_to_work"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - no password
    DECIDE = "decide"
    """It is not known on which side the service is, and the work address is in use there."""
    SECOND_FACTOR = "second_factor"
    CLOSE = "close"
    """It was not used for long."""


class Progress(StrEnum):
    """How far one has come with a step."""

    OPEN = "open"
    DONE = "done"
    """The employee says so, and nothing speaks against it."""
    STILL_SHOWN = "still_shown"
    """The employee says that it is done, and the newest files still show the old."""


@dataclass(frozen=True, slots=True)
class Action:
    """One step about one account, with links to where it is done."""

    step: Step
    links: tuple[str, ...] = ()
    progress: Progress = Progress.OPEN


@dataclass(frozen=True, slots=True)
class Row:
    """One account. `address_number` tells addresses of one kind apart, 0 where there is but one of its kind.

    `last_used` is what an export tells, `first_seen` and `last_seen` are the days of the first and the last trace.
    `entry` is the place of its login in the inputs, "" where only traces tell of it. `key` stands for service and
    address in what is remembered, and is never shown. `ended` is when the service ended, "" where it is not known to.
    """

    label: str = field(repr=False)
    site: str = field(repr=False)
    kind: AccountKind
    address: AddressKind
    second_factor: SecondFactor
    found_in: tuple[FoundIn, ...]
    address_number: int = 0
    certainty: Certainty = Certainty.CERTAIN
    last_used: date | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    ended: str = ""
    exemption_ended: date | None = None
    actions: tuple[Action, ...] = ()
    entry: str = ""
    key: str = field(default="", repr=False)

    @property
    def to_do(self) -> tuple[Action, ...]:
        """The steps that are not done yet."""
        return tuple(action for action in self.actions if action.progress is not Progress.DONE)


@dataclass(frozen=True, slots=True)
class AccountsReport:
    """All accounts on one day. `gone` counts the steps of last time that the files show no more.

    A `worksheet` holds only the accounts about which there is something to do.
    """

    policy: Policy
    rows: tuple[Row, ...]
    made_on: date
    inputs: tuple[Input, ...] = ()
    gone: int = 0
    is_worksheet: bool = False

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that a format tells of, what to do first on top."""
        return tuple(row for row in self.rows if row.actions or not self.is_worksheet)

    @property
    def actions(self) -> list[Action]:
        """Every step about every account."""
        return [action for row in self.rows for action in row.actions]

    @property
    def complete(self) -> bool:
        """Whether every row was read and nothing is left unknown that was asked for."""
        every_row_was_read = not any(each.rejected for each in self.inputs)
        return every_row_was_read and not any(self._unknowns())

    @property
    def exit_code(self) -> ExitCode:
        """What is told to the shell."""
        if any(action.step not in OPEN_QUESTIONS for row in self.rows for action in row.to_do):
            return ExitCode.SOMETHING_TO_FIX
        return ExitCode.NOTHING_TO_FIX if self.complete else ExitCode.NOT_COMPLETE

    def count(self, kind: AccountKind) -> int:
        """How many accounts are on this side."""
        return sum(row.kind is kind for row in self.rows)

    def _unknowns(self) -> Iterator[bool]:
        for row in self.rows:
            yield any(action.step in OPEN_QUESTIONS for action in row.to_do)
            yield row.certainty is not Certainty.CERTAIN
            yield row.address is AddressKind.NONE


OPEN_QUESTIONS = frozenset({Step.DECIDE, Step.SECOND_FACTOR})
"""Steps about what is not known: whether anything needs to be done is for the employee to see."""


def best_order(rows: Iterable[Row], important: Iterable[str]) -> tuple[Row, ...]:
    """Rows with the most urgent step first; of two with the same, the one that opens others, such as e-mail."""
    urgency = {step: place for place, step in enumerate(Step)}
    first = frozenset(important)

    def place(row: Row) -> tuple[int, bool, str]:
        steps = [urgency[action.step] for action in row.to_do]
        return min(steps, default=len(urgency)), row.key not in first, row.label.casefold()

    return tuple(sorted(rows, key=place))
