import signal
from collections.abc import Iterator

import keyring
import keyring.core
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from hygiene.texts import use_language

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background is started deaf to Ctrl-C, and whatever it starts inherits that: the programs that the
    # tests interrupt would never hear of it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_keyring_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests neither ask nor fill the keyring of whoever runs them, nor do the processes that they start."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.core._keyring_backend = None


@pytest.fixture(autouse=True)
def _english() -> None:
    """Every test begins in English, whatever the one before it spoke."""
    use_language("en")
