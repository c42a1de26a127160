"""What is known about an employee's accounts, and how it came to be known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.inputs import DataExportInput as DataExportInput
from hygiene.inputs import Input as Input
from hygiene.inputs import Rejection as Rejection
from hygiene.inputs import UnreadFile as UnreadFile
from hygiene.secret import Secret


class Origin(StrEnum):
    """How a piece of evidence came to be known, strongest first."""

    MEASURED = "measured"
    """The tool saw it itself: in a vault, a mailbox, a device or a data export."""
    SHOWN = "shown"
    """The employee opened the setting with the tool's link and confirmed its value."""
    TOLD = "told"
    """The employee answered a question."""


class AccountKind(StrEnum):
    """On which side of the line between work and leisure an account lies."""

    WORK = "work"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class SecondFactor(StrEnum):
    """Whether an account asks for more than a password, as far as the export can tell."""

    ON = "on"
    OFF = "off"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


class Exposure(StrEnum):
    """Whether a password is known from a breach. Only a whole and trusted answer is ever `NOT_FOUND`."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


class BreachSource(StrEnum):
    """Who answered whether a password is known from a breach."""

    EMBEDDED = "embedded"
    RANGE_SERVICE = "range_service"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class BreachAnswer:
    """The answer for one password.

    `count` is how often the password was seen (None: seen, or not asked, but not counted), `reason` is the key of
    the words that say why the answer is unknown (in `texts/*/breaches.toml`, below `unknown`), and `as_of` is
    the date of the data behind the answer where it is known.
    """

    exposure: Exposure
    source: BreachSource
    count: int | None = None
    reason: str | None = None
    as_of: date | None = None


class BreachNature(StrEnum):
    """What a breach on record is. Only `SERVICE` means that a service itself lost something."""

    SERVICE = "service"
    STEALER_LOG = "stealer_log"
    """Malware on people's own devices wrote down what they typed, whatever the service."""
    MALWARE = "malware"
    """Taken from the infrastructure of malware that lives on people's devices."""
    SPAM_LIST = "spam_list"
    """Addresses gathered for sending spam: no service lost anything."""
    FABRICATED = "fabricated"
    RETIRED = "retired"
    UNKNOWN = "unknown"
    """Nothing but the name of the breach is known."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach as it is on record.

    `name` is its lasting short name, `site` the registrable domain of the service ("" where it is about none), and
    `happened` the day, often no more exact than the month. `data` are the kinds of data that leaked, as keys of
    `texts/*/exposure.toml` below `data`, and `other_data` counts the kinds that this program has no words for. Whether
    somebody is in a breach `is_sensitive` about is nobody's business but theirs.
    """

    name: str
    nature: BreachNature = BreachNature.UNKNOWN
    title: str = field(default="", repr=False)
    site: str = ""
    happened: date | None = None
    data: tuple[str, ...] = ()
    other_data: int = 0
    is_verified: bool = True
    is_sensitive: bool = False

    @property
    def lost_passwords(self) -> bool:
        """Whether passwords leaked, or what leads to them."""
        return not LOST_PASSWORDS.isdisjoint(self.data)


LOST_PASSWORDS = frozenset({"passwords", "historical-passwords", "password-hints"})
"""The kinds of data after whose loss a password has to be changed."""

NO_BREACH = frozenset({BreachNature.FABRICATED, BreachNature.RETIRED})
"""What stands on record and says nothing about anybody."""


@dataclass(frozen=True, slots=True)
class BreachList:
    """All breaches on record. `as_of` is the day when the newest of them was put on the list."""

    breaches: tuple[Breach, ...]
    as_of: date


class AddressSource(StrEnum):
    """Who answered in which breaches an address is, and what that took."""

    RANGE = "range"
    """The service, told six characters of the address's fingerprint."""
    IN_THE_CLEAR = "in_the_clear"
    """The service, told the address."""
    DOMAIN_FILE = "domain_file"
    """A file of the organisation; nothing left the machine."""


