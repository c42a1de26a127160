"""A record in two shares, and a share as the content of a file.

A share is 64 bytes that say what it belongs to, cells that are uniform noise, and a checksum of 16 bytes.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from struct import Struct, unpack

from hygiene.summary.lanes import CELL, to_bytes
from hygiene.summary.period import Period
from hygiene.summary.record import FRAME, STEP, RuleSet

SCHEMA_VERSION = 1
LONGEST = 64 * STEP
"""No share is longer; what is, is not read to its end."""

_MAGIC = b"hygiene\x1a"
# Magic, kind, side, schema version, year, quarter, nothing, rule set, pairing number, revision, number of this export.
_HEAD = Struct("<8sBBHHBx16s16sI12s")
HEAD = _HEAD.size
_CHECKSUM = 16
_SHARE, _SUM = 1, 2


class Side(IntEnum):
    """Whom a share is for."""

    IT = 1
    DPO = 2

    @property
    def folder(self) -> str:
        """The name of the folder that such shares lie in."""
        return self.name.lower()


class DamagedError(Exception):
    """A file begins as one of ours and is not whole."""


class ForeignError(Exception):
    """A file is none of ours, or of a version that is not known."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a share belongs to.

    `pairing` is a random number of one employee for one period, `revision` counts this employee's exports within it,
    and `export` is a random number of one export: the two shares with all three alike belong together. In a sum of
    many shares `pairing` is the digest of all that it holds, and `revision` their number.
    """

    side: Side
    period: Period
    rules: bytes
    pairing: bytes
    revision: int
    export: bytes
    is_sum: bool = False

    @property
    def key(self) -> bytes:
        """What the two shares of one export have in common, with the pairing number first."""
        return self.pairing + self.revision.to_bytes(4, "big") + self.export

    def to_bytes(self) -> bytes:
        """The head as it stands in a file."""
        period = (self.period.year, self.period.quarter)
        return _HEAD.pack(
            *(_MAGIC, _SUM if self.is_sum else _SHARE, self.side, SCHEMA_VERSION, *period),
            *(self.rules, self.pairing, self.revision, self.export),
        )


def split(cells: Sequence[int], rules: RuleSet, period: Period, pairing: bytes, revision: int) -> dict[Side, bytes]:
    """The two shares of a record. Each is the same length as every other one, and uniform noise by itself."""
    export = secrets.token_bytes(12)
    noise = unpack(f"<{len(cells)}I", secrets.token_bytes(4 * len(cells)))
    rest = [cell - random & CELL for cell, random in zip(cells, noise, strict=True)]
    return {
        side: sealed(Head(side, period, rules.fingerprint, pairing, revision, export).to_bytes() + to_bytes(part))
        for side, part in ((Side.IT, noise), (Side.DPO, rest))
    }


def sealed(content: bytes) -> bytes:
    """The content with its checksum: it tells damage, not forgery."""
    return content + checksum(content)


def checksum(content: bytes | memoryview) -> bytes:
    """The checksum that ends a file."""
    return blake2b(content, digest_size=_CHECKSUM).digest()


def read_head(content: bytes) -> Head:
    """The head of a file. Raises `ForeignError` and `DamagedError`."""
    if not content.startswith(_MAGIC):
        raise ForeignError
    if len(content) < HEAD:
        raise DamagedError
    _, kind, side, version, year, quarter, rules, pairing, revision, export = _HEAD.unpack_from(content)
    if version != SCHEMA_VERSION or kind not in (_SHARE, _SUM):
        raise ForeignError
    if side not in (Side.IT, Side.DPO) or not 1 <= quarter <= 4 or not 2000 <= year < 2100:
        raise DamagedError
    return Head(Side(side), Period(year, quarter), rules, pairing, revision, export, kind == _SUM)


def cells_in(share: bytes) -> bytes:
    """The cells of a whole share. Raises `DamagedError` where it is not whole."""
    if len(share) % STEP or len(share) < FRAME or share[-_CHECKSUM:] != checksum(share[:-_CHECKSUM]):
        raise DamagedError
    return share[HEAD:-_CHECKSUM]
