"""What breach services are asked besides passwords: which services were breached, and in which breaches an address is.

Nothing about an address leaves before its owner was told what would, and agreed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from hygiene.breaches.files import DomainFile, breach_list_of, domain_file_of, look_up_in_file
from hygiene.breaches.pace import Pace
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import ServiceSettings
from hygiene.breaches.typed import as_asked
from hygiene.conversation import Conversation
from hygiene.errors import HygieneError, MissingKeyError
from hygiene.evidence import AddressAnswer, BreachList, Exposure, Login
from hygiene.journeys.interview import yes_or_no
from hygiene.secret import Secret
from hygiene.services.domains import is_within, mail_domain
from hygiene.sessions import Keychain, Session
from hygiene.sessions.folder import default_folder
from hygiene.texts import say


class Leaving(StrEnum):
    """What of an address leaves: each is consented to by itself."""

    RANGE = "range"
    """Six characters of its fingerprint, and first of all the key alone."""
    IN_THE_CLEAR = "in_the_clear"
    """The address, for want of another way."""
    FOR_LOGS = "for_logs"
    """The address, which stayed here so far, to ask what malware recorded."""


Permit = Callable[[Leaving, str], bool]
"""Whether that may leave, of what is shown as the second argument."""

REFUSALS = {Reason.KEY_REFUSED: "exposure.key_refused", Reason.NOT_ALLOWED: "exposure.not_allowed"}
"""The reasons that another key may do away with, and the errors that say so."""


@dataclass(frozen=True, slots=True)
class Enquirer:
    """What questions about breaches are asked with.

    `breach_list` and `domain_file` are what the user gave as files. `key` is needed only to ask about addresses, which
    is done where `asks_addresses` holds.
    """

    service: ServiceSettings
    pace: Pace
    breach_list: BreachList | None = field(default=None, repr=False)
    domain_file: DomainFile | None = None
    key: Secret | None = None
    asks_addresses: bool = False


def enquirer(
    service: ServiceSettings,
    *,
    breach_list: Path | None = None,
    breached_domain: Path | None = None,
    file_domains: frozenset[str] = frozenset(),
    asks_addresses: bool = False,
) -> Enquirer:
    """What the files say, and the key where it will be needed.

    `file_domains` may name what `breached_domain` is about, and has to be one domain then. Raises `SourceError` where a
    file is not what it should be, and `MissingKeyError` where there is no key.
    """
    if breached_domain and len(file_domains) != 1:
        raise HygieneError("exposure.which_domain")
    needs_key = asks_addresses and not breached_domain
    return Enquirer(
        service,
        pace_of(service),
        breach_list_of(breach_list) if breach_list else None,
        domain_file_of(breached_domain, next(iter(file_domains))) if breached_domain else None,
        key_of(service) if needs_key else None,
        asks_addresses=asks_addresses or breached_domain is not None,
    )


def pace_of(service: ServiceSettings) -> Pace:
    """When the service may be asked, over all commands of this user."""
    return Pace(default_folder().parent / f"ask-again-{service.host.replace(':', '-')}")


def key_name(service: ServiceSettings) -> str:
    """Under which name the keyring keeps the key. A key goes to no other service than it was kept for."""
    return f"breach-key {service.host}"


def key_of(service: ServiceSettings) -> Secret:
    """The key to the service, from the keyring. Raises `MissingKeyError` where there is none."""
    key = Keychain().find_secret(key_name(service))
    if key is None:
        raise MissingKeyError("exposure.no_key", host=service.host)
    return key


def breaches_on_record(by: Enquirer, *, online: bool) -> BreachList | Reason | None:
    """The list of breaches: from the file, else fetched where one may go online; None where nobody may be asked."""
    if by.breach_list is not None or not online:
        return by.breach_list
    # Here and below, whatever can reach the network is loaded when it is to.
    from hygiene.breaches.services import fetch_breach_list

    return fetch_breach_list(by.service, by.pace)


def ask_about(addresses: Iterable[Secret], by: Enquirer, shown: str, permit: Permit) -> dict[Secret, AddressAnswer]:
    """In which breaches each address is, by the way that gives least away; unknown where none is open.

    `shown` is how the addresses are named to their owner.
    """
    wanted = list(dict.fromkeys(addresses))
    if by.domain_file is not None:
        return {address: look_up_in_file(address, by.domain_file, by.breach_list) for address in wanted}
    if by.key is None or not permit(Leaving.RANGE, shown):
        return _unknown(wanted, Reason.NOT_ASKED)
    from hygiene.breaches.accounts import find_out_plan, look_up_by_range, look_up_in_logs, look_up_in_the_clear

    plan = find_out_plan(by.service, by.pace, by.key)
    if isinstance(plan, Reason):
        return _unknown(wanted, plan)
    if plan.takes_ranges:
        known = breaches_on_record(by, online=True)
        on_record = known if isinstance(known, BreachList) else None
        answers = look_up_by_range(wanted, by.service, by.pace, by.key, on_record)
    elif permit(Leaving.IN_THE_CLEAR, shown):
        answers = look_up_in_the_clear(wanted, by.service, by.pace, by.key)
    else:
        return _unknown(wanted, Reason.NOT_ASKED)
    if not plan.has_logs or (plan.takes_ranges and not permit(Leaving.FOR_LOGS, shown)):
        return answers
    logs = look_up_in_logs(wanted, by.service, by.pace, by.key)
    return {address: replace(answer, logs=logs[address]) for address, answer in answers.items()}


def permit_by_asking(conversation: Conversation, host: str) -> Permit:
    """Tell what would leave, and ask whether it may."""

    def permit(way: Leaving, shown: str) -> bool:
        values = {"host": host, "address": shown}
        conversation.tell(say(f"exposure.consent.{way}.explain", **values))
        return conversation.choose(yes_or_no(say(f"exposure.consent.{way}.ask", **values))) == "yes"

    return permit


def permit_kept(session: Session, host: str, ask: Permit) -> Permit:
    """The same, with each answer kept with the audit, so that it is asked for once.

    Another `host`, or other addresses as far as what is shown of them tells, take another answer.
    """

    def permit(way: Leaving, shown: str) -> bool:
        name = f"address:{way}:{host}:{shown}"
        kept = session.get(name)
        if kept is None:
            kept = "yes" if ask(way, shown) else "no"
            session.set(name, kept)
        return kept == "yes"

    return permit


def work_addresses(logins: Sequence[Login], work_domains: frozenset[str]) -> list[Secret]:
    """The work addresses that logins use, each once."""
    used = (address for login in logins for address in (login.username, login.email))
    own = (as_asked(address) for address in used if is_within(mail_domain(address), work_domains))
    return list(dict.fromkeys(address for address in own if address))


def _unknown(addresses: Iterable[Secret], reason: Reason) -> dict[Secret, AddressAnswer]:
    return dict.fromkeys(addresses, AddressAnswer(Exposure.UNKNOWN, reason=reason))
