"""What each side can tell of a share without learning anything from it, so that both together know a false one.

The four cells of a rule add up to 1 in a true record, and the cells that stay empty to 0. Both are sums, so each side
can make them of its own share: multiplied by fixed odd numbers and added up, they are the sketch of the share. The
sketches of two shares add up to the same number for every true record; each alone is noise, and garbage is found out.
That single cells are noughts and ones is no sum: somebody who sets out to deceive can still hide, for example, a 2
beside a -1, and only whoever puts two single shares together sees it.
"""

from dataclasses import dataclass
from hashlib import shake_128
from operator import mul
from struct import Struct

from hygiene.summary.lanes import CELL
from hygiene.summary.record import VERDICTS, RuleSet

_TWO = Struct("<2I")
SKETCH = _TWO.size
"""The length of a sketch in bytes."""


@dataclass(frozen=True, slots=True)
class Sketcher:
    """Makes the sketches of shares of one rule set. `whole` is what the two of a true record add up to."""

    cells: Struct
    factors: tuple[list[int], list[int]]
    whole: tuple[int, int]

    @classmethod
    def of(cls, rules: RuleSet) -> "Sketcher":
        """The sketcher of a rule set: both sides draw the same numbers from its fingerprint."""
        drawn = Struct(f"<{2 * rules.width}I").unpack(shake_128(rules.fingerprint).digest(8 * rules.width))
        one, two = (_factors([number | 1 for number in drawn[half::2]], rules) for half in (0, 1))
        kinds = len(VERDICTS)
        whole = [sum(each[: kinds * len(rules.rules) : kinds]) & CELL for each in (one, two)]
        return cls(Struct(f"<{rules.width}I"), (one, two), (whole[0], whole[1]))

    def sketch(self, cells: bytes) -> bytes:
        """The sketch of a share with these cells."""
        numbers = self.cells.unpack(cells)
        return _TWO.pack(*(sum(map(mul, numbers, factors)) & CELL for factors in self.factors))

    def fit(self, one: bytes, other: bytes) -> bool:
        """Whether the shares with these sketches can make a true record."""
        pairs = zip(_TWO.unpack(one), _TWO.unpack(other), self.whole, strict=True)
        return all((left + right) & CELL == whole for left, right, whole in pairs)


def _factors(drawn: list[int], rules: RuleSet) -> list[int]:
    """One number for the cells of each rule, and one for each cell that stays empty; those of marks are free."""
    kinds = len(VERDICTS)
    factors = [drawn[at - at % kinds] for at in range(kinds * len(rules.rules))]
    factors += [0] * (rules.cells - len(factors))
    for unit in rules.units:
        # In a unit's block all rules have as many answers, so that what the first weighs takes off what the rest do.
        *answers, _ = rules.block(unit)
        for at in answers[kinds:]:
            factors[at] = drawn[at - (at - answers[0]) % kinds]
        first = -sum(factors[at] for at in answers[kinds::kinds]) & CELL
        for at in answers[:kinds]:
            factors[at] = first
    return factors + drawn[rules.cells :]
