"""What the service's JSON says about breaches, believed only where all of it has the form that it should have.

Everything here raises `ValueError` where anything is amiss; its text may quote what was read and is not to be shown. Of
a breach only what is needed is taken over; its description, which is HTML, is not.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from hygiene.evidence import Breach, BreachList, BreachNature
from hygiene.services.domains import site
from hygiene.texts import knows
from hygiene.texts.inert import inert

MOST_BYTES = 16 << 20
"""The whole list of breaches has some 1.5 MB today, the range of an address far less."""

FEWEST_BREACHES = 300
"""The list of all breaches is near a thousand long; what is much shorter is a part of it, and its gaps are no news."""

FEWEST_IN_RANGE = 150
"""The service knows thousands of millions of addresses: some 400 in each of the 16,777,216 ranges."""

ALWAYS_LISTED = frozenset({"Adobe", "Dropbox", "LinkedIn"})
"""Breaches that no whole list lacks."""

_MOST_BREACHES = 20_000
_MOST_KINDS_OF_DATA = 200
_MOST_SITES = 100_000
_LONGEST_SITE = 253
_LONGEST_TITLE = 80
_NAME = re.compile(r"[!-~]{1,100}", re.ASCII)
_SUFFIX = re.compile(r"[0-9A-F]{34}", re.ASCII)
_NATURES = (
    ("IsFabricated", BreachNature.FABRICATED),
    ("IsRetired", BreachNature.RETIRED),
    ("IsStealerLog", BreachNature.STEALER_LOG),
    ("IsMalware", BreachNature.MALWARE),
    ("IsSpamList", BreachNature.SPAM_LIST),
)
"""The first that holds decides."""

_NEWER_FLAGS = frozenset({"IsMalware", "IsStealerLog"})
"""Lists of earlier years lack these."""

_T = TypeVar("_T")


class Plan(NamedTuple):
    """What a key may do.

    `takes_ranges`: an address may be asked about by six characters of its fingerprint. `has_logs`: for the addresses
    of the holder's own domains, the service tells what malware recorded.
    """

    takes_ranges: bool
    until: date | None
    has_logs: bool = False


def read_json(content: bytes) -> Any:
    """JSON as UTF-8. A name that stands twice in an object is refused, since each reader would pick another."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except RecursionError:
        raise ValueError from None


def read_breach_list(content: bytes) -> BreachList:
    """The list of all breaches. A part of it is refused: what it lacks would pass for never breached."""
    said = read_json(content)
    breaches = _breaches(said)
    if len(breaches) < FEWEST_BREACHES or not {breach.name for breach in breaches} >= ALWAYS_LISTED:
        raise ValueError
    return BreachList(breaches, max(_date(each, "AddedDate") for each in said))


def read_breaches(content: bytes) -> tuple[Breach, ...]:
    """Breaches in full, at least one."""
    return _breaches(read_json(content))


def read_names(value: Any) -> tuple[str, ...]:
    """Names of breaches, at least one."""
    return tuple(_name(each) for each in _some(value, _MOST_BREACHES))


