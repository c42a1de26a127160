"""Which of very many texts are at most two edits apart, without comparing each with each.

An edit adds, removes or replaces a character. A text in three parts keeps one of them whole through two edits, so that
only texts that share a part, in nearly the same place, have to be compared (G. Li et al., "Pass-Join", VLDB 2011).
Where many share one, such as an ending that is in fashion, the part is cut out and what is left of them is joined anew.
A few bits for each text tell most that are far apart without looking at them, so that it takes no library to be quick.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from hygiene.services.disjoint_sets import DisjointSets

MOST_EDITS = 2
SHORTEST = 8
"""Texts of fewer characters are left out: two edits make another text of them."""

_SHORTEST_IN_PARTS = 4
_CROWD = 10
"""How many texts of one length share a part until cutting it out is cheaper than comparing each with each."""

# What can be done at most, in comparisons of two signatures (some 50 ns), so that no texts whatsoever take for ever.
_MOST_WORK, _MOST_WORK_PER_TEXT = 20_000_000, 3_000
_WORK_OF_DISTANCE, _WORK_OF_PARTS = 40, 100

_SIGNATURE_BITS, _STRIDE, _TIMES_COUNTED = 127, 37, 4
_Item = tuple[str, int]
"""What is left of a text after cutting, and the number of the text."""
_Set = tuple[list[int], list[int]]
"""Numbers of texts that are joined: those to compare with all others, and those to compare only with the former."""


class _TooMuchWorkError(Exception):
    pass


def join_near(texts: Sequence[str], sets: DisjointSets, still_at_work: Callable[[], None] = lambda: None) -> bool:
    """Join the numbers of all texts of `SHORTEST` characters or more that are at most two edits apart.

    What is in one set already is not compared again. False where the texts are alike in so many ways that
    the comparison was given up: what was joined until then is right, but more may be near. `still_at_work` is called
    again and again meanwhile.
    """
    still_at_work()
    items = [(text, number) for number, text in enumerate(texts) if len(text) >= SHORTEST]
    try:
        _Join(texts, sets, _MOST_WORK + _MOST_WORK_PER_TEXT * len(items), still_at_work).join(items)
    except _TooMuchWorkError:
        return False
    return True


class _Join:
    def __init__(self, texts: Sequence[str], sets: DisjointSets, work: int, still_at_work: Callable[[], None]) -> None:
        self._texts = texts
        self._signatures = [*map(_signature, texts)]
        self._sets = sets
        self._work = work
        self._still_at_work = still_at_work

    def join(self, items: Sequence[_Item]) -> None:
        """Join the texts of which what is left is at most two edits apart, if the whole texts are."""
        self._pay(_WORK_OF_PARTS * len(items))
        by_length: dict[int, list[_Item]] = defaultdict(list)
        for item in _without_common_edges(items):
            by_length[len(item[0])].append(item)
        self._join_short(by_length)
        for length in sorted(by_length):
            if length >= _SHORTEST_IN_PARTS:
                for part in range(MOST_EDITS + 1):
                    self._still_at_work()
                    self._join_by_part(by_length, length, part)

    def _join_by_part(self, by_length: dict[int, list[_Item]], length: int, part: int) -> None:
        """Join the texts of one length with those as long or longer that hold the same part."""
        start, end = _part(length, part)
        having: dict[str, list[_Item]] = defaultdict(list)
        for item in by_length[length]:
            having[item[0][start:end]].append(item)
        holding: dict[str, list[tuple[int, _Item]]] = defaultdict(list)
        for longer, place in _places(length, part):
            for item in by_length.get(longer, ()):
                content = item[0][place : place + end - start]
                if content in having:
                    holding[content].append((place, item))
        for content, inside in having.items():
            others = holding.get(content, [])
            if len(inside) + len(others) > 1 and not self._are_joined(inside, others):
                if len(inside) <= _CROWD:
                    self._compare([number for _, number in inside], [number for _, (_, number) in others])
                else:
                    within = [(start, item) for item in inside]
                    self.join([(_cut(left, at, end - start), number) for at, (left, number) in [*within, *others]])

    def _are_joined(self, inside: Sequence[_Item], others: Sequence[tuple[int, _Item]]) -> bool:
        root = self._sets.root
        first = root(inside[0][1])
        return all(root(number) == first for _, number in inside) and all(
            root(number) == first for _, (_, number) in others
        )

    def _join_short(self, by_length: dict[int, list[_Item]]) -> None:
        """Join what is too short for parts: of two texts at most two edits apart the same is left without two each."""
        longest = _SHORTEST_IN_PARTS + MOST_EDITS - 1
        for length in range(longest + 1):
            sharing: dict[str, set[int]] = defaultdict(set)
            for removed in range(MOST_EDITS + 1):
                if length + removed <= longest:
                    for left, number in by_length.get(length + removed, ()):
                        for kept in combinations(left, length):
                            sharing["".join(kept)].add(number)
            for numbers in sharing.values():
                if len(numbers) > 1:
                    self._compare([*numbers], [])

    def _compare(self, inside: Sequence[int], others: Sequence[int]) -> None:
        """Join those of `inside` that are near each other or near one of `others`."""
        sets: dict[object, _Set] = defaultdict(lambda: ([], []))
        for number in inside:
            sets[self._sets.root(number)][0].append(number)
        for number in others:
            sets[self._sets.root(number)][1].append(number)
        apart = list(sets.values())
        while apart:
            grown = [apart.pop()]
            while grown and apart:
                one = grown.pop()
                still_apart: list[_Set] = []
                for other in apart:
                    (grown if self._touch(one, other) else still_apart).append(other)
                apart = still_apart

    def _touch(self, one: _Set, other: _Set) -> bool:
        """Join two sets where a text of one is near a text of the other."""
        return self._are_near(one[0], other[0]) or self._are_near(one[0], other[1]) or self._are_near(one[1], other[0])

    def _are_near(self, ones: Sequence[int], others: Sequence[int]) -> bool:
        signatures, texts = self._signatures, self._texts
        for one in ones:
            self._pay(len(others))
            signature = signatures[one]
            for other in others:
                # An edit takes at most one bit out and puts one in.
                if (signature ^ signatures[other]).bit_count() <= 2 * MOST_EDITS:
                    self._pay(_WORK_OF_DISTANCE)
                    if are_within(texts[one], texts[other]):
                        self._sets.join(one, other)
                        return True
        return False

    def _pay(self, work: int) -> None:
        self._work -= work
        if self._work < 0:
            raise _TooMuchWorkError


def are_within(one: str, other: str, edits: int = MOST_EDITS) -> bool:
    """Whether two texts are at most so many edits apart."""
    if not edits or one == other:
        return one == other
    if abs(len(one) - len(other)) > edits:
        return False
    start = _common_start(one, other)
    one, other = one[start:], other[start:]
    return (
        are_within(one[1:], other[1:], edits - 1)
        or are_within(one[1:], other, edits - 1)
        or are_within(one, other[1:], edits - 1)
    )


def _common_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike, by halving: slices are compared at the speed of memory."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _part(length: int, part: int) -> tuple[int, int]:
    """Where a part of a text of this length starts and ends; the last parts are the longer ones."""
    size, longer = divmod(length, MOST_EDITS + 1)
    shorter = MOST_EDITS + 1 - longer
    start = part * size + max(0, part - shorter)
    return start, start + size + (part >= shorter)


def _places(length: int, part: int) -> Iterator[tuple[int, int]]:
    """Where else a part that two edits left whole may start, and in texts of which length.

    By the edits that can have come before the part and after it; the first of the parts left whole is enough.
    """
    start, _ = _part(length, part)
    for added in range(MOST_EDITS + 1):
        after = MOST_EDITS - part
        first, last = max(-part, added - after), min(part, added + after)
        for shift in range(first, last + 1):
            if added or shift:
                yield length + added, start + shift


def _without_common_edges(items: Sequence[_Item]) -> Sequence[_Item]:
    """The items without what all of them begin and end with: it is no edit in any pair."""
    least, greatest = min(items, default=("", 0))[0], max(items, default=("", 0))[0]
    start = _common_start(least, greatest)
    backwards = [left[start:][::-1] for left, _ in items]
    end = _common_start(min(backwards, default=""), max(backwards, default=""))
    if not start and not end:
        return items
    return [(left[start : len(left) - end], number) for left, number in items]


def _cut(text: str, start: int, length: int) -> str:
    return text[:start] + text[start + length :]


def _signature(text: str) -> int:
    """A bit for the first time that a character occurs, another for the second and so on; some share one."""
    signature = 0
    for character in set(text):
        for time in range(min(text.count(character), _TIMES_COUNTED)):
            signature |= 1 << (ord(character) + _STRIDE * time) % _SIGNATURE_BITS
    return signature
