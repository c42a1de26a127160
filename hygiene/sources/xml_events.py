"""XML exports, read element by element, so that one entry is in memory at a time."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from hygiene.errors import SourceError
from hygiene.sources.content import as_utf8
from hygiene.sources.model import MAX_FIELD, Row

if TYPE_CHECKING:
    from xml.sax.handler import ContentHandler
    from xml.sax.xmlreader import AttributesImpl

# No export goes deeper; KeePass nests a group in a group, three elements for each.
_MAX_DEPTH = 200
_MAX_TAGS = 8_000_000
_LONG_TAG = re.compile(rb"<[^<>]{1048576}")
# What begins in one step and ends in another is read again from its beginning, so that steps are few.
_STEP = 2**23
_OTHER_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["'](?!(?i:utf-?8)["'])""")


class Listener(Protocol):
    """Hears of each element, and makes readers of rows out of them."""

    def opened(self, name: str, attributes: "AttributesImpl") -> None:
        """An element begins."""

    def closed(self, name: str, text: str | None) -> None:
        """An element ends: the text in it, or None where it is longer than any field."""

    def ready(self) -> list[Callable[[str], Row]]:
        """The rows that were completed since this was last asked."""


def readers(data: bytes, listener: Listener) -> Iterator[Callable[[str], Row]]:
    """A reader for each row that the listener makes out of an XML file.

    Neither a document type nor anything that it could bring along is taken. Raises `SourceError` where the file is not
    sound XML, or is nested deeper than any export.
    """
    from xml.sax import SAXParseException  # it has no parser in it

    from defusedxml import DTDForbidden
    from defusedxml.sax import make_parser

    text = as_utf8(data)
    if _OTHER_ENCODING.match(text):
        raise SourceError("sources.not_utf8")
    if text.count(b"<") > _MAX_TAGS or _LONG_TAG.search(text):
        raise SourceError("sources.strange_structure")
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_handler(listener))
    key = None
    for start in range(0, len(text) + _STEP, _STEP):
        try:
            if start < len(text):
                parser.feed(text[start : start + _STEP])
            else:
                parser.close()
        except DTDForbidden:
            key = "sources.strange_structure"
        except SAXParseException:  # at the end, because something is still open
            key = "sources.broken_xml" if start < len(text) else "sources.truncated"
        yield from listener.ready()
        if key:
            raise SourceError(key)


def _handler(listener: Listener) -> "ContentHandler":
    from xml.sax.handler import ContentHandler

    class Handler(ContentHandler):
        """Keeps the text of the elements that are open."""

        def __init__(self) -> None:
            super().__init__()
            self._texts: list[list[str]] = []
            self._lengths: list[int] = []

        def startElement(self, name: str, attrs: "AttributesImpl") -> None:  # noqa: N802 - as the parser calls it
            if len(self._texts) == _MAX_DEPTH:
                raise SourceError("sources.strange_structure")
            self._texts.append([])
            self._lengths.append(0)
            listener.opened(name, attrs)

        def characters(self, content: str) -> None:
            if self._texts and self._lengths[-1] <= MAX_FIELD:
                self._texts[-1].append(content)
                self._lengths[-1] += len(content)

        def endElement(self, name: str) -> None:  # noqa: N802 - as the parser calls it
            text = "".join(self._texts.pop())
            listener.closed(name, text if self._lengths.pop() <= MAX_FIELD else None)

    return Handler()
