"""Senders that pretend to be a service that people know: by the name they show, or a domain that looks alike."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from hygiene.evidence import AccountKind
from hygiene.mailbox import remembered
from hygiene.services.catalogue import known_domains, service
from hygiene.services.domains import site
from hygiene.services.lookalikes import lookalike

_SHORTEST = 4
_LONGEST = 80
_MAY_FOLLOW = (
    r"(?:team|tiimi|support|security|turvallisuus|säkerhet|asiakaspalvelu|kundtjänst|customer|service|"
    r"account|accounts|tili|konto|help|palvelut|palvelu|tjänst|tjänster|services|info|no-?reply|billing|oy|ab|oyj|suomi|"
    r"finland|sverige|sweden)"
)
_SHOWN = re.compile(rf"(.+?)(?:\.com|\.fi|\.se)?(?:[\s\-–|:,]+{_MAY_FOLLOW})*", re.IGNORECASE)


def pretends(shown: str, named: str) -> bool:
    """Whether a sender at this site shows the name of a service that it is not, or has a domain that looks like its."""
    return _shows_anothers_name(shown, named) or _resembles(named) is True


def may_pretend(named: str) -> bool:
    """Whether a sender's site resembles that of a known service, which happens by chance too."""
    return _resembles(named) is not None


def owned_by(named: str, shown: str) -> str:
    """The site of the service in whose name the one at a known site sends, which may be either; else that site."""
    known = remembered.service(named)
    if known is None or known.nature is not AccountKind.UNKNOWN or not remembered.names_an_organisation(named):
        return named
    sites = _sites_by_name().get(_bare_name(shown), set())
    natures = {found.nature for each in sites if (found := remembered.service(each))}
    return min(sites) if len(natures) == 1 and named not in sites else named


def _bare_name(shown: str) -> str:
    bare = _SHOWN.fullmatch(shown.strip()[:_LONGEST])
    return bare[1].casefold() if bare else ""


def _shows_anothers_name(shown: str, named: str) -> bool:
    if remembered.service(named) and remembered.names_an_organisation(named):
        return (
            False  # one service may well send in the name of another that it owns; a mailbox provider's users may not
        )
    name = _bare_name(shown)
    # Where only the ending differs, it may well be the same service in another country.
    labels = {_label(each) for each in _sites_by_name().get(name, ())}
    return len(name) >= _SHORTEST and bool(labels) and _label(named) not in labels


def _label(where: str) -> str:
    """The first part of a site, without the hyphens that one of a service's domains may have and another not."""
    return where.partition(".")[0].replace("-", "")


@lru_cache(maxsize=4_096)
def _resembles(named: str) -> bool | None:
    """Whether a resemblance is no chance; None where there is none."""
    found = lookalike(named)
    return found.is_certain if found else None


@cache
def _sites_by_name() -> dict[str, set[str]]:
    sites: dict[str, set[str]] = defaultdict(set)
    for domain in known_domains():
        if known := service(domain):
            sites[known.name.casefold()].add(site(domain))
    return sites
