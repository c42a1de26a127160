"""What a platform hands out when one asks for one's data: a zip archive or a folder of files.

What is looked for stands in the platforms' own files; nothing else of an export is opened, and nothing is unpacked to
the disk. What an export does not say is not concluded from: absence proves nothing. A file that is there and cannot be
read is counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hygiene.errors import SourceError
from hygiene.evidence import Certainty, DataExportInput, Trace, TraceSource, UnreadFile
from hygiene.platforms.model import ExportFacts, Place, Platform, Proof
from hygiene.platforms.progress import Measured, Mention
from hygiene.services.domains import is_within, mail_domain
from hygiene.sources.data_exports.archive import MOST_BYTES, MOST_IN_ALL, Files, UnreadableError, open_files
from hygiene.sources.data_exports.contents import UnfitError, follow, parse
from hygiene.sources.data_exports.employer import employer_pattern, folded

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]{1,64}@[^\s<>\"'(),;:]{1,255}")


@dataclass(frozen=True, slots=True)
class DataExport:
    """What one export told. `measured` is keyed by the ids of platform and setting.

    `mentions` are places in profiles that name the employer, `traces` the addresses that the accounts are known by.
    """

    input: DataExportInput
    platforms: tuple[Platform, ...]
    measured: Mapping[tuple[str, str], Measured]
    mentions: tuple[Mention, ...]
    traces: tuple[Trace, ...] = field(repr=False)


def read_data_export(path: Path, known: Iterable[Platform], work_domains: frozenset[str]) -> DataExport:
    """What an export tells of the settings of the platforms it is from, and where its profile names the employer.

    Raises `SourceError` where nothing of it can be read, or it is an export of none of the known platforms.
    """
    readable = [(platform, platform.export) for platform in known if platform.export]
    with open_files(path) as files:
        of = [(platform, facts) for platform, facts in readable if any(files.ending(mark) for mark in facts.marks)]
        if not of:
            names = ", ".join(sorted(platform.name for platform, _ in readable))
            raise SourceError("privacy.export_unknown", name=path.name, platforms=names)
        reading = _Reading(files)
        mentions = [each for platform, facts in of for each in _mentions(platform, facts, reading, work_domains)]
        traces = [each for platform, facts in of for each in _traces(platform, facts, reading)]
        measured = {key: found for platform, _ in of for key, found in _settings(platform, reading)}
        if not reading.read and any(each.reason == "damaged" for each in reading.unread):
            raise SourceError("privacy.export_broken", name=path.name)
        platforms = tuple(platform for platform, _ in of)
        names_of = tuple(platform.name for platform in platforms)
        account = DataExportInput(path.name, names_of, reading.read, len(measured), tuple(reading.unread))
        return DataExport(account, platforms, measured, tuple(dict.fromkeys(mentions)), tuple(dict.fromkeys(traces)))


class _Reading:
    """The files of an export as they are asked for, each parsed once. `read` counts them, `unread` names the others."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._parsed: dict[str, Any] = {}
        self._bytes = 0
        self.read = 0
        self.unread: list[UnreadFile] = []

    def found(self, ending: str, key: tuple[str, ...]) -> Iterator[tuple[list[Any], str]]:
        """What stands at a place, with the path of its file, for each file with this ending that holds the place."""
        for path in self._files.ending(ending):
            values = follow(self._content(path, ending), key)
            if values is not None:
                yield values, path

    def beside(self, path: str, key: tuple[str, ...]) -> list[Any]:
        """What stands at another place of a file that was found; nothing where the way leads nowhere."""
        return follow(self._parsed[path], key) or []

    def dated(self, path: str) -> date:
        """From which day a file is."""
        return self._files.dated(path)

    def _content(self, path: str, ending: str) -> Any:
        if path not in self._parsed:
            self._parsed[path] = None
            try:
                self._parsed[path] = parse(path, self._within_bounds(path))
                self.read += 1
            except UnreadableError as error:
                self.unread.append(UnreadFile(ending, error.reason))
            except UnfitError:
                self.unread.append(UnreadFile(ending, "not_as_described"))
        return self._parsed[path]

    def _within_bounds(self, path: str) -> bytes:
        if self._bytes > MOST_IN_ALL:
            raise UnreadableError("too_large")
        self._bytes += MOST_BYTES  # until it is known to be less
        content = self._files.content(path)
        self._bytes += len(content) - MOST_BYTES
        return content


def _settings(platform: Platform, reading: _Reading) -> Iterator[tuple[tuple[str, str], Measured]]:
    for setting in platform.settings:
        found = [each for proof in setting.proofs for each in _measured(proof, reading)]
        # Where several places tell different things, nothing is known.
        if len({(each.value, each.count) for each in found}) == 1:
            yield (platform.id, setting.id), found[0]


def _measured(proof: Proof, reading: _Reading) -> Iterator[Measured]:
    key = " > ".join(proof.key)
    meant = {content.casefold(): value for content, value in proof.values.items()}
    for values, path in reading.found(proof.file, proof.key):
        as_of = reading.dated(path)
        if not meant:
            yield Measured("", proof.file, key, as_of, len(values))
            continue
        for value in _newest(values, reading.beside(path, proof.newest)) if proof.newest else values:
            if word := meant.get(_as_text(value).strip().casefold()):
                yield Measured(word, proof.file, key, as_of)


def _newest(values: list[Any], moments: list[Any]) -> list[Any]:
    """The values of the newest moment; none where the moments are not told for each value."""
    times = [_as_time(moment) for moment in moments]
    if len(times) != len(values) or None in times:
        return []
    newest = max((time for time in times if time is not None), default=None)
    return [value for value, time in zip(values, times, strict=True) if time == newest]


def _as_time(moment: Any) -> float | None:
    """Seconds since 1970 of what stands in an export: such seconds, or a moment as ISO 8601 writes it."""
    match moment:
        case bool():
            return None
        case int() | float():
            return moment or None
        case str():
            try:
                return datetime.fromisoformat(moment).timestamp()
            except (ValueError, OverflowError, OSError):
                return None
        case _:
            return None


def _mentions(
    platform: Platform, facts: ExportFacts, reading: _Reading, work_domains: frozenset[str]
) -> Iterator[Mention]:
    for place, text, as_of in _texts(facts.addresses, reading):
        if _work_addresses(text, work_domains):
            yield Mention(platform.name, "work_address", place.file, as_of)
    employer = employer_pattern(work_domains)
    for place, text, as_of in _texts(facts.profile_texts, reading):
        if _work_addresses(text, work_domains):
            yield Mention(platform.name, "work_address", place.file, as_of)
        elif employer and employer.search(folded(text)):
            yield Mention(platform.name, "employer", place.file, as_of)


def _traces(platform: Platform, facts: ExportFacts, reading: _Reading) -> Iterator[Trace]:
    """The addresses that the account is known by: whoever exported it has it for certain."""
    for _, text, as_of in _texts(facts.addresses, reading):
        for address in _ADDRESS.findall(text):
            if platform.sites and mail_domain(address):
                yield Trace(
                    platform.sites[0], address.lower(), TraceSource.DATA_EXPORT, Certainty.CERTAIN, last_seen=as_of
                )


def _work_addresses(text: str, work_domains: frozenset[str]) -> bool:
    return any(is_within(mail_domain(each), work_domains) for each in _ADDRESS.findall(text))


def _texts(places: Iterable[Place], reading: _Reading) -> Iterator[tuple[Place, str, date]]:
    for place in places:
        for values, path in reading.found(place.file, place.key):
            for value in values:
                yield place, _mended(_as_text(value)), reading.dated(path)


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
