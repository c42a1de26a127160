"""The check of what was done after a breach: whether the passwords that leaked are still in use.

The list of breaches on record tells which services lost passwords, and when; what is known of the employee's own work
addresses adds the breaches that they are in, and the devices that malware listened to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum, auto

from hygiene.checks.vault import about_accounts, passwords_measured
from hygiene.evidence import Account, Breach, BreachNature, Evidence, Exposure, Login
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.services.logins import shared_with
from hygiene.texts.breach_words import UNDISCLOSED

_ON_A_DEVICE = frozenset({BreachNature.STEALER_LOG, BreachNature.MALWARE})
_LOGGED = Breach("", BreachNature.STEALER_LOG)
"""What malware recorded where no breach on record tells when that was."""


class _Age(Enum):
    """A password's age against a breach."""

    OLDER = auto()
    PERHAPS_OLDER = auto()
    NEWER = auto()


def service_breached(rule: Rule, evidence: Evidence) -> Outcome:
    """Where a service lost passwords, the password there was changed afterwards."""
    return passwords_measured(rule, evidence, _findings(evidence))


def _findings(evidence: Evidence) -> Iterator[Finding]:
    accounts = [account for account in evidence.accounts if account.login.password]
    on_record = evidence.breach_list.breaches if evidence.breach_list else ()
    own = [breach for each in evidence.addresses for breach in each.breaches]
    if any(each.logs and each.logs.sites for each in evidence.addresses):
        own.append(_LOGGED)
    by_site: dict[str, list[Breach]] = defaultdict(list)
    # What the list says of a breach goes before what an address's answer says, which may be its name alone.
    for breach in {breach.name: breach for breach in (*own, *on_record)}.values():
        if breach.nature is BreachNature.SERVICE and breach.lost_passwords and breach.site:
            by_site[breach.site].append(breach)
    yield from _after_malware(accounts, own)
    yield from _at_services(accounts, by_site)
    yield from _beyond_the_export(evidence, own)
    if evidence.breach_list is not None:
        if nameless := [account for account in accounts if not account.site]:
            yield about_accounts(Verdict.UNKNOWN, "service_nameless", nameless)
    elif evidence.no_breach_list:
        yield Finding(Verdict.UNKNOWN, "breach_list_unread", values={"why": evidence.no_breach_list})
    else:
        yield Finding(Verdict.UNKNOWN, "breach_list_missing")


def _after_malware(accounts: Iterable[Account], own: Iterable[Breach]) -> Iterator[Finding]:
    """Malware took down whatever was typed on a device, so it is about every password, whatever the service."""
    listened = [breach for breach in own if breach.nature in _ON_A_DEVICE]
    if not listened:
        return
    latest = max(listened, key=_day)
    if exposed := [account for account in accounts if _age(account.login, latest) is not _Age.NEWER]:
        yield about_accounts(Verdict.BROKEN, "device_infected", exposed, "device_infected", when=_month(latest))


def _at_services(accounts: Iterable[Account], by_site: dict[str, list[Breach]]) -> Iterator[Finding]:
    together: dict[tuple[str, _Age], list[Account]] = defaultdict(list)
    breaches: dict[str, Breach] = {}
    for account in accounts:
        if judged := _judged(account, by_site):
            breach, age = judged
            together[breach.name, age].append(account)
            breaches[breach.name] = breach
    for (name, age), exposed in together.items():
        yield _exposed(breaches[name], age, exposed)


def _judged(account: Account, by_site: dict[str, list[Breach]]) -> tuple[Breach, _Age] | None:
    """The newest breach that the password may be older than; claims count where nothing that is confirmed does."""
    known = [breach for where in shared_with(account.site) for breach in by_site.get(where, ())]
    for is_verified in (True, False):
        newest = max((breach for breach in known if breach.is_verified is is_verified), key=_day, default=None)
        if newest and (age := _age(account.login, newest)) is not _Age.NEWER:
            return newest, age
    return None


def _exposed(breach: Breach, age: _Age, exposed: list[Account]) -> Finding:
    values: dict[str, str | int] = {"when": _month(breach), "data": UNDISCLOSED, "other_data": 0}
    if not breach.is_sensitive:
        values |= {"data": " ".join(breach.data), "other_data": breach.other_data}
    if not breach.is_verified:
        return about_accounts(Verdict.UNKNOWN, "service_perhaps_breached", exposed, None, **values)
    if age is _Age.OLDER:
        return about_accounts(Verdict.BROKEN, "service_breached", exposed, "service_breached", **values)
    return about_accounts(Verdict.UNKNOWN, "password_perhaps_older", exposed, None, **values)


def _beyond_the_export(evidence: Evidence, own: Iterable[Breach]) -> Iterator[Finding]:
    """What concerns the work addresses and no account of the export: nobody knows whether it was dealt with."""
    unknown = (each for each in evidence.addresses if each.exposure is Exposure.UNKNOWN)
    not_answered = Counter(each.reason or "not_asked" for each in unknown)
    for reason, count in not_answered.items():
        yield Finding(Verdict.UNKNOWN, "address_unknown", values={"n": count, "why": reason})
    unread = Counter(each.logs.reason for each in evidence.addresses if each.logs and each.logs.reason)
    for reason, count in unread.items():
        yield Finding(Verdict.UNKNOWN, "logs_unknown", values={"n": count, "why": reason})
    in_export = {where for account in evidence.accounts for where in shared_with(account.site)}
    elsewhere = {breach.name: breach for breach in own if _may_matter(breach) and breach.site not in in_export}
    if elsewhere:
        titles = tuple(breach.title for breach in elsewhere.values() if not breach.is_sensitive)
        yield Finding(Verdict.UNKNOWN, "address_breached", about=titles, values={"n": len(elsewhere)})


def _may_matter(breach: Breach) -> bool:
    return breach.nature is BreachNature.UNKNOWN or (breach.nature is BreachNature.SERVICE and breach.lost_passwords)


def _age(login: Login, breach: Breach) -> _Age:
    """How old a password is against a breach.

    The day on record is often no more exact than its month, so only a change after that month is newer. An entry that
    was not touched since before the breach has an older password; one that was touched later may have.
    """
    changed, happened = login.changed, breach.happened
    if changed is None or happened is None:
        return _Age.PERHAPS_OLDER
    if changed < happened:
        return _Age.OLDER
    is_later = (changed.year, changed.month) > (happened.year, happened.month)
    return _Age.NEWER if login.dates_password and is_later else _Age.PERHAPS_OLDER


def _day(breach: Breach) -> date:
    return breach.happened or date.min


def _month(breach: Breach) -> str:
    return breach.happened.strftime("%Y-%m") if breach.happened else ""
