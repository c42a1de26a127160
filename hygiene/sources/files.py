"""Getting at a file's bytes, or at the reason why not."""

import re
import stat
from pathlib import Path

from hygiene.errors import SourceError

MAX_BYTES = 64 * 2**20
"""A vault of 100,000 logins fits several times."""

_NOTHING = re.compile(rb"[\s\x00\xef\xbb\xbf\xfe\xff]*+")  # byte order marks are nothing either


def contents(path: Path) -> bytes:
    """All bytes of a regular file of at most `MAX_BYTES`. Raises `SourceError` where they cannot be had."""
    try:
        return _read(path)
    except (OSError, ValueError) as error:  # ValueError: the name holds what no file name can
        key = _reason(error)
    raise SourceError(key)  # outside the handler, so that no other exception hangs on it


def _read(path: Path) -> bytes:
    before = path.stat()
    if stat.S_ISDIR(before.st_mode):
        raise SourceError("sources.is_folder")
    if not stat.S_ISREG(before.st_mode):  # a pipe or a device may never end
        raise SourceError("sources.not_a_file")
    if before.st_size > MAX_BYTES:
        raise SourceError("sources.too_large", limit=MAX_BYTES // 2**20)
    with path.open("rb") as file:
        data = file.read(before.st_size + 1)
    if len(data) != before.st_size:
        raise SourceError("sources.changing")
    if _NOTHING.fullmatch(data):
        raise SourceError("sources.empty")
    return data


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "sources.missing"
        case PermissionError():
            return "sources.no_permission"
        case _:
            return "sources.unreadable"
