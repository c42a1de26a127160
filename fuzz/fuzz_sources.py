"""Looks for files that bring anything but an account or a `SourceError` out of the reading of exports.

    pip install atheris
    python fuzz/fuzz_sources.py -max_total_time=600 tests/samples

The first two bytes of an input say how it is read; the rest is the file. What breaks it is left in the current folder.
"""

import sys
import tempfile
from pathlib import Path

import atheris  # no dependency of the project: it needs a compiler of its own

with atheris.instrument_imports():
    from hygiene.errors import SourceError
    from hygiene.secret import Secret
    from hygiene.sources import ENCODINGS, Way, formats, read_export

NAMES = [None, *(name for name, _ in formats())]
WAYS = [
    *(Way(source=name, password=Secret("avain")) for name in NAMES),
    *(Way(encoding=encoding) for encoding in ENCODINGS),
    Way(columns={"url": "2", "username": "3", "password": "1"}),
    Way(columns={"url": "URL", "username": "Username", "password": "Password"}),
]
PLACE = Path(tempfile.mkdtemp(prefix="hygiene-fuzz-")) / "export"


def read_one(data: bytes) -> None:
    """One input: every row is accounted for, or the file is refused."""
    PLACE.write_bytes(data[2:])
    try:
        export = read_export(PLACE, 1, WAYS[int.from_bytes(data[:2]) % len(WAYS)])
    except SourceError as error:
        if error.__context__ is not None:
            raise
        return
    account = export.input
    if account.read != len(export.logins) + account.not_logins + account.left_out:
        raise AssertionError("a row is lost")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