def read_account_range(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """The names of the breaches of each address of a range, by the 34 last characters of its fingerprint."""
    entries = [_as(dict, each) for each in _some(read_json(content), 1_000_000)]
    suffixes = [_as(str, each.get("hashSuffix")).upper() for each in entries]
    if not all(map(_SUFFIX.fullmatch, suffixes)) or len(suffixes) < FEWEST_IN_RANGE:
        raise ValueError
    if len({suffix[0] for suffix in suffixes}) < 16:  # fingerprints fall everywhere alike: this list was cut off
        raise ValueError
    _demand_distinct(suffixes)
    return dict(zip(suffixes, (read_names(each.get("websites")) for each in entries), strict=True))


def read_domain(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """The names of the breaches of each address of a domain, by the part before the @ sign in lower case."""
    aliases: dict[str, tuple[str, ...]] = {}
    for alias, names in _as(dict, read_json(content)).items():
        # Mail systems hardly ever tell capitals apart, and what belongs to either belongs to both.
        key = alias.strip().casefold()
        if not key or len(key) > 320:
            raise ValueError
        aliases[key] = (*aliases.get(key, ()), *read_names(names))
    # Names of breaches have no dot. What has one everywhere is the list of websites on which malware recorded the
    # domain's addresses: it has the same form, and whoever is missing there may still be in any breach.
    if all("." in name for names in aliases.values() for name in names):
        raise ValueError
    return aliases


def read_plan(content: bytes) -> Plan:
    """What a subscription allows. What a plan does not say it does not allow."""
    said = _as(dict, read_json(content))
    _as(str, said.get("SubscriptionName"))
    until = said.get("SubscribedUntil")
    return Plan(
        takes_ranges=_as(bool, said.get("IncludesKAnon", False)),
        until=None if until is None else _day(_as(str, until)),
        has_logs=_as(bool, said.get("IncludesStealerLogs", False)),
    )


def read_sites(content: bytes) -> tuple[str, ...]:
    """The websites on which malware recorded an address, at least one, as inert text."""
    sites = [inert(_as(str, each)) for each in _some(read_json(content), _MOST_SITES)]
    if not all(0 < len(each) <= _LONGEST_SITE for each in sites):
        raise ValueError
    return tuple(sorted(dict.fromkeys(sites)))


def _breaches(said: Any) -> tuple[Breach, ...]:
    breaches = tuple(_breach(_as(dict, each)) for each in _some(said, _MOST_BREACHES))
    _demand_distinct([breach.name for breach in breaches])
    return breaches


def _breach(said: dict[str, Any]) -> Breach:
    flags = {name: _flag(said, name) for name in ("IsVerified", "IsSensitive", *dict(_NATURES))}
    happened = _date(said, "BreachDate")
    if happened > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError
    data = {_key(_as(str, each)) for each in _some(said.get("DataClasses"), _MOST_KINDS_OF_DATA)}
    known = {each for each in data if knows(f"exposure.data.{each}")}
    others = data - known
    if any("password" in each for each in others):  # whatever it will be called, it is a loss of passwords
        known.add("passwords")
    return Breach(
        name=_name(said.get("Name")),
        nature=next((nature for flag, nature in _NATURES if flags[flag]), BreachNature.SERVICE),
        title=_title(_as(str, said.get("Title"))),
        site=site(_as(str, said.get("Domain"))),
        happened=happened,
        data=tuple(sorted(known)),
        other_data=len(others),
        is_verified=flags["IsVerified"],
        is_sensitive=flags["IsSensitive"],
    )


def _flag(said: Mapping[str, Any], name: str) -> bool:
    return _as(bool, said.get(name, False if name in _NEWER_FLAGS else None))


def _title(text: str) -> str:
    title = inert(" ".join(text.split()))
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def _name(value: Any) -> str:
    name = _as(str, value)
    if not _NAME.fullmatch(name):
        raise ValueError
    return name


def _key(kind_of_data: str) -> str:
    """The key of a kind of data: `Email addresses` becomes `email-addresses`."""
    return "-".join(re.findall(r"[a-z0-9]+", kind_of_data[:100].lower()))


def _date(said: Mapping[str, Any], name: str) -> date:
    return _day(_as(str, said.get(name)))


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _some(value: Any, most: int) -> Sequence[Any]:
    values: list[Any] = _as(list, value)
    if not 0 < len(values) <= most:
        raise ValueError
    return values


def _as(kind: type[_T], value: Any) -> _T:
    # Not `isinstance`, for which True is a number.
    if type(value) is not kind:
        raise ValueError
    return value


def _demand_distinct(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise ValueError


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _demand_distinct([name for name, _ in pairs])
    return dict(pairs)


def _refuse(_constant: str) -> Any:
    raise ValueError
