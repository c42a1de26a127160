"""Hosts that look like somebody else's: other alphabets, digits for letters, a typing error, a known name put in front.

Pure functions of a host; nothing is looked up on a network. Nothing here proves that a host is genuine.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hygiene.services.catalogue import known_domains, service
from hygiene.services.domains import host, is_public, is_within, site

_SHORTEST = 5
"""Shorter names are one another's neighbours by chance."""
_SHORTEST_NEIGHBOUR = 6

_LETTERS = {
    int(pair[:4], 16): pair[4]
    for pair in re.findall(
        r"\w{5}",
        # Cyrillic, Greek and rare Latin small letters, by their code points.
        "0430a 0432b 0433r 0435e 0438u 043ak 043cm 043dh 043eo 043fn 0440p 0441c 0442t 0443y 0445x 0451e 0455s 0456i "
        "0457i 0458j 04bbh 04cfl 0501d 051bq 051dw "
        "03b1a 03b2b 03b3y 03b5e 03b7n 03b9i 03bak 03bdv 03bfo 03c1p 03c4t 03c5u 03c7x 03c9w "
        "0131i 017fs 0251a 0261g",
    )
}
"""Letters of other alphabets, and rare ones of our own, by the letter that they are taken for."""
_DIGITS = str.maketrans("013456", "oleasg")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""Alphabets with letters that are taken for one another's; no language mixes them in a word."""


class Guise(StrEnum):
    """How a host looks like something it is not."""

    MIXED_ALPHABETS = "mixed_alphabets"
    """One name in several alphabets."""
    READS_AS = "reads_as"
    """It is read as a known name at a glance: other alphabets, digits or pairs of letters stand for letters."""
    KNOWN_DOMAIN_IN_FRONT = "known_domain_in_front"
    """A known domain begins it, and somebody else's ends it."""
    ACCENTED = "accented"
    """A known name but for dots and accents, which its owner may well hold too."""
    ONE_SIGN_OFF = "one_sign_off"
    """One letter more, less, other or changed over with its neighbour."""
    KNOWN_NAME_WITHIN = "known_name_within"
    """A known name between hyphens."""


CERTAIN = frozenset({Guise.MIXED_ALPHABETS, Guise.READS_AS, Guise.KNOWN_DOMAIN_IN_FRONT})
"""What no honest service does; the others happen by chance."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """How a host looks like something else, and like whose domain ("" where it looks like nobody's in particular)."""

    guise: Guise
    of: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether no honest service looks like this."""
        return self.guise in CERTAIN


def lookalike(url_or_host: str, own: Iterable[str] = ()) -> Lookalike | None:
    """What a host looks like without being it; None where nothing is noticed, which is no proof that it is genuine.

    `own` are the organisation's domains, which are known too. What is on record itself is never a lookalike.
    """
    name = host(url_or_host)
    where = site(name)
    own = tuple(own)
    if not is_public(where) or is_within(name, own) or service(name) is not None or service(where) is not None:
        return None
    return next(_guises(name, where, own), None)


def as_read(name: str) -> str:
    """A host as a browser may show it: punycode in its own letters; as it is where it cannot be read."""
    import idna

    labels = []
    for label in name.split("."):
        try:
            labels.append(idna.ulabel(label) if label.startswith("xn--") else label)
        except (idna.IDNAError, UnicodeError):
            labels.append(label)
    return ".".join(labels)


def _guises(name: str, where: str, own: tuple[str, ...]) -> Iterator[Lookalike]:
    shown = as_read(where).partition(".")[0]
    known = _names(own)
    yield from (Lookalike(Guise.READS_AS, known[reading]) for reading in _readings(shown) if reading in known)
    if any(_alphabets(label) > 1 for label in as_read(name).split(".")):
        yield Lookalike(Guise.MIXED_ALPHABETS)
    for domain in _in_front(name.removesuffix(where).rstrip(".")):
        if service(domain) is not None or is_within(domain, own):
            yield Lookalike(Guise.KNOWN_DOMAIN_IN_FRONT, domain)
    plain = _without_accents(shown)
    if plain != shown and plain in known:
        yield Lookalike(Guise.ACCENTED, known[plain])
    yield from (Lookalike(Guise.ONE_SIGN_OFF, known[neighbour]) for neighbour in _neighbours(shown, own))
    for part in shown.split("-"):
        if part != shown and len(part) >= _SHORTEST_NEIGHBOUR and part in known:
            yield Lookalike(Guise.KNOWN_NAME_WITHIN, known[part])


def _readings(shown: str) -> Iterator[str]:
    """How a name is read at a glance, where that is not how it is spelt."""
    latin = shown.translate(_LETTERS)
    for reading in (latin, latin.translate(_DIGITS), *(latin.replace(*pair) for pair in _PAIRS)):
        if reading != shown:
            yield reading


def _alphabets(label: str) -> int:
    names = {unicodedata.name(sign, "").partition(" ")[0] for sign in label if sign.isalpha()}
    return len(names.intersection(_ALPHABETS))


def _in_front(inner: str) -> Iterator[str]:
    """Whatever two or more labels next to one another, before the site, may be read as a domain."""
    labels = inner.split(".")
    for start in range(len(labels) - 1):
        for end in range(start + 2, min(len(labels), start + 3) + 1):
            domain = ".".join(labels[start:end])
            if is_public(domain) and site(domain) == domain:
                yield domain


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@cache
def _names(own: tuple[str, ...]) -> dict[str, str]:
    """The first part of each known site, with the site; of two with one name the first."""
    names: dict[str, str] = {}
    for domain in (*own, *known_domains()):
        name = domain.partition(".")[0]
        if len(name) >= _SHORTEST and site(domain) == domain:
            names.setdefault(name, domain)
    return names


@cache
def _neighbourhood(own: tuple[str, ...]) -> dict[str, list[str]]:
    """The known names by each of their forms with one sign left out."""
    found: dict[str, list[str]] = {}
    for name in (name for name in _names(own) if len(name) >= _SHORTEST_NEIGHBOUR):
        for form in _forms(name):
            found.setdefault(form, []).append(name)
    return found


def _neighbours(shown: str, own: tuple[str, ...]) -> Iterator[str]:
    """The known names that are one sign away."""
    near = {name for form in _forms(shown) for name in _neighbourhood(own).get(form, ())}
    long_enough = len(shown) >= _SHORTEST_NEIGHBOUR
    yield from sorted(name for name in near if long_enough and _one_apart(shown, name))


def _forms(name: str) -> set[str]:
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _one_apart(one: str, other: str) -> bool:
    """Whether one sign was added, left out, put in another's place, or changed over with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    left, right = one[start:], other[start:]
    same_but_one = left[1:] == right[1:] or left[1:] == right or left == right[1:]
    return same_but_one or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
