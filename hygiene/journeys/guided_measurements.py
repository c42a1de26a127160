"""What is kept of what was measured in a guided session: counts and reasons, and nothing that names an account."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hygiene.evidence import Origin
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.inputs import Input, Rejection
from hygiene.reports.nameless import without_names
from hygiene.sessions import Session

_NAME = "measured"


@dataclass(frozen=True, slots=True)
class Measured:
    """The account of the rows of each file, whose names name nobody, and the outcome of each rule that was measured."""

    inputs: tuple[Input, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def keep(session: Session, measured: Measured) -> None:
    """Keep what was measured, in place of what was measured before."""
    outcomes = [_as_json(without_names(outcome)) for outcome in measured.outcomes]
    session.set(_NAME, json.dumps({"inputs": list(map(asdict, measured.inputs)), "outcomes": outcomes}))


def kept(session: Session) -> Measured | None:
    """What was measured earlier in the session; None where nobody has chosen yet what is to be."""
    text = session.get(_NAME)
    if text is None:
        return None
    document = json.loads(text)
    return Measured(tuple(map(_input, document["inputs"])), tuple(_outcomes(document["outcomes"])))


def _as_json(outcome: Outcome) -> list[Any]:
    findings = [[each.verdict, each.reason, dict(each.values), each.remedy.key] for each in outcome.findings]
    return [outcome.rule, outcome.verdict, outcome.origin, findings]


def _input(document: dict[str, Any]) -> Input:
    rejected = tuple(Rejection(**each) for each in document.pop("rejected"))
    return Input(**document, rejected=rejected)


def _outcomes(document: list[list[Any]]) -> Iterator[Outcome]:
    for rule, verdict, origin, findings in document:
        found = (
            Finding(Verdict(of), reason, values=values, remedy=Remedy(remedy, values))
            for of, reason, values, remedy in findings
        )
        yield Outcome(rule, Verdict(verdict), Origin(origin) if origin else None, tuple(found))
