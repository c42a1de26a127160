"""The protocol of a dialogue: whatever leads one shows texts and gives answers back."""

from dataclasses import dataclass
from typing import Protocol

from hygiene.secret import Secret

BACK = "<"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given: a lasting id and the words shown for it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with numbered choices. `explanation` is shown on request; `default` is taken on an empty answer."""

    text: str
    choices: tuple[Choice, ...]
    explanation: str = ""
    default: str | None = None
    can_go_back: bool = False


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
