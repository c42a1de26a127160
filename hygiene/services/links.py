"""A link, read without following it: where it leads, and what about it deceives or is kept from the reader."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address
from urllib.parse import parse_qsl, unquote, urlsplit

from hygiene.services.catalogue import service
from hygiene.services.domains import host, is_public, is_rented, is_within, site
from hygiene.services.lookalikes import Lookalike, as_read, lookalike
from hygiene.texts.inert import inert

LONGEST = 8192
"""Nothing after so many characters of a link is looked at."""

_MOST_LABELS = 5
_USUAL_PORTS = {"http": (None, 80), "https": (None, 443)}
_WITHOUT_SCHEME = re.compile(
    r"(?!(?:tel|sms|callto|facetime|javascript|data):|[a-z][a-z0-9+.-]*:[^0-9])", re.IGNORECASE
)
"""What begins with a host and perhaps its port; what stands after these schemes is none."""
_WRITES_OR_CALLS = re.compile(r"(?:mailto|tel|sms):", re.IGNORECASE)
"""Links of honest mails too: nothing happens before one presses "send" or "call"."""
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)


class Sign(StrEnum):
    """What can be seen of a link without following it."""

    NO_WEB_ADDRESS = "no_web_address"
    WRITES_OR_CALLS = "writes_or_calls"
    """It runs or opens something on the device instead of leading to a site."""
    HIDDEN_LETTERS = "hidden_letters"
    """Characters that are not seen, or that turn the direction of writing."""
    USER_INFO = "user_info"
    """What stands before an at sign looks like the address and is none."""
    NUMBER = "number"
    """A bare IP address in place of a name."""
    DISGUISED_NUMBER = "disguised_number"
    """An IP address written so that it is not known for one."""
    ENCODED_HOST = "encoded_host"
    """Letters of the address are written as codes."""
    LIKE_KNOWN = "like_known"
    """It looks like a known address as only a disguise does."""
    NEAR_KNOWN = "near_known"
    """It is near to a known address, perhaps by chance."""
    FOREIGN_LETTERS = "foreign_letters"
    """The name has letters beyond a to z, as many honest names do."""
    UNENCRYPTED = "unencrypted"
    ODD_PORT = "odd_port"
    SHORTENER = "shortener"
    OPEN_TO_ANYBODY = "open_to_anybody"
    FORWARDS = "forwards"
    """It holds the address of another site, to which it may lead on."""
    PROGRAM = "program"
    """Its file may be a program, or an archive with one in it."""
    MANY_PARTS = "many_parts"
    """So long a name that its end, which counts, is out of sight on a phone."""


DECEPTIVE = frozenset(
    {
        *(Sign.NO_WEB_ADDRESS, Sign.HIDDEN_LETTERS, Sign.USER_INFO, Sign.NUMBER, Sign.DISGUISED_NUMBER),
        *(Sign.ENCODED_HOST, Sign.LIKE_KNOWN),
    }
)
"""Signs that hardly any honest link to the public bears."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sign, and the other domain that it is about ("" where it is about none)."""

    sign: Sign
    domain: str = ""


@dataclass(frozen=True, slots=True)
class LinkReading:
    """What a link tells. `host` is where it leads, `site` whose it is ("" where it names none), both in ASCII.

    `shown` is the host as a browser may show it, `service` the name of the known service that it belongs to ("" where
    none is known), and `is_own` tells whether it is the organisation's.
    """

    host: str
    site: str
    shown: str
    service: str
    is_own: bool
    signs: tuple[Noticed, ...]

    @property
    def is_deceptive(self) -> bool:
        """Whether the link bears a sign that hardly any honest one does."""
        return any(noticed.sign in DECEPTIVE for noticed in self.signs)

    @property
    def leads_to_known(self) -> bool:
        """Whether it leads to a known owner, and nothing about it was noticed. Even that is no proof."""
        return bool(self.service or self.is_own) and not self.signs


def read_link(text: str, own: Iterable[str] = ()) -> LinkReading | None:
    """What a link, as it was copied from somewhere, tells about itself; None for what is no link.

    `own` are the organisation's domains. Any text will do; nothing is fetched or asked.
    """
    link = _unwrapped(text[:LONGEST])
    own = tuple(own)
    number = _disguised_number(link)
    # Browsers read codes in a host for what they stand for.
    leads_to = number or host(link) or host(unquote(_authority(link)))
    is_web = link.partition(":")[0].lower() in _USUAL_PORTS
    if not link or (is_web and not leads_to):
        return None
    if not is_web:
        sign = Sign.WRITES_OR_CALLS if _WRITES_OR_CALLS.match(link) else Sign.NO_WEB_ADDRESS
        return LinkReading("", "", "", "", is_own=False, signs=(Noticed(sign),))
    known = service(leads_to)
    return LinkReading(
        host=leads_to,
        site=site(leads_to),
        shown=as_read(leads_to),
        service=known.name if known else "",
        is_own=is_within(leads_to, own),
        signs=tuple(dict.fromkeys(_signs(link, leads_to, bool(number), own))),
    )


