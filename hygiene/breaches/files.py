"""What files say about breaches: the list of all of them, and an organisation's own file. Nothing leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hygiene.breaches.reasons import Reason
from hygiene.breaches.records import MOST_BYTES, read_breach_list, read_domain
from hygiene.errors import SourceError
from hygiene.evidence import NO_BREACH, AddressAnswer, AddressSource, Breach, BreachList, Exposure
from hygiene.secret import Secret
from hygiene.services.domains import host, mail_domain


@dataclass(frozen=True, slots=True)
class DomainFile:
    """What an organisation's file says about the addresses of its domain, by what stands before the @ sign."""

    domain: str
    names: Mapping[str, tuple[str, ...]] = field(repr=False)


def breach_list_of(path: Path) -> BreachList:
    """The list in a file, as it was downloaded. Raises `SourceError` where it is not that list, whole."""
    try:
        return read_breach_list(_content(path))
    except ValueError:
        raise SourceError("exposure.not_a_breach_list", name=path.name) from None


def domain_file_of(path: Path, domain: str) -> DomainFile:
    """An organisation's file about its domain, as the service gives it to whoever has proved to hold the domain.

    The file does not say which domain that is. Raises `SourceError` where it is not of this kind.
    """
    try:
        return DomainFile(host(domain), read_domain(_content(path)))
    except ValueError:
        raise SourceError("exposure.not_a_domain_file", name=path.name) from None


def look_up_in_file(address: Secret, file: DomainFile, known: BreachList | None) -> AddressAnswer:
    """What the file says about the address; unknown for an address of another domain. Nothing leaves."""
    if mail_domain(address.reveal()) != file.domain:
        return AddressAnswer(Exposure.UNKNOWN, AddressSource.DOMAIN_FILE, reason=Reason.OTHER_DOMAIN)
    alias = address.reveal().rpartition("@")[0].casefold()
    return answer_of(AddressSource.DOMAIN_FILE, described(file.names.get(alias, ()), known))


def described(names: Sequence[str], known: BreachList | None) -> tuple[Breach, ...]:
    """The breaches of these names, each once; of one that is not on the list nothing but the name is known."""
    on_record = {breach.name: breach for breach in known.breaches} if known else {}
    return tuple(on_record.get(name, Breach(name, title=name)) for name in dict.fromkeys(names))


def answer_of(source: AddressSource, breaches: tuple[Breach, ...]) -> AddressAnswer:
    """The answer for an address that is in these breaches."""
    is_found = any(breach.nature not in NO_BREACH for breach in breaches)
    return AddressAnswer(Exposure.FOUND if is_found else Exposure.NOT_FOUND, source, breaches)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        raise SourceError("exposure.unreadable", name=path.name) from None
    if len(content) > MOST_BYTES:
        raise SourceError("exposure.unreadable", name=path.name)
    return content
