"""The open store: sessions are begun, resumed and forgotten here, and finished audits remembered."""

import secrets
import sqlite3
from calendar import monthrange
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from hygiene import clock
from hygiene.errors import SessionError
from hygiene.process import Hold, take_hold
from hygiene.secret import Secret
from hygiene.sessions.database import UnusableStoreError, clear_residue, database_errors_told, transaction
from hygiene.sessions.folder import file_errors_told
from hygiene.sessions.keychain import KEY_FILE, KeptIn, Key
from hygiene.sessions.naming import as_typed, as_word, suggest
from hygiene.sessions.passphrase import Lock
from hygiene.sessions.past_audits import PastAudit, as_record, from_record
from hygiene.sessions.records import Records
from hygiene.sessions.sealing import Seal
from hygiene.sessions.session import AUDIT, Beginning, Session, SessionSummary, beginning_records, summarise

_OF_NO_AUDIT = "00000000"
_OF_PAST_AUDITS = "00000001"
"""Stand in the place of a session's id: what outlives every audit, and what is left of those that were finished."""

_RESERVED = (_OF_NO_AUDIT, _OF_PAST_AUDITS)


class Store:
    """The open store, to be used as a context manager."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, key: Key) -> None:
        self._key = key
        self._folder = folder
        self._connection = connection
        self._seal = Seal(key.material)
        self._sessions: list[Session] = []
        kept = [record for each in (*self._ids(), *_RESERVED) for record in self._records(each).read().values()]
        if kept and not any(kept):
            # A key that opens nothing at all is another store's key.
            raise UnusableStoreError("sessions.key_gone")
        if key.kept_in is KeptIn.PASSPHRASE:
            self._remove_key_file()

    @property
    def kept_in(self) -> KeptIn:
        """Where the key is kept."""
        return self._key.kept_in

    def begin(self, beginning: Beginning, name: str | None = None) -> Session:
        """Begin a session that goes by this word, or by one that is drawn. What it is to do is on disk then.

        Raises `SessionError` where the word is none, is somebody's name, or belongs to another session already.
        """
        word = None if name is None else as_word(name)
        session_id = self._new_id()
        hold = self._take_hold(session_id)
        try:
            with transaction(self._connection):
                name = self._unused(word) if word else self.suggest_name(beginning.language)
                self._records(session_id).write_within(beginning_records(beginning, name))
        except BaseException:
            hold.release(for_good=True)
            raise
        return self._open(session_id, hold)

    def suggest_name(self, language: str) -> str:
        """A plain word of the language that no session of this store goes by yet."""
        return suggest(language, self._names())

    def unfinished(self) -> list[SessionSummary]:
        """The audits under way, newest first; any of which nothing at all can be read come last."""
        summaries = [summarise(each, self._records(each)) for each in self._ids()]
        return sorted(summaries, key=lambda each: each.begun is None and not each.answers)

    def resume(self, session_id: str | None = None, *, journey: str = AUDIT) -> Session:
        """Go on with the session of this word or id, or with the newest of this journey.

        Raises `SessionError` where there is none, or where it is under way in another window at this moment.
        """
        session_id = self._newest(journey) if session_id is None else self._existing(session_id)
        return self._open(session_id, self._take_hold(session_id))

    def forget(self, session_id: str) -> None:
        """Remove everything that was kept of a session, with the past audits that were held in it, without residue.

        Raises `SessionError` like `resume`.
        """
        session_id = self._existing(session_id)
        hold = self._take_hold(session_id)
        try:
            with transaction(self._connection):
                self._records(session_id).erase_within()
                past = self._past()
                past.remove_within(*(number for number, kept in self._read_past().items() if _is_of(kept, session_id)))
            past.clear_residue()
        except BaseException:
            hold.release()
            raise
        hold.release(for_good=True)

    def remember(self, audit: PastAudit) -> None:
        """Keep what is left of a finished audit, in place of what was remembered of it before."""
        earlier = [number for number, kept in self._read_past().items() if kept and kept.id == audit.id]
        self._past().write(as_record(audit), earlier[-1] if earlier else None)

    def past_audits(self, session_id: str = "") -> list[PastAudit]:
        """The audits of one's own that were finished, or those of a session, the oldest first."""
        kept = (audit for audit in self._read_past().values() if _is_of(audit, session_id))
        return sorted(filter(None, kept), key=lambda audit: audit.made_on)

    def damaged_past_audits(self) -> int:
        """How many past audits, of whomever, cannot be read any more."""
        return list(self._read_past().values()).count(None)

    def fingerprint(self, of: str | Secret) -> str:
        """64 hexadecimal digits that stand for a text or a secret in this store, like those of `Session.fingerprint`.

        Equal ones give equal digits. Without the store's key they tell nothing, nor can anything be guessed from them.
        """
        return self._seal.fingerprint(of)

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

    def remove_expired(self, today: date, months: int) -> int:
        """Remove, without residue, what was last used or made more than so many months ago. How much that was.

        A session that is open elsewhere stays. A past audit that cannot be read goes with those that came after it.
        """
        oldest = _months_before(today, months)
        removed = 0
        for session in self.unfinished():
            if session.used and session.used < oldest:
                try:
                    self.forget(session.id)
                    removed += 1
                except SessionError as error:
                    if error.key not in ("sessions.in_use", "sessions.unknown"):
                        raise
        past = self._read_past()
        expired = [number for number, audit in past.items() if audit and audit.made_on < oldest]
        damaged = [number for number, audit in past.items() if not audit and number < max(expired, default=0)]
        if expired:
            self._past().remove(*expired, *damaged)
            self._past().clear_residue()
        return removed + len(expired)

    def lock_with(self, passphrase: Secret) -> None:
        """From now on the store is opened with this passphrase, and with nothing else.

        The key stays the same: where it lay in a file, that file is removed, but copies of it still open the store.
        """
        lock = Lock.of(self._key.material, passphrase)
        with transaction(self._connection):
            self._connection.execute("UPDATE store SET kept_in = ?, lock = ?", (KeptIn.PASSPHRASE, lock.as_text()))
        clear_residue(self._connection)
        self._key = Key(self._key.material, KeptIn.PASSPHRASE)
        self._remove_key_file()

    def forget_what_outlives(self) -> None:
        """Remove what belongs to no single audit, and all past audits, without residue."""
        for each in _RESERVED:
            self._records(each).erase()

    def close(self) -> None:
        """Let go of the sessions and of the files."""
        for session in self._sessions:
            session.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _remove_key_file(self) -> None:
        """Remove the key that lay in a file, where it is this store's."""
        file = self._folder / KEY_FILE
        with file_errors_told():
            if file.exists() and file.read_bytes() == self._key.material.hex().encode("ascii"):
                file.unlink()

    def _open(self, session_id: str, hold: Hold) -> Session:
        try:
            # Only now, with the hold, can it no longer be finished elsewhere.
            self._existing(session_id)
            session = Session(session_id, self._records(session_id), self._seal, hold)
            session.note_use(clock.today())
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
        """The id as it is kept, of the word or id that a user typed."""
        typed = as_typed(session_id)
        found = typed if typed in self._ids() else self._names().get(typed)
        if not found:
            raise SessionError("sessions.unknown")
        return found

    def _names(self) -> dict[str, str]:
        """The id of each session by its word."""
        return {each.name: each.id for each in self.unfinished() if each.name}

    def _unused(self, word: str) -> str:
        if word in self._names():
            raise SessionError("sessions.name_taken")
        return word

    def _new_id(self) -> str:
        taken = {*self._ids(), *_RESERVED}
        while (drawn := secrets.token_hex(4)) in taken:
            pass
        return drawn

    def _ids(self) -> list[str]:
        """Every session's id, newest first."""
        with database_errors_told():
            rows = self._connection.execute(
                "SELECT lower(hex(session)) FROM records GROUP BY session ORDER BY min(number) DESC"
            ).fetchall()
        return [session_id for (session_id,) in rows if session_id not in _RESERVED]

    def _read_past(self) -> dict[int, PastAudit | None]:
        """The past audits by the numbers of their records; None for one that is damaged."""
        return {number: from_record(record) if record else None for number, record in self._past().read().items()}

    def _past(self) -> Records:
        return self._records(_OF_PAST_AUDITS)

    def _records(self, session_id: str) -> Records:
        return Records(self._connection, self._seal, session_id)


def _is_of(audit: PastAudit | None, session_id: str) -> bool:
    return audit is not None and audit.session == session_id


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
