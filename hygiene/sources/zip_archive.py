"""The export within a zip archive, taken out into memory alone and never to the disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from hygiene.errors import SourceError
from hygiene.sources.files import MAX_BYTES
from hygiene.sources.model import LockedError

_EXPORTS = ("export.data", "data.json", "data.pgp", "credentials.csv")
"""What archives of 1Password, Proton Pass, Bitwarden and Dashlane keep their logins in."""

_KINDS = (".csv", ".json", ".xml", ".txt", ".kdbx")
_MEMBER = b"PK\x01\x02"
_MOST_MEMBERS = 20_000
_STEEPEST = 100
"""No text shrinks to less than one part in so many."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_SHEET = re.compile(r"\[Content_Types\]\.xml|mimetype")


def is_archive(data: bytes) -> bool:
    """Whether this is a zip archive."""
    return data.startswith(b"PK\x03\x04")


def export_in(data: bytes) -> bytes:
    """The one export in an archive. Raises `SourceError` where there is none, or more than one, or it is unsound."""
    if data.count(_MEMBER) > _MOST_MEMBERS:
        raise SourceError("sources.strange_structure")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, _chosen(archive.infolist()))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        pass
    raise SourceError("sources.broken_archive")


def _chosen(members: Sequence[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if any(_SHEET.fullmatch(member.filename) for member in members):
        raise SourceError("sources.seems.sheet")
    paths = [(PurePosixPath(member.filename), member) for member in members if not member.is_dir()]
    known = [member for path, member in paths if path.name in _EXPORTS]
    others = [member for path, member in paths if path.suffix.lower() in _KINDS and not _is_added(path)]
    match known or others:
        case [member]:
            return member
        case []:
            raise SourceError("sources.archive_without_export")
        case _:
            raise SourceError("sources.archive_of_several")


def _is_added(path: PurePosixPath) -> bool:
    """Whether this is what macOS puts beside each file, or hidden."""
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise LockedError("sources.archive_locked")
    if member.compress_type not in _METHODS:
        raise SourceError("sources.broken_archive")
    if member.file_size > MAX_BYTES:
        raise SourceError("sources.too_large", limit=MAX_BYTES // 2**20)
    if member.file_size > 2**20 and member.file_size > member.compress_size * _STEEPEST:
        raise SourceError("sources.strange_structure")
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) != member.file_size:  # where it is longer, its checksum is another one, and that was told before
        raise SourceError("sources.broken_archive")
    return content
