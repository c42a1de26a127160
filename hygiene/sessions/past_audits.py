"""What remains of an audit that was finished: enough to tell later what got better, and nothing that names anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hygiene.evidence import Origin
from hygiene.findings import Verdict


@dataclass(frozen=True, slots=True)
class BrokenThing:
    """One account of one finding.

    `reason` is the finding's. `account` and `password` ("" where it has none) are fingerprints under the store's key:
    they are equal where it is the same account or the same password still, and tell nothing else.
    """

    reason: str
    account: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class PastRule:
    """Where a rule stood, how that was known, and each account of a finding that broke it."""

    verdict: Verdict
    origin: Origin | None = None
    broken: tuple[BrokenThing, ...] = ()


@dataclass(frozen=True, slots=True)
class PastAudit:
    """A finished audit.

    `id` is its own: one that is remembered again replaces itself. `rules` are keyed by the id of the rule, `promises`
    are the days by which rules are to be followed, keyed likewise. `accounts` is how many accounts there were.
    `session` is the id of the session in which it was held for somebody else; "" for an audit of one's own.
    """

    id: str
    made_on: date
    policy: str
    policy_version: str
    accounts: int
    rules: Mapping[str, PastRule]
    promises: Mapping[str, date] = field(default_factory=dict)
    session: str = ""


def as_record(audit: PastAudit) -> list[Any]:
    """The audit as JSON values."""
    rules = {
        rule: [past.verdict, past.origin, [[thing.reason, thing.account, thing.password] for thing in past.broken]]
        for rule, past in audit.rules.items()
    }
    promises = {rule: day.isoformat() for rule, day in audit.promises.items()}
    made_on = audit.made_on.isoformat()
    return [audit.id, audit.session, made_on, audit.policy, audit.policy_version, audit.accounts, rules, promises]


def from_record(record: list[Any]) -> PastAudit:
    """The audit that `as_record` made this of."""
    audit_id, session, made_on, policy, version, accounts, rules, promises = record
    return PastAudit(
        audit_id,
        date.fromisoformat(made_on),
        policy,
        version,
        accounts,
        {
            rule: PastRule(Verdict(verdict), Origin(origin) if origin else None, tuple(BrokenThing(*t) for t in things))
            for rule, (verdict, origin, things) in rules.items()
        },
        {rule: date.fromisoformat(day) for rule, day in promises.items()},
        session,
    )
