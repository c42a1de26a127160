"""One employee's record: a fixed row of noughts and ones, and nothing else.

Every rule has four cells, one of which is 1. Two more cells follow: whether anything was measured, and whether the
record is new or has changed since the employee's last period. All cells up to the fixed length of a share stay 0.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from hygiene.evidence import Origin
from hygiene.findings import Outcome, Verdict
from hygiene.policy.model import Policy, Rule
from hygiene.release import COUNTED

VERDICTS = COUNTED
"""The cells of a rule, in their order."""

MEASURED, CHANGED = "measured", "changed"
MARKS = (MEASURED, CHANGED)

STEP = 1024
"""A share's length in bytes is a multiple of this, fixed by the number of rules alone."""
FRAME = 80
"""Bytes of a share that are not cells: what precedes them, and the checksum."""
_CELL = 4


@dataclass(frozen=True)
class RuleSet:
    """The rules that a record is about, in their order, with a hash that is another one where any of them differs."""

    rules: tuple[str, ...]
    fingerprint: bytes

    @classmethod
    def of(cls, policy: Policy) -> "RuleSet":
        """The rule set of a policy. Its words may change without changing it; what it demands may not."""
        demands = [policy.id, policy.version, [_demand(rule) for rule in policy.rules]]
        canonical = json.dumps(demands, sort_keys=True, separators=(",", ":")).encode()
        return cls(tuple(rule.id for rule in policy.rules), sha256(canonical).digest()[:16])

    @cached_property
    def cells(self) -> int:
        """How many cells mean something."""
        return len(VERDICTS) * len(self.rules) + len(MARKS)

    @cached_property
    def length(self) -> int:
        """The length of every share, in bytes."""
        return -(-(FRAME + _CELL * self.cells) // STEP) * STEP

    @cached_property
    def width(self) -> int:
        """The number of cells of every share, those that stay 0 included."""
        return (self.length - FRAME) // _CELL

    def place(self, rule: str, verdict: Verdict) -> int:
        """Which cell counts this verdict on this rule."""
        return len(VERDICTS) * self.rules.index(rule) + VERDICTS.index(verdict)

    def mark(self, name: str) -> int:
        """Which cell counts the records with this mark."""
        return len(VERDICTS) * len(self.rules) + MARKS.index(name)


def _demand(rule: Rule) -> list[object]:
    return [
        *(rule.id, rule.check, rule.met_by, rule.may_not_concern, dict(rule.parameters)),
        *(sorted(rule.accepts), list(rule.applies_if)),
    ]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an audit came to, as far as a record tells: a verdict for each rule, and whether anything was measured."""

    verdicts: Mapping[str, Verdict]
    measured: bool

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Answers":
        """The answers of an audit; an exempt rule is not applicable."""
        verdicts, measured = {}, False
        for outcome in outcomes:
            exempt = outcome.verdict is Verdict.EXEMPT
            verdicts[outcome.rule] = Verdict.NOT_APPLICABLE if exempt else outcome.verdict
            measured |= outcome.origin is Origin.MEASURED
        return cls(verdicts, measured)


def cells_of(answers: Answers, rules: RuleSet, *, changed: bool) -> list[int]:
    """The record: a 0 or 1 for each cell of a share."""
    cells = [0] * rules.width
    for rule in rules.rules:
        cells[rules.place(rule, answers.verdicts[rule])] = 1
    cells[rules.mark(MEASURED)] = int(answers.measured)
    cells[rules.mark(CHANGED)] = int(changed)
    return cells
