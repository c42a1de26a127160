"""KeePass's export in XML, which is also what its databases hold."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import without_mark
from hygiene.sources.json_values import addresses
from hygiene.sources.model import MAX_ROWS, Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty
from hygiene.sources.xml_events import readers

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

_PRODUCT = "KeePass (XML)"
_BEGINNING = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<KeePassFile[\s/>]", re.DOTALL)
_NEEDED = frozenset(("Title", "UserName", "Password", "URL"))
_NO_BIN = "AAAAAAAAAAAAAAAAAAAAAA=="
_FURTHER_URL = re.compile(r"KP2A_URL(_\d+)?")
_SECOND_FACTOR = re.compile(r"otp|TOTP Seed|(TimeOtp|HmacOtp)-Secret(-\w+)?|KPEX_PASSKEY_.+", re.IGNORECASE)
# How a database of the fourth generation counts time: in seconds since the year 1, in eight bytes.
_BINARY_TIME = re.compile(r"[A-Za-z0-9+/]{11}=")

Unprotect = Callable[[bytes], bytes]
"""Decrypts the next of the values that are kept encrypted, which have to come in their order."""


def _recognises(head: bytes) -> bool:
    return _BEGINNING.match(without_mark(head)) is not None


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    return read_database(data, number, None)


def read_database(data: bytes, number: int, unprotect: Unprotect | None) -> Iterator[Row]:
    """The rows of a database in XML; `unprotect` for one whose values are encrypted."""
    if not _BEGINNING.match(data):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return rows(readers(data, _Database(unprotect)), number)


@dataclass(slots=True)
class _Group:
    name: str = ""
    is_bin: bool = False


@dataclass(slots=True)
class _Entry:
    path: tuple[str, ...]
    in_bin: bool
    strings: dict[str, str] = field(default_factory=dict)
    former: dict[str, None] = field(default_factory=dict)
    changed: str = ""
    used: str = ""
    unfit: str = ""


class _Database:
    """Follows the groups, and makes each entry a row; of the entries of its past only their passwords are kept."""

    def __init__(self, unprotect: Unprotect | None) -> None:
        self._unprotect = unprotect
        self._open: list[str] = []
        self._groups: list[_Group] = []
        self._entry: _Entry | None = None
        self._in_history = 0
        self._bin = ""
        self._key = ""
        self._value = ""
        self._fault = ""
        self._is_protected = False
        self._ready: list[Callable[[str], Row]] = []

    def opened(self, name: str, attributes: "AttributesImpl") -> None:
        self._open.append(name)
        if name == "Group":
            self._groups.append(_Group())
        elif name == "History":
            self._in_history += 1
        elif name == "Entry" and not self._in_history:
            path = tuple(group.name for group in self._groups)
            self._entry = _Entry(path, any(group.is_bin for group in self._groups))
        elif name == "String":
            self._key = self._value = self._fault = ""
        elif name in ("Value", "Binary"):
            self._is_protected = attributes.get("Protected", "").lower() == "true"

    def closed(self, name: str, text: str | None) -> None:
        self._open.pop()
        within = self._open[-1] if self._open else ""
        if within in ("String", "Binaries"):
            self._close_part(name, text)
        elif name == "History":
            self._in_history -= 1
        elif within in ("Entry", "Times") or name == "Entry":
            if self._entry:
                (self._close_in_past if self._in_history else self._close_in_entry)(self._entry, name, text)
        else:
            self._close_in_group(name, within, text)

    def _close_part(self, name: str, text: str | None) -> None:
        match name:
            case "Key":
                self._key = text or ""
            case "Value":
                self._take_value(text)
            case "Binary":  # an attachment, which may be encrypted in the same stream
                self._plain(text)

    def _close_in_entry(self, entry: _Entry, name: str, text: str | None) -> None:
        match name:
            case "String":
                if self._key in entry.strings:
                    entry.unfit = "equal_keys"
                if self._fault and self._key in _NEEDED:
                    entry.unfit = self._fault
                entry.strings[self._key] = self._value
            case "LastModificationTime":
                entry.changed = text or ""
            case "LastAccessTime":
                entry.used = text or ""
            case "Entry":
                self._ready.append(partial(_login, entry))
                self._entry = None

    def _close_in_past(self, entry: _Entry, name: str, _: str | None) -> None:
        if name == "String" and self._key == "Password":
            entry.former[self._value] = None
            if len(entry.former) > MAX_ROWS:
                raise SourceError("sources.too_many_rows", limit=MAX_ROWS)

    def _close_in_group(self, name: str, within: str, text: str | None) -> None:
        match name, within:
            case "RecycleBinUUID", _:
                self._bin = text or ""
            case "Group", _:
                self._groups.pop()
            case "UUID", "Group":
                self._groups[-1].is_bin = text == self._bin != _NO_BIN
            case "Name", "Group":
                self._groups[-1].name = text or ""

    def ready(self) -> list[Callable[[str], Row]]:
        ready, self._ready = self._ready, []
        return ready

    def _take_value(self, text: str | None) -> None:
        plain = self._plain(text)
        self._fault = "" if plain is not None else "field_too_long" if text is None else "not_decrypted"
        self._value = plain or ""

    def _plain(self, text: str | None) -> str | None:
        """What is encrypted is decrypted even where it is not needed, since each value is bound to its place."""
        if not self._unprotect or not self._is_protected:
            return text
        if text is None:  # nothing after it can be decrypted
            raise SourceError("sources.strange_structure")
        try:
            return self._unprotect(base64.b64decode(text, validate=True)).decode("utf-8")
        except (ValueError, binascii.Error):
            return None


def _login(found: _Entry, entry: str) -> Row:
    if found.in_bin:
        return Passed.LEFT_OUT
    if found.unfit:
        raise Unfit(found.unfit)
    strings = found.strings
    password = strings.get("Password", "")
    further = [content for key, content in strings.items() if _FURTHER_URL.fullmatch(key)]
    return unless_empty(
        Login(
            entry=entry,
            title=strings.get("Title", ""),
            urls=addresses([strings.get("URL", ""), *further]),
            username=strings.get("UserName", ""),
            password=Secret(password) if password else None,
            folder="/".join(found.path),
            has_second_factor=any(content.strip() and _SECOND_FACTOR.fullmatch(key) for key, content in strings.items())
            or None,
            changed=_date(found.changed.strip()),
            last_used=_date(found.used.strip()),
            previous=given_up(found.former, password),
        )
    )


def _date(written: str) -> date | None:
    if not _BINARY_TIME.fullmatch(written):
        return dates.from_iso(written)
    seconds = int.from_bytes(base64.b64decode(written), "little", signed=True)
    try:
        return dates.believable(date(1, 1, 1) + timedelta(seconds=seconds))
    except OverflowError:
        return None


KEEPASS_XML = Source("keepass-xml", _PRODUCT, _recognises, _read)
