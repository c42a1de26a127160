"""How an employee's audits follow one another: what got better, what came back, what is new, what was promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hygiene.findings import Verdict


class Change(StrEnum):
    """How a rule stands, compared with what was known of it before; the most cheering first."""

    BETTER = "better"
    BACK = "back"
    """It was broken once, was in order since, and is broken again."""
    NEW = "new"
    STILL = "still"
    UNSEEN = "unseen"
    """It was broken when it was last known, and is unknown now."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What became of one rule.

    Where it is broken `still`: `same` counts its accounts that broke it before too, `same_password` those of them whose
    password has not changed since, `mended` those that break it no more, and `added` those that did not break it then.
    """

    rule: str
    change: Change
    same: int = 0
    same_password: int = 0
    mended: int = 0
    added: int = 0


class PromiseState(StrEnum):
    """What became of a promise."""

    DUE = "due"
    OPEN = "open"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Promise:
    """The day by which an employee means to follow a rule."""

    rule: str
    by: date
    state: PromiseState


@dataclass(frozen=True, slots=True)
class Point:
    """One audit of the trend: its day, how many rules had each verdict, and how many accounts there were."""

    made_on: date
    counts: Mapping[Verdict, int]
    accounts: int


@dataclass(frozen=True, slots=True)
class Progress:
    """From the first audit that is kept to the last: the `points`, and what changed in the last one.

    `since` is the day of the one before it, None where there is none. `damaged` counts the audits that cannot be read.
    """

    points: tuple[Point, ...]
    since: date | None = None
    changes: tuple[RuleChange, ...] = ()
    promises: tuple[Promise, ...] = ()
    damaged: int = 0
