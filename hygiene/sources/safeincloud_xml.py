"""SafeInCloud's export in XML: cards of fields, each of a type, and the labels that stand for folders."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from hygiene.errors import SourceError
from hygiene.evidence import Login
from hygiene.secret import Secret
from hygiene.sources import dates
from hygiene.sources.content import as_utf8, without_mark
from hygiene.sources.json_values import addresses, as_text, object_of
from hygiene.sources.model import Passed, Row, Source, Unfit, Way, given_up, rows, unless_empty
from hygiene.sources.xml_events import readers

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

_PRODUCT = "SafeInCloud (XML)"
_BEGINNING = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?<database[\s>]")
_CARD = re.compile(rb"<(?:card|label)\s")


def _recognises(head: bytes) -> bool:
    return _BEGINNING.match(without_mark(head)) is not None and _CARD.search(head) is not None


def _read(data: bytes, number: int, _way: Way) -> Iterator[Row]:
    if not _BEGINNING.match(as_utf8(data)):
        raise SourceError("sources.not_from_this", product=_PRODUCT)
    return rows(readers(data, _Cards()), number)


@dataclass(slots=True)
class _Card:
    attributes: dict[str, str]
    fields: list[tuple[str, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    histories: list[str] = field(default_factory=list)
    unfit: str = ""


class _Cards:
    """Makes each card a row. The labels stand before or after the cards, so they are looked up when a row is read."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._card: _Card | None = None
        self._type = ""
        self._ready: list[Callable[[str], Row]] = []

    def opened(self, name: str, attributes: "AttributesImpl") -> None:
        if name == "label":
            self._labels[attributes.get("id", "")] = attributes.get("name", "")
        elif name == "card":
            self._card = _Card(dict(attributes.items()))
        elif name == "field":
            self._type = attributes.get("type", "").lower()
            if self._card and self._type == "password":
                self._card.histories.append(attributes.get("history", ""))

    def closed(self, name: str, text: str | None) -> None:
        card = self._card
        if not card:
            return
        if text is None:
            card.unfit = "field_too_long"
        elif name == "field" and text:
            card.fields.append((self._type, text))
        elif name == "label_id":
            card.labels.append(text.strip())
        elif name == "card":
            # A template for new cards is no row.
            if card.attributes.get("template") != "true":
                self._ready.append(partial(_login, card, self._labels))
            self._card = None

    def ready(self) -> list[Callable[[str], Row]]:
        ready, self._ready = self._ready, []
        return ready


def _login(card: _Card, labels: dict[str, str], entry: str) -> Row:
    if card.attributes.get("deleted") == "true" or card.attributes.get("archived") == "true":
        return Passed.LEFT_OUT
    if card.unfit:
        raise Unfit(card.unfit)
    found: dict[str, list[str]] = {}
    for kind, content in card.fields:
        found.setdefault(kind, []).append(content)
    passwords = set(found.get("password", []))
    if len(passwords) > 1:  # which of them opens the account is not told
        raise Unfit("several_passwords")
    if card.attributes.get("type") == "note":
        return Passed.NOT_A_LOGIN
    password = next(iter(passwords), "")
    return unless_empty(
        Login(
            entry=entry,
            title=card.attributes.get("title", ""),
            urls=addresses([*found.get("website", []), *found.get("weblogin", [])]),
            username=next(iter(found.get("login", [])), ""),
            email=next(iter(found.get("email", [])), ""),
            password=Secret(password) if password else None,
            folder=", ".join(labels[each] for each in card.labels if each in labels),
            has_second_factor=bool(found.get("one_time_password") or found.get("passkey")) or None,
            changed=dates.from_milliseconds(card.attributes.get("time_stamp", "")),
            previous=given_up((former for written in card.histories for former in _former(written)), password),
        )
    )


def _former(written: str) -> list[str]:
    """The passwords in a history, an object with the time of each. One that cannot be read takes no login with it."""
    try:
        return [as_text(content) for content in object_of(written.encode()).values()] if written else []
    except Unfit:
        return []


SAFEINCLOUD_XML = Source("safeincloud-xml", _PRODUCT, _recognises, _read)