def _unwrapped(text: str) -> str:
    """A link without what surrounds it in a mail, and with a scheme where it is written without one."""
    link = text.strip().strip("<>\"'()[]{}").strip()
    # Warnings are often handed on with the link made harmless.
    link = re.sub(r"^hxxp", "http", link, flags=re.IGNORECASE).replace("[.]", ".")
    if link.startswith("//"):
        return f"https:{link}"
    return f"https://{link}" if link and _WITHOUT_SCHEME.match(link) else link


def _signs(link: str, where: str, is_disguised: bool, own: tuple[str, ...]) -> Iterator[Noticed]:
    if inert(link) != link:
        yield Noticed(Sign.HIDDEN_LETTERS)
    authority = _authority(link)
    if "@" in authority:
        pretended = host(authority.rpartition("@")[0].partition(":")[0])
        yield Noticed(Sign.USER_INFO, pretended if is_public(pretended) else "")
    if "%" in authority:
        yield Noticed(Sign.ENCODED_HOST)
    yield from _of_host(where, is_disguised, own)
    scheme = link.partition(":")[0].lower()
    if scheme == "http":
        yield Noticed(Sign.UNENCRYPTED)
    yield from _of_rest(link, scheme, where, own)


def _of_host(where: str, is_disguised: bool, own: tuple[str, ...]) -> Iterator[Noticed]:
    if is_disguised:
        yield Noticed(Sign.DISGUISED_NUMBER)
    elif site(where) == where and (where.replace(".", "").isdecimal() or ":" in where):
        yield Noticed(Sign.NUMBER)
    if alike := lookalike(where, own):
        yield _likeness(alike)
    elif as_read(where) != where:
        yield Noticed(Sign.FOREIGN_LETTERS)
    if is_within(where, _facts("shorteners")):
        yield Noticed(Sign.SHORTENER)
    # Where customers of a provider own the names below its domain, anybody may be the customer.
    if is_within(where, _facts("open_to_anybody")) or is_rented(where):
        yield Noticed(Sign.OPEN_TO_ANYBODY)
    if where.count(".") >= _MOST_LABELS:
        yield Noticed(Sign.MANY_PARTS)


def _of_rest(link: str, scheme: str, where: str, own: tuple[str, ...]) -> Iterator[Noticed]:
    try:
        parts = urlsplit(link)
        if parts.port not in _USUAL_PORTS[scheme]:
            yield Noticed(Sign.ODD_PORT)
    except ValueError:
        yield Noticed(Sign.ODD_PORT)
        return
    for other in _addresses_within(f"{parts.path}?{parts.query}&{parts.fragment}"):
        if is_public(other) and site(other) != site(where):
            yield Noticed(Sign.FORWARDS, site(other))
            if alike := lookalike(other, own):
                yield _likeness(alike)
    ending = unquote(parts.path).rstrip("/").rpartition("/")[2].lower().rpartition(".")[2]
    if "." in parts.path and ending in _facts("programs"):
        yield Noticed(Sign.PROGRAM)


def _likeness(alike: Lookalike) -> Noticed:
    return Noticed(Sign.LIKE_KNOWN if alike.is_certain else Sign.NEAR_KNOWN, alike.of)


def _addresses_within(rest: str) -> Iterator[str]:
    for found in re.findall(r"https?://[^\s&]{1,300}", unquote(unquote(rest)), re.IGNORECASE):
        yield host(found)
    for _, value in parse_qsl(rest.partition("?")[2]):
        if value.startswith("//"):
            yield host(value)


def _authority(link: str) -> str:
    """What stands between the scheme and the path. Browsers take a backslash for a slash."""
    return re.split(r"[/?#\\]", link.partition(":")[2].lstrip("/\\"), maxsplit=1)[0]


def _disguised_number(link: str) -> str:
    """The IP address behind a number that browsers take for one and people do not: 3232235777, 0xc0.0250.1.1."""
    name = unquote(_authority(link)).rpartition("@")[2].partition(":")[0].rstrip(".")
    if not _NUMERIC.fullmatch(name) or host(link) == name:
        return ""
    *first, last = (_integer(part) for part in name.split("."))
    if any(part > 255 for part in first) or last >= 256 ** (4 - len(first)):
        return ""
    return str(IPv4Address(sum(part << 8 * (3 - place) for place, part in enumerate(first)) + last))


def _integer(part: str) -> int:
    """A number as browsers read it in a host: hexadecimal after 0x, octal after 0."""
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    is_octal = part.startswith("0") and not set(part) - set("01234567")
    return int(part, 8 if is_octal else 10)


@cache
def _facts(what: str) -> frozenset[str]:
    facts = tomllib.loads(files(__package__).joinpath("link_facts.toml").read_text(encoding="ascii"))
    return frozenset(facts[what].split())
