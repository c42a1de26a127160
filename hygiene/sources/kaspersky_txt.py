"""Kaspersky Password Manager's export: blocks of labelled lines, with three dashes after each."""

import re
from collections.abc import Iterator
from functools import partial

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.model import MAX_FIELD, Passed, Row, Source, Unfit, Way, rows, unless_empty

_PRODUCT = "Kaspersky Password Manager"
_HEADINGS = rb"(?:Websites|Applications|Other Accounts|Notes)"
_BEGINNING = re.compile(rb"\s*%b\s+(?:Website name|Application|Account name|Name):" % _HEADINGS)
_BLOCK = re.compile(rb"\s*(?:%b\s*[\r\n]+\s*)*(.*?)(?:(?:\r\n?|\n)---[ \t]*(?=[\r\n]|\Z)|\Z)" % _HEADINGS, re.DOTALL)

# In the order in which they are written; a line of a password may look like any label but the one that follows it.
_LOGIN = re.compile(
    r"(?:Website name: ?(?P<title>[^\r\n]*)\r?\nWebsite URL: ?(?P<url>[^\r\n]*)"
    r"|Application: ?(?P<application>[^\r\n]*)|Account name: ?(?P<account>[^\r\n]*))"
    r"\r?\nLogin name: ?(?P<name>[^\r\n]*)\r?\nLogin: ?(?P<username>[^\r\n]*)"
    r"\r?\nPassword: ?(?P<password>.*?)\r?\nComment:(?P<comment>.*)",
    re.DOTALL,
)
_NOTE = re.compile(r"Name:[^\r\n]*\r?\nText:.*", re.DOTALL)


def _recognises(head: bytes) -> bool:
    return _BEGINNING.match(without_mark(head)) is not None


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    text = as_utf8(data)
    if not _BEGINNING.match(text):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return rows((partial(_row, block) for block in _blocks(text)), number)


def _blocks(text: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(text) and (found := _BLOCK.match(text, at)):
        at = max(found.end(), at + 1)
        if found[1].strip():
            yield found[1]


def _row(block: bytes, entry: str) -> Row:
    if len(block) > MAX_FIELD:
        raise Unfit("field_too_long")
    text = block.decode("utf-8").rstrip("\r\n")
    if _NOTE.fullmatch(text):
        return Passed.NOT_A_LOGIN
    found = _LOGIN.fullmatch(text)
    if not found:
        raise Unfit("unexpected_value")
    if "\nComment:" in found["comment"]:  # it cannot be known where the password ends
        raise Unfit("several_passwords")
    part = {name: content or "" for name, content in found.groupdict().items()}
    named = part["title"] or part["application"] or part["account"]
    return unless_empty(
        Login(
            entry=entry,
            title=named if part["name"] in ("", named) else f"{named} {part['name']}".strip(),
            urls=(url,) if (url := part["url"].strip()) else (),
            username=part["username"],
            password=Secret(part["password"]) if part["password"] else None,
        )
    )


KASPERSKY_TXT = Source("kaspersky", _PRODUCT, _recognises, _read)
