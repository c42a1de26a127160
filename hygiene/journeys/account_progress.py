"""How far one has come with the list of accounts: remembered from one time to the next, and asked for.

What is kept are fingerprints of service, address and step, so that nothing is told to whoever cannot open the store.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from hygiene.conversation import Choice, Conversation, Question
from hygiene.journeys.interview import Step as Asked
from hygiene.journeys.interview import hold_interview
from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import Action, Progress, Row, Step
from hygiene.sessions import Session
from hygiene.texts import say

_PREFIX = "step:"
_DONE, _OPEN, _GONE, _LATER = "done", "open", "gone", "later"
_NONE_NOW = "none-now"
_TOLD = frozenset({Step.SECOND_FACTOR})
"""Steps that no export shows to be done: the employee's word stands."""


def ask_progress(conversation: Conversation, session: Session, rows: Iterable[Row], today: date) -> None:
    """Ask, of every step of last time that is still there, whether it is done. Each answer is kept at once."""
    listed = {_id(session, row, action): (row, action) for row in rows for action in row.actions}

    def remaining(answers: Mapping[str, str]) -> list[Asked]:
        still_open = [key for key in listed if _is_asked(listed[key][1]) and answers.get(key, "").startswith(_OPEN)]
        return [Asked(key, _question(*listed[key], len(still_open))) for key in still_open]

    hold_interview(
        conversation,
        session,
        remaining,
        kept_as=lambda choice: f"{choice} {today.isoformat()}",
        for_all={_NONE_NOW: _LATER},
    )


def _is_asked(action: Action) -> bool:
    return action.step is not Step.DECIDE


def remember(session: Session, rows: Iterable[Row], today: date) -> int:
    """Keep what is to be done, for the next time. Returns how many steps of last time are not shown any more."""
    present = {_id(session, row, action) for row in rows for action in row.actions}
    known = {key: value for key, value in session.answers.items() if key.startswith(_PREFIX)}
    gone = [key for key, value in known.items() if key not in present and not value.startswith(_GONE)]
    for key in gone:
        session.record(key, f"{_GONE} {today.isoformat()}")
    for key in present:
        if known.get(key, _GONE).startswith((_GONE, _LATER)):
            session.record(key, f"{_OPEN} {today.isoformat()}")
    return len(gone)


def with_progress(session: Session, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with what the employee has said of each step."""
    for row in rows:
        yield replace(row, actions=tuple(_judged(session, row, action) for action in row.actions))


def _judged(session: Session, row: Row, action: Action) -> Action:
    if _kept(session, row, action) != _DONE:
        return action
    return replace(action, progress=Progress.DONE if action.step in _TOLD else Progress.STILL_SHOWN)


def _question(row: Row, action: Action, left: int) -> Question:
    choices = [Choice(choice, say(f"accounts.progress.{choice}")) for choice in (_DONE, _LATER)]
    if left > 1:
        choices.append(Choice(_NONE_NOW, say(f"accounts.progress.{_NONE_NOW}")))
    text = say("accounts.progress.ask", label=content.label(row), step=content.step(action))
    return Question(text, tuple(choices), say("accounts.progress.explain"))


def _kept(session: Session, row: Row, action: Action) -> str:
    return session.answers.get(_id(session, row, action), "").partition(" ")[0]


def _id(session: Session, row: Row, action: Action) -> str:
    return _PREFIX + session.fingerprint(f"{row.key} {action.step}")
