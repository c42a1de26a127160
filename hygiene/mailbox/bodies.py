"""The text of a mail: the first part that a person would read, within bounds, whatever the mail is built of.

A mail may be cut off anywhere, nested without end, or encoded as nobody does. What can be read of it is read.
"""

import html
import quopri
import re

from hygiene.mailbox.headers import Headers, from_base64, in_charset

MOST_TEXT = 20_000
"""How many characters are looked at."""

_DEEPEST = 8
_MOST_PARTS = 40
_MOST_ENCODED = 128 * 2**10
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_PARAMETER = r"""\b{}\s*=\s*(?:"([^"]*)"|([^\s;"]+))"""
_BOUNDARY = re.compile(_PARAMETER.format("boundary"), re.IGNORECASE)
_CHARSET = re.compile(_PARAMETER.format("charset"), re.IGNORECASE)
_UNSEEN = ("style", "script", "head", "title")
_LONGEST_BOUNDARY = 200


class TooDeepError(Exception):
    """Parts are nested in parts deeper than in any mail that a service sends."""


def text_of(mail: bytes) -> str:
    """The beginning of a mail's text: its plain text, else that of its HTML. Raises `TooDeepError`."""
    texts: dict[str, str] = {}
    _gather(mail, texts, 0)
    return texts.get("plain", "").strip() or texts.get("html", "")


def _gather(part: bytes, texts: dict[str, str], depth: int) -> None:
    """Find the first plain text and the first HTML among the parts."""
    if depth > _DEEPEST:
        raise TooDeepError
    end = _END_OF_HEAD.search(part)
    # A part may begin with the empty line that ends its header, and have none.
    has_head = end is not None and not part.startswith((b"\n", b"\r\n"))
    head, body = (part[: end.start()], part[end.end() :]) if end and has_head else (b"", part)
    headers = Headers(head)
    content_type = headers.first("content-type") or "text/plain"
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("multipart/"):
        for inner in _parts(body, _value(_BOUNDARY, content_type)):
            _gather(inner, texts, depth + 1)
            if "plain" in texts:
                return
    elif kind in ("text/plain", "text/html"):
        name = kind.removeprefix("text/")
        if name not in texts:
            data = _unencoded(body[:_MOST_ENCODED], headers.first("content-transfer-encoding").lower())
            text = in_charset(data, _value(_CHARSET, content_type))
            texts[name] = (_shown(text) if name == "html" else text)[:MOST_TEXT]


def _parts(body: bytes, boundary: str) -> list[bytes]:
    if not boundary or len(boundary) > _LONGEST_BOUNDARY:
        return []
    mark = b"--" + boundary.encode("latin-1", "replace")
    pieces = (b"\n" + body).split(b"\n" + mark, _MOST_PARTS + 1)[1 : _MOST_PARTS + 1]
    return [piece.partition(b"\n")[2] for piece in pieces if not piece.startswith(b"--")]


def _value(parameter: re.Pattern[str], content_type: str) -> str:
    found = parameter.search(content_type)
    return (found[1] or found[2] or "") if found else ""


def _unencoded(body: bytes, how: str) -> bytes:
    match how:
        case "base64":
            return from_base64(body)
        case "quoted-printable":
            return quopri.decodestring(body)
        case _:
            return body


def _shown(page: str) -> str:
    """The text of a page without what is not shown. A tag that never ends swallows the rest, as in a browser."""
    texts: list[str] = []
    unseen = ""
    for piece in page.split("<"):
        tag, closed, text = piece.partition(">")
        if not closed:
            text = "" if texts else piece  # what stands before the first tag
        word = tag.split(maxsplit=1)[0].lower() if tag.strip() else ""
        if unseen:
            if word == f"/{unseen}":
                unseen = ""
            else:
                continue
        elif word in _UNSEEN:
            unseen = word
            continue
        texts.append(text)
    return html.unescape(" ".join(texts))
