"""Simulated employees: correlated answers drawn from a fixed seed, and their shares as the program writes them."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from hygiene.policy.model import Collecting, Policy, Unit
from hygiene.policy.reading import load_policy
from hygiene.release import COUNTED
from hygiene.summary.period import Period
from hygiene.summary.record import Answers, RuleSet, cells_of
from hygiene.summary.sharing import Side, split
from hygiene.texts import LANGUAGES

PERIOD = Period(2026, 4)


@cache
def policy() -> Policy:
    return load_policy(["municipality"])


@cache
def rules() -> RuleSet:
    return RuleSet.of(policy())


UNITS = ("schools", "libraries", "care", "museum")


@cache
def with_units() -> Policy:
    """The same policy, with unit tables."""
    units = tuple(Unit(unit, dict.fromkeys(LANGUAGES, unit.capitalize())) for unit in UNITS)
    return replace(policy(), summary=Collecting(unit_tables=True), units=units)


def draw(people: int, seed: int = 1) -> list[Answers]:
    """So many people: the careful ones keep most rules, the others fewer, so that one answer tells of the next."""
    random = Random(seed)
    return [_person(random) for _ in range(people)]


def _person(random: Random) -> Answers:
    care = random.betavariate(2, 2)
    weights = [0.15 + 0.6 * care, 0.75 - 0.6 * care, 0.05, 0.05]
    verdicts = {rule: random.choices(COUNTED, weights)[0] for rule in rules().rules}
    return Answers(verdicts, random.random() < 0.6)


def shares(
    answers: Answers, *, pairing: bytes | None = None, revision: int = 1, changed: bool = True, period: Period = PERIOD
) -> dict[Side, bytes]:
    cells = cells_of(answers, rules(), changed=changed)
    return split(cells, rules(), period, pairing or secrets.token_bytes(16), revision)


def write(folder: Path, people: Sequence[Answers], *, changed: bool = True, period: Period = PERIOD) -> None:
    """Put the shares of so many people into the two folders below this one, without waiting for the disk."""
    for side in Side:
        (folder / side.folder).mkdir(parents=True, exist_ok=True)
    for each in people:
        for side, share in shares(each, changed=changed, period=period).items():
            (folder / side.folder / f"{secrets.token_hex(16)}.share").write_bytes(share)
