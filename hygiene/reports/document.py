"""The one document that every report format renders."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hygiene.errors import ExitCode
from hygiene.evidence import Evidence
from hygiene.findings import Outcome, Severity, Verdict
from hygiene.policy.model import Exemption, Policy
from hygiene.progress import Progress

_URGENCY = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit that has come to its end: what was demanded, what is known, what was concluded, and on which day.

    `progress` tells how it follows the audits before it; None where nothing is kept of any.
    """

    policy: Policy
    evidence: Evidence
    outcomes: tuple[Outcome, ...]
    is_demo: bool = False
    made_on: date | None = None
    progress: Progress | None = None

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rules have each verdict."""
        counted = Counter(outcome.verdict for outcome in self.outcomes)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def complete(self) -> bool:
        """Whether every row and file was read and nothing that was asked for is unknown."""
        evidence = self.evidence
        all_was_read = evidence.every_row_was_read and evidence.every_data_export_was_read
        return all_was_read and not any(self._unknowns())

    @property
    def exit_code(self) -> ExitCode:
        """What the audit tells the shell."""
        if any(outcome.verdict is Verdict.BROKEN for outcome in self.outcomes):
            return ExitCode.SOMETHING_TO_FIX
        return ExitCode.NOTHING_TO_FIX if self.complete else ExitCode.NOT_COMPLETE

    def by_urgency(self, verdict: Verdict) -> list[Outcome]:
        """The outcomes with this verdict, what to do first on top; the policy's own order decides a tie."""
        chosen = [outcome for outcome in self.outcomes if outcome.verdict is verdict]
        return sorted(chosen, key=lambda outcome: _URGENCY[self.policy.rule(outcome.rule).severity])

    def exemption(self, outcome: Outcome) -> Exemption | None:
        """The leave that an exempt outcome rests on; None where the outcome is not exempt."""
        if outcome.verdict is not Verdict.EXEMPT:
            return None
        return self.policy.exemption(outcome.rule, self.made_on or date.min)

    def _unknowns(self) -> Iterator[bool]:
        for outcome in self.outcomes:
            yield outcome.verdict is Verdict.UNKNOWN
            yield any(finding.verdict is Verdict.UNKNOWN for finding in outcome.findings)
