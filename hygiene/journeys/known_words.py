"""What an attacker knows before the first guess: the organisation, the employee, and the service behind a password."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from hygiene.evidence import Account
from hygiene.secret import Secret

_SHORTEST = 3
_MOST = 60
"""Words for one password. A password that opens a hundred services is weak for other reasons."""


def known_words(accounts: Sequence[Account], work_domains: frozenset[str]) -> Callable[[Secret], Sequence[str]]:
    """Gives, for a password, the words that are known to whoever attacks it.

    These are the names in the organisation's domains and in the user names of its accounts, and the names in the site,
    the title and the user name of every account that the password opens.
    """
    of_everybody = [word for domain in sorted(work_domains) for word in _words(domain)]
    of_employee = [word for account in accounts if account.uses_work_address for word in _words(_name(account))]
    common = list(dict.fromkeys([*of_everybody, *of_employee]))[:_MOST]
    of_password: dict[Secret, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.login.password:
            of_password[account.login.password].append(account)

    def known(password: Secret) -> Sequence[str]:
        of_services = (
            word
            for account in of_password[password][:_MOST]
            for text in (account.site, account.login.title, _name(account))
            for word in _words(text)
        )
        return list(dict.fromkeys([*common, *of_services]))[: 2 * _MOST]

    return known


def _name(account: Account) -> str:
    """The part of a user name or an address that names the person."""
    return (account.login.username or account.login.email).partition("@")[0]


def _words(text: str) -> Iterable[str]:
    return (word for word in re.findall(r"[^\W\d_]+|\d+", text.lower()[:200]) if len(word) >= _SHORTEST)
