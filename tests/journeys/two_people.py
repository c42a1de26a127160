"""A supporter and an employee at one real terminal, whose scrollback and whole output can be searched afterwards."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from shlex import join

from hygiene.texts import say
from tests.journeys.program import ROOT, Program, command

TMUX = shutil.which("tmux")
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x0f")
_ON_OTHER_SCREEN = re.compile(r"\x1b\[\?1049h.*?(?:\x1b\[\?1049l|\Z)", re.DOTALL)
_PROMPT = re.compile(r"(?:(?:^|\n)> |\): )$")
_PATIENCE = 40.0


@dataclass
class Terminal:
    """A terminal in which a shell runs. What the two people type goes through it, and all that it shows is noted."""

    folder: Path
    program: Program
    columns: int = 80
    settings: tuple[str, ...] = ()
    term: str = "screen"
    no_colour: bool = False
    _seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self._noted.touch()
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", str(self.columns), "-y", "40", "sh")
        for setting in self.settings:
            self._tmux("set-option", "-g", *setting.split())
        self._tmux("pipe-pane", "-O", f"exec cat >> {self._noted}")

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")
        # What the program still writes when its terminal is closed is to be searched too.
        give_up = time.monotonic() + _PATIENCE
        while self._is_running():
            assert time.monotonic() < give_up
            time.sleep(0.02)

    def start(self, *words: str | Path) -> None:
        """Start the program in the shell, which waits for it."""
        pid = join([str(self.folder / "pid")])
        colour = "NO_COLOR=1 " if self.no_colour else ""
        run = f"sh -c 'echo $$ > {pid}; {colour}TERM={self.term} exec {join(command(words))}'"
        self.type(f"cd {ROOT}; {run}; echo left with $?")

    def kill(self) -> None:
        """End the program at once, in a way that it cannot answer."""
        self.end(signal.SIGKILL)
        self.wait_for("left with 137")

    def end(self, with_signal: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(int((self.folder / "pid").read_text()), with_signal)

    def type(self, text: str) -> None:
        """Type a line and Enter."""
        self._seen = len(self.output())
        if text:
            self._tmux("send-keys", "-l", "--", text)
        self._tmux("send-keys", "Enter")

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them, at once."""
        self._seen = len(self.output())
        self._tmux("send-keys", *keys)

    def wait_for(self, text: str) -> str:
        """Until the words were shown since the last line was typed, however they are broken into lines."""
        return self._wait(lambda shown: " ".join(text.split()) in " ".join(shown.split()), text)

    def prompt(self) -> str:
        """What was shown since the last line was typed, once the program waits for the next."""
        return self._wait(lambda shown: bool(_PROMPT.search(shown)), "a prompt")

    def answer(self, question: str, typed: str) -> str:
        """Type a line once this was shown and the program waits; what was shown before."""
        shown = self.prompt()
        assert " ".join(question.split()) in " ".join(shown.split()), shown
        self.type(typed)
        return shown

    def choose(self, question: str, label: str) -> str:
        """Choose the answer that bears this label."""
        shown = self.prompt()
        assert " ".join(question.split()) in " ".join(shown.split()), shown
        self.type(number_of(label, shown))
        return shown

    def output(self) -> str:
        """Every byte that the terminal was sent, its sequences included."""
        return self._noted.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")

    def output_for_both(self) -> str:
        """The same without what was shown on the other screen, where the employee is alone."""
        return _ON_OTHER_SCREEN.sub("", self.output())

    def screen(self) -> str:
        """What the screen shows at this moment."""
        return self._tmux("capture-pane", "-p", "-J")

    def scrollback(self) -> str:
        """All that anybody can scroll back to, and the screen."""
        return self._tmux("capture-pane", "-p", "-J", "-S", "-", "-E", "-")

    def _wait(self, is_there: "Callable[[str], bool]", what: str) -> str:
        give_up = time.monotonic() + _PATIENCE
        while not is_there(shown := _SEQUENCE.sub("", self.output()[self._seen :])):
            assert time.monotonic() < give_up, (what, shown)
            time.sleep(0.02)
        return shown

    def _is_running(self) -> bool:
        try:
            os.kill(int((self.folder / "pid").read_text()), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    @property
    def _noted(self) -> Path:
        return self.folder / "output"

    def _tmux(self, *words: str) -> str:
        assert TMUX
        environment = {**self.program.environment(), "TERM": "xterm", "LC_ALL": "C.UTF-8", "ENV": ""}
        done = subprocess.run(
            [TMUX, "-u", "-S", str(self.folder / "tmux"), *words],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout


def number_of(label: str, shown: str) -> str:
    """The number of the choice that bears this label, or begins with it, in what was shown last."""
    flat = re.sub(r"\n(?!\s*\d+  ) *", " ", shown)
    found = re.findall(rf"^\s*(\d+)  {re.escape(label)}", flat, re.MULTILINE)
    assert found, (label, shown)
    return str(found[-1])


def open_session(terminal: Terminal, language: str, word: str, *, times_ready: int = 1) -> None:
    """Up to the exports: language, consent, word, and what is done today."""
    terminal.prompt()
    terminal.type(number_of({"fi": "Suomi", "sv": "Svenska", "en": "English"}[language], terminal.prompt()))
    terminal.choose(say("support.consent.ask"), say("audit.choice.yes"))
    terminal.prompt()
    terminal.type(word)
    assert " ".join(say("support.today.ready").split()) in " ".join(terminal.prompt().split())
    terminal.press(*["Enter"] * times_ready)


def without_exports(terminal: Terminal) -> None:
    """The employee has no export."""
    terminal.answer(say("support.private.alone"), "")
    terminal.answer(say("support.exports.ask", n=0), "")
