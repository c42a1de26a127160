"""Asks and shows on a real terminal: line by line, with numbered choices, so that it can be read aloud and piped.

The dialogue goes to standard error, so that standard output holds the report alone. Nothing ever moves the cursor, but
where one of two people wants to be alone with the screen: then it is another screen, which is emptied afterwards.
"""

import getpass
import os
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from hygiene.conversation import BACK, Question
from hygiene.errors import HygieneError
from hygiene.secret import Secret
from hygiene.texts import say
from hygiene.texts.inert import inert

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

EXPLAIN = "?"

_OTHER_SCREEN, _FIRST_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_EMPTY = "\x1b[H\x1b[2J\x1b[3J"
"""Empties the screen, then what can be scrolled back to: some terminals put there what they empty the screen of."""

_FOR_A_PROMPT = 4
"""How many lines a prompt takes that interrupts a long text."""
_NARROWEST = 10
"""No text is broken into shorter lines than this."""


class Terminal:
    """The conversation with whoever sits at the keyboard, or with a pipe in its place."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._is_quiet = is_quiet
        self._answers = sys.stdin
        self._screen = sys.stderr
        self._room: int | None = None

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
            self._show(choice.label, head=f"  {number}  ")
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

    @cached_property
    def can_hide(self) -> bool:
        """Whether what is shown can be taken away again, from what can be scrolled back to as well."""
        return self._screen.isatty() and _obeys_sequences(self._screen)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Another screen, without a scrollback, which is emptied at the end. Texts stop there where it is full.

        Where nothing can be hidden, it is the same screen.
        """
        if not self.can_hide:
            yield
            return
        with _ended_politely():
            self._send(_OTHER_SCREEN + _EMPTY)
            self._room = self._height()
            try:
                yield
            finally:
                self._room = None
                self._send(_EMPTY + _FIRST_SCREEN)

    def ask_unseen(self, text: str) -> str:
        """A line of free text on a screen that is emptied; typed without echo where none can be."""
        if self.can_hide:
            return self.ask(text)
        self._show(text, "bold")
        return self.ask_secret(">").reveal().strip()

    def wait(self, text: str) -> None:
        """Show a line and wait until Enter is pressed from now on: what was typed ahead was not meant for it."""
        self._forget_what_was_typed_ahead()
        self._prompt(text)
        self._line()

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
        # There is always room for a prompt: what waits must not be interrupted by another wait.
        room, self._room = self._room, None
        self._show(f"({hint})")
        self._room = room
        self._screen.write("> ")
        self._screen.flush()

    def _line(self) -> str:
        line = self._answers.readline()
        if not line:
            self._show("")
            raise EOFError
        self._show("")
        if self._room is not None:
            self._room = self._height()
        return line

    def _show(self, text: str, style: str = "", head: str = "") -> None:
        """Show a text; behind a head, its further lines stand below its first."""
        for line in self._lines(inert(text, keep_newlines=True), style, less=len(head)):
            self._make_room()
            self._console.print(line if not head else f"{head}{line.plain}")
            head = " " * len(head)

    def _wrapped(self, text: str) -> list[str]:
        return [line.plain for line in self._lines(inert(text))]

    def _lines(self, text: str, style: str = "", less: int = 0) -> "Iterator[Text]":
        from rich.text import Text

        for line in Text(text, style=style).wrap(self._console, max(self._console.width - less, _NARROWEST)):
            line.rstrip()
            yield line

    def _make_room(self) -> None:
        """On a screen that cannot be scrolled back, wait until what stands there has been read."""
        if self._room is None:
            return
        self._room -= 1
        if self._room < _FOR_A_PROMPT:
            self._room = None
            self.wait(say("terminal.more"))
            self._room = self._height()

    def _forget_what_was_typed_ahead(self) -> None:
        if not self._answers.isatty():
            return
        if sys.platform == "win32":
            import msvcrt

            while msvcrt.kbhit():
                msvcrt.getwch()
        else:
            import termios

            termios.tcflush(self._answers, termios.TCIFLUSH)

    def _height(self) -> int:
        return shutil.get_terminal_size().lines

    def _send(self, sequences: str) -> None:
        self._screen.write(sequences)
        self._screen.flush()


def _obeys_sequences(screen: TextIO) -> bool:
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(screen.fileno()))
        obeys = 4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
        return bool(
            kernel.GetConsoleMode(handle, ctypes.byref(mode)) and kernel.SetConsoleMode(handle, mode.value | obeys)
        )
    return os.environ.get("TERM", "dumb") not in ("dumb", "unknown", "")


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Make what would end or suspend the program at once leave it time to empty the screen."""

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    handlers: dict[str, Any] = {"SIGTERM": break_off, "SIGHUP": break_off, "SIGTSTP": signal.SIG_IGN}
    numbers = {getattr(signal, name): handler for name, handler in handlers.items() if hasattr(signal, name)}
    before = {number: signal.signal(number, handler) for number, handler in numbers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
