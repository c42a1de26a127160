"""From the traces of accounts to traced accounts: one for each service and address, beside the login it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hygiene.evidence import Account, AccountKind, Certainty, Trace, TracedAccount
from hygiene.services.catalogue import service
from hygiene.services.domains import bare_address, host, is_within
from hygiene.services.logins import sharing
from hygiene.services.sides import Line, exemption_ended, is_exempt, is_work_address, side

_SURENESS = {certainty: place for place, certainty in enumerate(Certainty)}


def follow_traces(traces: Sequence[Trace], accounts: Iterable[Account], line: Line) -> tuple[TracedAccount, ...]:
    """The accounts that left these traces, in the order of the traces, without those that are not the employee's."""
    entries = dict(_entries(accounts))
    representative = _representatives({trace.site for trace in traces} | {where for where, _ in entries})
    by_login = {(representative[where], address): entry for (where, address), entry in entries.items()}
    together: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for trace in traces:
        if host(trace.site) and trace.site not in line.not_mine:
            together[representative[trace.site], bare_address(trace.address)].append(trace)
    return tuple(_traced(of, by_login.get(key, ""), line) for key, of in together.items())


def _entries(accounts: Iterable[Account]) -> Iterator[tuple[tuple[str, str], str]]:
    for account in accounts:
        for name in (account.login.email, account.login.username):
            if account.site and name:
                yield (account.site, bare_address(name)), account.login.entry


def _representatives(sites: Iterable[str]) -> dict[str, str]:
    """For each site one that stands for all those that share its login."""
    return {where: min(group) for group in sharing(sorted(sites)) for where in group}


def _traced(traces: Sequence[Trace], entry: str, line: Line) -> TracedAccount:
    surest = min(traces, key=lambda trace: _SURENESS[trace.certainty])
    where, hosts = surest.site, [surest.site]
    told = line.told.get(where, AccountKind.UNKNOWN)
    kind, about = side(hosts, [surest.address], line), AccountKind.agreed(trace.about for trace in traces)
    is_named = is_within(where, line.organisation.private_services)
    if (kind, about) == (AccountKind.PRIVATE, AccountKind.WORK) and not is_named:
        kind, about = AccountKind.UNKNOWN, AccountKind.UNKNOWN  # an organisation's own business may go on there too
    known = service(where)
    work_address = is_work_address([surest.address], line)
    return TracedAccount(
        tuple(traces),
        label=known.name if known else where,
        site=where,
        certainty=surest.certainty if told is AccountKind.UNKNOWN else Certainty.CERTAIN,
        kind=next((each for each in (kind, told, about) if each is not AccountKind.UNKNOWN), kind),
        uses_work_address=work_address and not is_exempt(hosts, line),
        exemption_ended=exemption_ended(hosts, line) if work_address else None,
        entry=entry,
    )
