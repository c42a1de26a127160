"""What is known about an employee's accounts, and how it came to be known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.evidence.accounts import (
    Account,
    AccountKind,
    Certainty,
    Login,
    Registered,
    SecondFactor,
    Trace,
    TracedAccount,
    TraceSource,
)
from hygiene.evidence.breaches import (
    LOST_PASSWORDS,
    NO_BREACH,
    AddressAnswer,
    AddressSource,
    Breach,
    BreachList,
    BreachNature,
    StealerLogs,
)
from hygiene.evidence.passwords import (
    Alikeness,
    BreachAnswer,
    BreachSource,
    Exposure,
    Likeness,
    Likenesses,
    Strength,
)
from hygiene.inputs import DataExportInput, Input, Rejection, UnreadFile
from hygiene.secret import Secret

__all__ = [
    "DONT_KNOW",
    "LOST_PASSWORDS",
    "NO_BREACH",
    "RATHER_NOT",
    "Account",
    "AccountKind",
    "AddressAnswer",
    "AddressSource",
    "Alikeness",
    "Answer",
    "Breach",
    "BreachAnswer",
    "BreachList",
    "BreachNature",
    "BreachSource",
    "Certainty",
    "DataExportInput",
    "Evidence",
    "Exposure",
    "Input",
    "Likeness",
    "Likenesses",
    "Login",
    "Origin",
    "PlatformSetting",
    "Registered",
    "Rejection",
    "SecondFactor",
    "StealerLogs",
    "Strength",
    "Trace",
    "TraceSource",
    "TracedAccount",
    "UnreadFile",
]


class Origin(StrEnum):
    """How a piece of evidence came to be known, strongest first."""

    MEASURED = "measured"
    """The tool saw it itself: in a vault, a mailbox, a device or a data export."""
    SHOWN = "shown"
    """The employee opened the setting with the tool's link and confirmed its value."""
    TOLD = "told"
    """The employee answered a question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An employee's answer to one question: the id of the choice, and the origin it counts as."""

    choice: str
    origin: Origin = Origin.TOLD


@dataclass(frozen=True, slots=True)
class PlatformSetting:
    """A privacy setting of a platform that the employee uses.

    `platform` is the platform's id, `platform_name` and `title` are what the employee recognises the setting by.
    `is_in_order` is None where that is not known, `origin` then None too. `link` is an https address or "".
    """

    platform: str
    platform_name: str
    title: str
    is_in_order: bool | None = None
    origin: Origin | None = None
    link: str = ""


DONT_KNOW = "dont-know"

RATHER_NOT = "rather-not"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the checks may look at. `answers` is keyed by rule id or circumstance id.

    `strengths` and `exposures` are keyed by password; a password that is missing from them is unknown.
    `likenesses` are those between the passwords of the accounts.
    `work_domains` are the organisation's own domains, lower case; empty where they are not known. `breach_list` is
    None where it was not read, for the reason `no_breach_list` where it was asked for; `addresses` are the answers
    about the employee's work addresses, empty where nobody asked. `settings` are those of every platform that is known
    to be used; `employer_named_on` are the names of the platforms on which a profile was measured to name the employer
    or to hold a work address. `traced` are the accounts that left traces elsewhere than in a vault.
    `user_names` are patterns of the user names of the organisation's systems, `today` is the day of the audit.
    `data_exports` account for what was read of the data exports.
    `inputs` are the accounts of the exports, `mailboxes` those of the mailboxes.
    """

    inputs: tuple[Input, ...] = ()
    accounts: tuple[Account, ...] = ()
    strengths: Mapping[Secret, Strength] = field(default_factory=dict, repr=False)
    exposures: Mapping[Secret, BreachAnswer] = field(default_factory=dict, repr=False)
    likenesses: Likenesses = field(default_factory=Likenesses)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    work_domains: frozenset[str] = frozenset()
    breach_list: BreachList | None = field(default=None, repr=False)
    no_breach_list: str | None = None
    addresses: tuple[AddressAnswer, ...] = field(default=(), repr=False)
    settings: tuple[PlatformSetting, ...] = ()
    employer_named_on: tuple[str, ...] = ()
    mailboxes: tuple[Input, ...] = ()
    data_exports: tuple[DataExportInput, ...] = ()
    traced: tuple[TracedAccount, ...] = field(default=(), repr=False)
    user_names: tuple[str, ...] = ()
    today: date | None = None

    @property
    def settings_in_order(self) -> bool:
        """Whether every setting of every platform that is known to be used is as recommended."""
        return bool(self.settings) and all(setting.is_in_order for setting in self.settings)

    @property
    def all_inputs(self) -> tuple[Input, ...]:
        """The accounts of everything that was read row by row."""
        return (*self.inputs, *self.mailboxes)

    @property
    def every_row_was_read(self) -> bool:
        """False where a row of an input was rejected, so that it is known only in part."""
        return not any(read_from.rejected for read_from in self.all_inputs)

    @property
    def every_data_export_was_read(self) -> bool:
        """False where a file of a data export could not be read, which may tell of any setting."""
        return not any(export.unread for export in self.data_exports)
