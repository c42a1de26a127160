"""Makes synthetic corpora: sorted lists of HASH:COUNT in which half of the passwords that are looked up are present."""

from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import numpy as np

_AT_ONCE = 1 << 12  # slices of the list, each made and sorted in memory


def passwords(number: int) -> tuple[list[str], list[str]]:
    """Passwords that every synthetic corpus holds, and as many that none holds."""
    return [f"tunnettu {each}" for each in range(number)], [f"tuntematon {each}" for each in range(number)]


def write_list(path: Path, hashes: int, known: list[str]) -> None:
    """A list of this many hashes, the known passwords' among them, in the form of the official downloader."""
    own = sorted(sha1(password.encode(), usedforsecurity=False).hexdigest().upper() for password in known)
    slices = min(_AT_ONCE, 1 << max(0, (hashes // 4096).bit_length()))
    with path.open("wb") as file:
        for number, rows in enumerate(_rows(hashes - len(own), slices)):
            here = [each for each in own if int(each[:5], 16) * slices >> 20 == number]
            file.writelines(sorted([*rows, *(b"%b:20\r\n" % each.encode() for each in here)]))


def _rows(hashes: int, slices: int) -> Iterator[list[bytes]]:
    random = np.random.default_rng(2026)
    for number in range(slices):
        size = hashes * (number + 1) // slices - hashes * number // slices
        digests = np.frombuffer(random.bytes(20 * size), np.uint8).reshape(size, 20).copy()
        heads = digests[:, :3].astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
        heads = (number << 24) // slices + heads // slices
        digests[:, :3] = np.stack([heads >> 16, heads >> 8 & 255, heads & 255], axis=1)
        text = digests.tobytes().hex().upper()
        counts = np.minimum(random.pareto(0.6, size) + 1, 2e8).astype(np.int64).tolist()
        yield [f"{text[40 * row : 40 * row + 40]}:{count}\r\n".encode() for row, count in enumerate(counts)]
