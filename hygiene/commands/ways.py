"""The options that say how an export is to be read."""

import sys
from pathlib import Path

from hygiene.errors import HygieneError, MissingKeyError
from hygiene.secret import Secret
from hygiene.sessions import Beginning
from hygiene.sources import ENCODINGS, NEEDED, PARTS, Way

_LONGEST = 4_096


def way_of(beginning: Beginning, password_file: Path | None, key_file: Path | None) -> Way:
    """The way to read the exports. Raises `HygieneError` where an option cannot be understood."""
    if beginning.encoding is not None and beginning.encoding not in ENCODINGS:
        raise HygieneError("cli.bad_encoding", encodings=", ".join(ENCODINGS))
    if beginning.columns and beginning.source:
        raise HygieneError("cli.both_source_and_columns")
    return Way(
        source=beginning.source,
        columns=_columns(beginning.columns) if beginning.columns else None,
        encoding=beginning.encoding,
        password=first_line(password_file) if password_file else None,
        key_file=key_file,
    )


def _columns(typed: str) -> dict[str, str]:
    named = {part.strip(): column for part, _, column in (each.partition("=") for each in typed.split(","))}
    if not named.keys() <= set(PARTS) or not named.keys() >= set(NEEDED) or not all(named.values()):
        raise HygieneError("cli.bad_columns", parts=", ".join(PARTS))
    return named


def first_line(path: Path) -> Secret:
    """The first line of a file, without its end, or of standard input where the file is `-`."""
    try:
        if str(path) == "-":
            line = sys.stdin.readline(_LONGEST)
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                line = file.readline(_LONGEST)
    except (OSError, ValueError):  # the latter carries what it could not decode, and goes no further
        line = ""
    if not line.rstrip("\r\n"):
        raise MissingKeyError("cli.no_password_in_file")
    return Secret(line.rstrip("\r\n"))
