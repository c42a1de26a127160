"""The folder of `pass`: a file for each login, encrypted with gpg, the password on its first line."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources.files import contents
from hygiene.sources.gpg import decrypted
from hygiene.sources.json_values import addresses
from hygiene.sources.model import MAX_FIELD, LockedError, Row, Unfit, Way, rows, unless_empty

NAME, PRODUCT = "pass", "pass (folder of gpg files)"

_MOST_FILES = 10_000
_LINE = re.compile(r"\r\n?|\n")
_LABELLED = re.compile(r"\s*([\w -]+):\s*(.*)")
_LABELS = {
    "url": "url",
    "website": "url",
    "login": "username",
    "user": "username",
    "username": "username",
    "email": "email",
}
_SITE = re.compile(r"[^\s/@:]+(?:\.[^\s/@:]+)+")


def is_store(folder: Path) -> bool:
    """Whether a folder is one of `pass`: it says itself for whom its files are encrypted."""
    try:
        return (folder / ".gpg-id").is_file()
    except (OSError, ValueError):  # why it cannot be looked into is told of it as a file
        return False


def read_store(folder: Path, number: int, way: Way) -> Iterator[Row]:
    """A row for each file, in the order of their names. Raises `LockedError` where the first cannot be opened."""
    files = sorted(path for path in folder.rglob("*.gpg") if path.is_file() and not path.is_symlink())
    if len(files) > _MOST_FILES:
        raise SourceError("sources.too_many_rows", limit=_MOST_FILES)
    if files:
        decrypted(contents(files[0]), way.password)
    return rows((partial(_row, path, folder, way) for path in files), number)


def _row(path: Path, folder: Path, way: Way, entry: str) -> Row:
    try:
        plain = decrypted(contents(path), way.password)
    except LockedError:
        plain = None
    except SourceError:
        plain = None
    if plain is None:
        raise Unfit("not_decrypted")
    if len(plain) > MAX_FIELD:
        raise Unfit("field_too_long")
    try:
        text: str | None = plain.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise Unfit("not_decrypted")
    password, *lines = _LINE.split(text)
    found: dict[str, list[str]] = {}
    for line in lines:
        if labelled := _LABELLED.fullmatch(line):
            found.setdefault(_LABELS.get(labelled[1].strip().lower(), ""), []).append(labelled[2].strip())
    title = path.stem
    within = path.parent.relative_to(folder).as_posix()
    return unless_empty(
        Login(
            entry=entry,
            title=title,
            urls=addresses(found.get("url") or ([title] if _SITE.fullmatch(title) else [])),
            username=next(iter(found.get("username", [])), ""),
            email=next(iter(found.get("email", [])), ""),
            password=Secret(password) if password else None,
            folder="" if within == "." else within,
            has_second_factor=any(line.startswith("otpauth://") for line in lines) or None,
        )
    )
