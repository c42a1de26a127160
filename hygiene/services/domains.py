"""From what stands in an export to domains: whose a URL or an address is.

Nothing here raises, whatever the text: a URL or an address that names no domain gives "".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_LONGEST_HOST = 253
_LONGEST_IP = 100
_LONGEST_ADDRESS = 320
_TELLING_WORD = 6
"""So long a word tells something at the beginning or the end of a compound too."""

_TELLING_ANYWHERE = 8
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NETWORK_SCHEMES = frozenset(
    ("http", "https", "ws", "wss", "ftp", "ftps", "sftp", "ssh", "smb", "rdp", "vnc", "ldap", "ldaps", "imap", "imaps")
)
_APP_SCHEMES = frozenset(("android", "androidapp", "android-app", "iosapp", "ios-app"))
_PORT = re.compile(r"[0-9]+(?:[/?#\\]|$)")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LOCAL_PART = re.compile(r'[^\s\x00-\x1f\x7f()<>\[\]:;,"\\@]+|"[^"\\\r\n]+"')

_WRAPPED = re.compile(r"(?i:mailto:)([^?]+)(?:\?.*)?|[^<>]*<([^<>]+)>")
"""An address as a link, or behind the name of its owner."""

_GMAIL = ("gmail.com", "googlemail.com")

# Top-level names that no public web site can have (RFC 2606, RFC 6761, RFC 7686, RFC 8375, RFC 9476, ICANN).
_RESERVED = frozenset(("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"))


def host(url: str) -> str:
    """The host of a URL as password exports hold it: lower case, ASCII, without user information and port.

    Takes URLs with and without a scheme, IP addresses (IPv6 comes back without brackets), bare hosts, and the
    addresses of apps, whose reversed package name tells the domain that they belong to.
    """
    text = url.strip()
    if address := _ip(text):
        return address
    scheme, rest = _split_scheme(text)
    if scheme in _APP_SCHEMES:
        return _owner_of_app(rest)
    if scheme and scheme not in _NETWORK_SCHEMES:
        return ""
    # Browsers take a backslash for a slash.
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    _, at, location = authority.rpartition("@")
    if at and not scheme and authority == rest:
        # Neither scheme nor path: an e-mail address in the wrong column, which says nothing about the service.
        return ""
    return _location(location)


def site(url_or_host: str) -> str:
    """The registrable domain of a URL or host: what one owner holds, such as `laaksola.example`.

    Where customers of a provider own the names below its domain (github.io), each of these is a site. An IP address,
    a single-label host and a bare public suffix stand for themselves.
    """
    return _site_of(host(url_or_host))


def itself_and_above(url_or_host: str) -> list[str]:
    """The host and each domain above it up to its site, most specific first."""
    name = host(url_or_host)
    top = _site_of(name)
    names = [name] if name else []
    while name != top:
        name = name.partition(".")[2]
        names.append(name)
    return names


def is_public(domain: str) -> bool:
    """Whether a domain can belong to a web site on the open internet: no IP address, no intranet, no reserved name."""
    name = host(domain)
    if "." not in name or _ip(name) or name.rpartition(".")[2] in _RESERVED:
        return False
    return _suffixes().publicsuffix(name, accept_unknown=False) is not None


def is_rented(url_or_host: str) -> bool:
    """Whether a site is a name that a provider gives to anybody below its own domain, such as `laaksola.github.io`."""
    where = site(url_or_host)
    return is_public(where) and _registries().privatesuffix(where) != where


def mail_domain(address: str) -> str:
    """The domain of an e-mail address, lower case and ASCII; "" for what is no such address."""
    return _split_address(address)[1]


def is_shared_address(address: str) -> bool:
    """Whether an address names a unit or a service, as `library@` does, and so is nobody's own."""
    local = unicodedata.normalize("NFKD", _split_address(address)[0].casefold())
    words = re.findall(r"[a-z]+", "".join(sign for sign in local.partition("+")[0] if not unicodedata.combining(sign)))
    if not words:
        return False
    # Compounds such as `kirjastoauto` and `museibutik` begin or end with what tells; a surname may be a short word.
    first, *others = words
    is_compound = first.startswith(_telling_words()) or first.endswith(_telling_words())
    is_compound = is_compound or any(len(word) >= _TELLING_ANYWHERE and word in first for word in _telling_words())
    return first in _shared_words() or is_compound or not set(_telling_words()).isdisjoint(others)


