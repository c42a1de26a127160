"""Loaded by Python itself at the start of a watched process: notes what the process does to the world around it."""

import json
import os
import sys
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _absolute(path: Any) -> str:
    return os.path.join(os.getcwd(), os.fsdecode(path))  # noqa: PTH109, PTH118 (no more than this is loaded for it)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    match event:
        case "open" if isinstance(arguments[0], str | bytes | os.PathLike) and arguments[2] & _WRITING:
            noted = ["write", _absolute(arguments[0])]
        case "os.rename":
            noted = ["write", _absolute(arguments[1])]
        case "sqlite3.connect":
            noted = ["write", _absolute(arguments[0])]
        case "socket.connect" | "socket.sendto":
            noted = ["network", repr(arguments[1])]
        case "socket.getaddrinfo" | "socket.gethostbyname":
            noted = ["network", repr(arguments[0])]
        case "subprocess.Popen" | "os.exec" | "os.fork" | "os.posix_spawn" | "os.spawn" | "os.system":
            noted = ["program", event]
        case _:
            return
    os.write(_log, (json.dumps(noted) + "\n").encode())


sys.addaudithook(_note)
