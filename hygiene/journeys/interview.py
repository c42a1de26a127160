"""The questions of an audit, one by one: each answer is kept before the next question is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from hygiene.checks.applicability import NOT_MY_CONCERN, concerns
from hygiene.conversation import BACK, LEAVE, Choice, Conversation, Question, Subject
from hygiene.evidence import DONT_KNOW, RATHER_NOT, Answer
from hygiene.policy.model import Circumstance, Policy, Rule
from hygiene.sessions import Session
from hygiene.texts import current_language, say


@dataclass(frozen=True, slots=True)
class Step:
    """A question and the lasting id under which its answer is kept."""

    id: str
    question: Question


Remaining = Callable[[Mapping[str, str]], Sequence[Step]]

_NOTHING: Mapping[str, str] = MappingProxyType({})


def _position(left: int) -> str:
    return say("audit.questions_left", n=left)


def hold_interview(
    conversation: Conversation,
    session: Session,
    remaining: Remaining,
    *,
    later: int = 0,
    position: Callable[[int], str] = _position,
    kept_as: Callable[[str], str] = str,
    for_all: Mapping[str, str] = _NOTHING,
) -> None:
    """Ask until nothing remains. `remaining` gives the open questions, in order, for the answers given so far.

    The employee may go back: the last answer of this interview is taken back and asked for again. Nothing more is asked
    once the rest is left open. `later` is how many
    questions may come after this interview, `position` tells how many are to go, `kept_as` is the form in which an
    answer is kept, and `for_all` gives, for a choice that settles all that remains, the answer that is kept for each.
    """
    given_here: list[str] = []
    while steps := remaining(session.answers):
        step = steps[0]
        question = replace(
            step.question,
            text=f"{position(len(steps) + later)}\n{step.question.text}",
            can_go_back=bool(given_here),
            id=step.id,
        )
        choice = conversation.choose(question)
        if choice == BACK:
            session.retract(given_here.pop())
        elif choice == LEAVE:
            return
        elif choice in for_all:
            for each in steps:
                session.record(each.id, kept_as(for_all[choice]))
                given_here.append(each.id)
        else:
            session.record(step.id, kept_as(choice))
            given_here.append(step.id)


def yes_or_no(text: str) -> Question:
    """A question that has only these two answers."""
    return Question(text, (_choice("yes"), _choice("no")))


def rule_steps(policy: Policy, answers: Mapping[str, Answer], measured: frozenset[str]) -> list[Step]:
    """The open questions about rules and circumstances, group by group.

    A circumstance is asked about just before the first rule that needs it. `measured` are checks that need no question.
    """
    steps: dict[str, Step] = {}
    for rule in policy.rules:
        if rule.check in measured or not rule.is_asked:
            continue
        for circumstance in _needed(policy, rule.applies_if):
            if circumstance.id not in answers and concerns(policy, circumstance, answers) is not False:
                steps.setdefault(circumstance.id, _circumstance_step(circumstance))
        if rule.id not in answers and _may_still_concern(policy, rule, answers):
            steps.setdefault(rule.id, _rule_step(rule))
    return list(steps.values())


def _needed(policy: Policy, circumstance_ids: Sequence[str]) -> Iterator[Circumstance]:
    for circumstance in policy.circumstances:
        if circumstance.id in circumstance_ids:
            yield from _needed(policy, circumstance.applies_if)
            yield circumstance


def _may_still_concern(policy: Policy, rule: Rule, answers: Mapping[str, Answer]) -> bool:
    """Whether the rule concerns the employee, or may once the circumstances that are still open have been asked."""
    if (concerned := concerns(policy, rule, answers)) is not None:
        return concerned
    return any(circumstance.id not in answers for circumstance in _needed(policy, rule.applies_if))


def _circumstance_step(circumstance: Circumstance) -> Step:
    texts = circumstance.texts[current_language()]
    return Step(circumstance.id, Question(texts.ask, _choices(), explanation=texts.explain, subject=Subject.RULE))


def _rule_step(rule: Rule) -> Step:
    texts = rule.texts[current_language()]
    own = [_choice(NOT_MY_CONCERN)] if rule.may_not_concern else []
    explanation = "\n".join(part for part in (texts.explain, say("audit.why", why=texts.why)) if part)
    return Step(rule.id, Question(texts.ask, _choices(*own), explanation=explanation, subject=Subject.RULE))


def _choices(*own: Choice) -> tuple[Choice, ...]:
    return (_choice("yes"), _choice("no"), *own, _choice(DONT_KNOW), _choice(RATHER_NOT))


def _choice(name: str) -> Choice:
    return Choice(name, say(f"audit.choice.{name}"))
