"""Walks over neighbouring keys: zxcvbn's four keyboards, and the one of Finland and Sweden."""

from collections.abc import Iterator
from functools import cache
from math import comb

from hygiene.strength.match import Kind, Match

NORDIC_ROWS = (
    ("§½", "1!", '2"', "3#", "4¤", "5%", "6&", "7/", "8(", "9)", "0=", "+?", "´`"),
    (None, "qQ", "wW", "eE", "rR", "tT", "yY", "uU", "iI", "oO", "pP", "åÅ", "¨^"),
    (None, "aA", "sS", "dD", "fF", "gG", "hH", "jJ", "kK", "lL", "öÖ", "äÄ", "'*"),
    ("<>", "zZ", "xX", "cC", "vV", "bB", "nN", "mM", ",;", ".:", "-_"),
)
# A key has its neighbours at the left, above (two, as rows are shifted), at the right and below (two).
_NEIGHBOURS = ((-1, 0), (0, -1), (1, -1), (1, 0), (0, 1), (-1, 1))
_US_SHIFTED = frozenset('~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?')
_SHORTEST_WALK = 3

_Graph = dict[str, list[str | None]]


class _Keyboard:
    """The steps between neighbouring keys, as `direction * 2 + whether the second is shifted`, by both characters."""

    def __init__(self, graph: _Graph, sizes: tuple[int, float], shifted: frozenset[str]) -> None:
        self.steps: dict[str, int] = {}
        for key, neighbours in graph.items():
            for direction, neighbour in enumerate(neighbours):
                for shift, character in enumerate(neighbour or ""):
                    self.steps.setdefault(key + character, 2 * direction + shift)
        self.starts, self.degree = sizes
        self.shifted = shifted


def find_walks(password: str) -> Iterator[Match]:
    """Walks of three keys and more."""
    length = len(password)
    pairs = [password[place : place + 2] for place in range(length - 1)]
    for keyboard in _keyboards():
        steps = keyboard.steps
        place = 0
        while place < length - 1:
            start = place
            turns, shifted, direction = 0, int(password[start] in keyboard.shifted), -1
            while place < length - 1 and (step := steps.get(pairs[place])) is not None:
                shifted += step & 1
                if step >> 1 != direction:
                    direction = step >> 1
                    turns += 1
                place += 1
            place += 1
            if place - start >= _SHORTEST_WALK:
                guesses = _walk_guesses(keyboard, place - start, turns, shifted)
                yield Match(start, place, guesses, Kind.KEYBOARD, any(map(str.isalpha, password[start:place])))


def _walk_guesses(keyboard: _Keyboard, length: int, turns: int, shifted: int) -> float:
    """How many walks are at most as long and as winding, as zxcvbn counts them."""
    return _walks(length, turns, keyboard.starts, keyboard.degree) * _shift_variations(length, shifted)


@cache
def _walks(length: int, turns: int, starts: int, degree: float) -> float:
    return sum(
        comb(steps - 1, turn - 1) * starts * degree**turn
        for steps in range(2, length + 1)
        for turn in range(1, min(turns, steps - 1) + 1)
    )


def _shift_variations(length: int, shifted: int) -> int:
    unshifted = length - shifted
    if not shifted:
        return 1
    if not unshifted:
        return 2
    return sum(comb(length, chosen) for chosen in range(1, min(shifted, unshifted) + 1))


@cache
def _keyboards() -> tuple[_Keyboard, ...]:
    from zxcvbn.adjacency_graphs import ADJACENCY_GRAPHS

    full, keypad = _sizes(ADJACENCY_GRAPHS["qwerty"]), _sizes(ADJACENCY_GRAPHS["keypad"])
    nordic_shifted = frozenset(key[1] for row in NORDIC_ROWS for key in row if key)
    return (
        _Keyboard(ADJACENCY_GRAPHS["qwerty"], full, _US_SHIFTED),
        _Keyboard(ADJACENCY_GRAPHS["dvorak"], full, _US_SHIFTED),
        _Keyboard(_nordic_graph(), full, nordic_shifted),
        _Keyboard(ADJACENCY_GRAPHS["keypad"], keypad, frozenset()),
        _Keyboard(ADJACENCY_GRAPHS["mac_keypad"], keypad, frozenset()),
    )


def _sizes(graph: _Graph) -> tuple[int, float]:
    """How many characters a walk may start at, and how many neighbours a key has on average."""
    return len(graph), sum(len(neighbours) - neighbours.count(None) for neighbours in graph.values()) / len(graph)


def _nordic_graph() -> _Graph:
    keys = {(column, row): key for row, line in enumerate(NORDIC_ROWS) for column, key in enumerate(line) if key}
    return {
        character: [keys.get((column + across, row + down)) for across, down in _NEIGHBOURS]
        for (column, row), key in keys.items()
        for character in key
    }
