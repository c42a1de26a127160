"""The check of work addresses on private services."""

from collections.abc import Iterator
from dataclasses import replace

from hygiene.checks.vault import about_accounts, measured, of_kind
from hygiene.evidence import AccountKind, Evidence
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule


def work_address_on_private_service(rule: Rule, evidence: Evidence) -> Outcome:
    """A work address is the user name or contact of work accounts only.

    An entry that holds no user name may well belong to a work address: it is unknown.
    """
    return measured(rule, evidence, _misplaced(evidence))


def _misplaced(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.work_domains:
        yield Finding(Verdict.UNKNOWN, "work_domain_unknown")
        return
    elsewhere = [account for account in evidence.accounts if account.kind is not AccountKind.WORK]
    with_work_address = [account for account in elsewhere if account.uses_work_address]
    for account in of_kind(with_work_address, AccountKind.PRIVATE):
        reason = "work_address_on_private_service"
        # It is the address that is to be changed, so the page for changing the password is no help.
        yield replace(about_accounts(Verdict.BROKEN, reason, [account]), remedy=Remedy(reason, {"n": 1}))
    if undecided := of_kind(with_work_address, AccountKind.UNKNOWN):
        yield about_accounts(Verdict.UNKNOWN, "kind_unknown_work_address", undecided)
    if nameless := [account for account in elsewhere if not (account.login.username or account.login.email)]:
        yield about_accounts(Verdict.UNKNOWN, "user_name_unknown", nameless)
