"""Senders that pretend to be a service that people know: by the name they show, or a domain that looks alike."""

import re
from functools import cache
from unicodedata import normalize

from hygiene.services.catalogue import curated_names
from hygiene.services.domains import site

_SHORTEST = 5
_SHORTEST_SHOWN = 4
_MAY_FOLLOW = (
    r"(?:\.com|\.fi|\.se|team|tiimi|support|security|turvallisuus|säkerhet|asiakaspalvelu|kundtjänst|customer|service|"
    r"account|accounts|tili|konto|help|info|no-?reply|noreply|billing|oy|ab|oyj|suomi|finland|sverige|sweden)"
)
_SHOWN = re.compile(rf"(.+?)(?:[\s\-–|:,]+{_MAY_FOLLOW})*", re.IGNORECASE)
_ALIKE = str.maketrans(
    {
        **dict(zip("0135$@|!", "oiessail", strict=True)),
        **dict(zip("іїɩıl", "iiiii", strict=True)),
        **dict(zip("аеорсухкмтвнԁԛѕјһ", "aeopcyxkmtbhdqsjh", strict=True)),
    }
)


def pretends(shown: str, named: str) -> bool:
    """Whether a sender at this site shows the name of a service that it is not, or has a domain that looks like its."""
    return _shows_anothers_name(shown, named) or _looks_alike(named)


def _shows_anothers_name(shown: str, named: str) -> bool:
    bare = _SHOWN.fullmatch(shown.strip()[:80])
    name = (bare[1] if bare else shown).casefold()
    return len(name) >= _SHORTEST_SHOWN and name in _sites_by_name() and named not in _sites_by_name()[name]


def _looks_alike(named: str) -> bool:
    if named in _known():
        return False
    label = _in_letters(named.partition(".")[0])
    parts = {_skeleton(part) for part in [label, *label.split("-"), label.replace("-", "")]}
    return not parts.isdisjoint(_skeletons())


def _in_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--")[:63].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _skeleton(text: str) -> str:
    """A label as a hasty eye sees it."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if sign.isalnum() or sign in "-$@|!")
    return bare.translate(_ALIKE).replace("rn", "m").replace("vv", "w")


@cache
def _sites_by_name() -> dict[str, frozenset[str]]:
    return {name.casefold(): sites for name, sites in curated_names().items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(site(each) for sites in curated_names().values() for each in sites)


@cache
def _skeletons() -> frozenset[str]:
    labels = {each.partition(".")[0] for each in _known()}
    return frozenset(_skeleton(label) for label in labels if len(label) >= _SHORTEST)
