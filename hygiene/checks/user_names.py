"""The check of user names: those of work stay at work."""

from collections import defaultdict
from collections.abc import Iterator

from hygiene.checks.reuse import by_service
from hygiene.checks.vault import about_accounts, measured, of_kind
from hygiene.evidence import Account, AccountKind, Evidence
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.services.domains import mail_domain
from hygiene.services.user_names import bare_user_name, is_work_user_name


def user_name_across_work_and_leisure(rule: Rule, evidence: Evidence) -> Outcome:
    """No user name of a work account, or of the organisation's systems, is one in leisure too.

    Addresses are for the checks of addresses.
    """
    return measured(rule, evidence, [*_of_work_systems(evidence), *_across(evidence)])


def _of_work_systems(evidence: Evidence) -> Iterator[Finding]:
    elsewhere = [account for account in evidence.accounts if account.kind is not AccountKind.WORK]
    of_systems = [account for account in elsewhere if _is_of_systems(account, evidence)]
    for account in of_kind(of_systems, AccountKind.PRIVATE):
        yield about_accounts(Verdict.BROKEN, "work_user_name_elsewhere", [account], "work_user_name_elsewhere")
    if undecided := of_kind(of_systems, AccountKind.UNKNOWN):
        yield about_accounts(Verdict.UNKNOWN, "kind_unknown_user_name", undecided)


def _across(evidence: Evidence) -> Iterator[Finding]:
    by_name: dict[str, list[Account]] = defaultdict(list)
    for account in evidence.accounts:
        name = bare_user_name(account.login.username, evidence.work_domains)
        if name and not mail_domain(account.login.username) and not _is_of_systems(account, evidence):
            by_name[name].append(account)
    for accounts in by_name.values():
        work, private = of_kind(accounts, AccountKind.WORK), of_kind(accounts, AccountKind.PRIVATE)
        if work and private and len(by_service([*work, *private])) > 1:
            sides = [*work, *private]
            yield about_accounts(Verdict.BROKEN, "same_user_name_across", sides, "work_user_name_elsewhere")


def _is_of_systems(account: Account, evidence: Evidence) -> bool:
    return is_work_user_name(account.login.username, evidence.user_names, evidence.work_domains)
