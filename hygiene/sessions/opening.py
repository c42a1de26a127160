"""Opening the store: its key comes from the keyring, else from a passphrase."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from hygiene.process import take_hold
from hygiene.sessions.database import (
    WAIT_SECONDS,
    UnusableStoreError,
    connect,
    database_errors_told,
    is_new,
    make_tables,
    transaction,
)
from hygiene.sessions.folder import FailedStoreError, default_folder, file_errors_told, make_private_folder
from hygiene.sessions.keychain import KEY_BYTES, KeptIn, Key, Keychain, key_in_file
from hygiene.sessions.passphrase import AskPassphrase, Lock, Occasion, nobody_to_ask
from hygiene.sessions.store import Store

_DATABASE = "sessions.db"


def is_anything_kept(folder: Path | None = None) -> bool:
    """Whether there is a store at all: none has to be made, nor a passphrase to be thought of, to look into nothing."""
    file = (folder or default_folder()).absolute() / _DATABASE
    try:
        with file_errors_told():
            if not file.exists():
                return False
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return not is_new(connection)
    except sqlite3.Error:
        return True  # Whoever opens it tells what is wrong with it.


def open_store(
    folder: Path | None = None,
    *,
    ask: AskPassphrase = nobody_to_ask,
    keychain: Keychain = Keychain(),  # noqa: B008 - immutable
) -> Store:
    """Open the store in this folder (default: the user's own), which is made private, with its key.

    A passphrase is asked for where the store was made with one, and where it is to be made and there is no keyring.
    Raises `SessionError` where the store cannot be written, `UnusableStoreError` where what it holds cannot be opened,
    and whatever `ask` raises.
    """
    folder = (folder or default_folder()).absolute()
    with file_errors_told():
        make_private_folder(folder)
        with _alone(folder):
            connection = connect(folder / _DATABASE)
    try:
        return Store(folder, connection, _key_of(connection, folder, keychain, ask))
    except BaseException:
        connection.close()
        raise


def set_aside(folder: Path | None = None) -> Path:
    """Move the store, with its key file, out of the way as it is, so that a new one can be begun. Its new folder.

    Raises `SessionError` where another program has it open and the system does not let it go.
    """
    folder = (folder or default_folder()).absolute()
    number = 1
    while (aside := folder.with_name(f"{folder.name}-set-aside-{number}")).exists():
        number += 1
    with file_errors_told():
        return folder.rename(aside)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is opening the store: SQLite does not let two at once turn a new file into one."""
    give_up = monotonic() + WAIT_SECONDS
    with file_errors_told():
        while not (hold := take_hold(folder / "opening.lock")):
            if monotonic() > give_up:
                raise FailedStoreError("sessions.busy")
            sleep(0.01)
    try:
        yield
    finally:
        hold.release()


def _key_of(connection: sqlite3.Connection, folder: Path, keychain: Keychain, ask: AskPassphrase) -> Key:
    """The key of the store; where the store is new, it is made, and it is kept before the store is."""
    with database_errors_told():
        if is_new(connection):
            store, material = secrets.token_hex(16), secrets.token_bytes(KEY_BYTES)
            with _alone(folder):
                # The keyring answers in time or not at all.
                if is_new(connection) and keychain.keep_key(store, material):
                    return _make(connection, store, Key(material, KeptIn.KEYRING))
            if is_new(connection):
                # Nobody else has to wait while somebody thinks of a passphrase.
                lock = Lock.of(material, ask(Occasion.NEW))
                with _alone(folder):
                    if is_new(connection):
                        return _make(connection, store, Key(material, KeptIn.PASSPHRASE), lock.as_text())
        row = connection.execute("SELECT lower(hex(id)), kept_in, lock FROM store").fetchone()
    if not row or row[1] not in list(KeptIn):
        raise UnusableStoreError("sessions.store_damaged")
    store, kept_in, kept_lock = row[0], KeptIn(row[1]), row[2]
    match kept_in:
        case KeptIn.KEYRING:
            return Key(keychain.find_key(store), kept_in)
        case KeptIn.FILE:
            return Key(key_in_file(folder), kept_in)
        case KeptIn.PASSPHRASE:
            return Key(_unlocked(Lock.from_text(kept_lock), ask), kept_in)


def _make(connection: sqlite3.Connection, store: str, key: Key, lock: str = "") -> Key:
    with transaction(connection):
        make_tables(connection)
        connection.execute("INSERT INTO store VALUES (?, ?, ?)", (bytes.fromhex(store), key.kept_in, lock))
    return key


def _unlocked(lock: Lock, ask: AskPassphrase) -> bytes:
    occasion = Occasion.OPEN
    while not (material := lock.open(ask(occasion))):
        occasion = Occasion.WRONG
    return material
