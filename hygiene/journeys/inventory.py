"""From the logins of an export to accounts: whose each is, and by what name the employee recognises it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from hygiene.evidence import Account, AccountKind, Login, SecondFactor
from hygiene.secret import Secret
from hygiene.services.catalogue import service
from hygiene.services.domains import host, is_shared_address, site
from hygiene.services.sides import Line, exemption_ended, is_exempt, is_work_address, side, side_by_words
from hygiene.texts import say

_GUARDIAN = re.compile(r"huoltaja|vårdnadshavare|vardnadshavare")
_AT_SCHOOL = re.compile(rf"{_GUARDIAN.pattern}|vanhempi|förälder|foralder|guardian|custodian|\bparent")
"""Whoever looks after a child at school is no member of its staff there."""
_LABEL_LENGTH = 60
_SHORTEST_TELLING_NAME = 3
_MOST_WORDS = 8
"""Longer runs of words in a title are not held against the passwords of other rows."""


def take_inventory(logins: Sequence[Login], line: Line) -> tuple[Account, ...]:
    """An account for each login. What the employee has told of sides is keyed by `kind_key`."""
    private_words = _private_words(logins)
    accounts = [_account(login, line, private_words) for login in logins]
    sorted_by_choice = [
        replace(account, kind=line.told.get(kind_key(account), AccountKind.UNKNOWN))
        if account.kind is AccountKind.UNKNOWN
        else account
        for account in accounts
    ]
    return tuple(_told_apart(sorted_by_choice))


def kind_key(account: Account) -> str:
    """What the employee decides about when deciding whether an account is work or private.

    It is the service, but for a shared address the account: the organisation's own may stand beside the employee's.
    """
    is_shared = account.uses_work_address and any(map(is_shared_address, (account.login.username, account.login.email)))
    return f"{account.site} {account.label}".strip() if is_shared or not account.site else account.site


def _account(login: Login, line: Line, private_words: frozenset[str]) -> Account:
    where = next((found for url in login.urls if (found := site(url))), "")
    if _folded(where) in private_words:
        where = ""
    hosts = [found for url in login.urls if (found := host(url))] if where else []
    addresses = (login.username, login.email)
    has_work_address = is_work_address(addresses, line)
    return Account(
        login,
        label=_label(login, where, private_words),
        site=where,
        kind=_kind(login, hosts, line),
        uses_work_address=has_work_address and not is_exempt(hosts, line),
        second_factor=_second_factor(login, hosts),
        exemption_ended=exemption_ended(hosts, line) if has_work_address else None,
    )


def _kind(login: Login, hosts: Sequence[str], line: Line) -> AccountKind:
    addresses = (login.username, login.email)
    on_the_net = [each for each in hosts if "." in each]
    kind = side(on_the_net, addresses, line)
    if kind is not AccountKind.UNKNOWN:
        return kind
    known = service(on_the_net[0]) if on_the_net else None
    title, urls = login.title.casefold(), " ".join(login.urls).casefold()
    is_school = known is not None and "education" in known.categories
    if (known is None and _GUARDIAN.search(title)) or (is_school and _AT_SCHOOL.search(f"{title} {urls}")):
        return AccountKind.PRIVATE
    return side_by_words(login.title, login.urls, on_the_net, addresses, line)


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
