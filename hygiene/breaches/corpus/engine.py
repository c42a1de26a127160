"""Who turns lists into blocks: numpy where it is installed, else the standard library, with the same outcome."""

from collections.abc import Collection
from importlib.util import find_spec
from typing import Protocol

from hygiene.breaches.corpus.rows import Encoded, Span


class Engine(Protocol):
    """What the modules `rows` and `vectors` both are; the words for each function stand in `rows`."""

    def parse(self, text: bytes, digits: int) -> tuple[bytes, bytes]:
        """The rows in whole lines."""

    def is_ascending(self, heads: bytes) -> bool:
        """Whether the rows are sorted."""

    def encode(self, span: Span, heads: bytes, codes: bytes, doubtful: Collection[int]) -> Encoded:
        """Consecutive blocks."""


def has_numpy() -> bool:
    """Whether the faster one can be had."""
    return find_spec("numpy") is not None


def choose_engine() -> Engine:
    """The fastest that is there."""
    if has_numpy():
        from hygiene.breaches.corpus import vectors

        return vectors
    from hygiene.breaches.corpus import rows

    return rows
