"""From any text at all to its strength, in bounded time.

Up to a hundred characters are analysed as a whole. A longer text is cut: a stretch that repeats itself counts as its
unit and a number, all else falls into windows that are analysed one by one, and their guesses are multiplied. That ends
where so many guesses, or so many windows, are reached that more would say nothing: what is left can only add.
"""

from collections.abc import Sequence
from math import log10

from hygiene.evidence import Strength
from hygiene.strength.analysis import analyse
from hygiene.strength.folding import normalise
from hygiene.strength.guessing import Reading
from hygiene.strength.match import Kind

# zxcvbn's bounds between its scores.
_BOUNDS = tuple(map(log10, (1e3 + 5, 1e6 + 5, 1e8 + 5, 1e10 + 5)))

REASONS = (*(kind.value for kind in Kind if kind is not Kind.SIGN), "empty", "shape", "swapped", "short")
"""Everything that a strength may give as a reason: keys below `strength.reasons`."""

_LONGEST_WHOLE = 100
_WINDOW, _MOST_WINDOWS = 50, 8
_LONGEST_UNIT = 4096
_ENOUGH = 300.0
_SHORT = 8


def estimate_text(text: str, known: Sequence[str]) -> Strength:
    """The strength of `text` for somebody who knows the words in `known`, which `known_words` prepared."""
    if not text:
        return Strength(score=0, guesses_log10=0.0, length=0, reasons=("empty",))
    if len(text) <= _LONGEST_WHOLE:
        text = normalise(text)
        reading = analyse(text, known)
        guesses, reasons = log10(reading.guesses), _reasons(reading)
    else:
        guesses, reasons = _estimate_long(text, known)
    score = sum(guesses >= bound for bound in _BOUNDS)
    if len(text) < _SHORT:
        reasons.append("short")
    return Strength(score, guesses, len(text), tuple(dict.fromkeys(reasons)) if score < len(_BOUNDS) else ())


def _estimate_long(text: str, known: Sequence[str]) -> tuple[float, list[str]]:
    """The decimal logarithm of the guesses, or of fewer where it is beyond all need, and what was guessable."""
    guesses = 0.0
    reasons: list[str] = []
    seen: set[str] = set()
    place = 0
    while place < len(text) and guesses < _ENOUGH and len(seen) < _MOST_WINDOWS:
        unit, length = _repeat_at(text, place)
        if not unit:
            unit = text[place : place + _WINDOW]
            length = len(unit)
        if unit in seen:
            guesses += log10(len(seen) + 1)
        elif len(unit) <= _LONGEST_WHOLE:
            reading = analyse(normalise(unit), known)
            guesses += log10(reading.guesses)
            reasons += _reasons(reading)
        else:
            of_unit, of_its_parts = _estimate_long(unit, known)
            guesses += of_unit
            reasons += of_its_parts
        if length > len(unit):
            guesses += log10(length / len(unit))
            reasons.append(Kind.REPEAT.value)
        seen.add(unit)
        place += length
    return guesses, reasons


def _repeat_at(text: str, place: int) -> tuple[str, int]:
    """The unit of a repeat that begins here and how far the repeat reaches; "" where none begins."""
    period = text.find(text[place : place + _WINDOW], place + 1, place + _WINDOW + _LONGEST_UNIT) - place
    if period < 1:
        return "", 0
    shared, step = 0, _WINDOW
    while step:
        here = place + shared
        if here + period + step <= len(text) and text.startswith(text[here : here + step], here + period):
            shared += step
            step *= 2
        else:
            step //= 2
    return (text[place : place + period], shared + period) if shared >= period else ("", 0)


def _reasons(reading: Reading) -> list[str]:
    reasons: list[str] = [part.kind.value for part in reading.parts if part.kind is not Kind.SIGN]
    if reading.is_shape and len(reading.parts) > 1:
        reasons.append("shape")
    if any(part.is_disguised for part in reading.parts):
        reasons.append("swapped")
    return reasons
