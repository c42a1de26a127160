"""The catalogue: what is on record about a service, from public lists and from what Nordic public staff meet.

`catalogue.tsv` is derived by `scripts/derive_services.py`; `natures/` is written by hand and wins over it.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from hygiene.evidence import AccountKind
from hygiene.services.domains import is_public, itself_and_above, site

COLUMNS = (
    "domain",
    "name",
    "second_factor",
    "second_factor_link",
    "change_password_link",
    "delete_difficulty",
    "delete_link",
    "categories",
)
"""The columns of `catalogue.tsv`. Empty means not on record; links stand without their `https://`."""

NO_SECOND_FACTOR = "-"
"""Stands in the column `second_factor` of a service that is on record as having none."""

PASSKEY = "passkey"
_MOST_WORDS = 4
"""No service has a longer name."""

_PRIVATE_CATEGORIES = frozenset(("betting", "cryptocurrencies", "entertainment", "food", "gaming", "investing"))
"""Categories of the public lists whose services are likely to be private, unless `natures/` says otherwise."""


class Sureness(StrEnum):
    """How sure something is that is on record about a service."""

    CERTAIN = "certain"
    LIKELY = "likely"


class DeleteDifficulty(StrEnum):
    """How hard it is to delete an account."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    LIMITED = "limited"
    """Only in some countries, or only in part."""
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Service:
    """What is on record about one service. Links are https addresses, "" where none is known.

    `site` is the domain under which it is on record. `nature` is WORK or PRIVATE only where accounts of the service
    are so by their very nature, and `nature_is` tells how sure that is: what follows from nothing but the category of a
    public list is likely. `second_factor` tells whether it offers more than a password (None: not on record),
    `methods` how (`totp`, `sms`, `passkey` and so on). `ended` is the year, or year and month, in which it was closed,
    "" for one that is not known to be, and `end_is` tells how sure that is. `email_link` leads to where an account's
    address is changed.
    """

    site: str
    name: str
    nature: AccountKind = AccountKind.UNKNOWN
    nature_is: Sureness | None = None
    second_factor: bool | None = None
    methods: tuple[str, ...] = ()
    second_factor_link: str = ""
    change_password_link: str = ""
    delete_difficulty: DeleteDifficulty | None = None
    delete_link: str = ""
    categories: tuple[str, ...] = ()
    ended: str = ""
    end_is: Sureness | None = None
    email_link: str = ""


@dataclass(frozen=True, slots=True)
class _Closing:
    name: str
    ended: str
    end_is: Sureness


@dataclass(frozen=True, slots=True)
class _Nature:
    name: str
    kind: AccountKind
    category: str


def service(url_or_host: str) -> Service | None:
    """What is on record about the service at a URL, host or site, None if nothing is.

    The most specific domain on record counts, at most the whole site: neighbours below a shared suffix tell nothing.
    """
    names = itself_and_above(url_or_host)
    listed = next((name for name in names if name in _rows()), "")
    judged = next((name for name in names if name in _natures()), "")
    closed = next((name for name in names if name in _closings()), "")
    if not listed and not judged and not closed:
        return None
    row = dict(zip(COLUMNS[1:], _rows()[listed].split("\t"), strict=True) if listed else ((c, "") for c in COLUMNS))
    nature, closing = _natures().get(judged), _closings().get(closed)
    methods = [method for method in row["second_factor"].split() if method != NO_SECOND_FACTOR]
    categories = row["categories"].split()
    if nature and nature.category not in categories:
        categories.insert(0, nature.category)
    kind = nature.kind if nature else _nature_of(categories)
    return Service(
        site=listed or judged or closed,
        name=(nature.name if nature else row["name"]) or (closing.name if closing else listed),
        nature=kind,
        nature_is=None if kind is AccountKind.UNKNOWN else Sureness.CERTAIN if nature else Sureness.LIKELY,
        second_factor=bool(methods) if row["second_factor"] else None,
        methods=tuple(methods),
        second_factor_link=_link(row["second_factor_link"]),
        change_password_link=_link(row["change_password_link"]),
        delete_difficulty=DeleteDifficulty(row["delete_difficulty"]) if row["delete_difficulty"] else None,
        delete_link=_link(row["delete_link"]),
        categories=tuple(categories),
        ended=closing.ended if closing else "",
        end_is=closing.end_is if closing else None,
        email_link=_link(next((_email_links()[name] for name in names if name in _email_links()), "")),
    )


def nature_of_name(name: str) -> AccountKind:
    """The nature of the service whose name a text begins with, UNKNOWN where none is, or several differ."""
    words = name.casefold().split()
    leading = (" ".join(words[:end]) for end in range(min(len(words), _MOST_WORDS), 0, -1))
    return next((_named()[name] for name in leading if name in _named()), AccountKind.UNKNOWN)


def known_domains() -> tuple[str, ...]:
    """The domains that Nordic public staff meet: those of the services whose nature is on record."""
    return tuple(_natures())


@cache
def _named() -> dict[str, AccountKind]:
    named: dict[str, AccountKind] = {}
    for nature in _natures().values():
        name = nature.name.casefold()
        named[name] = nature.kind if named.get(name, nature.kind) is nature.kind else AccountKind.UNKNOWN
    return named


def categories() -> frozenset[str]:
    """Every category that a service on record has."""
    listed = {word for row in _rows().values() for word in row.rpartition("\t")[2].split()}
    return frozenset(listed | {nature.category for nature in _natures().values()})


def change_password_link(url_or_host: str) -> str:
    """Where the password of a service is changed, "" where nothing can be offered.

    Without a page on record it is the well-known address (W3C, "A Well-Known URL for Changing Passwords"), which many
    services redirect from; it is offered to the employee and never fetched. Intranets and IP addresses get none.
    """
    where = site(url_or_host)
    for known in (service(url_or_host), service(where)):
        if known and known.change_password_link:
            return known.change_password_link
    return f"https://{where}/.well-known/change-password" if is_public(where) else ""


def _nature_of(categories: list[str]) -> AccountKind:
    is_private = bool(categories) and _PRIVATE_CATEGORIES.issuperset(categories)
    return AccountKind.PRIVATE if is_private else AccountKind.UNKNOWN


def _link(without_scheme: str) -> str:
    return without_scheme and f"https://{without_scheme}"


@cache
def _rows() -> dict[str, str]:
    """The rows of the catalogue by domain, still unread: of thousands, an audit needs a few dozen."""
    lines = files(__package__).joinpath("catalogue.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = {}
    for line in lines[2:]:
        domain, _, rest = line.partition("\t")
        rows[domain] = rest
    return rows


@cache
def _closings() -> dict[str, _Closing]:
    document = tomllib.loads(files(__package__).joinpath("closed.toml").read_text(encoding="utf-8"))
    return {
        domain: _Closing(name, ended, Sureness(end_is))
        for end_is, services in document.items()
        for name, (ended, *domains) in ((name, each.split()) for name, each in services.items())
        for domain in domains
    }


@cache
def _email_links() -> dict[str, str]:
    document = tomllib.loads(files(__package__).joinpath("email_links.toml").read_text(encoding="utf-8"))
    return dict(document["links"])


@cache
def _natures() -> dict[str, _Nature]:
    here = files(__package__).joinpath("natures")
    return {
        domain: _Nature(name, kind, category)
        for kind in AccountKind
        for file in here.joinpath(kind).iterdir()
        for category, services in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for name, domains in services.items()
        for domain in domains.split()
    }
