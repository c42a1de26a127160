"""From sorted accounts to the list of them: under what each is held, where it was found, and what to do about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from hygiene.checks.account_upkeep import months_unused
from hygiene.checks.reuse import by_service
from hygiene.evidence import Account, AccountKind, Login, SecondFactor, Trace, TracedAccount
from hygiene.journeys.sorting import Sorting
from hygiene.policy.model import Policy
from hygiene.reports.accounts.document import Action, AddressKind, FoundIn, Row, Step, best_order
from hygiene.secret import Secret
from hygiene.services.catalogue import Service, Sureness, change_password_link, service
from hygiene.services.domains import bare_address, is_public, mail_domain
from hygiene.services.lookalikes import lookalike
from hygiene.services.sides import Line, Placement, is_work_address, placement

_OPENS_OTHERS = frozenset(("email", "identity", "banking", "cloud"))
"""The kinds of services whose accounts open other accounts, or money: they come first."""
_MONTHS_UNUSED = 24
"""Where no rule of the policy sets another number."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the steps about an account follow from."""

    site: str
    hosts: tuple[str, ...]
    kind: AccountKind
    placed: Placement
    address: AddressKind
    second_factor: SecondFactor
    is_reused: bool = False
    is_unused: bool = False


def list_accounts(sorting: Sorting, policy: Policy, line: Line) -> tuple[Row, ...]:
    """Every account, the vault's and those that only traces tell of, in the order in which to deal with them."""
    reused = _reused(sorting.accounts)
    traces = _by_entry(sorting.traced)
    numbers = _numbers(sorting, line)
    most_months = _most_months(policy)
    rows = [
        _of_login(account, traces.get(account.login.entry, ()), account.login.password in reused, most_months, line)
        for account in sorting.accounts
    ]
    rows += [_of_traces(each, line) for each in sorting.traced if not each.entry]
    addresses = [_address_of(account.login) for account in sorting.accounts]
    addresses += [each.traces[0].address for each in sorting.traced if not each.entry]
    numbered = [
        replace(row, address_number=numbers.get((row.address, bare_address(address)), 0))
        for row, address in zip(rows, addresses, strict=True)
    ]
    important = (row.key for row in numbered if (known := service(row.site)) and _opens_others(known))
    return best_order(numbered, important)


def _opens_others(known: Service) -> bool:
    return not _OPENS_OTHERS.isdisjoint(known.categories)


def _of_login(account: Account, traced: Iterable[TracedAccount], reused: bool, most_months: int, line: Line) -> Row:
    login = account.login
    found_in = [FoundIn.VAULT, *(FoundIn(trace.source) for each in traced for trace in each.traces)]
    address = _kind_of((login.email, login.username), line)
    known = _Known(
        account.site,
        login.urls,
        account.kind,
        placement(account.kind, uses_work_address=account.uses_work_address),
        address,
        account.second_factor,
        reused,
        months_unused(account, line.today) > most_months,
    )
    closing = service(account.site)
    return Row(
        account.label,
        account.site,
        account.kind,
        address,
        account.second_factor,
        tuple(dict.fromkeys(found_in)),
        last_used=login.last_used,
        **_seen(trace for each in traced for trace in each.traces),
        ended=closing.ended if closing else "",
        exemption_ended=account.exemption_ended,
        actions=tuple(_actions(known)),
        entry=login.entry,
        key=f"{account.site or account.label} {bare_address(_address_of(login))}",
    )


def _of_traces(each: TracedAccount, line: Line) -> Row:
    address = _kind_of((each.traces[0].address,), line)
    placed = placement(each.kind, each.certainty, uses_work_address=each.uses_work_address)
    known = _Known(each.site, (), each.kind, placed, address, SecondFactor.UNKNOWN)
    closing = service(each.site)
    return Row(
        each.label,
        each.site,
        each.kind,
        address,
        SecondFactor.UNKNOWN,
        tuple(dict.fromkeys(FoundIn(trace.source) for trace in each.traces)),
        certainty=each.certainty,
        **_seen(each.traces),
        ended=closing.ended if closing else "",
        exemption_ended=each.exemption_ended,
        actions=tuple(_actions(known)),
        key=f"{each.site} {bare_address(each.traces[0].address)}",
    )


