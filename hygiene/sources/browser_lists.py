"""What a browser keeps about saved logins, read where it lies: addresses and user names, never a password.

Chrome and its kin keep them in an SQLite file, Firefox in JSON. Firefox encrypts user names too, so that its list tells
services alone. What is read is a copy in memory: a browser that is open is not disturbed.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.evidence import Login, Rejection
from hygiene.sources import dates
from hygiene.sources.content import as_utf8
from hygiene.sources.json_parts import elements, place_of
from hygiene.sources.json_values import addresses, number_in, object_of
from hygiene.sources.model import MAX_ROWS, Passed, Row, Unfit, rows, unless_empty

CHROMIUM, FIREFOX = "chromium-profile", "firefox-profile"
_FIREFOX_PRODUCT = "Firefox"

_SQLITE = b"SQLite format 3\x00"
_TABLE = b"CREATE TABLE logins"
_WRITE_AHEAD, _ROLL_BACK = b"\x02\x02", b"\x01\x01"
_STEPS_AT_ONCE = 100_000
_MOST_STEPS = 20_000_000
"""Of SQLite's machine: a file made to run for ever is given up after a second or two."""
_EPOCH_OF_CHROMIUM = 11_644_473_600
"""Seconds from 1601, where Chromium's clock begins, to 1970."""
_MICROSECONDS = 10**6
_QUERIES = (
    """
    SELECT origin_url, username_value, date_created, date_last_used, date_password_modified, blacklisted_by_user
    FROM logins LIMIT ?""",
    "SELECT origin_url, username_value, date_created, 0, 0, blacklisted_by_user FROM logins LIMIT ?",
)
"""The second one for files of before 2021. Neither looks at the column with the encrypted passwords."""

_CHROMIUM_FOLDERS = {
    "linux": {
        "Chrome": ".config/google-chrome",
        "Chromium": ".config/chromium",
        "Edge": ".config/microsoft-edge",
        "Brave": ".config/BraveSoftware/Brave-Browser",
        "Vivaldi": ".config/vivaldi",
        "Opera": ".config/opera",
    },
    "darwin": {
        "Chrome": "Library/Application Support/Google/Chrome",
        "Chromium": "Library/Application Support/Chromium",
        "Edge": "Library/Application Support/Microsoft Edge",
        "Brave": "Library/Application Support/BraveSoftware/Brave-Browser",
        "Vivaldi": "Library/Application Support/Vivaldi",
        "Opera": "Library/Application Support/com.operasoftware.Opera",
    },
    "win32": {
        "Chrome": "AppData/Local/Google/Chrome/User Data",
        "Chromium": "AppData/Local/Chromium/User Data",
        "Edge": "AppData/Local/Microsoft/Edge/User Data",
        "Brave": "AppData/Local/BraveSoftware/Brave-Browser/User Data",
        "Vivaldi": "AppData/Local/Vivaldi/User Data",
        "Opera": "AppData/Roaming/Opera Software/Opera Stable",
    },
}
_FIREFOX_FOLDERS = {
    "linux": (".mozilla/firefox", ".config/mozilla/firefox", "snap/firefox/common/.mozilla/firefox"),
    "darwin": ("Library/Application Support/Firefox/Profiles",),
    "win32": ("AppData/Roaming/Mozilla/Firefox/Profiles",),
}
_CHROMIUM_FILES = ("Login Data", "Login Data For Account")
_FIREFOX_FILE = "logins.json"
_PROFILES_OF_FIREFOX = {Path(folder).name for folders in _FIREFOX_FOLDERS.values() for folder in folders}


@dataclass(frozen=True, slots=True)
class BrowserList:
    """A list that was found: whose, and where. The path may hold somebody's name."""

    browser: str
    path: Path = field(repr=False)


def find_browser_lists(home: Path | None = None, platform: str = sys.platform) -> list[BrowserList]:
    """The lists of every profile of the browsers that are known here, in a fixed order."""
    home = home or Path.home()
    found = [
        BrowserList(browser, profile / name)
        for browser, folder in _CHROMIUM_FOLDERS.get(platform, {}).items()
        for profile in (home / folder, *_inside(home / folder))
        for name in _CHROMIUM_FILES
    ]
    found += [
        BrowserList("Firefox", profile / _FIREFOX_FILE)
        for folder in _FIREFOX_FOLDERS.get(platform, ())
        for profile in _inside(home / folder)
    ]
    return [each for each in found if each.path.is_file()]


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    except OSError:  # not there, or not to be looked into
        return []


