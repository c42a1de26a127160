"""Where the key is kept, and what happens when it is not where it was."""

import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked

from hygiene.errors import ExitCode, MissingKeyError
from hygiene.secret import Secret
from hygiene.sessions import Beginning, KeptIn, Keychain, Occasion, UnusableStoreError, open_store, set_aside
from tests.journeys.keyrings import Keyring


class Sound(Keyring):
    """A keyring that does what it says, under a name of its own."""


class Plaintext(Sound):
    """One that is not known to encrypt."""


class Locked(Sound):
    """One that refuses until somebody unlocks it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


class Waiting(Sound):
    """One that waits for somebody to unlock it."""

    unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait(60)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.unlocked.wait(60)


class Chain(ChainerBackend):
    """The chain of keyrings, of which the first is not safe."""

    backends = (Plaintext(), Sound())


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    Waiting.unlocked.clear()
    yield
    Waiting.unlocked.set()


SAFE = Keychain(
    safe=frozenset(f"{each.__module__}.{each.__qualname__}" for each in (Sound, Locked, Waiting, NullKeyring)),
    patience=0.3,
)


def begun(folder: Path) -> KeptIn:
    with open_store(folder, keychain=SAFE) as store:
        store.begin(Beginning()).record("q", "yes")
        return store.kept_in


def test_the_key_is_kept_in_the_keyring(folder: Path) -> None:
    keyring.set_keyring(system := Sound())
    assert begun(folder) is KeptIn.KEYRING
    assert not (folder / "key").exists()
    ((service, _),) = system.kept
    assert service == "hygiene"
    with open_store(folder, keychain=SAFE) as store:
        assert store.kept_in is KeptIn.KEYRING
        assert store.resume().answers == {"q": "yes"}


def test_each_store_has_a_key_of_its_own(folder: Path) -> None:
    keyring.set_keyring(system := Sound())
    begun(folder)
    begun(folder.with_name("another"))
    assert len(set(system.kept.values())) == 2


@pytest.mark.parametrize("system", [NullKeyring, Locked, Waiting, Plaintext])
def test_without_a_sound_keyring_a_passphrase_is_asked_for(folder: Path, system: type[KeyringBackend]) -> None:
    keyring.set_keyring(chosen := system())
    with pytest.raises(MissingKeyError, match="no_passphrase"):
        open_store(folder, keychain=SAFE)
    asked: list[Occasion] = []

    def ask(occasion: Occasion) -> Secret:
        asked.append(occasion)
        return Secret("kivi orava tuuli")

    for _ in range(2):
        with open_store(folder, keychain=SAFE, ask=ask) as store:
            assert store.kept_in is KeptIn.PASSPHRASE
    assert asked == [Occasion.NEW, Occasion.OPEN]
    assert not getattr(chosen, "kept", {})
    assert not (folder / "key").exists()


def test_of_a_chain_only_the_safe_ones_are_used(folder: Path) -> None:
    keyring.set_keyring(Chain())  # type: ignore[no-untyped-call]
    assert begun(folder) is KeptIn.KEYRING
    plaintext, sound = Chain.backends
    assert not plaintext.kept
    assert len(sound.kept) == 1
    with open_store(folder, keychain=SAFE) as store:
        assert store.resume().answers == {"q": "yes"}


@pytest.mark.parametrize("system", [Locked, Waiting, Plaintext])
def test_a_keyring_that_does_not_open_is_said(folder: Path, system: type[KeyringBackend]) -> None:
    keyring.set_keyring(sound := Sound())
    begun(folder)
    keyring.set_keyring(system())
    with pytest.raises(UnusableStoreError, match="keyring_closed") as closed:
        open_store(folder, keychain=SAFE)
    assert closed.value.exit_code is ExitCode.KEY_OR_PERMISSION_MISSING
    assert not (folder / "key").exists()
    keyring.set_keyring(sound)
    with open_store(folder, keychain=SAFE) as store:
        assert store.resume().answers == {"q": "yes"}


def test_a_key_that_is_gone_from_the_keyring_is_said(folder: Path) -> None:
    keyring.set_keyring(system := Sound())
    begun(folder)
    system.kept.clear()
    with pytest.raises(UnusableStoreError, match="key_gone"):
        open_store(folder, keychain=SAFE)
    assert not system.kept
    aside = set_aside(folder)
    assert begun(folder) is KeptIn.KEYRING
    assert (aside / "sessions.db").exists()


def test_the_key_never_shows_in_what_is_raised(folder: Path) -> None:
    keyring.set_keyring(system := Sound())
    begun(folder)
    (entry,) = system.kept
    system.kept[entry] = "not a key but a secret"
    with pytest.raises(UnusableStoreError) as refused:
        open_store(folder, keychain=SAFE)
    assert refused.value.__cause__ is None
    assert "secret" not in f"{refused.value!r} {refused.value.values}"
