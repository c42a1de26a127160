"""From the logins of an export to accounts: whose each is, and by what name the employee recognises it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from hygiene.checks.reuse import by_service, given_up_elsewhere
from hygiene.evidence import Account, AccountKind, Likenesses, Login, SecondFactor
from hygiene.policy.model import Policy
from hygiene.secret import Secret
from hygiene.services.catalogue import service
from hygiene.services.domains import host, is_within, mail_domain, site
from hygiene.texts import say

_LABEL_LENGTH = 60
_SHORTEST_TELLING_NAME = 3
_MOST_WORDS = 8
"""Longer runs of words in a title are not held against the passwords of other rows."""


def take_inventory(
    logins: Sequence[Login],
    policy: Policy,
    work_domains: frozenset[str],
    chosen_kinds: Mapping[str, AccountKind],
) -> tuple[Account, ...]:
    """An account for each login. `chosen_kinds` are the employee's own words, keyed by `kind_key`."""
    private_words = _private_words(logins)
    accounts = [_account(login, policy, work_domains, private_words) for login in logins]
    sorted_by_choice = [
        replace(account, kind=chosen_kinds.get(kind_key(account), AccountKind.UNKNOWN))
        if account.kind is AccountKind.UNKNOWN
        else account
        for account in accounts
    ]
    return tuple(_told_apart(sorted_by_choice))


def kind_key(account: Account) -> str:
    """What the employee decides about when deciding whether an account is work or private: the service."""
    return account.site or account.label


def undecided(accounts: Iterable[Account], likenesses: Likenesses) -> list[Account]:
    """One account of each service about which it matters, and is not known, whether it is work or private.

    It matters where a work address is used, and where another service has the same password or one that is like it, or
    had it once.
    """
    everything = list(accounts)
    with_password = _by_password(everything)
    alike = (
        [account for password in group.passwords for account in with_password[password]] for group in likenesses.groups
    )
    over_time = ([*users, *former] for users, former in given_up_elsewhere(everything))
    together = [*with_password.values(), *alike, *over_time]
    shared = {id(account) for group in together if len(by_service(group)) > 1 for account in group}
    doubtful = {
        kind_key(account): account
        for account in everything
        if account.kind is AccountKind.UNKNOWN and (account.uses_work_address or id(account) in shared)
    }
    return list(doubtful.values())


def _by_password(accounts: list[Account]) -> dict[Secret, list[Account]]:
    groups: dict[Secret, list[Account]] = {}
    for account in accounts:
        if account.login.password:
            groups.setdefault(account.login.password, []).append(account)
    return groups


def _account(login: Login, policy: Policy, work_domains: frozenset[str], private_words: frozenset[str]) -> Account:
    where = next((found for url in login.urls if (found := site(url))), "")
    if _folded(where) in private_words:
        where = ""
    organisation = policy.organisation
    hosts = [found for url in login.urls if (found := host(url))] if where else []
    addresses = (login.username, login.email)
    has_work_address = any(is_within(mail_domain(address), work_domains) for address in addresses)
    exempt = any(is_within(each, organisation.exempt_services) for each in hosts)
    return Account(
        login,
        label=_label(login, where, private_words),
        site=where,
        kind=_kind(hosts, work_domains, organisation.work_services),
        uses_work_address=has_work_address and not exempt,
        second_factor=_second_factor(login, hosts),
    )


def _kind(hosts: list[str], work_domains: frozenset[str], work_services: Iterable[str]) -> AccountKind:
    """What the policy says of any of an entry's addresses; else what is known of the service of the first."""
    if any(is_within(each, work_domains) or is_within(each, work_services) for each in hosts):
        return AccountKind.WORK
    known = service(hosts[0]) if hosts else None
    return known.nature if known else AccountKind.UNKNOWN


def _second_factor(login: Login, hosts: list[str]) -> SecondFactor:
    if login.has_second_factor:
        return SecondFactor.ON
    known = service(hosts[0]) if hosts else None
    return SecondFactor.UNSUPPORTED if known and known.second_factor is False else SecondFactor.UNKNOWN


def _private_words(logins: Iterable[Login]) -> frozenset[str]:
    """Every password, and every user name and address long enough to tell anything, for keeping them out of labels."""
    words = set()
    for login in logins:
        words |= {_folded(password.reveal()) for password in _passwords(login)}
        words |= {_folded(name) for name in (login.username, login.email)}
    return frozenset(word for word in words if len(word) >= _SHORTEST_TELLING_NAME)


def _passwords(login: Login) -> Iterator[Secret]:
    """The password of today and those of the past, which are as little for showing."""
    if login.password:
        yield login.password
    yield from login.previous


def _label(login: Login, where: str, private_words: frozenset[str]) -> str:
    title = " ".join(login.title.split())
    if title and not _gives_away(_folded(title), login, private_words):
        return title if len(title) <= _LABEL_LENGTH else title[: _LABEL_LENGTH - 1] + "…"
    return where or _row_of(login)


def _gives_away(title: str, login: Login, private_words: frozenset[str]) -> bool:
    """Whether a title holds a password, a user name or an address, its own or that of another row."""
    own = [login.username, login.email, *(password.reveal() for password in _passwords(login))]
    holds_own = any(len(word) >= _SHORTEST_TELLING_NAME and word in title for word in map(_folded, own))
    return holds_own or "@" in title or not private_words.isdisjoint(_parts(title))


def _parts(title: str) -> Iterator[str]:
    """Every run of whole words of a title, with and without the signs around them: a password may be several words."""
    for words in (title.split(), re.split(r"[\s,;:/|()\[\]<>\"']+", title)):
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1):
                yield " ".join(words[start:end])


def _folded(text: str) -> str:
    """A text in the form in which two that look alike are equal, as labels show any space as one."""
    return " ".join(normalize("NFKC", text).casefold().split())


def _told_apart(accounts: list[Account]) -> Iterable[Account]:
    """The accounts with the row added to a label that several of them would bear."""
    bearers = Counter(account.label for account in accounts)
    for account in accounts:
        if bearers[account.label] == 1:
            yield account
        else:
            label = say("audit.label_with_row", label=account.label, row=_row_of(account.login))
            yield replace(account, label=label)


def _row_of(login: Login) -> str:
    number, row = login.entry.split(":")
    return say("audit.row", row=row) if number == "1" else say("audit.row_of_file", row=row, file=number)
