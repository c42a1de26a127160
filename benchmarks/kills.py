"""Kills a dialogue at random moments, and looks whether anything that was acknowledged is lost.

    python -m benchmarks.kills 1000

A real process leads a real dialogue on a terminal of its own: `hygiene audit`, gone on with again and again. An answer
is acknowledged once the next question is asked. After each kill the store is opened: every acknowledged answer must be
there, in its order, and at most the one that was under way besides; and the next process must ask the very question
at which the last one was killed.
"""

import os
import pty
import re
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import keyring
from keyring.backend import KeyringBackend

from hygiene.cli import run
from hygiene.journeys.kept_audit import completed_on
from hygiene.sessions import AUDIT, SessionSummary, Store, open_store

PROMPT = b"\n> "
MEANINGS = {"1": {"yes", "work"}, "2": {"no", "private"}}
_AFTER_A_COUNT = re.compile(r"(\d+) questions? to go\.?\s*(.*)", re.DOTALL)
_PATIENCE = 30.0


class Remembering(KeyringBackend):
    """A keyring in memory, that every process that is forked from this one knows."""

    priority = 0
    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What was kept under these names."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password


@dataclass
class Dialogue:
    """A process that leads the dialogue, and the terminal that it leads it on."""

    process: int
    terminal: int
    shown: bytes = b""

    @classmethod
    def begin(cls, *words: str) -> "Dialogue":
        """A dialogue of the audit with these words on its command line."""
        process, terminal = pty.fork()
        if process:
            return cls(process, terminal)
        # What this process was started with is bound to other files.
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
        code = 1
        try:
            code = run(["audit", *words, "--lang", "en"])
        finally:
            os._exit(code)

    def question(self) -> str | None:
        """The next question, once it is asked; None where the dialogue has ended."""
        start = len(self.shown)
        while PROMPT not in self.shown[start:].replace(b"\r\n", b"\n"):
            if not self._heard():
                return None
        return _question_in(self.shown[start:])

    def answer(self, typed: str) -> None:
        """Type it, and press Enter."""
        os.write(self.terminal, f"{typed}\n".encode())

    def kill(self) -> None:
        """End it as a power cut would end it."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def _heard(self) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], _PATIENCE)
        if not ready:
            sys.exit("the dialogue went silent")
        try:
            heard = os.read(self.terminal, 65536)
        except OSError:  # how Linux tells that the other end is gone
            heard = b""
        self.shown += heard
        return bool(heard)


def _question_in(shown: bytes) -> str:
    text = shown.decode("utf-8", "replace").replace("\r", "")
    asked = re.sub(r"\x1b\[[0-9;]*m", "", text).rpartition("\n> ")[0]
    counted = _AFTER_A_COUNT.findall(asked)
    question, _, _ = (counted[-1][1] if counted else asked).rpartition("(")
    return " ".join(question.split())


def kill_often(times: int, folder: Path, seed: int = 20) -> tuple[int, int]:
    """Kill so many dialogues. How many answers were acknowledged, and how many more had reached the disk by then."""
    random = Random(seed)
    acknowledged = unheard = 0
    answers: list[str] = []
    asked_last = ""
    for _ in range(times):
        kept = _kept(folder)
        dialogue = Dialogue.begin(*(["--offline"] if kept is None else ["--resume"]))
        under_way = ""
        for _ in range(random.randrange(8)):
            question = dialogue.question()
            if under_way:
                answers.append(under_way)
                acknowledged += 1
            elif asked_last not in ("", question):
                sys.exit(f"it went on elsewhere: {question!r} instead of {asked_last!r}")
            asked_last = question or ""
            if question is None:
                break
            under_way = random.choice("12")
            dialogue.answer(under_way)
        time.sleep(random.uniform(0.0, 0.03))
        dialogue.kill()
        kept = _kept(folder) or []
        if under_way and len(kept) == len(answers) + 1:
            answers.append(under_way)
            asked_last = ""
            unheard += 1
        if len(kept) != len(answers) or not all(choice in MEANINGS[t] for choice, t in zip(kept, answers, strict=True)):
            sys.exit(f"of {len(answers)} answers {len(kept)} are kept")
        if _forget_completed(folder):
            answers, asked_last = [], ""
    return acknowledged, unheard


def _kept(folder: Path) -> list[str] | None:
    """The choices that are kept of the audit under way, in their order; None where there is none."""
    with open_store(folder) as store:
        if any(each.damaged for each in store.unfinished()) or store.damaged_past_audits():
            sys.exit("a record is damaged")
        return list(store.resume().answers.values()) if _audits(store) else None


def _forget_completed(folder: Path) -> bool:
    """Remove an audit that has come to its end, so that another one begins; whether there was one."""
    with open_store(folder) as store:
        if not _audits(store) or not completed_on(session := store.resume()):
            return False
        session.finish()
        return True


def _audits(store: Store) -> list[SessionSummary]:
    return [each for each in store.unfinished() if each.journey == AUDIT]


def main(times: int) -> None:
    """Kill, and tell what was found."""
    keyring.set_keyring(Remembering())
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HYGIENE_HOME=home, TERM="dumb")
        folder = Path(home) / "sessions"
        open_store(folder).close()
        began = time.monotonic()
        acknowledged, unheard = kill_often(times, folder)
        seconds = time.monotonic() - began
    print(f"{times} kills in {seconds:.0f} s: {acknowledged} answers acknowledged, 0 of them lost;")
    print(f"{unheard} more had reached the disk without having been acknowledged.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