def bare_address(address: str) -> str:
    """An address or user name in the form in which two that reach the same account are equal.

    Lower case, without a sub-address (`+shop`), and for Gmail without dots. A user name that is no address comes
    back stripped and in lower case.
    """
    name = address.strip().casefold()
    local, domain = _split_address(name)
    if not domain:
        return name
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", "") or local, _GMAIL[0]
    return f"{local}@{domain}"


def is_within(domain: str, parents: Iterable[str]) -> bool:
    """Whether a domain is one of `parents` or a sub-domain of one of them."""
    name = host(domain)
    if not name:
        return False
    labels = name.split(".")
    itself_and_above = {name} if _ip(name) else {".".join(labels[start:]) for start in range(len(labels))}
    return any(host(parent) in itself_and_above for parent in parents)


def names_an_organisation(domain: str) -> bool:
    """Whether a domain can be an organisation's own: a whole domain, no public suffix, no provider of mailboxes."""
    name = host(domain)
    if "." not in name or _ip(name) or is_within(name, _mailbox_providers()):
        return False
    return _suffixes().privatesuffix(name) is not None


def _site_of(name: str) -> str:
    if "." not in name or _ip(name):
        return name
    return _suffixes().privatesuffix(name) or name


def _split_scheme(text: str) -> tuple[str, str]:
    """Scheme ("" where there is none) and what follows it and its slashes."""
    found = _SCHEME.match(text)
    if not found or _PORT.match(text, found.end()):
        return "", text.removeprefix("//")
    scheme, rest = found[1].lower(), text[found.end() :]
    if scheme in ("http", "https"):
        return scheme, rest.lstrip("/\\")
    return scheme, rest.removeprefix("//")


def _location(location: str) -> str:
    """The host of `host`, `host:port` and `[IPv6]:port`."""
    if location.startswith("["):
        inside, bracket, port = location[1:].partition("]")
        return _ip(inside) if bracket and re.fullmatch(r"(?::\d*)?", port, re.ASCII) else ""
    name, colon, port = location.partition(":")
    if colon and not re.fullmatch(r"\d*", port, re.ASCII):
        return ""
    return _ip(name) or _domain(name)


def _ip(text: str) -> str:
    """The usual form of an IP address without its zone; "" for anything else."""
    if len(text) > _LONGEST_IP:
        return ""
    try:
        return str(ip_address(text)).partition("%")[0]
    except ValueError:
        return ""


def _domain(name: str) -> str:
    """A host name in lower-case ASCII; "" where it is none."""
    if len(name) > _LONGEST_HOST + 1:
        return ""
    if not name.isascii():
        name = _to_ascii(name)
    name = name.removesuffix(".").lower()
    labels = name.split(".")
    if len(name) > _LONGEST_HOST or _NUMBER.fullmatch(labels[-1]) or not all(map(_LABEL.fullmatch, labels)):
        return ""
    return name


def _to_ascii(name: str) -> str:
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


def _owner_of_app(rest: str) -> str:
    """The domain that a package name such as `com.facebook.katana` claims, where it is a real one."""
    package = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    # A package name has no hyphens: it writes them as underscores.
    name = _domain(".".join(reversed(package.split("."))).replace("_", "-"))
    return site(name) if is_public(name) else ""


def _split_address(address: str) -> tuple[str, str]:
    """Local part and domain of an e-mail address; two empty texts for what is none."""
    text = address.strip()
    if len(text) > _LONGEST_ADDRESS:
        return "", ""
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped[1] or wrapped[2]
    local, _, domain = text.rpartition("@")
    domain = _domain(domain)
    if "." not in domain or not _LOCAL_PART.fullmatch(local):
        return "", ""
    unquoted = local[1:-1] if local.startswith('"') else local
    return (unquoted if _LOCAL_PART.fullmatch(unquoted) else local), domain


@cache
def _shared_words() -> frozenset[str]:
    """What the addresses of units and services begin with, in Finnish, Swedish and English, and no person's."""
    return frozenset(files(__package__).joinpath("shared_addresses.txt").read_text(encoding="ascii").split())


@cache
def _telling_words() -> tuple[str, ...]:
    return tuple(word for word in _shared_words() if len(word) >= _TELLING_WORD)


@cache
def _mailbox_providers() -> frozenset[str]:
    """Domains at which anyone gets a mailbox, which therefore say nothing about an employer."""
    return frozenset(files(__package__).joinpath("mailbox_providers.txt").read_text(encoding="ascii").split())


@cache
def _registries() -> "PublicSuffixList":
    """The suffixes of registries alone, without those of providers."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
