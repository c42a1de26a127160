"""Two folders of shares become totals: file by file, and one bad file costs nothing else."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from hygiene.findings import Verdict
from hygiene.summary.folders import Place, Reason, SetAside, Wanted
from hygiene.summary.lanes import Lanes, Shape, totals
from hygiene.summary.period import Period
from hygiene.summary.record import MARKS, VERDICTS, RuleSet
from hygiene.summary.sharing import DamagedError, Side, cells_in
from hygiene.summary.sketch import Sketcher
from hygiene.summary.sums import PERSON, read_sum

_HELD_BYTES = 200_000_000
"""So much of shares whose counterpart has not been read yet is held in memory; the rest is read again."""
_MOST_ALIKE = 4
"""Of so many files with one key each is tried, so that a false one costs no true one; further ones are duplicates."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The exact sums over everybody who took part. They are for the rules of release, and for nobody's eyes."""

    rules: RuleSet
    period: Period
    participants: int
    cells: list[int]
    set_aside: SetAside

    def count(self, rule: str, verdict: Verdict) -> int:
        """How many have this verdict on this rule."""
        return self.cells[self.rules.place(rule, verdict)]

    def marked(self, name: str) -> int:
        """How many records bear this mark."""
        return self.cells[self.rules.mark(name)]

    def in_unit(self, unit: str) -> "UnitTotals":
        """The sums over those who named this unit."""
        *counts, changed = (self.cells[place] for place in self.rules.block(unit))
        kinds = len(VERDICTS)
        by_rule = (dict(zip(VERDICTS, counts[at : at + kinds], strict=True)) for at in range(0, len(counts), kinds))
        return UnitTotals(sum(counts[:kinds]), changed, dict(zip(self.rules.headlines, by_rule, strict=True)))


@dataclass(frozen=True, slots=True)
class UnitTotals:
    """The exact sums over one unit: how many people, how many records that have changed, and the headline rules."""

    people: int
    changed: int
    counts: Mapping[str, Mapping[Verdict, int]]


def combine(it: Path, dpo: Path, rules: RuleSet, period: Period) -> Totals:
    """Pair the shares of two folders, or partial sums in their place, and add up the records that they make.

    A pair that makes no true record is set aside, like everything else that is not as it should be: never fatal, and
    always counted. Of several exports of one employee the last whole one counts.
    """
    return _Combination(Place(it), Place(dpo), rules, period).totals()


@dataclass(slots=True)
class _Half:
    """One side of a combination: where its files lie, and those that wait for their counterpart, by their keys.

    A file waits with its cells or, where too many wait, with its name alone. `sums` are the partial sums by their
    digests, with the number of people that each holds.
    """

    place: Place
    wanted: Wanted
    waiting: dict[bytes, list[tuple[str, bytes]]]
    sums: dict[bytes, tuple[str, int]]

    @classmethod
    def of(cls, place: Place, wanted: Wanted) -> "_Half":
        return cls(place, wanted, {}, {})

    def cells(self, name: str) -> bytes:
        """The cells of a file that is read again. Raises `DamagedError` and `OSError`."""
        return cells_in(self.place.beginning(name, self.wanted.rules.length))


