from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hygiene.sources import Export, Way, read_export

Reader = Callable[..., Export]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Reads an export from bytes or text, by way of a real file."""

    def read_content(content: bytes | str, source: str | None = None, number: int = 1, **way: Any) -> Export:
        path = tmp_path / "export.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_export(path, number, Way(source=source, **way))

    return read_content
