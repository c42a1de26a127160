"""What the checks conclude."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hygiene.evidence import Origin


class Verdict(StrEnum):
    """Where a rule stands. Unknown is an answer of its own and is never counted as met."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"


class Severity(StrEnum):
    """How much harm a broken rule can do, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The next step. `key` names a text (None: the rule's own `action` says it), `links` lead to where it is done.

    Links are https addresses from the policy or the services catalogue, never from an export.
    """

    key: str | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix, or one thing that could not be known.

    `verdict` is broken, unknown or exempt. `reason` is a key: `say("checks." + reason + ".problem", **values)` gives
    the sentence. `about` are labels of accounts as the employee recognises them, `entries` the places of these
    accounts in their inputs, in the same order. Without entries, `about` are names of services.
    """

    verdict: Verdict
    reason: str
    about: tuple[str, ...] = field(default=(), repr=False)
    entries: tuple[str, ...] = ()
    values: Mapping[str, str | int] = field(default_factory=dict)
    remedy: Remedy = field(default_factory=Remedy)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the audit concludes about one rule. `origin` is None where nothing at all is known."""

    rule: str
    verdict: Verdict
    origin: Origin | None = None
    findings: tuple[Finding, ...] = ()


class Lack(StrEnum):
    """What an account of the organisation lacks, or what is not known of it; the gravest first."""

    OWNER = "owner"
    SECOND_FACTOR = "second_factor"
    PRIVATE_RECOVERY = "private_recovery"
    APPROVAL = "approval"
    DEPUTY = "deputy"
    CHECKED_LONG_AGO = "checked_long_ago"
    SECOND_FACTOR_UNKNOWN = "second_factor_unknown"
    RECOVERY_UNKNOWN = "recovery_unknown"
    DOMAIN_UNKNOWN = "domain_unknown"
    """There is a recovery address, and it is not known what the addresses of the organisation end in."""
    NEVER_CHECKED = "never_checked"


UNKNOWN_LACKS = frozenset({Lack.SECOND_FACTOR_UNKNOWN, Lack.RECOVERY_UNKNOWN, Lack.DOMAIN_UNKNOWN, Lack.NEVER_CHECKED})
"""What is not known, and so neither in order nor amiss."""
