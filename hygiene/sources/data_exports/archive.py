"""The files of an export, within bounds: an archive or a folder from outside may hold anything."""

import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from hygiene.errors import SourceError

MOST_FILES = 200_000
MOST_BYTES = 32 * 2**20
"""The longest file that is looked into: TikTok puts years of watched videos into the same file as the settings."""

MOST_IN_ALL = 2 * MOST_BYTES
"""The most that is read of an export: what is looked for may be there thousands of times."""

MOST_DIRECTORY = 64 * 2**20
"""The longest table of contents of an archive, which is read into memory as a whole."""

_DAMAGE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What an archive raises that is not sound, and a disk that is not."""

_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class UnreadableError(Exception):
    """A single file cannot be had. `reason` is a key below `data_exports.unread`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an export by their paths, with `/` between the parts. Nothing but paths and dates is read yet."""

    dates: Mapping[str, date]
    read: Callable[[str], bytes]

    def ending(self, ending: str) -> list[str]:
        """The paths that end in these parts, in letters of either case; one beginning with a full stop ends a name."""
        wanted = (ending if ending.startswith(".") else f"/{ending}").casefold()
        return [path for path in self.dates if f"/{path}".casefold().endswith(wanted)]

    def dated(self, path: str) -> date:
        """From which day a file is."""
        return self.dates[path]

    def content(self, path: str) -> bytes:
        """A file's bytes. Raises `UnreadableError` where it is longer than `MOST_BYTES` or cannot be had."""
        try:
            data = self.read(path)
        except _DAMAGE:
            raise UnreadableError("damaged") from None
        if len(data) > MOST_BYTES:
            raise UnreadableError("too_large")
        return data


@contextmanager
def open_files(path: Path) -> Iterator[Files]:
    """The files of a zip archive or a folder. Raises `SourceError` where it is neither, or not sound."""
    try:
        if path.is_dir():
            yield _of_folder(path)
        else:
            with _zip_file(path) as archive:
                yield _of_archive(archive, path.name)
    except _DAMAGE:
        pass
    else:
        return
    raise SourceError("privacy.export_broken", name=path.name)


@contextmanager
def _zip_file(path: Path) -> Iterator[zipfile.ZipFile]:
    # A pipe or a device may never end.
    if not stat.S_ISREG(path.stat().st_mode) or not zipfile.is_zipfile(path):
        raise SourceError("privacy.export_broken", name=path.name)
    with path.open("rb") as file:
        _measure_directory(file, path.name)
        with zipfile.ZipFile(file) as archive:
            yield archive


def _measure_directory(file: BinaryIO, name: str) -> None:
    """Refuse an archive whose table of contents is longer than any export's."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _END_LENGTH - _LONGEST_COMMENT))
    end = file.read()
    place = end.rfind(_END)
    if place < 0 or int.from_bytes(end[place + 12 : place + 16], "little") > MOST_DIRECTORY:
        raise SourceError("privacy.export_too_large", name=name)
    file.seek(0)


def _of_archive(archive: zipfile.ZipFile, name: str) -> Files:
    members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    if len(members) > MOST_FILES:
        raise SourceError("privacy.export_too_large", name=name)
    if max(Counter(archive.namelist()).values(), default=0) > 1:
        raise SourceError("privacy.export_broken", name=name)

    def read(path: str) -> bytes:
        member = members[path]
        if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
            raise UnreadableError("damaged")
        with archive.open(member) as file:
            # No more than this leaves the archive, whatever it says of the length.
            return file.read(MOST_BYTES + 1)

    return Files({path: _day(*member.date_time[:3]) for path, member in members.items()}, read)


def _of_folder(folder: Path) -> Files:
    dates: dict[str, date] = {}
    for place, _, names in os.walk(folder):  # it does not follow links to folders
        for name in names:
            path = Path(place, name)
            about = path.lstat()
            if stat.S_ISREG(about.st_mode):
                moment = datetime.fromtimestamp(about.st_mtime, UTC)
                dates[path.relative_to(folder).as_posix()] = moment.date()
        if len(dates) > MOST_FILES:
            raise SourceError("privacy.export_too_large", name=folder.name)

    def read(path: str) -> bytes:
        with (folder / path).open("rb") as file:
            return file.read(MOST_BYTES + 1)

    return Files(dates, read)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(1980, 1, 1)  # as an archive dates what has no date
