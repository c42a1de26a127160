"""Mailboxes that are one file: mbox in its dialects, as large as they come, in constant memory.

The dialects differ in how they quote lines of a body that begin with "From ". What begins a mail here is such a line
with a date in it and a header after it, which none of them leaves unquoted. `Content-Length` is not believed.
"""

import re
from pathlib import Path

from hygiene.mailbox.model import MOST_BYTES, Mails, Progress, is_junk, mail_of

_CHUNK = 2**20
_SEPARATOR = b"\nFrom "
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
_TIME = rb"(?:[A-Z][a-z]{2} +\d{1,2} +\d\d?:\d\d(?::\d\d)?(?: +[-+A-Za-z0-9]{1,6}){0,2} +|\d{1,2} [A-Z][a-z]{2} )\d{4}"
_BEGINS = re.compile(
    rb"\nFrom (?:"
    rb"(?:[^\r\n]{0,300} )?" + _DAY + _TIME + rb"[^\r\n]{0,20}\r?\n(?=[!-9;-~]{1,80}:|>From )"
    # Some write no date there, or one of their own: then it takes a header that no text goes on with.
    rb"|\S[^\r\n]{0,300}\r?\n(?=(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]{1,40}):)"
    rb")"
)
_LONGEST = 512
"""No line that begins a mail is longer, with the beginning of the line after it."""


def is_mbox(beginning: bytes) -> bool:
    """Whether a file begins as an mbox does."""
    return _BEGINS.match(b"\n" + beginning.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")) is not None


def read_mbox(path: Path, progress: Progress) -> Mails:
    """The mails of an mbox. Raises `OSError` where the file cannot be read on."""
    in_junk = is_junk(path.stem)
    size = path.stat().st_size
    window = b"\n"
    mail = bytearray()
    has_begun = False
    with path.open("rb") as file:
        is_whole = False
        while not is_whole:
            chunk = file.read(_CHUNK)
            is_whole = not chunk
            window += chunk
            # What begins too near to the end to be told apart waits for the next chunk.
            limit = len(window) - (0 if is_whole else _LONGEST)
            start = 0
            while (found := window.find(_SEPARATOR, start, limit + len(_SEPARATOR) - 1)) >= 0:
                begins = _BEGINS.match(window, found)
                _keep(mail, window, start, found if begins else found + 1)
                start = begins.end() if begins else found + 1
                if begins:
                    if has_begun:
                        yield mail_of(bytes(mail), is_junk=in_junk)
                    has_begun = True
                    mail.clear()
            rest = max(start, limit)
            _keep(mail, window, start, rest)
            window = window[rest:]
            progress(file.tell(), size)
    if has_begun:
        yield mail_of(bytes(mail), is_junk=in_junk)


def _keep(mail: bytearray, window: bytes, start: int, end: int) -> None:
    """Add a part of the window to a mail, of which only the beginning is kept."""
    if (room := MOST_BYTES - len(mail)) > 0:
        mail += window[start : min(end, start + room)]
