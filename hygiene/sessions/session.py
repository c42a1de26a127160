"""An audit under way: what it was asked to do, and every answer given so far."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hygiene import clock
from hygiene.process import Hold
from hygiene.sessions.records import Records
from hygiene.sessions.sealing import Seal

_BEGINNING, _FACT, _ANSWER, _NOTE = "beginning", "fact", "answer", "note"
_NAME, _BEGUN, _USED = "name", "begun", "used"
_FOLLOW_UP = "follow_up"

AUDIT = "audit"
CHECKLISTS = "checklists"
ACCOUNTS = "accounts"
SUPPORT = "support"
"""What a session is of: its `journey`."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a session was asked to do. Paths are kept absolute, what the files hold never.

    `journey` is what the session is of.
    `policies` are names or files, in their order; `online` is None where the employee is to be asked.
    """

    inputs: tuple[Path, ...] = field(default=(), repr=False)
    demo: bool = False
    policies: tuple[str, ...] = ()
    language: str = "en"
    online: bool | None = None
    work_domains: tuple[str, ...] = ()
    source: str | None = None
    columns: str | None = None
    encoding: str | None = None
    range_url: str | None = None
    corpus: Path | None = None
    breach_url: str | None = None
    breach_list: Path | None = field(default=None, repr=False)
    breached_domain: Path | None = field(default=None, repr=False)
    addresses: bool = False
    journey: str = AUDIT
    data_exports: tuple[Path, ...] = field(default=(), repr=False)
    catalogues: tuple[str, ...] = ()
    mailboxes: tuple[Path, ...] = field(default=(), repr=False)
    mail_servers: tuple[str, ...] = ()


def _path(kept: str | None) -> Path | None:
    return Path(kept) if kept else None


_FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "inputs": lambda paths: tuple(map(Path, paths)),
    "data_exports": lambda paths: tuple(map(Path, paths)),
    "mailboxes": lambda paths: tuple(map(Path, paths)),
    "mail_servers": tuple,
    "policies": tuple,
    "catalogues": tuple,
    "work_domains": tuple,
    "corpus": _path,
    "breach_list": _path,
    "breached_domain": _path,
    _BEGUN: date.fromisoformat,
    _USED: date.fromisoformat,
}
"""How a field of a beginning comes back, where it does not come back as it was."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down during a session, and when."""

    id: str
    written: datetime
    text: str = field(repr=False)


