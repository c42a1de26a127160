"""Breaches on record, and in which of them an address is."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hygiene.evidence.passwords import Exposure


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


LOST_PASSWORDS = frozenset({"passwords", "historical-passwords", "password-hints"})
"""The kinds of data after whose loss a password has to be changed."""

NO_BREACH = frozenset({BreachNature.FABRICATED, BreachNature.RETIRED})
"""What stands on record and says nothing about anybody."""


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
