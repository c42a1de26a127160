"""The check of the organisation's own accounts: whether each has whom and what it needs."""

from collections.abc import Iterator
from datetime import date

from hygiene.evidence import Registered
from hygiene.findings import Lack
from hygiene.services.domains import is_within, mail_domain

_MONTHS = 12


def lacks(account: Registered, work_domains: frozenset[str], today: date) -> tuple[Lack, ...]:
    """What an account lacks, the gravest first. Without the organisation's domains no recovery address is known."""
    found = set(_lacks(account, work_domains, today))
    return tuple(lack for lack in Lack if lack in found)


def _lacks(account: Registered, work_domains: frozenset[str], today: date) -> Iterator[Lack]:
    needed = {Lack.OWNER: account.owner, Lack.DEPUTY: account.deputy, Lack.APPROVAL: account.approved}
    yield from (lack for lack, stated in needed.items() if not stated.strip())
    if account.second_factor is not True:
        yield Lack.SECOND_FACTOR_UNKNOWN if account.second_factor is None else Lack.SECOND_FACTOR
    domain = mail_domain(account.recovery)
    if not domain:
        yield Lack.RECOVERY_UNKNOWN
    elif not work_domains:
        yield Lack.DOMAIN_UNKNOWN
    elif not is_within(domain, work_domains):
        yield Lack.PRIVATE_RECOVERY
    if account.checked is None or account.checked > today:
        yield Lack.NEVER_CHECKED
    elif (today.year - account.checked.year) * 12 + today.month - account.checked.month > _MONTHS:
        yield Lack.CHECKED_LONG_AGO