class _Seen(TypedDict):
    first_seen: date | None
    last_seen: date | None


def _seen(traces: Iterable[Trace]) -> _Seen:
    """The days of the first and the last trace that bears one."""
    days = [day for trace in traces for day in (trace.first_seen, trace.last_seen) if day]
    return {"first_seen": min(days, default=None), "last_seen": max(days, default=None)}


def _actions(known: _Known) -> Iterator[Action]:
    """What to do about an account, in the best order. Of an account that is to be left nothing more is asked."""
    record = service(known.site)
    if any(seen.is_certain for host in known.hosts if (seen := lookalike(host))):
        yield Action(Step.STAY_AWAY)
        return
    if record and record.end_is is Sureness.CERTAIN:
        yield Action(Step.FORGET)
        return
    email_link = record.email_link if record else ""
    delete_link = record.delete_link if record else ""
    if known.placed is Placement.MISPLACED:
        yield Action(Step.MOVE_TO_OWN, _links(email_link or _front_door(known.site), delete_link))
    elif known.placed is Placement.DOUBTFUL:
        yield Action(Step.DECIDE)
    elif known.kind is AccountKind.WORK and known.address is AddressKind.OWN:
        yield Action(Step.MOVE_TO_WORK, _links(email_link or _front_door(known.site)))
    if known.is_reused:
        yield Action(Step.CHANGE_PASSWORD, _links(change_password_link(known.site)))
    if record and record.second_factor and known.second_factor in (SecondFactor.UNKNOWN, SecondFactor.OFF):
        yield Action(Step.SECOND_FACTOR, _links(record.second_factor_link))
    if known.is_unused:
        yield Action(Step.CLOSE, _links(delete_link or _front_door(known.site)))


def _links(*links: str) -> tuple[str, ...]:
    return tuple(link for link in links if link)


def _front_door(site: str) -> str:
    return f"https://{site}/" if is_public(site) else ""


def _address_of(login: Login) -> str:
    return next((name for name in (login.email, login.username) if mail_domain(name)), login.username)


def _kind_of(names: Sequence[str], line: Line) -> AddressKind:
    if is_work_address(names, line):
        return AddressKind.WORK
    if any(map(mail_domain, names)):
        return AddressKind.OWN
    return AddressKind.NAME if any(names) else AddressKind.NONE


def _numbers(sorting: Sorting, line: Line) -> Mapping[tuple[AddressKind, str], int]:
    """A number for each of the employee's own addresses, and of those of work, where there are several."""
    used = [_address_of(account.login) for account in sorting.accounts]
    used += [trace.address for each in sorting.traced for trace in each.traces]
    numbers: dict[tuple[AddressKind, str], int] = {}
    for kind in (AddressKind.WORK, AddressKind.OWN):
        alike = dict.fromkeys(bare_address(name) for name in used if _kind_of([name], line) is kind)
        if len(alike) > 1:
            numbers |= {(kind, address): number for number, address in enumerate(alike, start=1)}
    return numbers


def _reused(accounts: Iterable[Account]) -> set[Secret | None]:
    """The passwords that open more than one service."""
    together: dict[Secret, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.login.password:
            together[account.login.password].append(account)
    return {password for password, of in together.items() if len(by_service(of)) > 1}


def _by_entry(traced: Iterable[TracedAccount]) -> dict[str, list[TracedAccount]]:
    found: dict[str, list[TracedAccount]] = defaultdict(list)
    for each in traced:
        if each.entry:
            found[each.entry].append(each)
    return found


def _most_months(policy: Policy) -> int:
    asked = [rule.parameters["max_months_unused"] for rule in policy.rules if rule.check == "accounts_in_use"]
    return min(asked, default=_MONTHS_UNUSED)