class _Combination:
    """The state of one combination.

    It holds the keys and names of the files, and of their content only sums and, until its counterpart is found, noise.
    """

    def __init__(self, it: Place, dpo: Place, rules: RuleSet, period: Period) -> None:
        self._it = _Half.of(it, Wanted(Side.IT, period, rules))
        self._dpo = _Half.of(dpo, Wanted(Side.DPO, period, rules))
        self._rules, self._period = rules, period
        self._shape = Shape.of(rules)
        self._even, self._odd = 0, 0
        self._set_aside: SetAside = Counter()
        self._held = 0
        self._counted: dict[bytes, tuple[bytes, str, str]] = {}
        self._in_sums: set[bytes] = set()

    def totals(self) -> Totals:
        for half, name, content in self._files():
            key = half.wanted.key(content)
            if key is not None:
                self._take(half, key, name, content)
            elif head := half.wanted.sum_head(content, self._set_aside):
                half.sums[head.pairing] = (name, head.revision)
        self._leave_the_waiting()
        self._add_sums()
        return Totals(
            self._rules,
            self._period,
            len(self._counted) + len(self._in_sums),
            totals((self._even, self._odd), self._rules.width),
            self._set_aside,
        )

    def _files(self) -> Iterator[tuple[_Half, str, bytes]]:
        """The files of both sides by turns, so that a share need not wait long for its counterpart."""
        by_turns = zip_longest(self._read(self._it), self._read(self._dpo))
        return (each for each in chain.from_iterable(by_turns) if each)

    def _read(self, half: _Half) -> Iterator[tuple[_Half, str, bytes]]:
        for name, content in half.place.files(self._set_aside, self._rules.length):
            yield half, name, content

    def _take(self, half: _Half, key: bytes, name: str, content: bytes) -> None:
        earlier = self._counted.get(key[:PERSON])
        if earlier and earlier[0] == key:
            self._set_aside[Reason.DUPLICATE] += 1
            return
        try:
            cells = cells_in(content)
        except DamagedError:
            self._set_aside[Reason.DAMAGED] += 1
            return
        other = self._dpo if half is self._it else self._it
        for other_name, other_cells in other.waiting.get(key, ()):
            record = self._joined(cells, other, other_name, other_cells)
            if record:
                names = (name, other_name) if half is self._it else (other_name, name)
                self._no_longer_wait(key)
                self._count(key, *names, record)
                return
        alike = half.waiting.setdefault(key, [])
        if len(alike) == _MOST_ALIKE:
            self._set_aside[Reason.DUPLICATE] += 1
            return
        fits = self._held + len(cells) <= _HELD_BYTES
        self._held += len(cells) if fits else 0
        alike.append((name, cells if fits else b""))

    def _joined(self, cells: bytes, other: _Half, other_name: str, other_cells: bytes) -> Lanes | None:
        """The record that a share makes with one that waited; None where it makes none."""
        try:
            counterpart = other_cells or other.cells(other_name)
        except (DamagedError, OSError):
            return None
        return self._shape.joined(self._shape.split(cells), self._shape.split(counterpart))

    def _no_longer_wait(self, key: bytes) -> None:
        """Let go of all that waited with this key. One of them found its counterpart; more of them are duplicates."""
        waited = [each for half in (self._it, self._dpo) for each in half.waiting.pop(key, ())]
        self._held -= sum(len(cells) for _, cells in waited)
        self._set_aside[Reason.DUPLICATE] += len(waited) - 1

    def _count(self, key: bytes, name: str, other_name: str, record: Lanes) -> None:
        """Count a record, in place of an earlier one of the same employee."""
        earlier = self._counted.get(key[:PERSON])
        if earlier:
            self._set_aside[Reason.REPLACED] += 1
            if key < earlier[0]:
                return
            try:
                before = self._joined(self._it.cells(earlier[1]), self._dpo, earlier[2], b"")
            except (DamagedError, OSError):
                before = None
            if before is None:
                # The files have changed meanwhile: what was counted stays.
                return
            self._add(before, -1)
        self._counted[key[:PERSON]] = (key, name, other_name)
        self._add(record)

    def _add(self, record: Lanes, times: int = 1) -> None:
        self._even += times * record[0]
        self._odd += times * record[1]

    def _leave_the_waiting(self) -> None:
        """Set aside what has found no counterpart, or none with which it makes a true record."""
        for half, other in ((self._it, self._dpo), (self._dpo, self._it)):
            for key, waited in half.waiting.items():
                if key not in other.waiting:
                    self._set_aside[Reason.UNPAIRED] += len(waited)
                elif half is self._it:
                    self._set_aside[Reason.FALSE] += max(len(waited), len(other.waiting[key]))
        self._it.waiting, self._dpo.waiting = {}, {}

    def _add_sums(self) -> None:
        for digest, (name, people) in self._it.sums.items():
            if digest in self._dpo.sums:
                other_name, _ = self._dpo.sums.pop(digest)
                self._take_sums(name, other_name)
            else:
                self._set_aside[Reason.UNPAIRED] += people
        self._set_aside[Reason.UNPAIRED] += sum(people for _, people in self._dpo.sums.values())

    def _take_sums(self, name: str, other_name: str) -> None:
        try:
            own = read_sum(Path(self._it.place.file(name)), self._it.wanted)
            other = read_sum(Path(self._dpo.place.file(other_name)), self._dpo.wanted)
        except DamagedError:
            self._set_aside[Reason.DAMAGED] += 1
            return
        people = {key[:PERSON] for key in own.sketches}
        if not people.isdisjoint(self._counted) or not people.isdisjoint(self._in_sums):
            self._set_aside[Reason.DUPLICATE] += len(people)
            return
        one, two = (self._shape.split(each.cells) for each in (own, other))
        record = (one[0] + two[0]) & self._shape.mask, (one[1] + two[1]) & self._shape.mask
        sketcher = Sketcher.of(self._rules)
        fit = all(sketcher.fit(sketch, other.sketches[key]) for key, sketch in own.sketches.items())
        if fit and _is_true_sum(totals(record, self._rules.width), self._rules, len(people)):
            self._in_sums |= people
            self._add(record)
        else:
            self._set_aside[Reason.SPOILED] += len(people)


def _is_true_sum(cells: list[int], rules: RuleSet, people: int) -> bool:
    """Whether these can be the sums of so many records: each rule was answered by everybody, and what is empty is 0.

    Whoever names a unit names one, and is in its block with every rule.
    """
    kinds = len(VERDICTS)

    def answered(places: Sequence[int]) -> list[int]:
        return [sum(cells[each] for each in places[at : at + kinds]) for at in range(0, len(places), kinds)]

    each_rule = answered(range(kinds * len(rules.rules))) == [people] * len(rules.rules)
    marks = all(cells[rules.mark(mark)] <= people for mark in MARKS)
    blocks = [rules.block(unit) for unit in rules.units]
    each_unit = all(len({*answered(block[:-1])}) == 1 for block in blocks)
    no_more = all(sum(cells[block[at]] for block in blocks) <= cells[place] for at, place in enumerate(rules.repeated))
    return each_rule and marks and each_unit and no_more and not any(cells[rules.cells :])
