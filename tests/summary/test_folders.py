"""How shares are read from a folder: without leaving a mark, and whoever owns them."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygiene.summary.folders import Place

LONG_AGO = 1_000_000_000
NOBODY = 65_534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with one file, which everybody may read; pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        (path / "one.share").write_bytes(b"content")
        (path / "one.share").chmod(0o644)
        yield path


def read(folder: Path) -> list[tuple[str, bytes]]:
    return list(Place(folder).files(Counter(), 100))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no way to read a file without a mark")
def test_reading_leaves_no_mark(folder: Path) -> None:
    file = folder / "one.share"
    # Where a file was read before it was last changed, the next reading is always written down.
    os.utime(file, (LONG_AGO, LONG_AGO + 1))
    assert read(folder) == [("one.share", b"content")]
    assert file.stat().st_atime == LONG_AGO


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_the_files_of_others_are_read_too(folder: Path) -> None:
    os.seteuid(NOBODY)
    try:
        found = read(folder)
    finally:
        os.seteuid(0)
    assert found == [("one.share", b"content")]
