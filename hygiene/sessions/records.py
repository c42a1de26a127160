"""The sealed records of one session."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from hygiene.sessions.database import clear_residue, database_errors_told, transaction
from hygiene.sessions.sealing import Seal


class Records:
    """What the store holds under one session's id. In the clear it shows that id, the order and padded sizes."""

    def __init__(self, connection: sqlite3.Connection, seal: Seal, session_id: str) -> None:
        self._connection = connection
        self._seal = seal
        self._id = session_id
        self._stored_id = bytes.fromhex(session_id)

    def read(self) -> dict[int, list[Any] | None]:
        """The records by number, in order; None for one that is not as it was written here."""
        with database_errors_told():
            rows = self._connection.execute(
                "SELECT number, CAST(sealed AS BLOB) FROM records WHERE session = ? ORDER BY number", (self._stored_id,)
            ).fetchall()
        return {number: self._seal.open(sealed, self._place(number)) for number, sealed in rows}

    def write(self, record: list[Any], number: int | None = None) -> int:
        """Write one record, in the place of the record of that number or as a new one. Its number."""
        with transaction(self._connection):
            return self._write(record, number)

    def write_within(self, records: Iterable[list[Any]]) -> None:
        """Write new records within a transaction that is under way."""
        for record in records:
            self._write(record, None)

    def remove(self, *numbers: int) -> None:
        """Remove the records of these numbers: all of them or none."""
        with transaction(self._connection):
            self.remove_within(*numbers)

    def remove_within(self, *numbers: int) -> None:
        """Remove the records of these numbers within a transaction that is under way."""
        self._connection.executemany("DELETE FROM records WHERE number = ?", [(number,) for number in numbers])

    def erase(self) -> None:
        """Remove all records, also from the write-ahead log."""
        with transaction(self._connection):
            self.erase_within()
        clear_residue(self._connection)

    def erase_within(self) -> None:
        """Remove all records within a transaction that is under way; their residue stays."""
        self._connection.execute("DELETE FROM records WHERE session = ?", (self._stored_id,))

    def clear_residue(self) -> None:
        """Empty the write-ahead log of what was removed."""
        clear_residue(self._connection)

    def _write(self, record: list[Any], number: int | None) -> int:
        if number is None:
            number = int(self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM records").fetchone()[0])
        self._connection.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?)",
            (number, self._stored_id, self._seal.seal(record, self._place(number))),
        )
        return number

    def _place(self, number: int) -> str:
        return f"hygiene.sessions/1/records/{self._id}/{number}"
