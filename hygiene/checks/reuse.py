"""Checks of the same password, or of one that is like it, in more than one place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hygiene.checks.vault import about_accounts, by_password, of_kind, passwords_measured
from hygiene.evidence import Account, AccountKind, Alikeness, Evidence
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.secret import Secret
from hygiene.services.domains import bare_address
from hygiene.services.logins import sharing


def password_reuse(rule: Rule, evidence: Evidence) -> Outcome:
    """No password is used in two services, nor was it given up in one of them. What rightly shares a login is one."""
    return passwords_measured(rule, evidence, chain(_reused(evidence), _given_up(evidence)))


def _reused(evidence: Evidence) -> Iterator[Finding]:
    for accounts in by_password(evidence).values():
        services = by_service(accounts)
        if len(services) > 1:
            yield about_accounts(Verdict.BROKEN, "password_reused", accounts, "password_reused", times=len(services))


def _given_up(evidence: Evidence) -> Iterator[Finding]:
    for users, _ in given_up_elsewhere(evidence.accounts):
        if len(by_service(users)) == 1:
            reason = "password_given_up_elsewhere"
            yield about_accounts(Verdict.BROKEN, reason, users, reason)


def given_up_elsewhere(accounts: Sequence[Account]) -> Iterator[tuple[list[Account], list[Account]]]:
    """The accounts that have a password, and those of other services that had it: for each such password."""
    users: dict[Secret, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.login.password:
            users[account.login.password].append(account)
    former: dict[Secret, list[Account]] = defaultdict(list)
    for account in accounts:
        for password in account.login.previous:
            if password in users:
                former[password].append(account)
    for password, had_it in former.items():
        have_it = users[password]
        present = {id(account) for account in have_it}
        services = by_service([*have_it, *had_it])
        elsewhere = [each for service in services if present.isdisjoint(map(id, service)) for each in service]
        if elsewhere:
            yield have_it, elsewhere


def password_near_reuse(rule: Rule, evidence: Evidence) -> Outcome:
    """No password of one service is so like that of another that whoever learns one can guess the other.

    Only different passwords are compared: the same one in two services is for `password_reuse`.
    """
    return passwords_measured(rule, evidence, _alike(evidence))


def _alike(evidence: Evidence) -> Iterator[Finding]:
    for alike, passwords in _groups_alike(evidence):
        accounts = [account for accounts in passwords for account in accounts]
        if len(by_service(accounts)) > 1:
            yield about_accounts(Verdict.BROKEN, f"password_near_{alike}", accounts, "password_near")
    yield from _not_compared(evidence)


def _groups_alike(evidence: Evidence) -> Iterator[tuple[Alikeness, list[list[Account]]]]:
    """What is alike in each group of passwords, and the accounts of each of them."""
    accounts = by_password(evidence)
    for group in evidence.likenesses.groups:
        yield group.alike, [accounts[password] for password in group.passwords if password in accounts]


def _not_compared(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.likenesses.complete:
        yield Finding(Verdict.UNKNOWN, "likeness_unknown")


def password_across_work_and_leisure(rule: Rule, evidence: Evidence) -> Outcome:
    """No password, and so no user name with its password, serves both work and leisure; nor do two that are alike.

    Nor does one serve the one side that was given up on the other.
    """
    findings = chain(_across(evidence), _alike_across(evidence), _given_up_across(evidence))
    return passwords_measured(rule, evidence, findings)


def _across(evidence: Evidence) -> Iterator[Finding]:
    for accounts in by_password(evidence).values():
        if len(by_service(accounts)) < 2:
            continue
        work, private = of_kind(accounts, AccountKind.WORK), of_kind(accounts, AccountKind.PRIVATE)
        if work and private:
            shared = _user_names(work) & _user_names(private)
            reason = "same_login_across" if shared else "same_password_across"
            yield about_accounts(Verdict.BROKEN, reason, [*work, *private], "same_password_across")
        elif len(work) + len(private) < len(accounts):
            yield about_accounts(Verdict.UNKNOWN, "kind_unknown_reused", accounts)


def _alike_across(evidence: Evidence) -> Iterator[Finding]:
    for _, passwords in _groups_alike(evidence):
        accounts = [account for accounts in passwords for account in accounts]
        if len(by_service(accounts)) < 2:
            continue
        work, private, undecided = (_passwords_of(kind, passwords) for kind in AccountKind)
        if _differ(work, private):
            sides = [*of_kind(accounts, AccountKind.WORK), *of_kind(accounts, AccountKind.PRIVATE)]
            yield about_accounts(Verdict.BROKEN, "similar_password_across", sides, "same_password_across")
        elif _differ(undecided, work | private | undecided):
            yield about_accounts(Verdict.UNKNOWN, "kind_unknown_similar", accounts)
    yield from _not_compared(evidence)


def _given_up_across(evidence: Evidence) -> Iterator[Finding]:
    sides = {AccountKind.WORK, AccountKind.PRIVATE}
    for users, former in given_up_elsewhere(evidence.accounts):
        now, before = {account.kind for account in users}, {account.kind for account in former}
        if sides <= now:
            continue
        if any(sides <= {one, other} for one in now for other in before):
            reason = "password_given_up_across"
            yield about_accounts(Verdict.BROKEN, reason, users, "password_given_up_elsewhere")
        elif AccountKind.UNKNOWN in now | before:
            yield about_accounts(Verdict.UNKNOWN, "kind_unknown_given_up", users)


def _passwords_of(kind: AccountKind, passwords: Sequence[Iterable[Account]]) -> set[int]:
    """Which of these passwords, by their places, accounts of a kind have."""
    return {place for place, accounts in enumerate(passwords) if of_kind(accounts, kind)}


def _differ(ones: set[int], others: set[int]) -> bool:
    """Whether one of the first and one of the others can be chosen so that they are not the same."""
    return bool(ones and others) and len(ones | others) > 1


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
