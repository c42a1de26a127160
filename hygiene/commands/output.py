"""Where a report goes: standard output, or a file that only its owner can read."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hygiene.errors import HygieneError
from hygiene.reports.wrapping import wrapped

_TEXT = "text"
_NO_TEXT = {"xlsx"}
_NARROWEST = 30
_WIDTH_OF_A_FILE = 80


@dataclass(frozen=True, slots=True)
class Output:
    """The form and the place that were asked for. Both are checked before the work begins: see `check`."""

    form: str
    path: Path | None = None
    force: bool = False

    def check(self, forms: Mapping[str, object]) -> None:
        """Raise `HygieneError` where the form is unknown or the place cannot take a file."""
        if self.form not in forms:
            raise HygieneError("cli.bad_format", formats=", ".join(forms))
        if self.path is None:
            if self.form in _NO_TEXT and sys.stdout.isatty():
                raise HygieneError("collecting.needs_file")
            return
        if self.path.exists() and not (self.force and self.path.is_file()):
            raise HygieneError("audit.output_exists", name=self.path.name)
        if not os.access(self.path.absolute().parent, os.W_OK | os.X_OK):
            raise HygieneError("audit.output_unwritable", name=self.path.name)

    def width(self) -> int:
        """How many columns a text may take."""
        if self.path is None and sys.stdout.isatty():
            return max(shutil.get_terminal_size().columns, _NARROWEST)
        return _WIDTH_OF_A_FILE

    def write(self, content: str | bytes) -> None:
        """Write the content whole, or leave what was there as it was. Raises `HygieneError` where it cannot be."""
        if self.path is None:
            if isinstance(content, bytes):
                sys.stdout.buffer.write(content)
                return
            if self.form != _TEXT and not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
                sys.stdout.reconfigure(encoding="utf-8")
            sys.stdout.write(content)
            sys.stdout.flush()
            return
        try:
            self._write_file(self.path, content)
        except FileExistsError:
            raise HygieneError("audit.output_exists", name=self.path.name) from None
        except OSError:
            raise HygieneError("audit.output_unwritable", name=self.path.name) from None

    def _write_file(self, path: Path, content: str | bytes) -> None:
        if not self.force:
            # Made only where there is nothing yet, whatever has happened since `check`.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            _fill(handle, path, content)
            return
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".hygiene-")
        _fill(handle, Path(name), content)
        Path(name).replace(path)


def write_lines(lines: Iterable[str]) -> None:
    """Write sentences to standard output: wrapped on a screen, each whole on its line where a program reads them."""
    width = Output(_TEXT).width() if sys.stdout.isatty() else None
    for line in lines:
        parts = wrapped(line, width, breaks_words=False) if width else [line]
        sys.stdout.write("".join(f"{part}\n" for part in parts))


def _fill(handle: int, path: Path, content: str | bytes) -> None:
    """Write the content through to the disk; a file that could not be written whole is removed again."""
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:  # Ctrl-C included: half a report must not lie there as if it were one
        path.unlink(missing_ok=True)
        raise
