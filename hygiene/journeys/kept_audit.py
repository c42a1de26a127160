"""An audit that is kept while it is under way, so that it can be stopped at any moment and gone on with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from hygiene.errors import HygieneError, SessionError
from hygiene.journeys.answers import GivenAnswers
from hygiene.journeys.sorting import kind_id
from hygiene.sessions import AUDIT, Beginning, Session, Store
from hygiene.sources import Way

_COMPLETED = "completed"
_EXPORT = "export:"


def keep_given(session: Session, accounts: Session, given: GivenAnswers) -> None:
    """Keep answers that were given beforehand, like those that are given to a question.

    `accounts` keeps what is told about accounts.
    """
    for rule, choice in given.choices.items():
        session.record(rule, choice)
    for service, kind in given.kinds.items():
        accounts.record(kind_id(accounts, service), kind.value)


def keep_told(session: Session, told: Mapping[Path, Way]) -> None:
    """Keep what was told of exports that do not say what they are. What opens them is never kept."""
    for path, way in told.items():
        session.set(f"{_EXPORT}{path}", json.dumps({"source": way.source, "columns": way.columns}))


def told_before(session: Session, paths: Iterable[Path]) -> dict[Path, Way]:
    """What was told of these exports, by their absolute paths."""
    kept = {path.absolute(): session.get(f"{_EXPORT}{path.absolute()}") for path in paths}
    return {path: Way(**json.loads(way)) for path, way in kept.items() if way}


def as_begun(begun: Beginning, said: Beginning) -> Beginning:
    """What an audit that is gone on with is to do: what is said now, and for the rest what was said when it began."""
    kept = asdict(begun)
    new = {name: value for name, value in asdict(said).items() if value not in ((), "", None, False)}
    if said.online is not None:
        new["online"] = said.online
    if said.inputs:
        kept["demo"] = False
    return Beginning(**{**kept, **new})


def resume(store: Store, *, inputs_given: bool, word: str | None = None) -> Session:
    """Go on with the audit that goes by this word, or with the newest; one that was completed is shown again.

    Raises `SessionError` where part of what it was asked to do can no longer be read and nothing is said anew: to go on
    with fewer exports, or by another policy, would give a better picture than the true one.
    """
    session = store.resume(word)
    if session.lost and not inputs_given:
        raise SessionError("audit.beginning_lost")
    return session


def complete(session: Session) -> None:
    """Note that every question was asked. What is kept stays until the next audit begins, to be shown again."""
    session.set(_COMPLETED, datetime.now(UTC).isoformat())


def completed_on(session: Session) -> date | None:
    """The day on which the last question of an audit was answered; None where it is under way still."""
    kept = session.get(_COMPLETED)
    return datetime.fromisoformat(kept).astimezone().date() if kept else None


def last_completed(store: Store) -> Session:
    """The audit that was completed last. Raises `SessionError` where none is kept."""
    for kept in store.unfinished():
        try:
            session = store.resume(kept.id)
        except HygieneError:
            continue  # It is under way in another window.
        if session.get(_COMPLETED):
            return session
        session.close()
    raise SessionError("summary.no_audit")


def make_room(store: Store) -> date | None:
    """Remove the audits that were completed, and tell when the newest unfinished one was begun."""
    newest = None
    for kept in store.unfinished():
        if kept.journey != AUDIT:
            continue
        try:
            session = store.resume(kept.id)
        except HygieneError:
            continue  # It is under way in another window.
        if session.get(_COMPLETED):
            session.finish()
        else:
            newest = newest or (session.begun if session.answers else None)
            session.close()
    return newest
