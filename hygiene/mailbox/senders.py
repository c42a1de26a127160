"""Whose a mail is: the service that sent it, and how well that is proved. Until then a sender is whoever says so."""

import re
import tomllib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files

from hygiene.mailbox.headers import Headers, displayed_name
from hygiene.mailbox.pretence import may_pretend, owned_by, pretends
from hygiene.mailbox.remembered import mail_domain, site

_METHOD = re.compile(r"\b(dkim|spf|dmarc)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_DOMAIN_OF = {
    "dkim": re.compile(r"header\.[di]\s*=\s*(?:[^\s;@]*@)?([^\s;]+)", re.IGNORECASE),
    "spf": re.compile(r"smtp\.(?:mailfrom|helo)\s*=\s*(?:[^\s;@]*@)?([^\s;]+)", re.IGNORECASE),
    "dmarc": re.compile(r"header\.from\s*=\s*([^\s;]+)", re.IGNORECASE),
}
_COMMENT = re.compile(r"\([^()]*\)")
_SIGNER = re.compile(r"(?:^|;)\s*d\s*=\s*([^\s;]+)")
_NAMELESS = "outlook.com"
"""The one receiver that does not say who it is when it tells what it has verified."""

_HANDED_OVER = re.compile(r"from \S+ \(([\w.-]+) \[[0-9a-fA-F.:]+\]\) by (\S+)")
"""How Postfix and Sendmail write it; a name that they could not verify is "unknown", or has a remark after it."""

_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)


class Proof(IntEnum):
    """How well it is proved who sent a mail."""

    PRETENCE = 0
    """What the mail says of its sender is not true."""
    NONE = 1
    """Nothing speaks against it, nothing for it."""
    CLAIMED = 2
    """The mail bears the sender's signature, but whoever took it in did not say whether that holds."""
    CARRIED = 3
    """Whoever took the mail in verified that a company that sends mails for others sent it, and the sender's domain has
    no rule that forbids that."""
    PROVEN = 4
    """Whoever took the mail in verified that it is from the sender's domain."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The registrable domain of the service that sent a mail, and how well that is proved."""

    site: str = field(repr=False)
    proof: Proof


def named_site(headers: Headers) -> str:
    """The site of the service that a mail names as its sender; "" where it does not name one, and one alone."""
    senders = headers.addresses("from")
    if len(senders) != 1:
        return ""
    where = service_site(mail_domain(senders[0]))
    # At a company that sends mails for others, it would be one of many customers.
    return "" if is_delivery(where) else where


def sender_of(headers: Headers, where: str) -> Sender:
    """The sender, with how well it is proved that the mail is from this site, which it names."""
    if pretends(displayed_name(headers.first("from")), where):
        return Sender(where, Proof.PRETENCE)
    proof = _proof(where, headers, _verified(headers))
    if may_pretend(where):
        return Sender(where, min(proof, Proof.NONE))
    return Sender(owned_by(where, displayed_name(headers.first("from"))), proof)


def service_site(domain: str) -> str:
    """The registrable domain of the service that sends its mails from this domain."""
    own = site(domain)
    return _mailing_domains().get(own, own)


def is_delivery(domain: str) -> bool:
    """Whether a domain is of a company that sends mails for others."""
    return site(domain) in _delivery()


@dataclass(frozen=True, slots=True)
class _Verified:
    """What whoever took a mail in verified of it: sites that it is from, and whether the sender's own rule held."""

    sites: frozenset[str]
    dmarc: str


def _proof(named: str, headers: Headers, verified: _Verified | None) -> Proof:
    if verified is not None:
        if verified.dmarc == "fail":
            return Proof.PRETENCE
        if verified.dmarc == "pass" or named in verified.sites:
            return Proof.PROVEN
        if not any(map(is_delivery, verified.sites)):
            return Proof.PRETENCE
        return Proof.CARRIED if verified.dmarc == "none" else Proof.NONE
    if named == _verified_host(headers):
        return Proof.PROVEN
    signers = {service_site(found[1]) for text in headers.all("dkim-signature") if (found := _SIGNER.search(text))}
    if named in signers:
        return Proof.CLAIMED
    if signers:
        return Proof.NONE if any(map(is_delivery, signers)) else Proof.PRETENCE
    returns = {service_site(mail_domain(address)) for address in headers.addresses("return-path")}
    return Proof.NONE if not returns or named in returns or any(map(is_delivery, returns)) else Proof.PRETENCE


def _verified_host(headers: Headers) -> str:
    """Whose host handed the mail over, as the one that took it in verified by its network address; "" if it did not.

    Only the topmost `Received` is its own.
    """
    found = _HANDED_OVER.match(headers.first("received"))
    return service_site(found[1]) if found and site(found[2]) in _own_sites(headers) else ""


def _own_sites(headers: Headers) -> set[str]:
    """The sites at which the recipients have their mailboxes."""
    names = ("delivered-to", "x-original-to", "envelope-to", "to")
    return {site(mail_domain(address)) for name in names for address in headers.addresses(name)[:1]}


def _verified(headers: Headers) -> _Verified | None:
    """What the topmost result of verification says, if it is from whoever took the mail in, and not from its sender."""
    results = _COMMENT.sub(" ", headers.first("authentication-results"))
    if not results or not _is_trusted(results, headers):
        return None
    sites = set()
    dmarc = ""
    for method, result, properties in _METHOD.findall(results.partition(";")[2] or results):
        name = method.lower()
        about = _DOMAIN_OF[name].search(properties)
        if name == "dmarc":
            dmarc = result.lower()
        elif result.lower() == "pass" and about:
            sites.add(service_site(about[1].strip("<>\"'")))
    return _Verified(frozenset(sites), dmarc)


def _is_trusted(results: str, headers: Headers) -> bool:
    """Whether a result is by the server that took the mail in, as the topmost `Received` and the recipients name it.

    Everything else that stands in a header may have been written by the sender.
    """
    by = results.partition(";")[0].partition(" ")[0]
    passed_on = (found[1] for text in headers.all("received") if (found := _BY.search(text)))
    receiver = next(
        (own for name in passed_on if "." in (own := site(name)) and not own.replace(".", "").isdigit()), ""
    )
    if "=" in by:
        return receiver == _NAMELESS
    return bool(site(by)) and site(by) in {receiver, *_own_sites(headers)}


@cache
def _table() -> dict[str, dict[str, str]]:
    content = files(__package__).joinpath("senders.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(content)
    return table


@cache
def _mailing_domains() -> dict[str, str]:
    return {domain: service for service, domains in _table()["mailing"].items() for domain in domains.split()}


@cache
def _delivery() -> frozenset[str]:
    return frozenset(domain for domains in _table()["delivery"].values() for domain in domains.split())
