"""The supporter's notes, and what must not stand in one: a secret, an address, a personal identity code."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date

from hygiene.conversation import Choice, Question, SharedScreen
from hygiene.journeys.interview import yes_or_no
from hygiene.reports.content import date_in_words, shortened
from hygiene.sessions import Session
from hygiene.texts import say

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\W\d_]{2,}")
_FINNISH_CODE = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?!\w)", re.IGNORECASE)
_SWEDISH_CODE = re.compile(r"(?<!\d)(?:\d{2})?(\d{2}(\d{2})(\d{2}))([-+]?)(\d{4})(?!\d)")
_SAID_TO_BE_SECRET = re.compile(
    r"\b(?:salasana|salalause|tunnusluku|lösenord|lösenfras|pinkod|password|passphrase|passcode|pin)\w*"
    r"(?:\s*[:=]\s*\S|\s+(?:on|är|is)\s+\S+$)",
    re.IGNORECASE,
)
_KINDS_OF_CHARACTERS = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum() and char not in "-/.:'")
_SHORTEST_SECRET = 8
_KINDS_IN_A_SECRET = 3
_COORDINATION = 60
"""Is added to the day in the Swedish codes of people who are not registered in Sweden."""

_PERHAPS = "secret"
WRITE, DONE = "write", "done"


def doubts(text: str) -> list[str]:
    """What a note seems to hold: `address` and `identity_code`, or else perhaps a `secret`."""
    found = {
        "address": bool(_ADDRESS.search(text)),
        "identity_code": _holds_finnish_code(text) or _holds_swedish_code(text),
    }
    if any(found.values()):
        return [doubt for doubt, is_so in found.items() if is_so]
    is_secret = bool(_SAID_TO_BE_SECRET.search(text)) or any(map(_looks_random, text.split()))
    return [_PERHAPS] if is_secret else []


def hold_notes(screen: SharedScreen, session: Session) -> None:
    """Show the notes and take new ones, on a screen that is emptied afterwards; remove those that are to go."""
    with screen.alone() if screen.can_hide else nullcontext():
        screen.tell(say("support.notes.rules"))
        while (chosen := screen.choose(_which(session))) != DONE:
            if chosen == WRITE:
                _write(screen, session)
            else:
                session.remove_note(chosen)


def _which(session: Session) -> Question:
    removals = (
        Choice(
            note.id,
            say("support.notes.remove", date=date_in_words(note.written.date()), text=shortened(note.text)),
        )
        for note in session.notes
    )
    return Question(
        say("support.notes.ask"),
        (Choice(WRITE, say("support.notes.write")), Choice(DONE, say("support.notes.done")), *removals),
    )


def _write(screen: SharedScreen, session: Session) -> None:
    while text := screen.ask(say("support.notes.text")):
        found = doubts(text)
        for doubt in found:
            screen.tell(say(f"support.notes.doubt.{doubt}"))
        # A word may only look like a secret; an address or a code is what it looks like.
        if not found or (found == [_PERHAPS] and screen.choose(yes_or_no(say("support.notes.harmless"))) == "yes"):
            session.add_note(text)
            return


def _looks_random(word: str) -> bool:
    word = word.strip(".,;:!?()\"'”“’")
    kinds = sum(any(map(is_kind, word)) for is_kind in _KINDS_OF_CHARACTERS)
    return len(word) >= _SHORTEST_SECRET and kinds >= _KINDS_IN_A_SECRET and "://" not in word


def _holds_finnish_code(text: str) -> bool:
    return any(_is_day(int(found[1]), int(found[2])) for found in _FINNISH_CODE.finditer(text))


def _holds_swedish_code(text: str) -> bool:
    return any(_are_of_swedish_codes(text))


def _are_of_swedish_codes(text: str) -> Iterator[bool]:
    """Of each row of digits, whether it is a code: ten digits without a sign need the right check digit too."""
    for found in _SWEDISH_CODE.finditer(text):
        digits, month, day, sign, last = found.groups()
        is_date = _is_day(int(day) % _COORDINATION, int(month))
        yield is_date and (bool(sign) or _luhn(digits + last))


def _is_day(day: int, month: int) -> bool:
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
