import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import keyring
import keyring.core
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from hygiene.texts import use_language
from tests import own_keyring
from tests.journeys.program import Program

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background is started deaf to Ctrl-C, and whatever it starts inherits that: the programs that the
    # tests interrupt would never hear of it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _keyring_of_the_test(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Each test has a keyring of its own, and so have the processes that it starts."""
    name = sha256(request.node.nodeid.encode()).hexdigest()
    monkeypatch.setenv(own_keyring.FOLDER, str(tmp_path_factory.getbasetemp() / "keyrings" / name))
    monkeypatch.setenv(*next(iter(own_keyring.OWN.items())))
    keyring.set_keyring(own_keyring.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.core._keyring_backend = None


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of somebody who has no keyring."""
    monkeypatch.setenv(*next(iter(own_keyring.NONE.items())))
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def _english() -> None:
    """Every test begins in English, whatever the one before it spoke."""
    use_language("en")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program, for somebody of whom nothing is kept yet."""
    home = tmp_path / "home"
    home.mkdir()
    return Program(home)
