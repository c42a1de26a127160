"""Checks of the same password in more than one place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hygiene.checks.vault import about_accounts, by_password, passwords_measured
from hygiene.evidence import Account, AccountKind, Evidence
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.services.domains import bare_address
from hygiene.services.logins import sharing


def password_reuse(rule: Rule, evidence: Evidence) -> Outcome:
    """No password is used in two services. Domains that rightly share one login are one service."""
    return passwords_measured(rule, evidence, _reused(evidence))


def _reused(evidence: Evidence) -> Iterator[Finding]:
    for accounts in by_password(evidence).values():
        services = by_service(accounts)
        if len(services) > 1:
            yield about_accounts(Verdict.BROKEN, "password_reused", accounts, "password_reused", times=len(services))


def password_across_work_and_leisure(rule: Rule, evidence: Evidence) -> Outcome:
    """No password, and so no user name with its password, serves both work and leisure."""
    return passwords_measured(rule, evidence, _across(evidence))


def _across(evidence: Evidence) -> Iterator[Finding]:
    for accounts in by_password(evidence).values():
        if len(by_service(accounts)) < 2:
            continue
        work = [account for account in accounts if account.kind is AccountKind.WORK]
        private = [account for account in accounts if account.kind is AccountKind.PRIVATE]
        if work and private:
            shared = _user_names(work) & _user_names(private)
            reason = "same_login_across" if shared else "same_password_across"
            yield about_accounts(Verdict.BROKEN, reason, [*work, *private], "same_password_across")
        elif len(work) + len(private) < len(accounts):
            yield about_accounts(Verdict.UNKNOWN, "kind_unknown_reused", accounts)


def _user_names(accounts: Iterable[Account]) -> set[str]:
    return {bare_address(account.login.username) for account in accounts if account.login.username}


def by_service(accounts: Iterable[Account]) -> list[list[Account]]:
    """The accounts grouped by service: what rightly shares one login is one service.

    An account whose entry names no site is a service of its own, known by its label.
    """
    by_site: dict[str, list[Account]] = defaultdict(list)
    unsited: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        (by_site[account.site] if account.site else unsited[account.label]).append(account)
    services = [[account for site in group for account in by_site[site]] for group in sharing(by_site)]
    return services + list(unsited.values())
