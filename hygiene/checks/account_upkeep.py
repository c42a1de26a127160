"""The checks of how accounts are looked after: whether they are needed still, and locked with more than a password."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from hygiene.checks.interview import answer, unknown
from hygiene.checks.vault import MOST_LINKS, about_accounts
from hygiene.evidence import Account, Evidence, Origin, SecondFactor
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule
from hygiene.services.catalogue import Sureness, service

_MONTHS = 12


def accounts_in_use(rule: Rule, evidence: Evidence) -> Outcome:
    """No account is on a service that has ended, nor unused for more than `max_months_unused` months.

    What the vault shows breaks the rule. That all the rest is looked through can only be told.
    """
    return _beside_the_answer(
        rule, evidence, [*_ended(evidence), *_unused(evidence, rule.parameters["max_months_unused"])]
    )


def _ended(evidence: Evidence) -> Iterator[Finding]:
    by_end: dict[Sureness, list[Account]] = defaultdict(list)
    for account in evidence.accounts:
        known = service(account.login.urls[0]) if account.site and account.login.urls else None
        if known and known.end_is:
            by_end[known.end_is].append(account)
    for end_is, accounts in by_end.items():
        if end_is is Sureness.CERTAIN:
            found = about_accounts(Verdict.BROKEN, "service_ended", accounts)
            yield replace(found, remedy=Remedy("service_ended", found.values))
        else:
            yield about_accounts(Verdict.UNKNOWN, "service_perhaps_ended", accounts)


def _unused(evidence: Evidence, most_months: int) -> Iterator[Finding]:
    today = evidence.today
    if today is None:
        return
    unused = [account for account in evidence.accounts if months_unused(account, today) > most_months]
    if unused:
        found = about_accounts(Verdict.BROKEN, "account_unused", unused, months=most_months)
        links = dict.fromkeys(
            known.delete_link for each in unused if (known := service(each.site)) and known.delete_link
        )
        yield replace(found, remedy=Remedy("account_unused", found.values, tuple(links)[:MOST_LINKS]))


def months_unused(account: Account, today: date) -> int:
    """For how many whole months an account was not used; 0 where the vault does not tell."""
    used = account.login.last_used
    if used is None or used >= today:
        return 0
    return (today.year - used.year) * _MONTHS + today.month - used.month - (today.day < used.day)


def second_factor_in_use(rule: Rule, evidence: Evidence) -> Outcome:
    """Every service that offers more than a password is used with it.

    A vault shows where it is in use; that it is not, only where something else tells. What it leaves open is unknown.
    """
    open_accounts = [account for account in evidence.accounts if _may_lack_it(account)]
    off = [account for account in open_accounts if account.second_factor is SecondFactor.OFF]
    left = [account for account in open_accounts if account.second_factor is SecondFactor.UNKNOWN]
    found = []
    if off:
        found.append(_with_links(about_accounts(Verdict.BROKEN, "second_factor_off", off), off))
    if left:
        found.append(_with_links(about_accounts(Verdict.UNKNOWN, "second_factor_unseen", left), left))
    return _beside_the_answer(rule, evidence, found)


def _may_lack_it(account: Account) -> bool:
    known = service(account.site)
    return bool(known and known.second_factor and not known.ended) and account.second_factor is not SecondFactor.ON


def _with_links(found: Finding, accounts: Iterable[Account]) -> Finding:
    links = dict.fromkeys(known.second_factor_link for each in accounts if (known := service(each.site)))
    shown = tuple(link for link in links if link)[:MOST_LINKS]
    return replace(found, remedy=Remedy("second_factor_unseen", found.values, shown))


def _beside_the_answer(rule: Rule, evidence: Evidence, found: Iterable[Finding]) -> Outcome:
    """What was measured to be amiss breaks a rule; otherwise the answer decides, and what is open is told beside it."""
    findings = tuple(found)
    broken = any(finding.verdict is Verdict.BROKEN for finding in findings)
    if broken and Origin.MEASURED in rule.accepts:
        return Outcome(rule.id, Verdict.BROKEN, Origin.MEASURED, findings)
    told = answer(rule, evidence) if rule.accepts != {Origin.MEASURED} else unknown(rule, "no_export")
    return replace(told, findings=(*told.findings, *findings))
