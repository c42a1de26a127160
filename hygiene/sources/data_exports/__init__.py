"""What a platform hands out when one asks for one's data: a zip archive or a folder of files.

What is looked for stands in the platforms' own files; nothing else of an export is opened, and nothing is unpacked to
the disk. What an export does not say is not concluded from: absence proves nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hygiene import evidence
from hygiene.errors import SourceError
from hygiene.platforms.model import ExportFacts, Place, Platform, Proof
from hygiene.platforms.progress import Measured, Trace
from hygiene.services.domains import is_within, mail_domain
from hygiene.sources.data_exports.archive import Files, open_files
from hygiene.sources.data_exports.contents import UnfitError, follow, parse

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,255}")
_SHORTEST_NAME = 4
_INFLECTED = 7
"""Names of so many letters are looked for without their last two, which change where Finnish inflects them."""


@dataclass(frozen=True, slots=True)
class DataExport:
    """What one export told. `measured` is keyed by the ids of platform and setting, `accounts` tell of addresses."""

    name: str = field(repr=False)
    platforms: tuple[Platform, ...]
    measured: Mapping[tuple[str, str], Measured]
    traces: tuple[Trace, ...]
    accounts: tuple[evidence.Trace, ...] = field(default=(), repr=False)


def read_data_export(path: Path, known: Iterable[Platform], work_domains: frozenset[str]) -> DataExport:
    """What an export tells of the settings of the platforms it is from, and where its profile names the employer.

    Raises `SourceError` where it cannot be read, or is an export of none of the known platforms.
    """
    readable = [(platform, platform.export) for platform in known if platform.export]
    with open_files(path) as files:
        of = [(platform, facts) for platform, facts in readable if any(files.ending(mark) for mark in facts.marks)]
        if not of:
            names = ", ".join(sorted(platform.name for platform, _ in readable))
            raise SourceError("privacy.export_unknown", name=path.name, platforms=names)
        reading = _Reading(files)
        traces = [each for platform, facts in of for each in _traces(platform, facts, reading, work_domains)]
        return DataExport(
            path.name,
            tuple(platform for platform, _ in of),
            {key: found for platform, _ in of for key, found in _settings(platform, reading)},
            tuple(dict.fromkeys(traces)),
            tuple(dict.fromkeys(each for platform, facts in of for each in _accounts(platform, facts, reading))),
        )


class _Reading:
    """The files of an export as they are asked for, each parsed once; one that is unfit is as if it were not there."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._parsed: dict[str, Any] = {}

    def found(self, ending: str, key: tuple[str, ...]) -> Iterator[tuple[list[Any], date]]:
        """What stands at a place, for each file with this ending that holds the place."""
        for name in self._files.ending(ending):
            if name not in self._parsed:
                try:
                    self._parsed[name] = parse(name, self._files.content(name))
                except UnfitError:
                    self._parsed[name] = None
            values = follow(self._parsed[name], key)
            if values is not None:
                yield values, self._files.dated(name)


def _settings(platform: Platform, reading: _Reading) -> Iterator[tuple[tuple[str, str], Measured]]:
    for setting in platform.settings:
        found = [each for proof in setting.proofs for each in _measured(proof, reading)]
        # Where several files tell different things, nothing is known.
        if len({(each.value, each.count) for each in found}) == 1:
            yield (platform.id, setting.id), found[0]


def _measured(proof: Proof, reading: _Reading) -> Iterator[Measured]:
    key = " > ".join(proof.key)
    meant = {content.casefold(): value for content, value in proof.values.items()}
    for values, as_of in reading.found(proof.file, proof.key):
        if not meant:
            yield Measured("", proof.file, key, as_of, len(values))
            continue
        for value in values:
            if word := meant.get(_as_text(value).strip().casefold()):
                yield Measured(word, proof.file, key, as_of)


def _traces(platform: Platform, facts: ExportFacts, reading: _Reading, work_domains: frozenset[str]) -> Iterator[Trace]:
    for place, text, as_of in _texts(facts.addresses, reading):
        if any(is_within(mail_domain(each), work_domains) for each in _ADDRESS.findall(text)):
            yield Trace(platform.name, "work_address", place.file, as_of)
    names = _names(work_domains)
    for place, text, as_of in _texts(facts.profile_texts, reading):
        if any(is_within(mail_domain(each), work_domains) for each in _ADDRESS.findall(text)):
            yield Trace(platform.name, "work_address", place.file, as_of)
        elif names and names.search(text.casefold()):
            yield Trace(platform.name, "employer", place.file, as_of)


def _accounts(platform: Platform, facts: ExportFacts, reading: _Reading) -> Iterator[evidence.Trace]:
    """The platform holds an account under each of the addresses that its export gives as the account's own."""
    for _, text, as_of in _texts(facts.addresses, reading):
        for address in _ADDRESS.findall(text) if platform.sites else ():
            yield evidence.Trace(
                platform.sites[0],
                address.lower(),
                evidence.TraceSource.DATA_EXPORT,
                evidence.Certainty.CERTAIN,
                last_seen=as_of,
            )


def _texts(places: Iterable[Place], reading: _Reading) -> Iterator[tuple[Place, str, date]]:
    for place in places:
        for values, as_of in reading.found(place.file, place.key):
            for value in values:
                yield place, _mended(_as_text(value)), as_of


def _names(work_domains: frozenset[str]) -> re.Pattern[str] | None:
    """The organisation's names as its domains spell them, found at the beginning of words."""
    labels = {domain.split(".")[-2] for domain in work_domains if "." in domain}
    stems = {label[:-2] if len(label) >= _INFLECTED else label for label in labels if len(label) >= _SHORTEST_NAME}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(stems)))})") if stems else None


def _as_text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case _:
            return ""


def _mended(text: str) -> str:
    """Text as it was meant: Meta writes the bytes of UTF-8 as if each were a character."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