def kind_of(data: bytes, path: Path | None = None) -> str | None:
    """Which browser's list this is; None where it is none. A file in the place of a list is one, whatever it holds."""
    if path and path.name in _CHROMIUM_FILES:
        return CHROMIUM
    if path and path.name == _FIREFOX_FILE and path.parent.parent.name in _PROFILES_OF_FIREFOX:
        return FIREFOX
    if data.startswith(_SQLITE):
        return CHROMIUM if _TABLE in data else None
    head = data[:4096]
    is_firefox = head.lstrip().startswith(b"{") and b'"logins"' in head and b'"nextId"' in data[:512]
    return FIREFOX if is_firefox else None


def read_list(data: bytes, number: int, kind: str) -> Iterator[Row]:
    """What became of each row of a list.

    Where it cannot be read, or breaks off, a rejection stands for what is left: the other lists are read all the same.
    """
    numbers = count(1)
    try:
        for became in (_read_chromium if kind == CHROMIUM else _read_firefox)(data, number):
            next(numbers)
            yield became
    except SourceError:
        yield Rejection(next(numbers), "browser_list")


def _read_chromium(data: bytes, number: int) -> Iterator[Row]:
    # The copy has no file beside it for the log that its header speaks of.
    if data[18:20] == _WRITE_AHEAD:
        data = data[:18] + _ROLL_BACK + data[20:]
    try:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            copy.deserialize(data)
            copy.execute("PRAGMA trusted_schema = OFF")
            copy.execute("PRAGMA query_only = ON")
            steps = iter(range(_MOST_STEPS // _STEPS_AT_ONCE))
            copy.set_progress_handler(lambda: next(steps, None) is None, _STEPS_AT_ONCE)
            copy.text_factory = bytes
            found = _rows(copy)
    except (sqlite3.Error, MemoryError, OverflowError):
        found = None
    if found is None:
        yield Rejection(1, "browser_list")
        return
    yield from rows((partial(_chromium_login, row) for row in found), number)


def _rows(copy: sqlite3.Connection) -> list[tuple[object, ...]]:
    newer, older = _QUERIES
    try:
        return copy.execute(newer, [MAX_ROWS + 1]).fetchall()
    except sqlite3.OperationalError:
        return copy.execute(older, [MAX_ROWS + 1]).fetchall()


def _chromium_login(row: tuple[object, ...], entry: str) -> Row:
    origin, user_name, created, used, changed, is_refused = row
    if is_refused:  # "never save a password for this site"
        return Passed.NOT_A_LOGIN
    return unless_empty(
        Login(
            entry=entry,
            urls=tuple(filter(None, [_text(origin)])),
            username=_text(user_name),
            changed=_day(changed) or _day(created),
            dates_password=_day(changed) is not None,
            last_used=_day(used),
        )
    )


def _text(value: object) -> str:
    try:
        return value.decode("utf-8") if isinstance(value, bytes) else ""
    except UnicodeDecodeError:
        raise Unfit("wrong_type") from None


def _day(microseconds: object) -> date | None:
    if not isinstance(microseconds, int) or microseconds <= 0:
        return None
    return dates.from_number(microseconds // _MICROSECONDS - _EPOCH_OF_CHROMIUM)


def _read_firefox(data: bytes, number: int) -> Iterator[Row]:
    text = as_utf8(data)
    place = place_of(text, "logins", _FIREFOX_PRODUCT)
    return rows((partial(_firefox_login, part) for part in elements(text, place)), number)


def _firefox_login(part: bytes, entry: str) -> Row:
    record = object_of(part)
    changed = dates.from_milliseconds(str(number_in(record, "timePasswordChanged")))
    return unless_empty(
        Login(
            entry=entry,
            urls=addresses([record.get("hostname")]),
            changed=changed,
            dates_password=changed is not None,
            last_used=dates.from_milliseconds(str(number_in(record, "timeLastUsed"))),
        )
    )
