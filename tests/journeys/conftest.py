import sys
from pathlib import Path

import keyring
import pytest

from tests.journeys.keyrings import Command, Keyring


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    home = tmp_path / "home-with-keyring"
    home.mkdir()
    monkeypatch.setenv("HYGIENE_HOME", str(home))
    monkeypatch.setenv("HYGIENE_LANG", "en")
    keyring.set_keyring(system := Keyring())
    return Command(system, home, capsys, lambda content: monkeypatch.setattr(sys, "stdin", content))
