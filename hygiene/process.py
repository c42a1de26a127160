"""What the running process keeps from others on the same machine, and what it holds for itself alone."""

import ctypes
import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """See to it that a crash writes no image of the memory, in which passwords would stand in the clear.

    On Linux the process also becomes closed to debuggers of the same user. Windows writes no such image unless an
    administrator has asked for one, so there is nothing to do there. Where the system refuses, the work goes on.
    """
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, ValueError, AttributeError):
        # A sandbox, or a C library without prctl: no reason to deny the employee the audit.
        return


class Hold:
    """A file that this process alone holds. The system itself lets go of it when its holder dies, however it dies."""

    def __init__(self, file: Path, handle: int) -> None:
        self._file = file
        self._handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.release(for_good=True)

    def release(self, *, for_good: bool = False) -> None:
        """Let others have it, or, where nobody will want it for long, remove it."""
        if for_good and sys.platform != "win32":
            self._file.unlink(missing_ok=True)
        os.close(self._handle)
        if for_good and sys.platform == "win32":
            # Windows does not remove an open file, and so none that somebody else has opened by now.
            with suppress(OSError):
                self._file.unlink()


def take_hold(file: Path) -> Hold | None:
    """Hold the file, which is created where it lacks; None where somebody holds it already, be it this process."""
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return None
        raise
    hold = Hold(file, handle)
    if sys.platform != "win32" and os.fstat(handle).st_nlink == 0:  # its last holder removed it in the meantime
        hold.release()
        return take_hold(file)
    return hold
