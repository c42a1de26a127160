"""The shape of a platform's file: every name, kind of value and bound. Faults are collected, never raised."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hygiene.platforms.model import KINDS, VALUES, Confidence, Device, State, Use
from hygiene.policy.faults import DOMAIN, ID, LINK, Fault, Path, entries
from hygiene.texts import LANGUAGES
from hygiene.texts.inert import inert

Shape = Callable[[Any, Path], Iterator[Fault]]
"""Tells the faults of a value, given the way to it."""

MOST_LABEL = 80
MOST_MENU = 160
MOST_WHY = 240
MOST_TEXT = 500
"""The longest texts, in characters."""

LINKS = ("settings", "terms", "download", "close")
"""What an address can be given for."""


def text(most: int) -> Shape:
    """Text on one line of at most so many characters."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, "not_text")
        elif not value.strip():
            yield Fault(path, "empty")
        elif inert(value) != value:
            yield Fault(path, "unshowable")
        elif len(value) > most:
            yield Fault(path, "too_long", {"most": most})

    return check


def _of_form(form: re.Pattern[str], fault: str) -> Shape:
    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(path, "not_text")
        elif len(value) > MOST_TEXT or not form.fullmatch(value):
            yield Fault(path, fault)

    return check


def _one_of(choices: Sequence[str]) -> Shape:
    def check(value: Any, path: Path) -> Iterator[Fault]:
        if value not in choices:
            yield Fault(path, "not_one_of", {"choices": ", ".join(choices)})

    return check


def _day(value: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(value, date) or isinstance(value, datetime):
        yield Fault(path, "not_date")


def _year(value: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield Fault(path, "not_number")
    elif not 1990 <= value <= 2100:
        yield Fault(path, "out_of_range", {"least": 1990, "most": 2100})


def _listed(each: Shape, most: int, least: int = 0) -> Shape:
    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(path, "not_list")
        elif len(value) < least:
            yield Fault(path, "empty")
        elif len(value) > most:
            yield Fault(path, "too_many", {"most": most})
        else:
            for number, item in enumerate(value):
                yield from each(item, (*path, number))

    return check


def _table(required: Mapping[str, Shape], optional: Mapping[str, Shape] = {}) -> Shape:
    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, "not_table")
            return
        known = {**required, **optional}
        for name, inner in value.items():
            yield from known[name](inner, (*path, name)) if name in known else [Fault((*path, name), "unknown_name")]
        for name in (each for each in required if each not in value):
            yield Fault((*path, name), "missing_language" if name in LANGUAGES else "missing")

    return check


def _words(value: Any, path: Path) -> Iterator[Fault]:
    """One of the values that have words of their own, or words in every language."""
    if isinstance(value, dict):
        yield from _in_every_language(text(MOST_LABEL))(value, path)
    else:
        yield from _one_of(VALUES)(value, path)


def _contents(value: Any, path: Path) -> Iterator[Fault]:
    """What stands in an export, and the value that it means."""
    if not isinstance(value, dict) or not value:
        yield Fault(path, "not_table" if value != {} else "empty")
        return
    for name, meant in value.items():
        yield from _one_of(VALUES)(meant, (*path, name))


def _in_every_language(each: Shape) -> Shape:
    return _table(dict.fromkeys(LANGUAGES, each))


_ID = _of_form(ID, "bad_id")
_LINK = _of_form(LINK, "bad_link")
_KEY = _listed(text(MOST_LABEL), most=10, least=1)
_FILE = text(120)
_PLACE = _table({"file": _FILE, "key": _KEY})
_PROOF = _table({"file": _FILE, "key": _KEY}, {"values": _contents, "newest": _KEY})
_MENUS = dict.fromkeys((*Device, "app"), text(MOST_MENU))
_SETTING_TEXTS = {"title": text(MOST_LABEL), "why": text(MOST_WHY)}
_PLATFORM_TEXTS = dict.fromkeys(("terms", "download", "close", "never_private"), text(MOST_TEXT))

_OF_SETTING: Mapping[str, Shape] = {
    "recommended": _table(dict.fromkeys(Use, _words)),
    "confidence": _one_of([*Confidence]),
    **dict.fromkeys(LANGUAGES, _table(_SETTING_TEXTS, _MENUS)),
}
_MAY_HAVE: Mapping[str, Shape] = {
    "checked": _day,
    "source": text(MOST_WHY),
    "link": _LINK,
    "proof": _listed(_PROOF, most=20),
}
_OF_PLATFORM: Mapping[str, Shape] = {
    "name": text(40),
    "state": _one_of([*State]),
    "kinds": _listed(_one_of(KINDS), most=5, least=1),
    "checked": _day,
    "source": text(MOST_WHY),
    **dict.fromkeys(LANGUAGES, _table(_PLATFORM_TEXTS, {"remains": text(MOST_TEXT)})),
}
_MAY_HAVE_ALL: Mapping[str, Shape] = {
    "sites": _listed(_of_form(DOMAIN, "bad_domain"), most=20),
    "also": _listed(_ID, most=5),
    "ended": _year,
    "links": _table({}, dict.fromkeys(LINKS, _LINK)),
    "export": _table(
        {"marks": _listed(_FILE, most=10, least=1)},
        dict.fromkeys(("addresses", "profile_texts"), _listed(_PLACE, most=10)),
    ),
}
_WHOLE = _table(
    {"id": _ID, **_OF_PLATFORM},
    {**_MAY_HAVE_ALL, "settings": _listed(_table({"id": _ID, **_OF_SETTING}, _MAY_HAVE), most=40)},
)
_CHANGE_OF_SETTING = {
    **_OF_SETTING,
    **dict.fromkeys(LANGUAGES, _table({}, {**_SETTING_TEXTS, **_MENUS})),
    "recommended": _table({}, dict.fromkeys(Use, _words)),
    **_MAY_HAVE,
}
_CHANGES = _table(
    {"id": _ID},
    {
        **_OF_PLATFORM,
        **dict.fromkeys(LANGUAGES, _table({}, {**_PLATFORM_TEXTS, "remains": text(MOST_TEXT)})),
        **_MAY_HAVE_ALL,
        "settings": _listed(_table({"id": _ID}, _CHANGE_OF_SETTING), most=40),
    },
)


def malformed(content: Any) -> Iterator[Fault]:
    """Whatever in a platform's content does not have the shape that it should have."""
    yield from _WHOLE(content, ())
    yield from _disagreeing(content)


def malformed_changes(content: Any) -> Iterator[Fault]:
    """The same for a file that changes some of a platform that is known already: all but the ids may be left out."""
    yield from _CHANGES(content, ())
    yield from _stated_twice(content)


def _disagreeing(content: Any) -> Iterator[Fault]:
    """What has the right shape and does not go together."""
    if not isinstance(content, dict):
        return
    closed = content.get("state") == State.CLOSED
    if closed and "ended" not in content:
        yield Fault(("ended",), "missing")
    for language in LANGUAGES:
        texts = content.get(language)
        if closed and isinstance(texts, dict) and "remains" not in texts:
            yield Fault((language, "remains"), "missing")
    settings = content.get("settings", [])
    if not settings and not closed:
        yield Fault(("settings",), "missing")
    if "export" not in content and any("proof" in setting for _, setting in entries(content, "settings")):
        yield Fault(("export",), "missing")
    yield from _stated_twice(content)


def _stated_twice(content: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, setting in entries(content, "settings"):
        if isinstance(name := setting.get("id"), str):
            if name in seen:
                yield Fault((*place, "id"), "duplicate_id")
            seen.add(name)
