"""The SQLite file: durable when a write returns, without residue after a removal, honest when it cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hygiene.errors import ExitCode, SessionError
from hygiene.sessions.folder import make_private_file, refusal

VERSION = 2
_APPLICATION = 0x68796731
WAIT_SECONDS = 10.0
"""How long to wait for another process that is writing."""

_SETTINGS = (
    # An answer counts as given once it is on disk, not once it is in the system's memory. What was removed, too.
    "synchronous = EXTRA",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)

_TABLES = """
CREATE TABLE store (id BLOB NOT NULL, kept_in TEXT NOT NULL, lock TEXT NOT NULL DEFAULT '');
CREATE TABLE records (number INTEGER PRIMARY KEY, session BLOB NOT NULL, sealed BLOB NOT NULL);
"""

_UPGRADES = {1: "ALTER TABLE store ADD COLUMN lock TEXT NOT NULL DEFAULT ''"}
"""What makes a store of this version one of the next."""

_PROBLEMS = {
    sqlite3.SQLITE_FULL: "sessions.disk_full",
    sqlite3.SQLITE_READONLY: "sessions.not_writable",
    sqlite3.SQLITE_CANTOPEN: "sessions.not_writable",
    sqlite3.SQLITE_PERM: "sessions.not_writable",
    sqlite3.SQLITE_AUTH: "sessions.not_writable",
    sqlite3.SQLITE_BUSY: "sessions.busy",
    sqlite3.SQLITE_LOCKED: "sessions.busy",
    sqlite3.SQLITE_PROTOCOL: "sessions.busy",
    sqlite3.SQLITE_NOMEM: "sessions.disk_failed",
    sqlite3.SQLITE_IOERR: "sessions.disk_failed",
}


class UnusableStoreError(SessionError):
    """What is kept cannot be opened, now or for good: setting it aside lets a new audit begin."""


class LockedStoreError(UnusableStoreError):
    """What is kept is sound, and the key to it is not to be had."""

    exit_code = ExitCode.KEY_OR_PERMISSION_MISSING


@contextmanager
def database_errors_told() -> Iterator[None]:
    """Turn SQLite's refusals into a `SessionError`; its own messages can quote content and are dropped."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        # The low byte is the kind of failure, the rest its circumstances.
        problem = _PROBLEMS.get(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF)
        raise (refusal(problem) if problem else UnusableStoreError("sessions.store_damaged")) from None


def connect(file: Path) -> sqlite3.Connection:
    """Open the file, private to its owner. Raises `SessionError` where it is no store, damaged, or of a newer version.

    A store of a newer version is left as it is.
    """
    make_private_file(file)
    with database_errors_told():
        connection = sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            _examine(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _examine(connection: sqlite3.Connection) -> None:
    # A damaged text column must not stop the reading of what is sound.
    connection.text_factory = lambda stored: stored.decode("utf-8", "replace")
    version = _pragma(connection, "user_version")
    is_ours = _pragma(connection, "application_id") == _APPLICATION
    if not is_ours and not is_new(connection):
        raise UnusableStoreError("sessions.store_damaged")
    if int(version) > VERSION:
        raise UnusableStoreError("sessions.newer")
    # SQLite advises against writing into a damaged file: what is acknowledged there might be lost.
    if _pragma(connection, "quick_check(1)") != "ok":
        raise UnusableStoreError("sessions.store_damaged")
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.execute("PRAGMA journal_mode = WAL")
    if is_ours:
        _upgrade(connection)


def _upgrade(connection: sqlite3.Connection) -> None:
    while (version := int(_pragma(connection, "user_version"))) < VERSION:
        with transaction(connection):
            connection.execute(_UPGRADES[version])
            connection.execute(f"PRAGMA user_version = {version + 1}")


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the tables are still to be made."""
    return not connection.execute("SELECT 1 FROM sqlite_master").fetchall()


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, inside a transaction."""
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it is on disk when this ends, or, where it raises, none of it."""
    with database_errors_told():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.rollback()
            raise


def clear_residue(connection: sqlite3.Connection) -> None:
    """Empty the write-ahead log, in which removed records would linger.

    Where another process is reading just now, the last of them to close the store does it.
    """
    with database_errors_told():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _pragma(connection: sqlite3.Connection, name: str) -> int | str:
    value: int | str = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
