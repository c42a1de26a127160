"""The employer's name as people write it in a profile: inflected in Finnish and Swedish, with or without dots.

The name is what the organisation's domain spells. It is looked for as a whole word with a case ending, so that the town
of Lahti is found in "Lahden" and not in the surname Lahtinen; only words that mean an organisation, such as *kunta*,
are found at the beginning of compounds too.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

from hygiene.services.domains import site

_SHORTEST_NAME = 4

_MEAN_AN_ORGANISATION = frozenset(
    (
        *("kunta", "kaupunki", "kuntayhtyma", "hyvinvointialue", "maakunta", "seurakunta"),
        *("virasto", "kirjasto", "museo", "koulu", "opisto", "oppilaitos"),
        *("kommun", "stad", "region", "samkommun", "valfardsomrade", "bibliotek", "museum", "skola"),
    )
)

_GRADATION = (
    *(("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"), ("ht", "hd")),
    *(("kk", "k"), ("pp", "p"), ("tt", "t"), ("k", ""), ("p", "v"), ("t", "d")),
)
"""Consonants before the last vowel of a Finnish word, and what most cases make of them."""

_IRREGULAR = (("nen", ("se", "ste", "si")), ("us", ("ukse", "ude")), ("ys", ("ykse", "yde")), ("os", ("okse",)))
"""Ends of words, and what they become before a case ending."""

_FINNISH_CASES = "n|t|t?ta|ssa|sta|lla|lta|lle|ksi|na"
_WHOLE_STEM_CASES = "a|[aeiouy]n|[aeiouy]?seen|h[aeiouy]n"
_SWEDISH_FORMS = "s|e?ns?|ets?"
_POSSESSIVES = "(?:mme|ni|nsa)?"


def employer_pattern(work_domains: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the employer's name in a text that `folded` has gone through; None where no name is known."""
    names = {folded(_decoded(site(domain).partition(".")[0])) for domain in work_domains}
    forms = [form for name in sorted(names) if len(name) >= _SHORTEST_NAME for form in _forms(name)]
    return re.compile(rf"\b(?:{'|'.join(forms)})") if forms else None


def folded(text: str) -> str:
    """Text in lower case, its letters without dots, rings and accents, as domains spell them."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


def _decoded(label: str) -> str:
    """A label of a domain as people read it."""
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _forms(name: str) -> Iterator[str]:
    spelt = re.escape(name).replace(r"\-", "[- ]?")
    if name in _MEAN_AN_ORGANISATION:
        yield rf"{spelt}\w*"
        yield from (rf"{stem}n\w*" for stem in _weak_stems(name))
    # What ends in a consonant is inflected after an i, abbreviations after a colon.
    joint = "" if name[-1] in "aeiouy" else "(?:i|:)?"
    yield rf"{spelt}(?:{joint}(?:{_FINNISH_CASES}|{_WHOLE_STEM_CASES}){_POSSESSIVES}|{_SWEDISH_FORMS})?\b"
    for stem in _weak_stems(name):
        yield rf"{re.escape(stem)}(?:{_FINNISH_CASES}){_POSSESSIVES}\b"
    if name.endswith("um"):
        yield rf"{re.escape(name[:-2])}(?:ets?|er|erna)\b"


def _weak_stems(name: str) -> Iterator[str]:
    """What Finnish case endings are put after, where that is not the name itself."""
    for ending, others in _IRREGULAR:
        if name.endswith(ending):
            yield from (name.removesuffix(ending) + other for other in others)
    before, vowel = name[:-1], name[-1]
    if vowel == "e":
        yield f"{name}e"
    if vowel not in "aeiouy" or before[-1] in "aeiouy":
        return
    # An i at the end may be an e before an ending: Lahti, Lahden, but Helsinki, Helsingin.
    vowels = "ie" if vowel == "i" else vowel
    strong, weak = next(((s, w) for s, w in _GRADATION if before.endswith(s)), ("", ""))
    yield from (before.removesuffix(strong) + weak + each for each in vowels)
    if name.endswith("si"):
        yield f"{name[:-2]}de"
    if vowel == "i":
        yield f"{before}e"
