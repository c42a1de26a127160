"""Access lists of Windows, which take the place of the modes of other systems."""

import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _OWNER_ALONE = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
    """Everything to its owner, to the system and to administrators, who can take it anyway; to nobody else, and nothing
    from the folders above. What lies in the folder inherits it."""

    _REVISION = 1
    _FILE_OBJECT = 1
    _DACL, _PROTECTED_DACL = 0x00000004, 0x80000000

    def grant_owner_alone(folder: Path) -> None:
        """Keep all others out of the folder and of what lies in it. Raises `OSError` where the system refuses."""
        library = ctypes.WinDLL("advapi32", use_last_error=True)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        library.ConvertStringSecurityDescriptorToSecurityDescriptorW.argtypes = (
            wintypes.LPCWSTR,
            wintypes.DWORD,
            ctypes.POINTER(wintypes.LPVOID),
            wintypes.LPVOID,
        )
        library.GetSecurityDescriptorDacl.argtypes = (
            wintypes.LPVOID,
            ctypes.POINTER(wintypes.BOOL),
            ctypes.POINTER(wintypes.LPVOID),
            ctypes.POINTER(wintypes.BOOL),
        )
        library.SetNamedSecurityInfoW.argtypes = (
            wintypes.LPWSTR,
            ctypes.c_int,
            wintypes.DWORD,
            *(wintypes.LPVOID,) * 4,
        )
        library.SetNamedSecurityInfoW.restype = wintypes.DWORD
        kernel.LocalFree.argtypes = (wintypes.LPVOID,)
        descriptor, granted = wintypes.LPVOID(), wintypes.LPVOID()
        is_there, is_default = wintypes.BOOL(), wintypes.BOOL()
        if not library.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _OWNER_ALONE, _REVISION, ctypes.byref(descriptor), None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            if not library.GetSecurityDescriptorDacl(
                descriptor, ctypes.byref(is_there), ctypes.byref(granted), ctypes.byref(is_default)
            ):
                raise ctypes.WinError(ctypes.get_last_error())
            refused = library.SetNamedSecurityInfoW(
                str(folder), _FILE_OBJECT, _DACL | _PROTECTED_DACL, None, None, granted, None
            )
            if refused:
                raise ctypes.WinError(refused)
        finally:
            kernel.LocalFree(descriptor)
