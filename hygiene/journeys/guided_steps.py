"""The steps of a guided session: what its two people do one after the other, and how long each takes."""

from enum import StrEnum

from hygiene.texts import say


class Step(StrEnum):
    """A step; `support.<step>` has its title, what the supporter may say, and what the employee does."""

    CONSENT = "consent"
    TODAY = "today"
    EXPORTS = "exports"
    ACCOUNTS = "accounts"
    BREACHES = "breaches"
    PLATFORMS = "platforms"
    RESULTS = "results"
    RULES = "rules"
    PLAN = "plan"
    RECORD = "record"
    FOLLOW_UP = "follow_up"


MINUTES = {
    Step.CONSENT: 3,
    Step.TODAY: 2,
    Step.EXPORTS: 10,
    Step.ACCOUNTS: 5,
    Step.BREACHES: 2,
    Step.PLATFORMS: 15,
    Step.RESULTS: 5,
    Step.RULES: 15,
    Step.PLAN: 5,
    Step.RECORD: 3,
    Step.FOLLOW_UP: 2,
}
"""How many minutes each step takes, roughly."""


def heading(step: Step) -> str:
    """The step's place among all, its title and its time; then the lines of the supporter and of the employee."""
    place = list(Step).index(step) + 1
    return "\n".join(
        [
            say("support.step", place=place, of=len(Step), title=say(f"support.{step}.title"), n=MINUTES[step]),
            say("support.supporter_says", text=say(f"support.{step}.say")),
            say("support.employee_does", text=say(f"support.{step}.do")),
        ]
    )
