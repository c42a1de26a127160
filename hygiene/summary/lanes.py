"""Sums of whole rows of cells at once: a row is two long numbers, with the even and the odd cells in lanes of 64 bits.

A lane has room for the sum of four thousand million cells of 32 bits, so that lanes never run into each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack, unpack

from hygiene.summary.record import VERDICTS, RuleSet

CELL = 0xFFFFFFFF
Lanes = tuple[int, int]


def ones(lanes: Sequence[int]) -> int:
    """A 1 in each of these lanes."""
    return sum(1 << 64 * lane for lane in lanes)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a true record looks like in lanes: where a 1 may stand, and where each rule has exactly one."""

    rules: RuleSet
    mask: int
    may_be_one: Lanes
    one_per_rule: int

    @classmethod
    def of(cls, rules: RuleSet) -> "Shape":
        """The shape of the records of a rule set."""
        even, odd = range((rules.cells + 1) // 2), range(rules.cells // 2)
        verdict_lanes = range(len(VERDICTS) * len(rules.rules) // 2)
        return cls(rules, CELL * ones(range(rules.width // 2)), (ones(even), ones(odd)), ones(verdict_lanes[::2]))

    def split(self, cells: bytes) -> Lanes:
        """The lanes of a share's cells."""
        row = int.from_bytes(cells, "little")
        return row & self.mask, row >> 32 & self.mask

    def joined(self, one: Lanes, other: Lanes) -> Lanes | None:
        """The record that two shares make; None where it is no true record."""
        even, odd = (one[0] + other[0]) & self.mask, (one[1] + other[1]) & self.mask
        if even | self.may_be_one[0] != self.may_be_one[0] or odd | self.may_be_one[1] != self.may_be_one[1]:
            return None
        pairs = even + odd
        if (pairs + (pairs >> 64)) & 3 * self.one_per_rule != self.one_per_rule:
            return None
        if self.rules.units and not self._has_one_unit(totals((even, odd), self.rules.width)):
            return None
        return even, odd

    def _has_one_unit(self, cells: list[int]) -> bool:
        """Whether one unit at most repeats what the record says, and the others are empty."""
        blocks = [[cells[at] for at in self.rules.block(unit)] for unit in self.rules.units]
        filled = [block for block in blocks if any(block)]
        return filled in ([], [[cells[at] for at in self.rules.repeated]])


def totals(lanes: Lanes, width: int) -> list[int]:
    """The cells of a sum, in their order."""
    even, odd = (unpack(f"<{width // 2}Q", row.to_bytes(4 * width, "little")) for row in lanes)
    return [cell for pair in zip(even, odd, strict=True) for cell in pair]


def to_bytes(cells: Sequence[int]) -> bytes:
    """Cells modulo 2^32, as a share holds them."""
    return pack(f"<{len(cells)}I", *(cell & CELL for cell in cells))
