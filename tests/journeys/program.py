"""The program as its users run it: a process of its own, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import own_keyring

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        names = ("PATH", "SYSTEMROOT", "PYTHON_KEYRING_BACKEND", own_keyring.FOLDER)
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return {**kept, "HYGIENE_HOME": str(self.home), "HYGIENE_LANG": "en", "PYTHONPATH": str(ROOT), **more}

    def run(
        self, *words: str | Path, typed: str = "", cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> Ran:
        """Run to the end with these lines piped in."""
        done = subprocess.run(
            command(words),
            input=typed.encode(),
            capture_output=True,
            env=self.environment(**(environment or {})),
            cwd=cwd or self.home,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(words: Sequence[str | Path]) -> list[str]:
    return [sys.executable, "-m", "hygiene", *map(str, words)]