class Session:
    """An audit under way, held by this process alone until it is closed or finished.

    `id` is eight random digits, `name` the word that the session goes by ("" where it cannot be read or where it was
    begun before sessions had one). `begun` (None where it cannot be read) and `beginning` come back as they
    were; `lost` names the fields of `beginning` that cannot be read and therefore have their defaults. `damaged`
    counts all records that cannot be read: what they held is unknown, and may be asked again.
    """

    def __init__(self, session_id: str, records: Records, seal: Seal, hold: Hold) -> None:
        self.id = session_id
        self._records = records
        self._seal = seal
        self._hold: Hold | None = hold
        self._numbers: dict[tuple[str, str], int] = {}
        kept: dict[str, dict[str, Any]] = {_BEGINNING: {}, _FACT: {}, _ANSWER: {}, _NOTE: {}}
        read = records.read()
        for number, record in read.items():
            if record:
                kind, name, value = record
                self._numbers[kind, name] = number
                kept[kind][name] = value
        self.damaged = len(read) - len(self._numbers)
        self._answers: dict[str, str] = kept[_ANSWER]
        self._facts: dict[str, str] = kept[_FACT]
        self._notes = {name: Note(name, datetime.fromisoformat(at), text) for name, (at, text) in kept[_NOTE].items()}
        asked = {name: _FROM_JSON.get(name, lambda same: same)(value) for name, value in kept[_BEGINNING].items()}
        self.name: str = asked.pop(_NAME, "")
        self.begun: date | None = asked.pop(_BEGUN, None)
        self._used: date | None = asked.pop(_USED, self.begun)
        self.beginning = Beginning(**asked)
        self.lost = frozenset(each.name for each in fields(Beginning)) - frozenset(asked)

    @property
    def answers(self) -> Mapping[str, str]:
        """The choices by the id of their question, in the order in which the questions were first answered."""
        return MappingProxyType(self._answers)

    def record(self, question: str, choice: str) -> None:
        """Keep an answer. It is on disk when this returns; otherwise `SessionError` says why it is not."""
        self._keep(_ANSWER, question, choice)
        self._answers[question] = choice

    def retract(self, question: str) -> None:
        """Forget an answer, because the user went back to its question."""
        if question in self._answers:
            self._held_records().remove(self._numbers[_ANSWER, question])
            del self._numbers[_ANSWER, question], self._answers[question]

    def get(self, name: str) -> str | None:
        """What `set` kept under this name."""
        return self._facts.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep what was found out on the way, such as a consent; like an answer, it is on disk when this returns."""
        self._keep(_FACT, name, value)
        self._facts[name] = value

    @property
    def follow_up(self) -> date | None:
        """The day on which the session is to be gone on with; None where none was set."""
        return _day(self._facts.get(_FOLLOW_UP))

    def set_follow_up(self, day: date | None) -> None:
        """Keep the day on which the session is to be gone on with, in place of an earlier one."""
        self.set(_FOLLOW_UP, day.isoformat() if day else "")

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was written down, oldest first. It is no answer: no report, history or summary holds it."""
        return tuple(self._notes.values())

    def add_note(self, text: str) -> Note:
        """Keep a note; like an answer, it is on disk when this returns."""
        note = Note(secrets.token_hex(8), datetime.now().astimezone(), text)
        self._keep(_NOTE, note.id, [note.written.isoformat(), text])
        self._notes[note.id] = note
        return note

    def remove_note(self, note_id: str) -> None:
        """Remove a note, without residue."""
        if note_id in self._notes:
            self._held_records().remove(self._numbers[_NOTE, note_id])
            self._held_records().clear_residue()
            del self._numbers[_NOTE, note_id], self._notes[note_id]

    def note_use(self, today: date) -> None:
        """Keep that the session was used today: its time runs from the last use."""
        if self._used != today:
            self._keep(_BEGINNING, _USED, today.isoformat())
            self._used = today

    def fingerprint(self, text: str) -> str:
        """64 hexadecimal digits that stand for the text in every session of this store.

        Without the store's key they tell nothing of it, nor can it be guessed from them.
        """
        return self._seal.fingerprint(text)

    def finish(self) -> None:
        """Remove everything that was kept of this audit, without residue in the files of the store."""
        self._held_records().erase()
        self._release(for_good=True)

    def close(self) -> None:
        """Let go of the session, so that it can be resumed. What was answered stays kept."""
        self._release(for_good=False)

    def _keep(self, kind: str, name: str, value: str | list[str]) -> None:
        self._numbers[kind, name] = self._held_records().write([kind, name, value], self._numbers.get((kind, name)))

    def _held_records(self) -> Records:
        if not self._hold:
            raise ValueError("this session was closed")
        return self._records

    def _release(self, *, for_good: bool) -> None:
        if self._hold:
            self._hold.release(for_good=for_good)
            self._hold = None


def beginning_records(beginning: Beginning, word: str) -> Iterator[list[Any]]:
    """What is kept of a session that begins today. Each field is a record: damage costs no more than that field."""
    values = {each.name: getattr(beginning, each.name) for each in fields(Beginning)}
    for name in ("inputs", "data_exports", "mailboxes"):
        values[name] = [str(path.absolute()) for path in values[name]]
    for name in ("corpus", "breach_list", "breached_domain"):
        values[name] = str(values[name].absolute()) if values[name] else None
    values[_NAME] = word
    values[_BEGUN] = clock.today().isoformat()
    return ([_BEGINNING, name, value] for name, value in values.items())


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session as a list shows it. `used` is the last day on which it was opened, `damaged` counts unreadable records.

    The days are None and `name` is "" where they cannot be read.
    """

    id: str
    name: str
    begun: date | None
    used: date | None
    answers: int
    damaged: int
    notes: int = 0
    follow_up: date | None = None
    journey: str = AUDIT


def summarise(session_id: str, records: Records) -> SessionSummary:
    """What a list shows of a session, without taking hold of it."""
    read = list(records.read().values())
    kept: dict[str, dict[str, Any]] = {_BEGINNING: {}, _FACT: {}, _ANSWER: {}, _NOTE: {}}
    for record in filter(None, read):
        kept[record[0]][record[1]] = record[2]
    asked = kept[_BEGINNING]
    begun = _day(asked.get(_BEGUN))
    return SessionSummary(
        session_id,
        asked.get(_NAME, ""),
        begun,
        _day(asked.get(_USED)) or begun,
        answers=len(kept[_ANSWER]),
        damaged=read.count(None),
        notes=len(kept[_NOTE]),
        follow_up=_day(kept[_FACT].get(_FOLLOW_UP)),
        journey=asked.get("journey", AUDIT),
    )


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
