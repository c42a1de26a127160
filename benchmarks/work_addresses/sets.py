"""The labelled halves as they lie beside this file, and the figures that a classifier comes to on one of them."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from hygiene.policy.model import Organisation, ServiceExemption
from hygiene.services.sides import Line

HALVES = ("building", "set_aside")
PRACTICE = "practice"
"""Rows that were measured once, and then used to mend rules by."""


class Label(StrEnum):
    """What is right to say about a row."""

    PRIVATE = "private"
    ASK = "ask"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one half: how often each label was taken for each."""

    pairs: Counter[tuple[Label, Label]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Label, Label]]) -> "Figures":
        """Of the true label and the one that was given, for each row."""
        return cls(Counter(pairs))

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.pairs.total()

    @property
    def precision(self) -> float:
        """Of what was called private, the share that is."""
        return self._share(given for given in self.pairs if given[1] is Label.PRIVATE)

    @property
    def recall(self) -> float:
        """Of what is private, the share that was called so."""
        return self._share(given for given in self.pairs if given[0] is Label.PRIVATE)

    def count(self, true: Label, given: Label) -> int:
        """How many rows of one label were given the other."""
        return self.pairs[true, given]

    def _share(self, among: Iterable[tuple[Label, Label]]) -> float:
        total = sum(self.pairs[pair] for pair in among)
        return self.pairs[Label.PRIVATE, Label.PRIVATE] / total if total else 0.0


def lines(half: Path) -> dict[str, Line]:
    """The line between work and leisure of each employer of a half."""
    document = tomllib.loads((half / "organisations.toml").read_text(encoding="utf-8"))
    return {name: _line(given, document["as_of"]) for name, given in document["organisations"].items()}


def _line(given: dict[str, Sequence[str]], as_of: date) -> Line:
    return Line(
        frozenset(given["domains"]),
        as_of,
        Organisation(work_services=tuple(given["work_services"]), private_kinds=tuple(given["private_kinds"])),
        tuple(_exemptions(given["exempt_services"])),
    )


def _exemptions(given: object) -> Iterator[ServiceExemption]:
    for service, until in given.items() if isinstance(given, dict) else ():
        yield ServiceExemption({}, until, service=service)
