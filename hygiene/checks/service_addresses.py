"""The checks of where logins are used: whether the addresses of services are encrypted, and whose they are."""

from collections import defaultdict
from collections.abc import Iterator

from hygiene.checks.vault import about_accounts, measured
from hygiene.evidence import Account, Evidence
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.services.domains import is_public
from hygiene.services.lookalikes import Lookalike, lookalike


def encrypted_addresses(rule: Rule, evidence: Evidence) -> Outcome:
    """No login is saved for an address of the open internet that begins with `http://` and with nothing better."""
    return measured(rule, evidence, _in_the_clear(evidence))


def _in_the_clear(evidence: Evidence) -> Iterator[Finding]:
    if found := [account for account in evidence.accounts if _is_in_the_clear(account)]:
        yield about_accounts(Verdict.BROKEN, "address_in_the_clear", found, "address_in_the_clear")


def _is_in_the_clear(account: Account) -> bool:
    urls = [url.strip().lower() for url in account.login.urls if url.strip()]
    in_the_clear = [url for url in urls if url.startswith("http://") and is_public(url)]
    return bool(in_the_clear) and len(in_the_clear) == len(urls)


def genuine_addresses(rule: Rule, evidence: Evidence) -> Outcome:
    """No login is saved for an address that looks like a known one and is another. What may be chance is unknown."""
    return measured(rule, evidence, _lookalikes(evidence))


def _lookalikes(evidence: Evidence) -> Iterator[Finding]:
    own = tuple(sorted(evidence.work_domains))
    by_guise: dict[Lookalike, list[Account]] = defaultdict(list)
    for account in evidence.accounts:
        seen = {each for url in account.login.urls if (each := lookalike(url, own))}
        for each in seen:
            by_guise[each].append(account)
    for each, accounts in by_guise.items():
        if not each.is_certain:
            yield about_accounts(Verdict.UNKNOWN, "address_perhaps_lookalike", accounts, of=each.of)
        elif each.of:
            yield about_accounts(Verdict.BROKEN, "address_lookalike", accounts, "address_lookalike", of=each.of)
        else:
            yield about_accounts(Verdict.BROKEN, "address_mixed_alphabets", accounts, "address_lookalike")
