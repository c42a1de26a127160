"""Asks and shows on a real terminal: line by line, with numbered choices, so that it can be read aloud and piped.

The dialogue goes to standard error, so that standard output holds the report alone. Nothing ever moves the cursor.
"""

import getpass
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from hygiene.conversation import BACK, Question
from hygiene.errors import HygieneError
from hygiene.secret import Secret
from hygiene.texts import say
from hygiene.texts.inert import inert

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

EXPLAIN = "?"


class Terminal:
    """The conversation with whoever sits at the keyboard, or with a pipe in its place."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._is_quiet = is_quiet
        self._answers = sys.stdin
        self._screen = sys.stderr

    @cached_property
    def _console(self) -> "Console":
        from rich.console import Console

        return Console(file=self._screen, markup=False, emoji=False, highlight=False, soft_wrap=False)

    def tell(self, text: str) -> None:
        """Show a paragraph and an empty line after it."""
        self._show(text)
        self._show("")

    def remark(self, text: str) -> None:
        """Show a paragraph that may be left out where few words are wanted."""
        if not self._is_quiet:
            self.tell(text)

    def choose(self, question: Question) -> str:
        """The choice taken. An answer that is none of the choices is asked for again."""
        self._show(question.text, "bold")
        for number, choice in enumerate(question.choices, start=1):
            self._show(f"  {number}  {choice.label}")
        while True:
            self._prompt(self._hint(question))
            typed = self._line().strip()
            if typed == EXPLAIN and question.explanation:
                self._show(question.explanation)
            elif typed == BACK and question.can_go_back:
                return BACK
            elif not typed and question.default:
                return question.default
            elif typed.isascii() and typed.isdecimal() and 1 <= int(typed[:4]) <= len(question.choices):
                return question.choices[int(typed[:4]) - 1].id
            else:
                self._show(say("terminal.not_a_choice", last=len(question.choices)))

    def ask(self, text: str, explanation: str = "") -> str:
        """A line of free text."""
        self._show(text, "bold")
        while True:
            self._prompt(say("terminal.hint_free_explain" if explanation else "terminal.hint_free"))
            typed = self._line().strip()
            if typed != EXPLAIN or not explanation:
                return typed
            self._show(explanation)

    def ask_secret(self, text: str) -> Secret:
        """A line typed without echo. Where echo cannot be turned off, nothing is asked: `HygieneError`."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                return Secret(getpass.getpass("\n".join(self._wrapped(text)) + " ", stream=None))
            except getpass.GetPassWarning:
                raise HygieneError("terminal.no_terminal") from None

    def progress(self, key: str) -> Callable[[int, int], None]:
        """A callback (done, total) that tells in plain lines how far long work has come; short work shows nothing.

        `key` names the text that tells it, with the placeholders `done` and `total`.
        """
        next_line = time.monotonic() + 2.0

        def show(done: int, total: int) -> None:
            nonlocal next_line
            if not self._is_quiet and time.monotonic() >= next_line and done < total:
                next_line = time.monotonic() + 5.0
                self._show(say(key, done=done, total=total))

        return show

    def _hint(self, question: Question) -> str:
        hints = [say("terminal.hint_number", last=len(question.choices))]
        if question.default:
            default = next(choice.label for choice in question.choices if choice.id == question.default)
            hints.append(say("terminal.hint_default", label=default))
        if question.explanation:
            hints.append(say("terminal.hint_explain"))
        if question.can_go_back:
            hints.append(say("terminal.hint_back"))
        return "; ".join(hints)

    def _prompt(self, hint: str) -> None:
        self._show(f"({hint})")
        self._screen.write("> ")
        self._screen.flush()

    def _line(self) -> str:
        line = self._answers.readline()
        if not line:
            self._show("")
            raise EOFError
        self._show("")
        return line

    def _show(self, text: str, style: str = "") -> None:
        for line in self._lines(inert(text, keep_newlines=True), style):
            self._console.print(line)

    def _wrapped(self, text: str) -> list[str]:
        return [line.plain for line in self._lines(inert(text))]

    def _lines(self, text: str, style: str = "") -> "Iterator[Text]":
        from rich.text import Text

        for line in Text(text, style=style).wrap(self._console, self._console.width):
            line.rstrip()
            yield line
