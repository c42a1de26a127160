"""The header of a mail: the few fields that are looked at, read from bytes that may hold anything.

Nothing here raises, and everything takes time in proportion to what it is given.
"""

import base64
import binascii
import quopri
import re
from collections import defaultdict
from datetime import date

from hygiene.mailbox.remembered import mail_domain

FIELDS = (
    *("From", "To", "Delivered-To", "X-Original-To", "Envelope-To", "Return-Path", "Subject", "Date"),
    *("Received", "Authentication-Results", "DKIM-Signature"),
    *("Auto-Submitted", "Precedence", "Feedback-ID", "List-Post", "List-Unsubscribe"),
    *("X-Gmail-Labels", "X-Spam-Flag", "X-Forefront-Antispam-Report", "X-MS-Exchange-Organization-SCL"),
    *("Content-Type", "Content-Transfer-Encoding"),
)
"""The fields that are looked at."""

_FIELD = re.compile(
    rb"^(" + b"|".join(name.encode() for name in FIELDS) + rb")[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_FIELD = re.compile(rb"^[!-9;-~]{1,80}[ \t]*:", re.MULTILINE)
_MOST_FIELDS = 200
_LONGEST = 4_000
_LONGEST_RECIPIENTS = 40_000

_ENCODED = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?]*)\?=")
_BETWEEN_ENCODED = re.compile(r"(\?=)\s+(?==\?)")
_NO_CHARSETS = frozenset(("punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|$)')
_COMMENT = re.compile(r"\([^()]*\)")
_ANGLED = re.compile(r"<([^<>]*)>")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(rf"\b([0-3]?\d)[ -]({'|'.join(_MONTHS)})[a-z]*[ -](\d{{4}})\b")
_FIRST_YEAR = 1990


class Headers:
    """The fields of a mail's header that are looked at, by their names in lower case."""

    def __init__(self, head: bytes) -> None:
        self._fields: dict[str, list[bytes]] = defaultdict(list)
        for found, field in enumerate(_FIELD.finditer(head)):
            if found >= _MOST_FIELDS:
                break
            self._fields[field[1].decode("ascii").lower()].append(field[2])
        self.are_there = bool(self._fields) or _ANY_FIELD.search(head) is not None

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def all(self, name: str, longest: int = _LONGEST) -> list[str]:
        """What stands in the fields of this name, from the top, each on one line."""
        return [as_text(raw[:longest]) for raw in self._fields.get(name, ())]

    def first(self, name: str) -> str:
        """What stands in the topmost field of this name, "" where there is none."""
        raw = self._fields.get(name)
        return as_text(raw[0][:_LONGEST]) if raw else ""

    def addresses(self, name: str) -> list[str]:
        """The addresses in the fields of this name, in lower case."""
        return [each for text in self.all(name, _LONGEST_RECIPIENTS) for each in addresses_in(text)]


def as_text(raw: bytes) -> str:
    """A field as text on one line, still with its encoded words."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return " ".join(text.split())


def decoded(text: str) -> str:
    """Text with its encoded words (RFC 2047) in plain."""
    if "=?" not in text:
        return text
    return _ENCODED.sub(_word, _BETWEEN_ENCODED.sub(r"\1", text))


def in_charset(data: bytes, charset: str) -> str:
    """Bytes as text. What the charset cannot tell, or one that is not known, becomes replacement characters."""
    name = charset.strip("\"' ").lower()
    if name.replace("-", "_") in _NO_CHARSETS:
        name = ""
    try:
        return data.decode(name or "utf-8", "replace")
    except (LookupError, UnicodeError, ValueError):
        return data.decode("utf-8", "replace")


def from_base64(data: bytes) -> bytes:
    """What is encoded in base64, as far as it is sound."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")
    except binascii.Error:
        return b""


def addresses_in(text: str) -> list[str]:
    """The e-mail addresses of a field, in lower case; what is quoted or a comment is none."""
    bare = _COMMENT.sub(" ", _QUOTED.sub(" ", text))
    found = _ANGLED.findall(bare) or re.split(r"[,;\s]", bare)
    return [address.strip().lower() for address in found if mail_domain(address)]


def displayed_name(text: str) -> str:
    """The name that stands before the address in a field."""
    return decoded(text.partition("<")[0]).strip("\"' ") if "<" in text else ""


def day_in(text: str, latest: date) -> date | None:
    """The day that a field names; None where it names none, or one that cannot be."""
    found = _DATE.search(text)
    if not found:
        return None
    try:
        day = date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR and day <= latest else None


def _word(found: re.Match[str]) -> str:
    charset, how, content = found[1].partition("*")[0], found[2], found[3].encode("ascii", "replace")
    data = from_base64(content) if how in "Bb" else quopri.decodestring(content, header=True)
    return in_charset(data, charset)
