"""In which breaches an address is: asked by six characters of its fingerprint, or in the clear.

No answer is "in none" before the service has shown that it knows an address that it must know: a portal, a mirror or a
wrong path says 404 to everything, as the true service does for an address in no breach.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha1
from random import SystemRandom
from typing import TypeVar
from urllib.parse import quote

from hygiene.breaches.connection import Unanswered
from hygiene.breaches.enquiry import Enquiry
from hygiene.breaches.files import answer_of, described
from hygiene.breaches.pace import Pace
from hygiene.breaches.reasons import Reason
from hygiene.breaches.records import Plan, read_account_range, read_breaches, read_plan, read_sites
from hygiene.breaches.settings import ServiceSettings
from hygiene.evidence import AddressAnswer, AddressSource, Breach, BreachList, Exposure, StealerLogs
from hygiene.secret import Secret

KNOWN_IN_THE_CLEAR = Secret("account-exists@hibp-integration-tests.com")
"""The service answers about this address for every key, with one breach."""

KNOWN_IN_RANGES = Secret("test@example.com")
"""The address of the service's own documentation, in very many breaches."""

KNOWN_IN_LOGS = Secret("stealer-log@hibp-integration-tests.com")
"""The service tells every key what malware recorded of this address."""

_Answer = TypeVar("_Answer")


def find_out_plan(settings: ServiceSettings, pace: Pace, key: Secret) -> Plan | Reason:
    """What the key may do, or why that is unknown. Only the key leaves."""
    with Enquiry(settings, pace, key) as enquiry:
        try:
            return enquiry.ask("/subscription/status", read_plan) or Reason.UNTRUSTED_ANSWER
        except Unanswered as failure:
            return failure.reason


def look_up_by_range(
    addresses: Iterable[Secret], settings: ServiceSettings, pace: Pace, key: Secret, known: BreachList | None
) -> dict[Secret, AddressAnswer]:
    """What the service says about each address; the key and six characters of each one's fingerprint leave.

    The service gives names alone: `known` tells what they stand for.
    """
    ranges: dict[str, Mapping[str, tuple[str, ...]]] = {}
    doubted: set[str] = set()

    def ask(enquiry: Enquiry, address: Secret) -> tuple[Breach, ...]:
        prefix, suffix = _fingerprint(address)
        if prefix not in ranges:
            # Among so many addresses no range is empty, so even a 404 is no answer here.
            listed = enquiry.ask(f"/breachedaccount/range/{prefix}", read_account_range) or {}
            if twins := {twin for twin, other in ranges.items() if not listed.keys().isdisjoint(other)}:
                # One list as the answer to two questions is the answer to neither, nor to the one that came first.
                doubted.update(twins)
                raise Unanswered(Reason.UNTRUSTED_ANSWER)
            ranges[prefix] = listed
        return described(ranges[prefix].get(suffix, ()), known)

    outcomes = _look_up(addresses, settings, pace, key, KNOWN_IN_RANGES, ask)
    return {
        address: _told(AddressSource.RANGE, Reason.UNTRUSTED_ANSWER if _fingerprint(address)[0] in doubted else outcome)
        for address, outcome in outcomes.items()
    }


def look_up_in_the_clear(
    addresses: Iterable[Secret], settings: ServiceSettings, pace: Pace, key: Secret
) -> dict[Secret, AddressAnswer]:
    """What the service says about each address; the key and the address itself leave."""

    def ask(enquiry: Enquiry, address: Secret) -> tuple[Breach, ...]:
        resource = f"/breachedaccount/{quote(address.reveal(), safe='')}?truncateResponse=false&IncludeUnverified=true"
        return enquiry.ask(resource, read_breaches, may_be_missing=True) or ()

    outcomes = _look_up(addresses, settings, pace, key, KNOWN_IN_THE_CLEAR, ask)
    return {address: _told(AddressSource.IN_THE_CLEAR, outcome) for address, outcome in outcomes.items()}


def look_up_in_logs(
    addresses: Iterable[Secret], settings: ServiceSettings, pace: Pace, key: Secret
) -> dict[Secret, StealerLogs]:
    """On which websites malware recorded each address; the key and the address itself leave.

    The service tells that only to a key whose holder has proved to hold the address's domain.
    """

    def ask(enquiry: Enquiry, address: Secret) -> tuple[str, ...]:
        resource = f"/stealerlogsbyemail/{quote(address.reveal(), safe='')}"
        return enquiry.ask(resource, read_sites, may_be_missing=True) or ()

    outcomes = _look_up(addresses, settings, pace, key, KNOWN_IN_LOGS, ask)
    return {
        address: StealerLogs(reason=outcome) if isinstance(outcome, Reason) else StealerLogs(outcome)
        for address, outcome in outcomes.items()
    }


def _fingerprint(address: Secret) -> tuple[str, str]:
    """The six characters that are told, and the 34 that are not."""
    digest = sha1(address.utf8() or b"", usedforsecurity=False).hexdigest().upper()
    return digest[:6], digest[6:]


def _look_up(
    addresses: Iterable[Secret],
    settings: ServiceSettings,
    pace: Pace,
    key: Secret,
    control: Secret,
    ask: Callable[[Enquiry, Secret], tuple[_Answer, ...]],
) -> dict[Secret, tuple[_Answer, ...] | Reason]:
    """What is asked about each address, once the service has shown that it knows the control, or why not."""
    wanted = list(dict.fromkeys(addresses))
    shuffled = SystemRandom().sample(wanted, len(wanted))
    answers: dict[Secret, tuple[_Answer, ...] | Reason] = {}
    with Enquiry(settings, pace, key) as enquiry:
        try:
            disbelief = None if not wanted or ask(enquiry, control) else Reason.WRONG_SERVICE
        except Unanswered as failure:
            disbelief = failure.reason
        for address in shuffled:
            try:
                answers[address] = disbelief or ask(enquiry, address)
            except Unanswered as failure:
                answers[address] = failure.reason
    return {address: answers[address] for address in wanted}


def _told(source: AddressSource, outcome: tuple[Breach, ...] | Reason) -> AddressAnswer:
    if isinstance(outcome, Reason):
        return AddressAnswer(Exposure.UNKNOWN, source, reason=outcome)
    return answer_of(source, outcome)
