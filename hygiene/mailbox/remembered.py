"""What is known of domains and addresses, looked up once: the same few stand in thousands of mails."""

from functools import lru_cache

from hygiene.services import catalogue, domains
from hygiene.services.catalogue import Service

_MOST = 8_192


@lru_cache(_MOST)
def site(domain: str) -> str:
    """The registrable domain, as `domains.site` has it."""
    return domains.site(domain)


@lru_cache(_MOST)
def mail_domain(address: str) -> str:
    """The domain of an e-mail address, as `domains.mail_domain` has it."""
    return domains.mail_domain(address)


@lru_cache(_MOST)
def names_an_organisation(domain: str) -> bool:
    """Whether a domain can be an organisation's own, as `domains.names_an_organisation` has it."""
    return domains.names_an_organisation(domain)


@lru_cache(_MOST)
def service(domain: str) -> Service | None:
    """What is on record about a service, as `catalogue.service` has it."""
    return catalogue.service(domain)
