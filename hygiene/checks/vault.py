"""What every check of a vault shares: when it can say anything, and how its findings add up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hygiene.checks.interview import answer, unknown
from hygiene.evidence import Account, AccountKind, Evidence, Origin
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule
from hygiene.secret import Secret
from hygiene.services.catalogue import change_password_link
from hygiene.services.domains import bare_address

MOST_LINKS = 12
"""A finding about hundreds of accounts is not helped by hundreds of links."""


def by_password(evidence: Evidence) -> dict[Secret, list[Account]]:
    """The accounts of the vault that have a password, grouped by it, in the order of the vault."""
    groups: dict[Secret, list[Account]] = defaultdict(list)
    for account in evidence.accounts:
        if account.login.password:
            groups[account.login.password].append(account)
    return dict(groups)


def of_kind(accounts: Iterable[Account], kind: AccountKind) -> list[Account]:
    """The accounts that lie on one side of the line between work and leisure, or on neither."""
    return [account for account in accounts if account.kind is kind]


def about_accounts(
    verdict: Verdict,
    reason: str,
    accounts: Sequence[Account],
    remedy: str | None = None,
    **values: str | int,
) -> Finding:
    """A finding about these accounts, with links to the pages where their passwords are changed.

    The value `n` is the number of accounts unless it is given.
    """
    links = dict.fromkeys(link for account in accounts if (link := change_password_link(account.site)))
    counted = {"n": len(accounts), **values}
    return Finding(
        verdict,
        reason,
        about=tuple(account.label for account in accounts),
        entries=tuple(account.login.entry for account in accounts),
        values=counted,
        remedy=Remedy(remedy, counted, tuple(links)[:MOST_LINKS] if verdict is Verdict.BROKEN else ()),
    )


def measured(rule: Rule, evidence: Evidence, findings: Iterable[Finding]) -> Outcome:
    """The outcome of a rule that the vault was held against.

    Without an export the employee's own answer counts, where the policy accepts one. A row that could not be read,
    and an export without a single login, leave the rule unknown at best: the row may be the one that breaks it.
    """
    if not evidence.inputs:
        return unknown(rule, "no_export") if rule.accepts == {Origin.MEASURED} else answer(rule, evidence)
    if not evidence.accounts:
        return unknown(rule, "nothing_to_measure")
    found = list(findings)
    unread = sum(len(each.rejected) for each in evidence.inputs)
    if unread:
        found.append(Finding(Verdict.UNKNOWN, "rows_not_read", values={"n": unread}))
    verdicts = {finding.verdict for finding in found}
    verdict = next((each for each in (Verdict.BROKEN, Verdict.UNKNOWN) if each in verdicts), Verdict.MET)
    return Outcome(rule.id, verdict, Origin.MEASURED, tuple(found))


def passwords_measured(rule: Rule, evidence: Evidence, findings: Iterable[Finding]) -> Outcome:
    """The outcome of a rule about passwords. A vault in which no entry has one leaves the rule unknown."""
    could_hold_some = any(each.has_passwords for each in evidence.inputs)
    if evidence.accounts and could_hold_some and not by_password(evidence):
        return unknown(rule, "no_passwords")
    return measured(rule, evidence, chain(findings, _not_among_passwords(evidence)))


def _not_among_passwords(evidence: Evidence) -> Iterator[Finding]:
    """What is known to be a login, and whose password nobody has seen: it may be the one that breaks a rule.

    It has been seen where another entry has one for the same user name at the same site; a list that keeps no user
    names tells of a site alone.
    """
    bare = {str(each.number) for each in evidence.inputs if not each.has_passwords}
    seen = {key for account in evidence.accounts if account.login.password for key in _known_as(account)}
    unseen = [
        account
        for account in evidence.accounts
        if account.login.entry.partition(":")[0] in bare and seen.isdisjoint(_known_as(account)[-1:])
    ]
    if unseen:
        yield about_accounts(Verdict.UNKNOWN, "passwords_not_seen", unseen)


def _known_as(account: Account) -> list[tuple[str, str]]:
    """By what an account is known again, the vaguest first: its site, then each of its names there."""
    names = filter(None, map(bare_address, (account.login.email, account.login.username)))
    return [(account.site, name) for name in ("", *names)] if account.site else []
