"""Builds a corpus file from sorted hashes: some blocks at a time, and in its place only when it is whole."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.draft import NO_ROOM, Draft, only_here
from hygiene.breaches.corpus.engine import Engine, choose_engine
from hygiene.breaches.corpus.form import PREFIX_BITS, Header
from hygiene.breaches.corpus.inputs import Rows, date_of, fingerprint, prefix_of, read_inputs
from hygiene.breaches.corpus.rows import MalformedError
from hygiene.errors import HygieneError

_BLOCKS_AT_ONCE = 1 << 14  # keeps the memory low where blocks are nearly empty


def build(
    inputs: Sequence[Path],
    output: Path,
    algorithm: Algorithm = Algorithm.SHA1,
    as_of: date | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Header:
    """Build a corpus from inputs that follow each other in order, and put it in its place when it is whole.

    `as_of` is the date of the data, else that of the oldest input. `progress` is called with how many blocks are
    done, of how many. What was interrupted goes on where it was. Raises `HygieneError`.
    """
    engine = choose_engine()
    with _input_errors_told(inputs):
        as_of = as_of or date_of(inputs)
        identity = sha256(b"%b %d" % (fingerprint(inputs), algorithm)).digest()
    part, lock = (output.with_name(output.name + ending) for ending in (".part", ".lock"))
    with _output_errors_told(output), only_here(lock, output.name), Draft(part, identity, PREFIX_BITS) as draft:
        _fill(draft, read_inputs(inputs, algorithm, draft.blocks, engine), engine, progress)
        return draft.finish(output, algorithm, as_of)


def _fill(draft: Draft, inputs: Iterator[Rows], engine: Engine, progress: Callable[[int, int], None]) -> None:
    heads, codes, doubtful = bytearray(), bytearray(), set[int]()

    def add_until(end: int) -> None:
        while draft.blocks < end:
            span = draft.next._replace(blocks=min(end - draft.blocks, _BLOCKS_AT_ONCE))
            rows = _rows_before(heads, span.prefix + span.blocks)
            draft.add(engine.encode(span, bytes(heads[: 8 * rows]), bytes(codes[:rows]), doubtful))
            del heads[: 8 * rows], codes[:rows]
        progress(draft.blocks, draft.total)

    for rows in inputs:
        earlier = _rows_before(rows.heads, draft.blocks)
        heads += rows.heads[8 * earlier :]
        codes += rows.codes[earlier:]
        doubtful |= rows.doubtful
        if heads:
            # The last row's block may go on in what is read next.
            add_until(prefix_of(heads, -1))
    add_until(draft.total)


def _rows_before(heads: bytes | bytearray, prefix: int) -> int:
    with memoryview(heads) as view, view.cast("Q") as numbers:
        return bisect_left(numbers, prefix << (64 - PREFIX_BITS))


@contextmanager
def _input_errors_told(inputs: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError):
        raise HygieneError("corpus.unreadable", name=inputs[0].name) from None


@contextmanager
def _output_errors_told(output: Path) -> Iterator[None]:
    try:
        yield
    except MalformedError as error:
        raise HygieneError(error.key, name=output.name) from None
    except OSError as error:
        key = "corpus.no_room" if error.errno in NO_ROOM else "corpus.unwritable"
        raise HygieneError(key, name=output.name) from None
