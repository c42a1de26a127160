"""From the logins of an export to accounts: whose each is, and by what name the employee recognises it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from hygiene.evidence import Account, AccountKind, Login, SecondFactor
from hygiene.services.catalogue import service
from hygiene.services.domains import host, site
from hygiene.services.sides import Line, exemption_ended, is_exempt, is_work_address, side
from hygiene.texts import say

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
    """What the employee decides about when deciding whether an account is work or private: the service."""
    return account.site or account.label


def _account(login: Login, line: Line, private_words: frozenset[str]) -> Account:
    where = next((found for url in login.urls if (found := site(url))), "")
    if _folded(where) in private_words:
        where = ""
    hosts = [found for url in login.urls if (found := host(url))] if where else []
    has_work_address = is_work_address((login.username, login.email), line)
    return Account(
        login,
        label=_label(login, where, private_words),
        site=where,
        kind=side(hosts, line),
        uses_work_address=has_work_address and not is_exempt(hosts, line),
        second_factor=_second_factor(login, hosts),
        exemption_ended=exemption_ended(hosts, line) if has_work_address else None,
    )


def _second_factor(login: Login, hosts: list[str]) -> SecondFactor:
    if login.has_second_factor:
        return SecondFactor.ON
    known = service(hosts[0]) if hosts else None
    return SecondFactor.UNSUPPORTED if known and known.second_factor is False else SecondFactor.UNKNOWN


def _private_words(logins: Iterable[Login]) -> frozenset[str]:
    """Every password, and every user name and address long enough to tell anything, for keeping them out of labels."""
    words = set()
    for login in logins:
        if login.password:
            words.add(_folded(login.password.reveal()))
        words |= {_folded(name) for name in (login.username, login.email)}
    return frozenset(word for word in words if len(word) >= _SHORTEST_TELLING_NAME)


def _label(login: Login, where: str, private_words: frozenset[str]) -> str:
    title = " ".join(login.title.split())
    if title and not _gives_away(_folded(title), login, private_words):
        return title if len(title) <= _LABEL_LENGTH else title[: _LABEL_LENGTH - 1] + "…"
    return where or _row_of(login)


def _gives_away(title: str, login: Login, private_words: frozenset[str]) -> bool:
    """Whether a title holds a password, a user name or an address, its own or that of another row."""
    own = [login.username, login.email, login.password.reveal() if login.password else ""]
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
