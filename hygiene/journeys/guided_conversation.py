"""One conversation with two people: what names an account is for the employee alone, the rest for both."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from hygiene.conversation import BACK, LEAVE, Choice, Question, SharedScreen, Subject
from hygiene.evidence import DONT_KNOW
from hygiene.journeys.guided_notes import hold_notes
from hygiene.journeys.guided_steps import Step, heading
from hygiene.platforms.progress import Result
from hygiene.secret import Secret
from hygiene.sessions import Session
from hygiene.texts import say

_SKIPPED, _LEFT, _ALOUD = "skipped", "left", "rules_aloud"
_MORE = "more"
_SKIPS = (DONT_KNOW, Result.NOT_NOW)
"""The answers that leave a question open."""

_STEPS = {
    Subject.ACCOUNT: Step.ACCOUNTS,
    Subject.PLATFORM: Step.PLATFORMS,
    Subject.RULE: Step.RULES,
    Subject.OTHER: Step.BREACHES,
}
"""The steps in which the audit itself asks, by what it asks about: else it only asks whether it may look up."""


class GuidedConversation:
    """Leads the questions of an audit before two people.

    Questions that name an account or a platform in use are asked of the employee alone, and so are those about rules
    where the employee wants it. Whatever is told belongs to the question that follows. Every question of an interview
    lets the supporter write a note, skip it or the rest of its step, and pause, which raises `KeyboardInterrupt`.
    """

    def __init__(self, screen: SharedScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._untold: list[str] = []
        self._aside: ExitStack | None = None
        self._step: Step | None = None

    def begin(self, step: Step) -> None:
        """Show both what comes now, once until another step begins."""
        if step is not self._step:
            self.come_back()
            self._screen.tell(heading(step))
            self._step = step

    def tell(self, text: str) -> None:
        """Show a paragraph together with the next question, to whoever that is asked of."""
        self._untold.append(text)

    def tell_what_is_untold(self) -> None:
        """Show what was told and belongs to no question, to whoever has the screen."""
        for text in self._untold:
            self._screen.tell(text)
        self._untold.clear()

    def choose(self, question: Question) -> str:
        """The choice taken. `LEAVE` for a question of an interview whose step is left, or cannot be hidden."""
        is_of_interview = bool(question.id)
        if is_of_interview and question.subject in self._left_subjects():
            return LEAVE
        self.begin(_STEPS[question.subject])
        if self._is_private(question):
            if not self._screen.can_hide:
                return self._unasked(question)
            self.step_aside()
        else:
            self.come_back()
        self.tell_what_is_untold()
        return self._put(question) if is_of_interview else self._screen.choose(question)

    def ask(self, text: str, explanation: str = "") -> str:
        """A line of free text of the employee alone: there may be an address in it."""
        self.step_aside()
        self.tell_what_is_untold()
        return self._screen.ask(text, explanation) if self._screen.can_hide else self._screen.ask_unseen(text)

    def ask_secret(self, text: str) -> Secret:
        """A line that the employee types alone and without echo."""
        self.step_aside()
        return self._screen.ask_secret(text)

    def progress(self, key: str) -> Callable[[int, int], None]:
        """Tell both how far long work has come."""
        self.come_back()
        return self._screen.progress(key)

    def step_aside(self) -> None:
        """Give the screen to the employee alone: the supporter looks away first, and the employee says when."""
        if self._aside:
            return
        self._screen.tell(say("support.private.look_away"))
        self._screen.wait(say("support.private.alone" if self._screen.can_hide else "support.private.alone_unhidden"))
        self._aside = ExitStack()
        self._aside.enter_context(self._screen.alone())
        self._screen.tell(say("support.private.begins" if self._screen.can_hide else "support.private.begins_unhidden"))

    def come_back(self) -> None:
        """Take away what was for the employee alone."""
        if self._aside:
            aside, self._aside = self._aside, None
            aside.close()
            self._screen.tell(say("support.private.ended"))

    @contextmanager
    def private(self) -> Iterator[SharedScreen]:
        """The screen, for the employee alone."""
        self.step_aside()
        try:
            yield self._screen
        finally:
            self.come_back()

    @property
    def answers_are_shared(self) -> bool:
        """Whether the supporter may see what the employee answered about the rules."""
        return self._session.get(_ALOUD) != "no"

    @property
    def skipped(self) -> list[str]:
        """The ids of the questions that were skipped."""
        return self._kept_list(_SKIPPED)

    @property
    def has_left_open(self) -> bool:
        """Whether there are questions to return to."""
        return bool(self.skipped or self._left_subjects())

    def return_to_skipped(self) -> None:
        """Let what was skipped be asked again."""
        for question in self.skipped:
            self._session.retract(question)
        self._keep_list(_SKIPPED, [])
        self._keep_list(_LEFT, [])

    def _put(self, question: Question) -> str:
        more = Choice(_MORE, say("support.menu.open"))
        offered = replace(question, choices=(*question.choices, more))
        chosen = self._screen.choose(offered)
        while chosen == _MORE:
            if instead := self._menu(question):
                return instead
            chosen = self._screen.choose(offered)
        if chosen != BACK:
            self._note_skipped(question.id, is_skipped=False)
        return chosen

    def _menu(self, question: Question) -> str | None:
        """What the supporter does in place of an answer; None to go back to the question."""
        skip = next((choice.id for choice in question.choices if choice.id in _SKIPS), None)
        actions = ["return", *([] if self._aside else ["note"]), *(["skip"] if skip else []), "leave", "pause"]
        choices = tuple(Choice(action, say(f"support.menu.{action}")) for action in actions)
        match self._screen.choose(Question(say("support.menu.ask"), choices)):
            case "note":
                hold_notes(self._screen, self._session)
            case "skip":
                self._note_skipped(question.id, is_skipped=True)
                return skip
            case "leave":
                self._keep_list(_LEFT, [*self._left_subjects(), question.subject])
                return LEAVE
            case "pause":
                raise KeyboardInterrupt
        return None

    def _is_private(self, question: Question) -> bool:
        if question.subject is Subject.RULE:
            return not self._asks_rules_aloud()
        return question.subject is not Subject.OTHER

    def _asks_rules_aloud(self) -> bool:
        """Whether the supporter reads out the questions about rules: the employee has the choice once."""
        kept = self._session.get(_ALOUD)
        if kept is None:
            self.come_back()
            if not self._screen.can_hide:
                self._screen.tell(say("support.rules.only_aloud"))
                return True
            answers = tuple(Choice(answer, say(f"support.rules.{way}")) for answer, way in _WAYS)
            kept = self._screen.choose(Question(say("support.rules.how"), answers))
            self._session.set(_ALOUD, kept)
        return kept == "yes"

    def _unasked(self, question: Question) -> str:
        """Leave open what would name an account where it could not be taken away again."""
        self._screen.tell(say("support.private.cannot_hide"))
        if not question.id:
            return "no"
        self._keep_list(_LEFT, [*self._left_subjects(), question.subject])
        return LEAVE

    def _note_skipped(self, question: str, *, is_skipped: bool) -> None:
        if is_skipped != (question in self.skipped):
            others = [each for each in self.skipped if each != question]
            self._keep_list(_SKIPPED, [*others, question] if is_skipped else others)

    def _left_subjects(self) -> list[str]:
        return self._kept_list(_LEFT)

    def _kept_list(self, name: str) -> list[str]:
        kept: list[str] = json.loads(self._session.get(name) or "[]")
        return kept

    def _keep_list(self, name: str, values: list[str]) -> None:
        self._session.set(name, json.dumps(values))


_WAYS = (("yes", "aloud"), ("no", "alone"))
"""How the questions about rules may be asked, by the answer to whether they are read out."""
