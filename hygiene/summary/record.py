"""One employee's record: a fixed row of noughts and ones, and nothing else.

Every rule has four cells, one of which is 1. Two more cells follow: whether anything was measured, and whether the
record is new or has changed since the employee's last period. Where the policy asks for unit tables, each unit has a
block: the cells of the headline rules once more, and whether the record is new or has changed. The block of the
employee's own unit repeats what the record says, the others stay 0, and so do all cells up to the fixed length of a
share.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from hygiene.evidence import Origin
from hygiene.findings import Outcome, Severity, Verdict
from hygiene.policy.model import Policy, Rule
from hygiene.release import COUNTED, Protection

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
    units: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()

    @classmethod
    def of(cls, policy: Policy) -> "RuleSet":
        """The rule set of a policy. Its words may change without changing it; what it demands may not."""
        units = tuple(unit.id for unit in policy.units) if policy.summary.unit_tables else ()
        headlines = headline_rules(policy)
        demands: list[object] = [policy.id, policy.version, [_demand(rule) for rule in policy.rules]]
        if units:
            demands += [units, headlines]
        canonical = json.dumps(demands, sort_keys=True, separators=(",", ":")).encode()
        return cls(tuple(rule.id for rule in policy.rules), sha256(canonical).digest()[:16], units, headlines)

    @cached_property
    def cells(self) -> int:
        """How many cells mean something."""
        return self._units_at + len(self.units) * self._block

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

    def block(self, unit: str) -> range:
        """The cells of a unit; they repeat those of `repeated`, in the same order."""
        start = self._units_at + self.units.index(unit) * self._block
        return range(start, start + self._block)

    @cached_property
    def repeated(self) -> tuple[int, ...]:
        """The cells that a unit's block repeats."""
        headlines = [self.place(rule, verdict) for rule in self.headlines for verdict in VERDICTS]
        return (*headlines, self.mark(CHANGED))

    @property
    def _units_at(self) -> int:
        return len(VERDICTS) * len(self.rules) + len(MARKS)

    @property
    def _block(self) -> int:
        return len(VERDICTS) * len(self.headlines) + 1


def headline_rules(policy: Policy) -> tuple[str, ...]:
    """The rules that are told of few people: chosen by the policy alone, since a choice by the figures would tell."""
    urgent = [rule.id for rule in policy.rules if rule.severity is Severity.HIGH]
    others = [rule.id for rule in policy.rules if rule.severity is not Severity.HIGH]
    chosen = [*urgent, *others][: Protection().headlines]
    return tuple(rule.id for rule in policy.rules if rule.id in chosen)


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


def cells_of(answers: Answers, rules: RuleSet, *, changed: bool, unit: str = "") -> list[int]:
    """The record: a 0 or 1 for each cell of a share. The unit is one of the rule set's, or "" for none."""
    cells = [0] * rules.width
    for rule in rules.rules:
        cells[rules.place(rule, answers.verdicts[rule])] = 1
    cells[rules.mark(MEASURED)] = int(answers.measured)
    cells[rules.mark(CHANGED)] = int(changed)
    if unit:
        for place, repeated in zip(rules.block(unit), rules.repeated, strict=True):
            cells[place] = cells[repeated]
    return cells
