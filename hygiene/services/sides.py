"""The line between work and leisure: on which side of it a service lies, and whether a work address belongs there.

The policy decides first, then what is on record about the service, then the employee. What none of them knows stays
unknown: it is asked about, and held against nobody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from hygiene.evidence import AccountKind, Certainty
from hygiene.policy.model import Organisation, ServiceExemption
from hygiene.services.catalogue import Service, Sureness, nature_of_name, service
from hygiene.services.domains import is_shared_address, is_within, mail_domain

_SHORTEST_TENANT = 4


class Placement(StrEnum):
    """Whether an address is where it belongs."""

    FINE = "fine"
    MISPLACED = "misplaced"
    """A work address is in use on a private service: only what is certain is ever so."""
    DOUBTFUL = "doubtful"
    """It may be; only the employee can tell."""


@dataclass(frozen=True, slots=True)
class Line:
    """Whatever the line is drawn by.

    `told` are the employee's own words, by site, about services of which nothing else is known. `not_mine` are sites at
    which the employee says to have no account.
    """

    work_domains: frozenset[str]
    today: date
    organisation: Organisation = field(default_factory=Organisation)
    exemptions: tuple[ServiceExemption, ...] = ()
    told: Mapping[str, AccountKind] = field(default_factory=dict, repr=False)
    not_mine: frozenset[str] = field(default=frozenset(), repr=False)


def placement(kind: AccountKind, certainty: Certainty = Certainty.CERTAIN, *, uses_work_address: bool) -> Placement:
    """Whether the address of an account is where it belongs, by the side of its service and how sure the account is."""
    if not uses_work_address or kind is AccountKind.WORK:
        return Placement.FINE
    if kind is AccountKind.PRIVATE and certainty is Certainty.CERTAIN:
        return Placement.MISPLACED
    return Placement.DOUBTFUL


def side(hosts: Sequence[str], addresses: Iterable[str], line: Line) -> AccountKind:
    """The side of an account, by the hosts of one entry; where the hosts are on different sides it is unknown.

    A shared address of the organisation may well have an account of the organisation's own at a private service.
    """
    organisation = line.organisation
    if any(is_within(each, line.work_domains) or is_within(each, organisation.work_services) for each in hosts):
        return AccountKind.WORK
    if any(is_within(each, organisation.private_services) for each in hosts):
        return AccountKind.PRIVATE
    sides = {_by_catalogue(each, line) for each in hosts} - {AccountKind.UNKNOWN}
    if len(sides) != 1 or (sides == {AccountKind.PRIVATE} and has_shared_address(addresses, line)):
        return AccountKind.UNKNOWN
    return sides.pop()


def _by_catalogue(host: str, line: Line) -> AccountKind:
    """The side of a service on record: the policy's word about its kind, then its own nature where that is certain."""
    known = service(host)
    if known is None:
        return AccountKind.UNKNOWN
    for_work = not set(known.categories).isdisjoint(line.organisation.work_kinds)
    for_leisure = not set(known.categories).isdisjoint(line.organisation.private_kinds)
    if for_work != for_leisure:
        return AccountKind.WORK if for_work else AccountKind.PRIVATE
    if known.nature is AccountKind.UNKNOWN and _is_own_tenant(host, known, line):
        return AccountKind.WORK
    return known.nature if known.nature_is is Sureness.CERTAIN else AccountKind.UNKNOWN


def _is_own_tenant(host: str, known: Service, line: Line) -> bool:
    """Whether a host is the organisation's own place at a service, such as `town.zoom.us` of `town.example`.

    At a school's services guardians have accounts in the same place.
    """
    labels = re.split(r"[.-]", host.removesuffix(known.site))
    own = {domain.partition(".")[0] for domain in line.work_domains}
    return "education" not in known.categories and any(
        label in own and len(label) >= _SHORTEST_TENANT for label in labels
    )


def side_by_words(
    title: str, urls: Sequence[str], hosts: Sequence[str], addresses: Iterable[str], line: Line
) -> AccountKind:
    """The side of an account at a service that may be on either, or is not on record, by what is said of it.

    Its URLs may speak of leisure, and the title that its owner gave it of both. An entry without a host is that of the
    service whose name it begins with. Only where a service is known to serve both do words make its account one of
    work: elsewhere they may be its own name, or an excuse.
    """
    is_shared = has_shared_address(addresses, line)
    if not hosts:
        return AccountKind.UNKNOWN if is_shared else nature_of_name(title)
    names = {word for each in hosts if (known := service(each)) for word in _words(known.name)}
    entitled = [word for word in _words(title) if word not in names]
    is_private = _speak_of("private", [*entitled, *_words(" ".join(urls))])
    is_work = _speak_of("work", entitled)
    if is_private and not is_work and not is_shared:
        return AccountKind.PRIVATE
    may_be_either = all((known := service(each)) and known.nature is AccountKind.UNKNOWN for each in hosts)
    return AccountKind.WORK if is_work and not is_private and may_be_either else AccountKind.UNKNOWN


def _speak_of(kind: str, words: Iterable[str]) -> bool:
    return any(word.startswith(_words_of(kind)) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def has_shared_address(addresses: Iterable[str], line: Line) -> bool:
    """Whether one of these is an address that the organisation's staff share."""
    return any(is_work_address([each], line) and is_shared_address(each) for each in addresses)


@cache
def _words_of(kind: str) -> tuple[str, ...]:
    """What the words begin with that leave no doubt about an account, in Finnish, Swedish and English."""
    return tuple(files(__package__).joinpath(f"{kind}_words.txt").read_text(encoding="utf-8").split())


def is_work_address(addresses: Iterable[str], line: Line) -> bool:
    """Whether one of these user names or addresses is one that the employer gave."""
    return any(is_within(mail_domain(address), line.work_domains) for address in addresses)


def is_exempt(hosts: Sequence[str], line: Line) -> bool:
    """Whether the work address may be used at a service for good, or still today."""
    for_good = any(is_within(each, line.organisation.exempt_services) for each in hosts)
    return for_good or any(given.until >= line.today for given in _granted(hosts, line))


def exemption_ended(hosts: Sequence[str], line: Line) -> date | None:
    """The last day on which the work address was allowed at a service, where it is allowed no more."""
    if is_exempt(hosts, line):
        return None
    return max((given.until for given in _granted(hosts, line)), default=None)


def _granted(hosts: Sequence[str], line: Line) -> list[ServiceExemption]:
    known = service(hosts[0]) if hosts else None
    kinds = known.categories if known else ()
    return [
        given
        for given in line.exemptions
        if (given.service and any(is_within(each, [given.service]) for each in hosts)) or given.kind in kinds
    ]
