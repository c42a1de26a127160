"""Two folders of shares become totals: file by file, and one bad file costs nothing else."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hygiene.findings import Verdict
from hygiene.summary.folders import Place, Reason, SetAside, Wanted
from hygiene.summary.lanes import Lanes, Shape, totals
from hygiene.summary.period import Period
from hygiene.summary.record import MARKS, VERDICTS, RuleSet
from hygiene.summary.sharing import DamagedError, Side, cells_in
from hygiene.summary.sums import PERSON, read_sum


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


def combine(it: Path, dpo: Path, rules: RuleSet, period: Period) -> Totals:
    """Pair the shares of two folders, or partial sums in their place, and add up the records that they make.

    A pair that makes no true record is set aside, like everything else that is not as it should be: never fatal, and
    always counted. Of several exports of one employee the last whole one counts.
    """
    return _Combination(Place(it), Place(dpo), rules, period).totals()


class _Combination:
    """The state of one combination. It holds the keys and names of the files, and of their content only sums."""

    def __init__(self, it: Place, dpo: Place, rules: RuleSet, period: Period) -> None:
        self._it, self._dpo = it, dpo
        self._rules, self._period = rules, period
        self._for_it, self._for_dpo = (Wanted(side, period, rules) for side in (Side.IT, Side.DPO))
        self._shape = Shape.of(rules)
        self._even, self._odd = 0, 0
        self._set_aside: SetAside = Counter()
        self._counted: dict[bytes, tuple[bytes, str, str]] = {}
        self._in_sums: set[bytes] = set()

    def totals(self) -> Totals:
        waiting, sums_for_dpo = self._listed()
        sums: list[tuple[str, str]] = []
        for name, content in self._it.files(self._set_aside):
            key = self._for_it.key(content)
            if key is not None:
                self._take(key, name, content, waiting)
            elif head := self._for_it.sum_head(content, self._set_aside):
                other = sums_for_dpo.pop(head.pairing, None)
                if other:
                    sums.append((name, other[0]))
                else:
                    self._set_aside[Reason.UNPAIRED] += head.revision
        self._set_aside[Reason.UNPAIRED] += len(waiting) + sum(people for _, people in sums_for_dpo.values())
        for name, other_name in sums:
            self._take_sums(name, other_name)
        return Totals(
            self._rules,
            self._period,
            len(self._counted) + len(self._in_sums),
            totals((self._even, self._odd), self._rules.width),
            self._set_aside,
        )

    def _listed(self) -> tuple[dict[bytes, str], dict[bytes, tuple[str, int]]]:
        """The other side's shares by their keys, and its sums by their digests."""
        waiting: dict[bytes, str] = {}
        sums: dict[bytes, tuple[str, int]] = {}
        for name, content in self._dpo.files(self._set_aside):
            key = self._for_dpo.key(content)
            if key is not None:
                if waiting.setdefault(key, name) is not name:
                    self._set_aside[Reason.DUPLICATE] += 1
            elif head := self._for_dpo.sum_head(content, self._set_aside):
                sums[head.pairing] = (name, head.revision)
        return waiting, sums

    def _take(self, key: bytes, name: str, content: bytes, waiting: dict[bytes, str]) -> None:
        person = key[:PERSON]
        earlier = self._counted.get(person)
        if earlier and earlier[0] == key:
            self._set_aside[Reason.DUPLICATE] += 1
            return
        if key not in waiting:
            self._set_aside[Reason.UNPAIRED] += 1
            return
        other_name = waiting.pop(key)
        try:
            own = self._shape.split(cells_in(content))
            record = self._shape.joined(own, self._shape.split(cells_in(self._dpo.beginning(other_name))))
            before = self._record(earlier[1], earlier[2]) if earlier else None
        except (DamagedError, OSError):
            self._set_aside[Reason.DAMAGED] += 1
            return
        if record is None:
            self._set_aside[Reason.FALSE] += 1
            return
        if earlier and before:
            self._set_aside[Reason.REPLACED] += 1
            if key < earlier[0]:
                return
            self._add(before, -1)
        self._counted[person] = (key, name, other_name)
        self._add(record)

    def _record(self, name: str, other_name: str) -> Lanes:
        """The record that was counted from these two files."""
        shares = (self._it.beginning(name), self._dpo.beginning(other_name))
        record = self._shape.joined(*(self._shape.split(cells_in(share)) for share in shares))
        if record is None:
            raise DamagedError
        return record

    def _add(self, record: Lanes, times: int = 1) -> None:
        self._even += times * record[0]
        self._odd += times * record[1]

    def _take_sums(self, name: str, other_name: str) -> None:
        try:
            own = read_sum(Path(self._it.file(name)), self._for_it)
            other = read_sum(Path(self._dpo.file(other_name)), self._for_dpo)
        except DamagedError:
            self._set_aside[Reason.DAMAGED] += 1
            return
        people = {key[:PERSON] for key in own.keys}
        one, two = (self._shape.split(each.cells) for each in (own, other))
        record = (one[0] + two[0]) & self._shape.mask, (one[1] + two[1]) & self._shape.mask
        if not people.isdisjoint(self._counted) or not people.isdisjoint(self._in_sums):
            self._set_aside[Reason.DUPLICATE] += len(people)
        elif not _is_true_sum(totals(record, self._rules.width), self._rules, len(people)):
            self._set_aside[Reason.FALSE] += len(people)
        else:
            self._in_sums |= people
            self._add(record)


def _is_true_sum(cells: list[int], rules: RuleSet, people: int) -> bool:
    """Whether these can be the sums of so many records: each rule was answered by everybody, and what is empty is 0."""
    kinds = len(VERDICTS)
    each_rule = all(sum(cells[at : at + kinds]) == people for at in range(0, kinds * len(rules.rules), kinds))
    marks = all(cells[rules.mark(mark)] <= people for mark in MARKS)
    return each_rule and marks and not any(cells[rules.cells :])
