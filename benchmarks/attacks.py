"""Attacks on a release, simulated: what somebody learns who knows far more than anybody should.

Twenty correlated rules; 70 % of the staff take part. The attacker knows every true rate and all answers of the target,
and puts the likelihood of what was released with the target against its likelihood without. An AUC of .5 is guessing.
"""

from collections.abc import Callable, Sequence
from math import erf, log, sqrt
from random import Random

from hygiene.findings import Verdict
from hygiene.release import Protection
from hygiene.summary.rules import told

RULES = 20
PROTECTION = Protection()
ROUNDING = PROTECTION.rounding
MASK_BELOW = PROTECTION.mask_below


def rounded(count: int, people: int) -> int | None:
    """What a release tells of a rule that so many keep, and the others break; None where it is masked."""
    exact = {Verdict.MET: count, Verdict.BROKEN: people - count, Verdict.UNKNOWN: 0, Verdict.NOT_APPLICABLE: 0}
    released = told(exact, PROTECTION)
    return released[Verdict.MET] if released else None


def person(random: Random, rates: Sequence[float]) -> list[bool]:
    """Which rules somebody keeps: some are careful in everything."""
    care = random.gauss(0, 0.15)
    return [random.random() < min(max(rate + care, 0.02), 0.98) for rate in rates]


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a score of the first kind is above one of the second; a tie counts half."""
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    wins, below, place = 0.0, 0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        alike = [kind for _, kind in ranked[place:end]]
        wins += alike.count(1) * (below + alike.count(0) / 2)
        below += alike.count(0)
        place = end
    return wins / (len(positive) * len(negative))


def membership(
    people: int, trials: int, tell: Callable[[int, int], int | None] = rounded, seed: int = 1, rules: int = RULES
) -> float:
    """How well an attacker tells whether somebody took part, from the release and all of their answers."""
    random = Random(seed)
    scores: dict[bool, list[float]] = {True: [], False: []}
    for trial in range(trials):
        rates = [random.uniform(0.15, 0.85) for _ in range(rules)]
        target = person(random, rates)
        took_part = trial % 2 == 0
        others = [person(random, rates) for _ in range(people - took_part)]
        everybody = [*others, target] if took_part else others
        score = 0.0
        for rule, rate in enumerate(rates):
            shown = tell(sum(each[rule] for each in everybody), people)
            without = _likelihood(shown, people, people, rate, 0)
            score += _likelihood(shown, people, people - 1, rate, int(target[rule])) - without
        scores[took_part].append(score)
    return auc(scores[True], scores[False])


def joiner(people: int, trials: int, tell: Callable[[int, int], int | None] = rounded, seed: int = 2) -> float:
    """How well an attacker tells a newcomer's answer to a rule from two releases, where all others stayed the same."""
    random = Random(seed)
    scores: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(trials):
        rate = random.uniform(0.15, 0.85)
        before = sum(random.random() < rate for _ in range(people))
        answer = random.random() < 0.5
        one, two = tell(before, people), tell(before + answer, people + 1)
        scores[answer].append((two or 0) - (one or 0))
    return auc(scores[True], scores[False])


def certain(people: int, trials: int, tell: Callable[[int, int], int | None], seed: int = 3) -> float:
    """In how many of the cells the release implies somebody's answer with certainty."""
    random = Random(seed)
    found = 0
    for _ in range(trials):
        # Some rules are kept by all, or by nobody.
        rate = random.choice([0.0, 1.0, random.random(), random.random()])
        shown = tell(sum(random.random() < rate for _ in range(people)), people)
        possible = [count for count in range(people + 1) if tell(count, people) == shown]
        found += possible in ([0], [people])
    return found / trials


def _likelihood(shown: int | None, people: int, drawn: int, rate: float, more: int) -> float:
    """The logarithm of how likely what was shown is, when `more` are added to so many drawn at this rate."""
    if shown is None:
        low, high = people - MASK_BELOW + 0.5, people + 0.5
        mass = _between(-0.5, MASK_BELOW - 0.5, drawn, rate, more) + _between(low, high, drawn, rate, more)
    elif shown % ROUNDING:
        mass = _between(shown - 0.5, shown + 0.5, drawn, rate, more)
    else:
        mass = _between(shown - ROUNDING / 2, shown + ROUNDING / 2, drawn, rate, more)
    return log(max(mass, 1e-12))


def _between(low: float, high: float, drawn: int, rate: float, more: int) -> float:
    deviation = sqrt(drawn * rate * (1 - rate))
    return _normal((high - more - drawn * rate) / deviation) - _normal((low - more - drawn * rate) / deviation)


def _normal(deviations: float) -> float:
    return (1 + erf(deviations / sqrt(2))) / 2
