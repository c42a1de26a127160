"""Looks for files that bring anything but an account or a `SourceError` out of the reading of exports.

    pip install atheris
    mkdir found
    python -m fuzz.fuzz_sources -max_total_time=600 -timeout=10 -rss_limit_mb=512 -max_len=100000 found tests/samples

Each input is read as what it is recognised as, and in one other way that depends on it. What leads further is kept in
`found`; what breaks it, or takes longer than 10 seconds, is left in the current folder.
"""

import sys
import tempfile
import zlib
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
    PLACE.write_bytes(data)
    for way in (WAYS[0], WAYS[zlib.crc32(data) % len(WAYS)]):
        _read(way)


def _read(way: Way) -> None:
    try:
        export = read_export(PLACE, 1, way)
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
