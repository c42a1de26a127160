"""Accounts: the logins and the traces that they are known by, and the files that these came from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.secret import Secret


class AccountKind(StrEnum):
    """On which side of the line between work and leisure an account lies."""

    WORK = "work"
    PRIVATE = "private"
    UNKNOWN = "unknown"

    @classmethod
    def agreed(cls, sides: "Iterable[AccountKind]") -> "AccountKind":
        """What several signs of one account together speak of.

        Of leisure where none speaks of work, and of work only where every one does: what says nothing may be leisure.
        """
        found = set(sides)
        if found == {cls.WORK}:
            return cls.WORK
        return cls.PRIVATE if cls.PRIVATE in found and cls.WORK not in found else cls.UNKNOWN


class SecondFactor(StrEnum):
    """Whether an account asks for more than a password, as far as the export can tell."""

    ON = "on"
    OFF = "off"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Login:
    """One login as an export holds it. Only its entry shows in a `repr`: all else is personal.

    `entry` is `input number:row number in its source`, both from 1. `password` is None where the entry has none.
    `has_second_factor` is True where the export holds a one-time code or a passkey for the entry and None where it
    holds none: an export never proves that there is no second factor. `changed` is the last change of the password
    where `dates_password` is True, else only of the entry. `previous` are the other passwords that the entry had
    before, as far as the export remembers them. `last_used` is the day on which the program that keeps it
    filled it in or opened it last, None where it does not tell.
    """

    entry: str
    title: str = field(default="", repr=False)
    urls: tuple[str, ...] = field(default=(), repr=False)
    username: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    password: Secret | None = field(default=None, repr=False)
    folder: str = field(default="", repr=False)
    has_second_factor: bool | None = None
    changed: date | None = None
    dates_password: bool = False
    last_used: date | None = None
    previous: tuple[Secret, ...] = field(default=(), repr=False)


class Certainty(StrEnum):
    """How sure a conclusion is; only what is certain may be held against anybody, all else is asked about."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class TraceSource(StrEnum):
    """Where a trace of an account was found."""

    MAILBOX = "mailbox"
    DATA_EXPORT = "data_export"
    BREACH = "breach"
    """A list of breaches names the service and the address."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A sign that an address has an account with a service, without the login itself.

    `site` is the registrable domain of the service, `address` the employee's address that it knows, in lower case.
    `first_seen` and `last_seen` are the days of the first and the last sign, None where it bears no date. `about` is
    the side that the signs themselves speak of beyond doubt, whatever the service: a mail about one's horse is private.
    """

    site: str = field(repr=False)
    address: str = field(repr=False)
    source: TraceSource
    certainty: Certainty
    first_seen: date | None = None
    last_seen: date | None = None
    about: AccountKind = AccountKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Account:
    """A login together with what was concluded about it.

    `label` is how the employee recognises it and never holds a user name, an address or a password; `site` is the
    registrable domain of its service ("" where the entry names none). `exemption_ended` is the last day of the leave to
    use the work address there, where that has ended.
    """

    login: Login
    label: str = field(repr=False)
    site: str = field(repr=False)
    kind: AccountKind = AccountKind.UNKNOWN
    uses_work_address: bool = False
    second_factor: SecondFactor = SecondFactor.UNKNOWN
    exemption_ended: date | None = None


@dataclass(frozen=True, slots=True)
class TracedAccount:
    """What traces tell of one address at one service, with what was concluded about it.

    `entry` is that of the login which the traces belong to, "" where no vault holds one. `certainty` tells how sure it
    is that there is an account: that of the surest trace, and certain where the employee has said so.
    """

    traces: tuple[Trace, ...] = field(repr=False)
    label: str = field(repr=False)
    site: str = field(repr=False)
    certainty: Certainty
    kind: AccountKind = AccountKind.UNKNOWN
    uses_work_address: bool = False
    exemption_ended: date | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """One account of the organisation as its register has it, "" and None where nothing stands there.

    `number` is its place in the register, from 1.
    """

    number: int
    service: str
    account: str = field(default="", repr=False)
    owner: str = field(default="", repr=False)
    deputy: str = field(default="", repr=False)
    approved: str = field(default="", repr=False)
    recovery: str = field(default="", repr=False)
    second_factor: bool | None = None
    checked: date | None = None
