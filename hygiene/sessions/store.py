"""The store of the audits under way: they are begun, resumed and forgotten here."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from hygiene.errors import SessionError
from hygiene.process import Hold, take_hold
from hygiene.sessions.database import (
    WAIT_SECONDS,
    UnusableStoreError,
    connect,
    database_errors_told,
    is_new,
    make_tables,
    transaction,
)
from hygiene.sessions.folder import default_folder, file_errors_told, make_private_folder
from hygiene.sessions.keychain import KeptIn, Key, Keychain
from hygiene.sessions.records import Records
from hygiene.sessions.sealing import Seal
from hygiene.sessions.session import AUDIT, Beginning, Session, SessionSummary, summarise, write_beginning

_DATABASE = "sessions.db"
_OF_NO_AUDIT = "00000000"
"""Stands in the place of a session's id for what outlives every audit."""


def open_store(folder: Path | None = None, *, keychain: Keychain = Keychain()) -> "Store":  # noqa: B008 - immutable
    """Open the store in this folder (default: the user's own), which is made private, with its key.

    Raises `SessionError` where it cannot be written, and `UnusableStoreError` where what it holds cannot be opened.
    """
    folder = (folder or default_folder()).absolute()
    with file_errors_told():
        make_private_folder(folder)
        with _alone(folder):
            connection = connect(folder / _DATABASE)
            try:
                return Store(folder, connection, _key_of(connection, folder, keychain))
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


class Store:
    """The open store, to be used as a context manager. `kept_in` says where its key is kept."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, key: Key) -> None:
        self.kept_in = key.kept_in
        self._folder = folder
        self._connection = connection
        self._seal = Seal(key.material)
        self._sessions: list[Session] = []
        kept = [record for each in (*self._ids(), _OF_NO_AUDIT) for record in self._records(each).read().values()]
        if kept and not any(kept):
            # A key that opens nothing at all is another store's key.
            raise UnusableStoreError("sessions.key_gone")

    def begin(self, beginning: Beginning) -> Session:
        """Begin an audit. What it was asked to do is on disk when this returns."""
        session_id = secrets.token_hex(4)
        hold = self._take_hold(session_id)
        try:
            write_beginning(self._records(session_id), beginning)
        except BaseException:
            hold.release(for_good=True)
            raise
        return self._open(session_id, hold)

    def unfinished(self) -> list[SessionSummary]:
        """The audits under way, newest first; any of which nothing at all can be read come last."""
        summaries = [summarise(each, self._records(each)) for each in self._ids()]
        return sorted(summaries, key=lambda each: each.begun is None and not each.answers)

    def resume(self, session_id: str | None = None, *, journey: str = AUDIT) -> Session:
        """Go on with this session, or with the newest of this journey.

        Raises `SessionError` where there is none, or where it is under way in another window at this moment.
        """
        session_id = self._newest(journey) if session_id is None else self._existing(session_id)
        return self._open(session_id, self._take_hold(session_id))

    def forget(self, session_id: str) -> None:
        """Remove everything that was kept of an audit, without residue. Raises `SessionError` like `resume`."""
        session_id = self._existing(session_id)
        hold = self._take_hold(session_id)
        try:
            self._records(session_id).erase()
        except BaseException:
            hold.release()
            raise
        hold.release(for_good=True)

    def get(self, name: str) -> str | None:
        """What `set` kept under this name; None too where it cannot be read any more."""
        kept = [record for record in self._records(_OF_NO_AUDIT).read().values() if record and record[0] == name]
        return str(kept[-1][1]) if kept else None

    def set(self, name: str, value: str) -> None:
        """Keep what belongs to no single audit, in place of what was kept under this name, of which nothing remains."""
        records = self._records(_OF_NO_AUDIT)
        earlier = [number for number, record in records.read().items() if not record or record[0] == name]
        records.write([name, value])
        for number in earlier:
            records.remove(number)
        records.clear_residue()

    def forget_what_outlives(self) -> None:
        """Remove what belongs to no single audit, without residue."""
        self._records(_OF_NO_AUDIT).erase()

    def close(self) -> None:
        """Let go of the sessions and of the files."""
        for session in self._sessions:
            session.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _open(self, session_id: str, hold: Hold) -> Session:
        try:
            # Only now, with the hold, can it no longer be finished elsewhere.
            self._existing(session_id)
            session = Session(session_id, self._records(session_id), self._seal, hold)
        except BaseException:
            hold.release()
            raise
        self._sessions.append(session)
        return session

    def _take_hold(self, session_id: str) -> Hold:
        with file_errors_told():
            hold = take_hold(self._folder / f"{session_id}.lock")
        if not hold:
            raise SessionError("sessions.in_use")
        return hold

    def _newest(self, journey: str) -> str:
        unfinished = [each for each in self.unfinished() if each.journey == journey]
        if not unfinished:
            raise SessionError("sessions.nothing_to_resume")
        return unfinished[0].id

    def _existing(self, session_id: str) -> str:
        """The id as it is kept, of whatever a user typed for one."""
        typed = session_id.strip().lower()
        if typed not in self._ids():
            raise SessionError("sessions.unknown")
        return typed

    def _ids(self) -> list[str]:
        """Every session's id, newest first."""
        with database_errors_told():
            rows = self._connection.execute(
                "SELECT lower(hex(session)) FROM records GROUP BY session ORDER BY min(number) DESC"
            ).fetchall()
        return [session_id for (session_id,) in rows if session_id != _OF_NO_AUDIT]

    def _records(self, session_id: str) -> Records:
        return Records(self._connection, self._seal, session_id)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is opening the store: SQLite does not let two at once turn a new file into one."""
    give_up = monotonic() + WAIT_SECONDS
    while not (hold := take_hold(folder / "opening.lock")):
        if monotonic() > give_up:
            raise SessionError("sessions.busy")
        sleep(0.01)
    try:
        yield
    finally:
        hold.release()


def _key_of(connection: sqlite3.Connection, folder: Path, keychain: Keychain) -> Key:
    """The key of the store; where the store is new, it is made, and it is kept before the store is."""
    with database_errors_told():
        if is_new(connection):
            with transaction(connection):
                store = secrets.token_hex(16)
                key = keychain.make_key(store, folder)
                make_tables(connection)
                connection.execute("INSERT INTO store VALUES (?, ?)", (bytes.fromhex(store), key.kept_in))
            return key
        row = connection.execute("SELECT lower(hex(id)), kept_in FROM store").fetchone()
    if not row or row[1] not in list(KeptIn):
        raise UnusableStoreError("sessions.store_damaged")
    return keychain.find_key(row[0], folder, KeptIn(row[1]))
