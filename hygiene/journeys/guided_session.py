"""The guided session: an IT supporter leads an employee through the audit, and sees nothing that names an account."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import get_terminal_size

from hygiene import clock
from hygiene.checks import VAULT_CHECKS, conclude
from hygiene.conversation import Choice, Question, SharedScreen
from hygiene.errors import HygieneError
from hygiene.evidence import Evidence
from hygiene.findings import Outcome
from hygiene.journeys import guided_measurements
from hygiene.journeys.exports import read_exports
from hygiene.journeys.guided_conversation import GuidedConversation
from hygiene.journeys.guided_handover import (
    Save,
    as_path,
    clear_away,
    hand_over_plan,
    hand_over_record,
    set_follow_up,
    tell_error,
)
from hygiene.journeys.guided_notes import hold_notes
from hygiene.journeys.guided_steps import Step
from hygiene.journeys.remembering import remember
from hygiene.journeys.self_audit import Dialogue, Request, ask_and_conclude, gather
from hygiene.reports.document import AuditReport
from hygiene.reports.nameless import paragraphs
from hygiene.reports.text import render
from hygiene.sessions import Session, Store
from hygiene.sources import Export
from hygiene.texts import say

_OPENED, _DONE = "opened", "done"
_HAND_OVERS = ("plan", "record", "follow_up")
_WIDEST = 80


@dataclass(frozen=True, slots=True)
class HandOvers:
    """How the plan is written, and the folder of the anonymised records: asked for where it is None."""

    save: Save
    records: Path | None = None


def guide(screen: SharedScreen, store: Store, session: Session, request: Request, hand_overs: HandOvers) -> None:
    """Lead through all that is left of the session. Raises `KeyboardInterrupt` or `EOFError` where it is paused."""
    guided = GuidedConversation(screen, session)
    try:
        if not session.get(_OPENED):
            guided.begin(Step.TODAY)
            screen.wait(say("support.today.ready"))
            session.set(_OPENED, "yes")
        _Story(guided, screen, store, session, request, hand_overs).tell()
    finally:
        guided.come_back()


@dataclass(slots=True)
class _Story:
    """What happens from the exports on. Neither these nor their paths outlive the program: only `session` is kept."""

    guided: GuidedConversation
    screen: SharedScreen
    store: Store
    session: Session
    request: Request
    hand_overs: HandOvers
    exports: dict[Path, Export] = field(default_factory=dict)
    lying_open: list[Path] = field(default_factory=list)
    evidence: Evidence = field(default_factory=Evidence)

    def tell(self) -> None:
        """Measure unless an earlier part of the session did, ask the rest, and hand over what came of it."""
        before = guided_measurements.kept(self.session)
        if before is None:
            self._choose_exports()
            self._measure()
        else:
            self.evidence = Evidence(inputs=before.inputs)
        report = self._conclude()
        while (chosen := self._what_next()) != "end":
            match chosen:
                case "names":
                    self._show_names(report)
                case "notes":
                    hold_notes(self.screen, self.session)
                case "pause":
                    raise KeyboardInterrupt
                case "skipped" | "again":
                    self._return_to(chosen)
                    report = self._conclude()
                case _:
                    self._hand_over(chosen, report)
        self._end()

    def _choose_exports(self) -> None:
        """Let the employee alone name the files; the screen stays the employee's until a question is for both."""
        self.guided.begin(Step.EXPORTS)
        self.guided.step_aside()
        chosen: dict[Path, Export] = {}
        while typed := self.screen.ask_unseen(say("support.exports.ask", n=len(chosen))):
            path = as_path(typed)
            number = len(chosen) + 1
            try:
                (export,) = read_exports([path], self.request.way, self.screen, first=number)
            except HygieneError as error:
                tell_error(self.screen, error)
                continue
            if path in chosen:
                self.screen.tell(say("support.exports.twice"))
                continue
            # The name of a file may be somebody's.
            renamed = replace(export.input, name=say("support.exports.file", number=number))
            chosen[path] = replace(export, input=renamed)
            if export.in_the_clear and path not in self.lying_open:
                self.lying_open.append(path)
        self.exports = chosen or self.exports

    def _measure(self) -> None:
        """Measure, keep what came of it without a name, and show it so."""
        exports = list(self.exports.values())
        self.evidence = gather(self.request, exports, Dialogue(self.guided, self.session), self.guided.progress)
        self.guided.come_back()
        self.guided.tell_what_is_untold()
        outcomes = tuple(filter(self._is_measured, conclude(self.request.policy, self.evidence, clock.today())))
        guided_measurements.keep(self.session, guided_measurements.Measured(self.evidence.inputs, outcomes))
        if outcomes:
            self.guided.begin(Step.RESULTS)
            self.screen.tell(
                say("support.results.read", n=sum(len(each.logins) for each in exports), files=len(exports))
            )
            measured = AuditReport(self.request.policy, self.evidence, outcomes, made_on=clock.today())
            self._show(measured)
            while self.screen.choose(_after_results(names=self.screen.can_hide)) == "names":
                self._show_names(measured)

    def _is_measured(self, outcome: Outcome) -> bool:
        is_for_vault = self.request.policy.rule(outcome.rule).check in VAULT_CHECKS
        return outcome.origin is not None or (bool(self.evidence.inputs) and is_for_vault)

    def _conclude(self) -> AuditReport:
        """Ask what is still open about the rules, and show what the audit came to."""
        known = {} if self.exports else self._measured_before()
        report = ask_and_conclude(self.request, self.evidence, Dialogue(self.guided, self.session), known)
        self.guided.come_back()
        if self.exports:
            remember(self.store, self.session, report)
        self.screen.tell(say("support.results.all"))
        self._show(report)
        return report

    def _measured_before(self) -> dict[str, Outcome]:
        demanded = {rule.id for rule in self.request.policy.rules}
        before = guided_measurements.kept(self.session) or guided_measurements.Measured()
        return {outcome.rule: outcome for outcome in before.outcomes if outcome.rule in demanded}

    def _show(self, report: AuditReport) -> None:
        for paragraph in paragraphs(report, with_answers=self.guided.answers_are_shared):
            self.screen.tell(paragraph)

    def _show_names(self, report: AuditReport) -> None:
        with self.guided.private() as screen:
            screen.tell(render(report, min(get_terminal_size().columns, _WIDEST)))
            screen.wait(say("support.private.read"))

    def _what_next(self) -> str:
        actions = [
            *(["names"] if self.screen.can_hide and self._has_more_to_show else []),
            *(["skipped"] if self.guided.has_left_open else []),
            *("again", *_HAND_OVERS, "notes", "pause", "end"),
        ]
        done = self._done
        choices = (
            Choice(action, say("support.next.again_done" if action in done else "support.next.open", what=name))
            for action in actions
            for name in [say(f"support.next.{action}")]
        )
        return self.screen.choose(Question(say("support.next.ask"), tuple(choices)))

    @property
    def _has_more_to_show(self) -> bool:
        """Whether the employee alone can be shown more than both have seen."""
        return bool(self.exports) or not self.guided.answers_are_shared

    def _return_to(self, what: str) -> None:
        if what == "again":
            self._choose_exports()
        else:
            self.guided.return_to_skipped()
        if self.exports:
            self._measure()

    def _hand_over(self, what: str, report: AuditReport) -> None:
        self.guided.begin(Step(what))
        match what:
            case "plan":
                is_done = hand_over_plan(self.guided, report, self.hand_overs.save)
            case "record":
                is_done = hand_over_record(self.guided, self.session, report, self.hand_overs.records)
            case _:
                is_done = set_follow_up(self.screen, self.session)
        if is_done:
            self.session.set(_DONE, json.dumps(sorted({*self._done, what})))

    @property
    def _done(self) -> list[str]:
        done: list[str] = json.loads(self.session.get(_DONE) or "[]")
        return done

    def _end(self) -> None:
        clear_away(self.guided, self.lying_open)
        keep = Choice("keep", say("support.end.keep", word=self.session.name))
        remove = Choice("remove", say("support.end.remove"))
        if self.screen.choose(Question(say("support.end.ask"), (keep, remove))) == "remove":
            self.session.close()
            self.store.forget(self.session.id)
            self.screen.tell(say("support.end.removed"))
        else:
            self.screen.tell(say("support.end.kept", word=self.session.name))


def _after_results(*, names: bool) -> Question:
    choices = [Choice("go_on", say("support.results.go_on"))]
    if names:
        choices.append(Choice("names", say("support.next.names")))
    return Question(say("support.results.ask"), tuple(choices), default="go_on")
