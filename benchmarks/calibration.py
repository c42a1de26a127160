"""Lists that no dictionary was built from, and the measures that estimates are held to with them."""

from collections.abc import Sequence
from pathlib import Path
from statistics import correlation

LISTS = Path(__file__).parents[1] / "tests" / "strength"


def read_list(name: str) -> list[str]:
    """The passwords of `set_aside_<name>.txt`, one a line."""
    lines = (LISTS / f"set_aside_{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def read_ladder() -> list[tuple[int, str]]:
    """The passwords of the ladder, each with its rung."""
    rungs = (line.split(" ", 1) for line in read_list("ladder"))
    return [(int(rung), password) for rung, password in rungs]


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's coefficient: 1 where both put everything in the same order."""
    return correlation(_ranks(one), _ranks(other))


def _ranks(values: Sequence[float]) -> list[float]:
    """The place of each value from 1 in order of size; equal ones share the middle of their places."""
    ordered = sorted(values)
    return [(2 * ordered.index(value) + ordered.count(value) + 1) / 2 for value in values]
