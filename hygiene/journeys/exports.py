"""Exports from the first question about them to the last: how one is to be read, and what becomes of it afterwards."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path

from hygiene.conversation import Choice, Conversation, Question
from hygiene.errors import HygieneError, SourceError
from hygiene.sources import (
    NEEDED,
    Export,
    LockedError,
    UndecidedError,
    UnknownColumnsError,
    Way,
    formats,
    read_export,
)
from hygiene.texts import say

_MOST_QUESTIONS = 5
_NONE = "none"

_CLOUDS = {
    "OneDrive": r"OneDrive( - .*)?|OneDrive-.*",
    "Dropbox": r"Dropbox( \(.*\))?",
    "iCloud": r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs",
    "Google Drive": r"Google ?Drive|GoogleDrive-.*|My Drive|Oma Drive|Min enhet",
}
"""Folders that are copied to a cloud service, by the service, as a part of their path."""


def read_exports(
    paths: Sequence[Path],
    way: Way,
    conversation: Conversation | None,
    told: MutableMapping[Path, Way] | None = None,
    *,
    first: int = 1,
) -> list[Export]:
    """Read each export; their numbers begin with `first`. What one does not tell of itself is asked where one may ask.

    `told` is what was told of a file before, by its absolute path, and is added to; what is said now goes before it.
    Raises `SourceError` where one cannot be read at all, or nobody knows how.
    """
    known = {} if told is None else told
    return [_read(path, number, way, conversation, known) for number, path in enumerate(paths, start=first)]


def _read(
    path: Path, number: int, way: Way, conversation: Conversation | None, told: MutableMapping[Path, Way]
) -> Export:
    place = path.absolute()
    before = told.get(place)
    if before and not (way.source or way.columns):
        try:
            return _asked(path, number, replace(way, source=before.source, columns=before.columns), conversation)[0]
        except LockedError:
            raise
        except SourceError:  # it has become another file since
            del told[place]
    export, as_told = _asked(path, number, way, conversation)
    if (as_told.source, as_told.columns) != (way.source, way.columns):
        told[place] = Way(source=as_told.source, columns=as_told.columns)
    return export


def _asked(path: Path, number: int, way: Way, conversation: Conversation | None) -> tuple[Export, Way]:
    """The export, and the way in which it could be read, after as many questions as that took."""
    for _ in range(_MOST_QUESTIONS if conversation else 0):
        try:
            return read_export(path, number, way), way
        except SourceError as error:
            unclear = error
        way = _way_told(unclear, way, conversation)
    return read_export(path, number, way), way


def _way_told(unclear: SourceError, way: Way, conversation: Conversation | None) -> Way:
    """The way, with what the error asks for; the error itself where it cannot be told."""
    told: Way | None = None
    try:
        match unclear, conversation:
            case _, None:
                pass
            case LockedError(by_password=True), asked:
                told = _unlocked(unclear, way, asked)
            case UndecidedError(), asked:
                told = _decided(unclear, way, asked) or _columns_named(unclear, way, asked)
            case UnknownColumnsError(), asked:
                told = _columns_named(unclear, way, asked)
    except (EOFError, HygieneError):  # there is nobody there, or no terminal on which a secret can be typed
        pass
    if told is None:
        raise unclear
    return told


def _unlocked(locked: LockedError, way: Way, conversation: Conversation) -> Way | None:
    if way.password is not None:
        conversation.tell(say(f"{locked.key}.problem", **locked.values))
    typed = conversation.ask_secret(say("exports.password.ask", name=locked.values["name"]))
    return replace(way, password=typed) if typed else None


def _decided(undecided: UndecidedError, way: Way, conversation: Conversation) -> Way | None:
    products = dict(formats())
    choices = [Choice(name, products[name]) for name in undecided.fitting]
    source = _chosen(conversation, say("exports.source.ask", name=undecided.values["name"]), choices)
    return replace(way, source=source) if source else None


def _columns_named(unknown: UndecidedError | UnknownColumnsError, way: Way, conversation: Conversation) -> Way | None:
    if not unknown.columns:
        return None
    conversation.tell(say("exports.columns.unknown", name=unknown.values["name"]))
    named: dict[str, str] = {}
    for part in NEEDED:
        left = [Choice(column, column) for column in unknown.columns if column not in named.values()]
        column = _chosen(conversation, say(f"exports.columns.{part}"), left)
        if not column:
            return None
        named[part] = column
    return replace(way, columns=named)


def _chosen(conversation: Conversation, text: str, choices: Sequence[Choice]) -> str | None:
    chosen = conversation.choose(Question(text, (*choices, Choice(_NONE, say("exports.none_of_these")))))
    return None if chosen == _NONE else chosen


def tell_what_lies_open(lying: Sequence[Path], tell: Callable[[str], None]) -> None:
    """Say where passwords lie that anybody can read, and in whose cloud."""
    for path in lying:
        tell(say("exports.lies_open", name=path.name, folder=str(path.absolute().parent)))
        if cloud := cloud_of(path):
            tell(say("exports.in_cloud", cloud=cloud))


def offer_to_delete(lying: Sequence[Path], conversation: Conversation) -> None:
    """Delete the files if the employee says so, and tell what that does not do."""
    if not lying:
        return
    answers = [Choice(answer, say(f"audit.choice.{answer}")) for answer in ("no", "yes")]
    question = Question(
        say("exports.delete.ask", n=len(lying)), tuple(answers), say("exports.delete.explain"), default="no"
    )
    if conversation.choose(question) == "no":
        return
    for path in lying:
        try:
            path.unlink()
            outcome = "exports.delete.done"
        except OSError:
            outcome = "exports.delete.failed"
        conversation.tell(say(outcome, name=path.name))
    conversation.tell(say("exports.delete.explain"))


def cloud_of(path: Path) -> str | None:
    """The cloud service that a file is copied to, as far as its path tells."""
    parts = path.resolve().parent.parts
    return next((cloud for cloud, name in _CLOUDS.items() if any(re.fullmatch(name, part) for part in parts)), None)
