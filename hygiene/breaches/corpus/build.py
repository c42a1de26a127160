"""Builds a corpus file from sorted hashes: a few groups at a time, and in its place only when it is whole."""

import errno
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.draft import Draft
from hygiene.breaches.corpus.engine import Engine, choose_engine
from hygiene.breaches.corpus.form import GROUP, PREFIX_BITS, Header
from hygiene.breaches.corpus.inputs import Rows, date_of, fingerprint, read_inputs
from hygiene.breaches.corpus.rows import Encoded, MalformedError
from hygiene.errors import HygieneError

_GROUP_SHIFT = 64 - PREFIX_BITS + GROUP.bit_length() - 1
_GROUPS_AT_ONCE = 1024  # keeps the memory low where groups are nearly empty
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def build(
    inputs: Sequence[Path],
    output: Path,
    algorithm: Algorithm = Algorithm.SHA1,
    as_of: date | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Header:
    """Build a corpus from inputs that follow each other in order, and put it in its place when it is whole.

    `as_of` is the date of the data, else that of the oldest input. `progress` is called with how many groups of
    prefixes are done, of how many. What was interrupted goes on where it was. Raises `HygieneError`.
    """
    engine = choose_engine()
    with _input_errors_told(inputs):
        as_of = as_of or date_of(inputs)
        identity = sha256(b"%b %d" % (fingerprint(inputs), algorithm)).digest()
    with _output_errors_told(output), Draft(output.with_name(output.name + ".part"), identity, PREFIX_BITS) as draft:
        start = draft.groups * GROUP
        _fill(draft, read_inputs(inputs, algorithm, start, engine), engine, progress)
        return draft.finish(output, algorithm, as_of)


def _fill(draft: Draft, inputs: Iterator[Rows], engine: Engine, progress: Callable[[int, int], None]) -> None:
    heads, codes, doubtful = bytearray(), bytearray(), set[int]()

    def add_until(end: int) -> None:
        while draft.groups < end:
            groups = min(end - draft.groups, _GROUPS_AT_ONCE)
            rows = _rows_before(heads, draft.groups + groups)
            some_heads, some_codes = bytes(heads[: 8 * rows]), bytes(codes[:rows])
            encoded = engine.encode(draft.groups, groups, some_heads, some_codes, PREFIX_BITS)
            draft.add(_without(doubtful, draft.groups, encoded))
            del heads[: 8 * rows], codes[:rows]
        progress(draft.groups, draft.total)

    for rows in inputs:
        earlier = _rows_before(rows.heads, draft.groups)
        heads += rows.heads[8 * earlier :]
        codes += rows.codes[earlier:]
        doubtful |= rows.doubtful
        if heads:
            # The last row's group may go on in what is read next.
            add_until(_group_of(heads, -1))
    add_until(draft.total)


def _group_of(heads: bytes | bytearray, row: int) -> int:
    return int(memoryview(heads).cast("Q")[row]) >> _GROUP_SHIFT


def _rows_before(heads: bytes | bytearray, group: int) -> int:
    with memoryview(heads) as view, view.cast("Q") as numbers:
        return bisect_left(numbers, group << _GROUP_SHIFT)


def _without(doubtful: set[int], first: int, encoded: Encoded) -> Encoded:
    """The same with these prefixes not taken for whole."""
    for prefix in doubtful:
        place, number = divmod(prefix - first * GROUP, GROUP)
        if 0 <= place < len(encoded.groups):
            group = encoded.groups[place]
            encoded.groups[place] = group._replace(whole=group.whole & ~(1 << number))
    return encoded


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
        key = "corpus.no_room" if error.errno in _NO_ROOM else "corpus.unwritable"
        raise HygieneError(key, name=output.name) from None
