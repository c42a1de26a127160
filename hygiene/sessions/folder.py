"""A folder that only its owner can look into, and what the system says when that fails."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hygiene.errors import ExitCode, SessionError

_PROBLEMS = {
    errno.ENOSPC: "sessions.disk_full",
    errno.EDQUOT: "sessions.disk_full",
    errno.EFBIG: "sessions.disk_full",
    errno.EACCES: "sessions.not_writable",
    errno.EPERM: "sessions.not_writable",
    errno.EROFS: "sessions.not_writable",
    errno.ENOTDIR: "sessions.not_writable",
    errno.EEXIST: "sessions.not_writable",
}


def default_folder() -> Path:
    """Where sessions are kept: below HYGIENE_HOME where it is set, else below the user's own data folder."""
    import platformdirs

    chosen = os.environ.get("HYGIENE_HOME")
    return (Path(chosen) if chosen else platformdirs.user_data_path("hygiene", appauthor=False)) / "sessions"


class FailedStoreError(SessionError):
    """The store is in order, and could not be read or written just now."""

    exit_code = ExitCode.NOT_COMPLETE


class ForbiddenStoreError(SessionError):
    """The store may not be read or written."""

    exit_code = ExitCode.KEY_OR_PERMISSION_MISSING


def refusal(problem: str) -> SessionError:
    """What is raised for a problem with the disk."""
    return ForbiddenStoreError(problem) if problem == "sessions.not_writable" else FailedStoreError(problem)


@contextmanager
def file_errors_told() -> Iterator[None]:
    """Turn the system's refusals into a `SessionError` that names no path: paths hold people's names."""
    try:
        yield
    except OSError as error:
        raise refusal(_PROBLEMS.get(error.errno or 0, "sessions.disk_failed")) from None


def make_private_folder(folder: Path) -> None:
    """Create the folder, and its parents where they lack, for their owner alone; tighten it where it exists.

    On Windows, where there are no such modes, the folder gets an access list that says the same.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    if sys.platform == "win32":
        from hygiene.sessions.access_lists import grant_owner_alone

        grant_owner_alone(folder)
    else:
        folder.chmod(0o700)


def make_private_file(file: Path, content: bytes = b"") -> bool:
    """Create the file, on disk when this returns, for its owner alone. False, and tightened, where it exists."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        file.chmod(0o600)
        return False
    with os.fdopen(handle, "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    _flush_folder(file.parent)
    return True


def _flush_folder(folder: Path) -> None:
    """Put the folder's own entries on disk; Windows does so by itself and offers no way to ask."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
