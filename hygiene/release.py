"""What an organisation may know: the figures of one period, rounded, with word of how they were protected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from hygiene.findings import Verdict

COUNTED = (Verdict.MET, Verdict.BROKEN, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
"""The verdicts that are counted. What a rule was exempted from counts as not applicable."""


@dataclass(frozen=True, slots=True)
class Protection:
    """How the figures of a release are protected.

    `rounding`: counts are rounded to a multiple of it. `minimum`: fewer people than this are never released. `changes`:
    as many records at least must be new or have changed since the release before. `mask_below`: a rule is masked where
    fewer people than this meet it, or break it. Below `small` people only the first `headlines` rules are told, and the
    release does not count as anonymous. `unit_minimum`: only units of so many people are told of, and so many at least
    remain in the units that are not. `noise`: the scale of the Laplace noise on every count; 0 where there is none.
    """

    rounding: int = 5
    minimum: int = 20
    changes: int = 10
    mask_below: int = 3
    small: int = 50
    headlines: int = 5
    unit_minimum: int = 25
    noise: int = 0

    @classmethod
    def by_noise(cls, rules: int) -> Self:
        """Noise in the place of rounding and masking, for so many rules: an epsilon of 1 for the whole release.

        One person changes one count of each rule, and three more: who took part, was measured, has changed.
        """
        return cls(rounding=1, mask_below=0, noise=rules + 3)

    @staticmethod
    def least_for_noise(rules: int) -> int:
        """How many people noise needs, so that the figures still tell something."""
        return 50 * rules


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How many people a rule stands how with, rounded; None where the rule is masked."""

    rule: str
    counts: Mapping[Verdict, int] | None

    @property
    def masked(self) -> bool:
        """Whether nothing is told of the rule."""
        return self.counts is None


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """How a unit stands with the headline rules. `participants` is rounded."""

    unit: str
    participants: int
    rules: tuple[RuleCounts, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """The figures of one period. `participants` and `measured` are rounded.

    `measured` counts those of whom the program measured something (None: masked); of the others, all was told.
    `set_aside` counts files and pairs that were not counted, by reason. `small` releases hold headline rules only.
    `units` are those that may be told of, by the headline rules.
    `seal` is the hash of this release's entry in the ledger ("" before it is there).
    """

    period: str
    policy: str
    version: str
    participants: int
    measured: int | None
    rules: tuple[RuleCounts, ...]
    small: bool
    units: tuple[UnitCounts, ...] = ()
    set_aside: Mapping[str, int] = field(default_factory=dict)
    protection: Protection = field(default_factory=Protection)
    seal: str = ""
