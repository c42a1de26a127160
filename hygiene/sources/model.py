"""What a source is, and the account of what it brought."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from hygiene.errors import SourceError
from hygiene.evidence import Input, Login, Rejection

HEAD = 64 * 2**10
"""How many bytes of a file's beginning it is recognised by."""

MAX_ROWS = 250_000
"""More rows than anybody has logins; a hostile file must not fill the memory with them."""

MAX_FIELD = 2**20
"""The longest field that is looked at, in bytes."""


class Passed(Enum):
    """Why a row that was read brings no login."""

    NOT_A_LOGIN = auto()
    """It holds something else, such as a note or a card."""
    LEFT_OUT = auto()
    """It lies in the bin or in the archive."""


Row = Login | Rejection | Passed
"""What became of one row."""


@dataclass(frozen=True, slots=True)
class Source:
    """A format that evidence comes in.

    `name` is how users and reports name it, `product` what people call it. `recognises` is given the first `HEAD`
    bytes of a file. `read` is given all of it and the number of the input, yields each row once and in order, and
    raises `SourceError` where the file as a whole cannot be read.
    """

    name: str
    product: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, int], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Export:
    """The account of one file, and the logins it holds: neither notes nor cards, nothing archived or in the bin."""

    input: Input
    logins: tuple[Login, ...] = field(repr=False)


def account(rows: Iterable[Row], number: int, name: str, source: str) -> Export:
    """Count every row once: as a login, as rejected, or as passed over for a reason."""
    logins: list[Login] = []
    rejected: list[Rejection] = []
    passed = dict.fromkeys(Passed, 0)
    seen = 0
    for row in rows:
        seen += 1
        if seen > MAX_ROWS:
            raise SourceError("sources.too_many_rows", limit=MAX_ROWS)
        match row:
            case Login():
                logins.append(row)
            case Rejection():
                rejected.append(row)
            case Passed():
                passed[row] += 1
    return Export(
        Input(
            number=number,
            name=name,
            source=source,
            seen=seen,
            rejected=tuple(rejected),
            not_logins=passed[Passed.NOT_A_LOGIN],
            left_out=passed[Passed.LEFT_OUT],
        ),
        tuple(logins),
    )
