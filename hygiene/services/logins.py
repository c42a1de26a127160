"""Which domains rightly share one login, so that the same password there is no reuse.

`shared_logins.tsv` is derived by `scripts/derive_services.py`; `nordic_logins.toml` is written by hand.
"""

import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from hygiene.services.disjoint_sets import DisjointSets
from hygiene.services.domains import itself_and_above


class Sharing(StrEnum):
    """How the domains of a group share one login; the first column of `shared_logins.tsv`."""

    SHARED = "shared"
    HISTORICAL = "historical"
    """They did once. It may silence a warning and prove nothing else."""
    DIRECTED = "directed"
    """The login of the first domains is valid at the second ones."""


@dataclass(frozen=True, slots=True)
class LoginGroup:
    """Domains that share one login. `to` is filled for directed groups only."""

    sharing: Sharing
    domains: tuple[str, ...]
    to: tuple[str, ...] = ()


def sharing(sites: Iterable[str]) -> list[frozenset[str]]:
    """The sites (or hosts) parted into sets within which one login is rightly shared, in order of appearance.

    One registrable domain shares its login, and so do the groups on record. A directed group joins its first domains
    to its second ones, but does not join the first ones to each other where no second one is present. Takes time in
    proportion to the number of sites. An empty text is no site and is left out.
    """
    sets = DisjointSets()
    names = [name for name in dict.fromkeys(sites) if name]
    present: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name in names:
        domains = itself_and_above(name) or [name]
        sets.join(name, ("site", domains[-1]))
        for domain in domains:
            for group, is_target in _places().get(domain, ()):
                present[group][is_target].append(name)
    for group, (members, targets) in present.items():
        if members and (targets or groups()[group].sharing is not Sharing.DIRECTED):
            for name in [*members, *targets]:
                sets.join(name, members[0])
    parts: dict[Hashable, list[str]] = defaultdict(list)
    for name in names:
        parts[sets.root(name)].append(name)
    return [frozenset(part) for part in parts.values()]


def shared_with(site: str) -> frozenset[str]:
    """The sites at which the login of this one is valid today, itself among them; nothing for an empty text."""
    return frozenset({site}).union(_shared().get(site, ())) - {""}


@cache
def groups() -> tuple[LoginGroup, ...]:
    """Every group on record."""
    here = files(__package__)
    lines = here.joinpath("shared_logins.tsv").read_text(encoding="ascii").splitlines()[2:]
    derived = (line.split("\t") for line in lines)
    ours = tomllib.loads(here.joinpath("nordic_logins.toml").read_text(encoding="utf-8"))["shared"]
    return (
        *(LoginGroup(Sharing(how), tuple(domains.split()), tuple(to.split())) for how, domains, to in derived),
        *(LoginGroup(Sharing.SHARED, tuple(domains.split())) for domains in ours.values()),
    )


@cache
def _shared() -> dict[str, frozenset[str]]:
    """For each domain those that share its login today."""
    shared: dict[str, frozenset[str]] = {}
    for group in groups():
        if group.sharing is Sharing.SHARED:
            for domain in group.domains:
                shared[domain] = shared.get(domain, frozenset()).union(group.domains)
    return shared


@cache
def _places() -> dict[str, list[tuple[int, bool]]]:
    """For each domain the groups it is in, by number, and whether it is a target there."""
    places: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for number, group in enumerate(groups()):
        for domain in group.domains:
            places[domain].append((number, False))
        for domain in group.to:
            places[domain].append((number, True))
    return dict(places)
