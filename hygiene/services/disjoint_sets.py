"""Things that belong together, where one learns it pair by pair."""

from collections.abc import Hashable


class DisjointSets:
    """Sets that only ever grow together (union-find with path halving). What was never joined is a set of its own."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def root(self, item: Hashable) -> Hashable:
        """What stands for the set of an item until the set grows."""
        above = self._above
        while (parent := above.setdefault(item, item)) != item:
            above[item] = item = above[parent]
        return item

    def join(self, one: Hashable, other: Hashable) -> None:
        """Make one set of two."""
        self._above[self.root(one)] = self.root(other)
