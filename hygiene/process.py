"""What the running process keeps from others on the same machine."""

import ctypes
import sys

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
