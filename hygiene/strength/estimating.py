"""From any text at all to its strength, in bounded time."""

from collections.abc import Mapping
from math import log10

from hygiene.evidence import Strength
from hygiene.strength.analysis import analyse
from hygiene.strength.folding import normalise
from hygiene.strength.match import Kind

# zxcvbn's bounds between its scores.
_BOUNDS = (1e3 + 5, 1e6 + 5, 1e8 + 5, 1e10 + 5)


def estimate_text(text: str, known: Mapping[str, int]) -> Strength:
    text = normalise(text)
    if not text:
        return Strength(score=0, guesses_log10=0.0, length=0, reasons=("empty",))
    sequence = analyse(text, known)
    score = sum(sequence.guesses >= bound for bound in _BOUNDS)
    return Strength(score, log10(sequence.guesses), len(text), tuple(dict.fromkeys(part.kind.value for part in sequence.parts)))
