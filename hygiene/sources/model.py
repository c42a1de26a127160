"""What a source is, how it may be told to read, and the account of what it brought."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from hygiene.errors import MissingKeyError, SourceError
from hygiene.evidence import Input, Login, Rejection
from hygiene.secret import Secret

HEAD = 64 * 2**10
"""How many bytes of a file's beginning it is recognised by."""

MAX_ROWS = 250_000
"""More rows than anybody has logins, or had passwords; a hostile file must not fill the memory with them."""

MAX_FIELD = 2**20
"""The longest field that is looked at, in bytes."""


class LockedError(SourceError, MissingKeyError):
    """An export is locked, and what was given does not open it. `by_password` where a password might."""

    def __init__(self, key: str, *, by_password: bool = False, **values: str | int) -> None:
        super().__init__(key, **values)
        self.by_password = by_password


class UndecidedError(SourceError):
    """What a file holds fits more than one source, or one that cannot be told for certain: `fitting`, by name.

    Where it is a table with a header, `columns` are those that may be named if it is none of these.
    """

    def __init__(self, key: str, fitting: tuple[str, ...], columns: tuple[str, ...] = (), **values: str | int) -> None:
        super().__init__(key, **values)
        self.fitting = fitting
        self.columns = columns


class UnknownColumnsError(SourceError):
    """A file is a table whose columns are not known: `columns`, as its header names them."""

    def __init__(self, key: str, columns: tuple[str, ...], **values: str | int) -> None:
        super().__init__(key, **values)
        self.columns = columns


class Unfit(Exception):  # noqa: N818 - no error of the program: it becomes a rejection
    """A row that does not hold what it should; `reason` is a key below `sources.rejected`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Way:
    """How to read an export, as far as its user has said it; None is for each what the file itself tells.

    `columns` names the column of each part of a login (`url`, `username`, `password`, and more as in csv_exports.toml),
    or gives its place from 1 in a file without a header. `encoding` is `utf-16` or `cp1252`. `password` and `key_file`
    open what is locked.
    """

    source: str | None = None
    columns: Mapping[str, str] | None = None
    encoding: str | None = None
    password: Secret | None = None
    key_file: Path | None = None


class Passed(Enum):
    """Why a row that was read brings no login."""

    NOT_A_LOGIN = auto()
    """It holds something else, such as a note or a card."""
    LEFT_OUT = auto()
    """It lies in the bin or in the archive."""


Row = Login | Rejection | Passed
"""What became of one row."""


def rows(readers: Iterable[Callable[[str], Row]], number: int) -> Iterator[Row]:
    """What becomes of each row: what its reader makes of it, who is given its entry, or the rejection of it."""
    for row, read in enumerate(readers, start=1):
        try:
            found = read(f"{number}:{row}")
        except Unfit as unfit:
            found = Rejection(row, unfit.reason)
        yield found


def given_up(passwords: Iterable[str], present: str) -> tuple[Secret, ...]:
    """The passwords that an entry had before, each once and without the one it has."""
    return tuple(Secret(password) for password in dict.fromkeys(passwords) if password not in ("", present))


def unless_empty(login: Login) -> Row:
    """The login, where there is anything in it to log in with or to."""
    named = login.urls or login.username.strip() or login.email.strip()
    return login if named or login.password or login.has_second_factor else Passed.NOT_A_LOGIN


@dataclass(frozen=True, slots=True)
class Source:
    """A format that evidence comes in.

    `name` is how users and reports name it, `product` what people call it. `recognises` is given the first `HEAD`
    bytes of a file. `read` is given all of it, the number of the input and the way its user wants it read, yields each
    row once and in order, and raises `SourceError` where the file as a whole cannot be read. `may_be` tells of a file
    that nothing recognises whether its user should be asked if it is this: for formats that name nothing of what they
    hold.
    """

    name: str
    product: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, int, Way], Iterator[Row]]
    may_be: Callable[[bytes], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Export:
    """The account of one file, and the logins it holds: neither notes nor cards, nothing archived or in the bin.

    `in_the_clear` is False where the file itself is locked.
    """

    input: Input
    logins: tuple[Login, ...] = field(repr=False)
    in_the_clear: bool = True


def account(
    rows: Iterable[Row], number: int, name: str, source: str, *, in_the_clear: bool = True, has_passwords: bool = True
) -> Export:
    """Count every row once: as a login, as rejected, or as passed over for a reason."""
    logins: list[Login] = []
    rejected: list[Rejection] = []
    passed = dict.fromkeys(Passed, 0)
    seen = given_up_in_all = 0
    for row in rows:
        seen += 1
        match row:
            case Login():
                logins.append(row)
                given_up_in_all += len(row.previous)
            case Rejection():
                rejected.append(row)
            case Passed():
                passed[row] += 1
        if max(seen, given_up_in_all) > MAX_ROWS:
            raise SourceError("sources.too_many_rows", limit=MAX_ROWS)
    return Export(
        Input(
            number=number,
            name=name,
            source=source,
            seen=seen,
            rejected=tuple(rejected),
            not_logins=passed[Passed.NOT_A_LOGIN],
            left_out=passed[Passed.LEFT_OUT],
            has_passwords=has_passwords,
        ),
        tuple(logins),
        in_the_clear,
    )
