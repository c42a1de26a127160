"""The protocol of a dialogue: whatever leads one shows texts and gives answers back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from hygiene.secret import Secret

BACK = "<"
LEAVE = "."
"""The answer of whoever leaves this question and all that come after it in the same interview open."""


class Subject(StrEnum):
    """What a question is about. An account or a platform in use is named by its question, a rule is not."""

    OTHER = auto()
    ACCOUNT = auto()
    PLATFORM = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given: a lasting id and the words shown for it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with numbered choices. `explanation` is shown on request; `default` is taken on an empty answer.

    `id` is the lasting one under which the answer of an interview is kept, "" for a question that stands alone.
    """

    text: str
    choices: tuple[Choice, ...]
    explanation: str = ""
    default: str | None = None
    can_go_back: bool = False
    id: str = ""
    subject: Subject = Subject.OTHER


class Conversation(Protocol):
    """Texts come in the user's language and may hold anything: whoever shows them makes them inert.

    Every method raises `EOFError` where the other side has gone, and `KeyboardInterrupt` where it breaks off.
    """

    def tell(self, text: str) -> None:
        """Show a paragraph."""

    def choose(self, question: Question) -> str:
        """The id of the choice taken, or `BACK` where the question allows to go back."""

    def ask(self, text: str, explanation: str = "") -> str:
        """A line of free text, without surrounding space; empty where the user gave none."""

    def ask_secret(self, text: str) -> Secret:
        """A line typed without echo."""


class SharedScreen(Conversation, Protocol):
    """A screen that several people look at, and that one of them can have alone for a while."""

    @property
    def can_hide(self) -> bool:
        """Whether what is shown can be taken away again, from what can be scrolled back to as well."""

    def alone(self) -> AbstractContextManager[None]:
        """What is shown and typed within is taken away at the end of it, however it ends. Not to be nested."""

    def ask_unseen(self, text: str) -> str:
        """A line of free text that nobody sees afterwards: typed without echo where it could not be taken away."""

    def wait(self, text: str) -> None:
        """Show a line and wait until Enter is pressed."""

    def progress(self, key: str) -> Callable[[int, int], None]:
        """Gives, for the key of a text, a callback that hears how far long work has come."""
