"""The passwords of a whole vault: equal ones once, and big vaults on several processors.

A helper is a process of its own that is told passwords through a pipe, never by its arguments or a file. It has to
start and to load the words first, which costs as much as a thousand estimates: smaller vaults are estimated here alone.
This process takes from the end what no helper has begun with, so that one that cannot start, or dies, costs time only.
"""

import os
import signal
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context

from hygiene.evidence import Strength
from hygiene.secret import Secret
from hygiene.strength.estimating import estimate_text
from hygiene.strength.vocabulary import known_words

Progress = Callable[[int, int], None]

_WORTH_A_HELPER, _MOST_HELPERS = 2_000, 3
_CHUNK = 100


def estimate_vault(
    passwords: Collection[Secret], known: Sequence[str], progress: Progress | None
) -> dict[Secret, Strength]:
    """The strength of each password; `progress` hears how many of how many different ones are done."""
    different = list(dict.fromkeys(passwords))
    chunks = [different[place : place + _CHUNK] for place in range(0, len(different), _CHUNK)]
    words = known_words(known)
    strengths: dict[Secret, Strength] = {}
    with ExitStack() as stack:
        futures = _hand_out(chunks, words, _helpers(len(different)), stack)
        for chunk, future in zip(reversed(chunks), reversed(futures), strict=True):
            strengths.update(zip(chunk, _estimated(chunk, future, words), strict=True))
            if progress:
                progress(len(strengths), len(different))
    return {password: strengths[password] for password in different}


def _helpers(count: int) -> int:
    return min(count // _WORTH_A_HELPER, (os.cpu_count() or 1) - 1, _MOST_HELPERS)


def _hand_out(
    chunks: Sequence[Sequence[Secret]], words: Sequence[str], helpers: int, stack: ExitStack
) -> Sequence[Future[list[Strength]] | None]:
    """Offer each chunk to the helpers; None for each where there are none. Leaving `stack` ends the helpers."""
    if not helpers:
        return [None] * len(chunks)
    futures: list[Future[list[Strength]] | None] = []
    try:
        pool = ProcessPoolExecutor(helpers, get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
        stack.callback(pool.shutdown, cancel_futures=True)
        futures += (pool.submit(_estimate_texts, [password.reveal() for password in chunk], words) for chunk in chunks)
    except (OSError, RuntimeError, ImportError):
        # No process can be started here, or the helpers are gone already.
        futures += [None] * (len(chunks) - len(futures))
    return futures


def _estimated(chunk: Sequence[Secret], future: Future[list[Strength]] | None, words: Sequence[str]) -> list[Strength]:
    """What a helper makes of the chunk, or what we make of it where no helper has begun with it."""
    if future and not future.cancel():
        try:
            return future.result()
        except (BrokenProcessPool, OSError):
            pass
    return _estimate_texts([password.reveal() for password in chunk], words)


def _estimate_texts(texts: Sequence[str], words: Sequence[str]) -> list[Strength]:
    return [estimate_text(text, words) for text in texts]


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
