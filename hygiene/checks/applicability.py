"""Which rules concern an employee, by the circumstances of the employee's work."""

from collections.abc import Mapping

from hygiene.evidence import Answer
from hygiene.policy.model import Circumstance, Policy, Rule

NOT_MY_CONCERN = "not-my-concern"


def concerns(policy: Policy, subject: Rule | Circumstance, answers: Mapping[str, Answer]) -> bool | None:
    """Whether a rule, or the question about a circumstance, concerns the employee; None where that is not known yet.

    One circumstance that is known not to hold is enough to rule the subject out, whatever the others are.
    """
    holds = [_holds(policy, circumstance, answers) for circumstance in subject.applies_if]
    if False in holds:
        return False
    return None if None in holds else True


def _holds(policy: Policy, circumstance_id: str, answers: Mapping[str, Answer]) -> bool | None:
    circumstance = next(each for each in policy.circumstances if each.id == circumstance_id)
    asked = concerns(policy, circumstance, answers)
    if asked is not True:
        return asked
    answer = answers.get(circumstance_id)
    return {"yes": True, "no": False}.get(answer.choice) if answer else None
