"""Files that one process alone may work with at a time. The system itself lets go of them when their holder dies."""

import errno
import os
import sys

_BEYOND = 1 << 30
"""Windows keeps others from the bytes that are locked, so the one that is locked lies where nothing is written."""


def lock(handle: int) -> bool:
    """Hold this open file until it is closed; False where somebody holds it already, be it this process.

    Raises `OSError` where the place of the file knows no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True
