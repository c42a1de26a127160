"""The passwords of a whole vault: equal ones once, and big vaults on several processors.

A helper is a process of its own that is told passwords through a pipe, never by its arguments or a file. It has to
start and to load the words first, which costs as much as a thousand estimates: smaller vaults are estimated here alone.
This process works beside its helpers, so that one that cannot start, or dies, costs time only.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from hygiene.evidence import Strength
from hygiene.secret import Secret
from hygiene.strength.estimating import estimate_text
from hygiene.strength.vocabulary import known_words

Progress = Callable[[int, int], None]
KnownWords = Callable[[Secret], Sequence[str]]
"""What an attacker knows of whoever uses a password, and of the services that it opens."""

_WORTH_A_HELPER, _MOST_HELPERS = 2_000, 3
_CHUNK, _CHUNKS_AHEAD = 100, 2


class _Helpers:
    """Processes that estimate chunks. Without any, or once one is gone, every offer is turned down."""

    def __init__(self, count: int, known: KnownWords, stack: ExitStack) -> None:
        self._known = known
        self._pool: ProcessPoolExecutor | None = None
        self._most = count * _CHUNKS_AHEAD
        self._at_work: deque[tuple[Sequence[Secret], Future[list[Strength]]]] = deque()
        if count:
            # Forking would copy whatever this process holds, and does not exist everywhere.
            self._pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
            stack.callback(self._pool.shutdown, cancel_futures=True)

    def take(self, chunk: Sequence[Secret]) -> bool:
        """Whether a helper takes the chunk on."""
        if not self._pool or len(self._at_work) >= self._most:
            return False
        try:
            future = self._pool.submit(_estimate_texts, _in_the_clear(chunk, self._known))
        except (OSError, RuntimeError):
            # No process can be started here, or the helpers are gone already.
            self._pool = None
            return False
        self._at_work.append((chunk, future))
        return True

    def first_done(self, *, wait: bool) -> tuple[Sequence[Secret], list[Strength] | None] | None:
        """The chunk taken first, with its strengths (None: the helper is gone); None where none is done yet."""
        if not self._at_work or not (wait or self._at_work[0][1].done()):
            return None
        chunk, future = self._at_work.popleft()
        try:
            return chunk, future.result()
        except (OSError, RuntimeError):
            return chunk, None


def estimate_vault(
    passwords: Collection[Secret], known: KnownWords, progress: Progress | None
) -> dict[Secret, Strength]:
    """The strength of each password; `progress` hears how many of how many different ones are done."""
    different = list(dict.fromkeys(passwords))
    waiting = deque(different[place : place + _CHUNK] for place in range(0, len(different), _CHUNK))
    strengths: dict[Secret, Strength] = {}
    with ExitStack() as stack:
        helpers = _Helpers(_helpers_for(len(different)), known, stack)
        while len(strengths) < len(different):
            while waiting and helpers.take(waiting[0]):
                waiting.popleft()
            chunk, found = helpers.first_done(wait=not waiting) or (waiting.popleft(), None)
            estimated = _estimate_texts(_in_the_clear(chunk, known)) if found is None else found
            strengths.update(zip(chunk, estimated, strict=True))
            if progress:
                progress(len(strengths), len(different))
    return {password: strengths[password] for password in different}


def _helpers_for(count: int) -> int:
    return min(count // _WORTH_A_HELPER, (os.cpu_count() or 1) - 1, _MOST_HELPERS)


def _in_the_clear(passwords: Sequence[Secret], known: KnownWords) -> list[tuple[str, Sequence[str]]]:
    """Each password with the words that are known to whoever attacks it."""
    return [(password.reveal(), known_words(known(password))) for password in passwords]


def _estimate_texts(texts: Sequence[tuple[str, Sequence[str]]]) -> list[Strength]:
    return [estimate_text(text, words) for text, words in texts]


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