@dataclass(frozen=True, slots=True)
class StealerLogs:
    """The websites on which malware on a device recorded an address; where there are any, the device was infected.

    `reason` says why that is unknown, as in `BreachAnswer`.
    """

    sites: tuple[str, ...] = field(default=(), repr=False)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """In which breaches an address is. `reason` says why the answer is unknown, as in `BreachAnswer`.

    `logs` is None where nobody was asked about stealer logs.
    """

    exposure: Exposure
    source: AddressSource | None = None
    breaches: tuple[Breach, ...] = field(default=(), repr=False)
    reason: str | None = None
    logs: StealerLogs | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess.

    `score` runs from 0 (at once) to 4 (very hard), as zxcvbn defines it; `guesses_log10` is the decimal logarithm
    of the number of guesses an attacker needs; `reasons` are keys of `texts/*/strength.toml`, below `reasons`, and
    never hold a part of the password. `length` is counted in Unicode code points.
    """

    score: int
    guesses_log10: float
    length: int
    reasons: tuple[str, ...] = ()


class Alikeness(StrEnum):
    """What is alike in passwords that are not the same, told without showing any of it; the plainest first."""

    CAPITALS = "capitals"
    YEAR = "year"
    NUMBER = "number"
    ENDING = "ending"
    """The same word or words, with other digits and signs before or after."""
    LOOKALIKES = "lookalikes"
    """Signs in place of letters that they look like."""
    REVERSED = "reversed"
    REPEATED = "repeated"
    KEYBOARD = "keyboard"
    """The same way over the keys, begun elsewhere or with the shift key."""
    VARIANTS = "variants"
    """Several ways at once."""
    SERVICE_NAME = "service_name"
    """The same but for the name of the service, which is in each of them."""
    PATTERN = "pattern"
    """A season, month, day or feast in the same place, and numbers and signs in the same places."""
    EDIT = "edit"
    """One or two characters make the difference."""
    WORDS = "words"
    """Passphrases that differ in one word."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two or more passwords that are alike, in the order of the vault."""

    passwords: tuple[Secret, ...] = field(repr=False)
    alike: Alikeness


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The different passwords of a vault that are alike. Where it is not `complete`, there may be more."""

    groups: tuple[Likeness, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """One login as an export holds it. Only its entry shows in a `repr`: all else is personal.

    `entry` is `input number:row number in its source`, both from 1. `password` is None where the entry has none.
    `has_second_factor` is True where the export holds a one-time code or a passkey for the entry and None where it
    holds none: an export never proves that there is no second factor. `changed` is the last change of the password
    where `dates_password` is True, else only of the entry. `previous` are the other passwords that the entry had
    before, as far as the export remembers them.
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
    `first_seen` and `last_seen` are the days of the first and the last sign, None where it bears no date.
    """

    site: str = field(repr=False)
    address: str = field(repr=False)
    source: TraceSource
    certainty: Certainty
    first_seen: date | None = None
    last_seen: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A login together with what was concluded about it.

    `label` is how the employee recognises it and never holds a user name, an address or a password; `site` is the
    registrable domain of its service ("" where the entry names none).
    """

    login: Login
    label: str = field(repr=False)
    site: str = field(repr=False)
    kind: AccountKind = AccountKind.UNKNOWN
    uses_work_address: bool = False
    second_factor: SecondFactor = SecondFactor.UNKNOWN


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
    or to hold a work address. `traces` are signs of accounts found elsewhere than in a vault. `data_exports` account
    for what was read of the data exports.
    """

    inputs: tuple[Input, ...] = ()
    accounts: tuple[Account, ...] = ()
    strengths: Mapping[Secret, Strength] = field(default_factory=dict, repr=False)
    exposures: Mapping[Secret, BreachAnswer] = field(default_factory=dict, repr=False)
    likenesses: Likenesses = Likenesses()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    work_domains: frozenset[str] = frozenset()
    breach_list: BreachList | None = field(default=None, repr=False)
    no_breach_list: str | None = None
    addresses: tuple[AddressAnswer, ...] = field(default=(), repr=False)
    settings: tuple[PlatformSetting, ...] = ()
    employer_named_on: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = field(default=(), repr=False)
    data_exports: tuple[DataExportInput, ...] = ()

    @property
    def settings_in_order(self) -> bool:
        """Whether every setting of every platform that is known to be used is as recommended."""
        return bool(self.settings) and all(setting.is_in_order for setting in self.settings)

    @property
    def every_row_was_read(self) -> bool:
        """False where a row of an input was rejected, so that the vault is known only in part."""
        return not any(read_from.rejected for read_from in self.inputs)

    @property
    def every_data_export_was_read(self) -> bool:
        """False where a file of a data export could not be read, which may tell of any setting."""
        return not any(export.unread for export in self.data_exports)
