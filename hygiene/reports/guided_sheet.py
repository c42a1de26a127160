"""The guided session on paper: for a supporter and an employee who have no computer, with boxes to tick."""

from collections.abc import Callable, Iterator

from hygiene.policy.model import Policy
from hygiene.reports.content import one_line
from hygiene.reports.markdown import literal
from hygiene.reports.pages import page
from hygiene.reports.wrapping import wrapped
from hygiene.texts import current_language, say

_STYLES = ("colours.css", "style.css", "print.css", "sheet.css")
_TEXT_BOX = "[ ]"
_LINE = "_" * 20

STEPS = {"consent": 5, "questions": 20, "platforms": 10, "plan": 10, "follow_up": 3}
"""The steps on paper, and how many minutes each takes, roughly."""

_ANSWERS = ("yes", "no", "dont-know", "rather-not")
PROMISES = 5
"""How many things an employee may promise to do first: more than can be done by the next time would be done never."""


def heading(step: str) -> str:
    """The step's place, title and time."""
    place = list(STEPS).index(step) + 1
    return say("support.step", place=place, of=len(STEPS), title=say(f"support.paper.{step}.title"), n=STEPS[step])


def promise() -> str:
    """Room for one thing to do, and for its day."""
    return f"{say('support.paper.promise')} {_LINE} {say('support.paper.by')} {_LINE}"


def next_time() -> str:
    """Room for the day of the next meeting."""
    return f"{say('support.paper.next_time')} {_LINE}"


def lines_of(step: str) -> list[str]:
    """What the supporter may say, and what the employee does."""
    return [
        say("support.supporter_says", text=say(f"support.paper.{step}.say")),
        say("support.employee_does", text=say(f"support.paper.{step}.do")),
    ]


def answers() -> list[str]:
    """The answers that every question has a box for."""
    return [say(f"audit.choice.{choice}") for choice in _ANSWERS]


def not_my_concern() -> str:
    """The further answer of a question that need not concern everybody."""
    return say("audit.choice.not-my-concern")


def questions(policy: Policy) -> list[tuple[str, list[tuple[str, bool]]]]:
    """The questions of a policy group by group, each with whether it may be of no concern; first who one is."""
    language = current_language()
    about_work = [(one_line(each.texts[language].ask), False) for each in policy.circumstances]
    groups = [(say("support.paper.about_work"), about_work)]
    for group in policy.groups:
        asked = [
            (one_line(rule.texts[language].ask), rule.may_not_concern or bool(rule.applies_if))
            for rule in policy.rules
            if rule.group == group.id and rule.is_asked
        ]
        groups.append((one_line(group.names[language]), asked))
    return [(name, asked) for name, asked in groups if asked]


def _text(policy: Policy, width: int) -> str:
    return "".join(f"{line}\n" for line in _lines(policy, width))


def _lines(policy: Policy, width: int) -> Iterator[str]:
    for text in (say("support.paper.title"), say("support.paper.rules")):
        yield from (*wrapped(text, width), "")
    for step in STEPS:
        title = wrapped(heading(step), width)
        yield from ("", *title, "-" * max(map(len, title)))
        for text in lines_of(step):
            yield from wrapped(text, width)
        yield ""
        match step:
            case "consent":
                yield from wrapped(say("support.paper.agreed"), width, f"{_TEXT_BOX} ")
            case "questions":
                yield from _questions_as_text(policy, width)
            case "plan":
                for number in range(1, PROMISES + 1):
                    yield from wrapped(promise(), width, f"{number}. ")
            case "follow_up":
                yield from wrapped(next_time(), width)


def _questions_as_text(policy: Policy, width: int) -> Iterator[str]:
    for name, asked in questions(policy):
        yield from (*wrapped(name, width), "")
        for text, may_not_concern in asked:
            yield from wrapped(text, width, "- ")
            for answer in [*answers(), *([not_my_concern()] if may_not_concern else [])]:
                yield from wrapped(f"{_TEXT_BOX} {answer}", width, "    ")
            yield ""


def _markdown(policy: Policy, _width: int) -> str:
    return "\n\n".join(_blocks(policy)) + "\n"


def _blocks(policy: Policy) -> Iterator[str]:
    yield f"# {literal(say('support.paper.title'))}"
    yield literal(say("support.paper.rules"))
    for step in STEPS:
        yield f"## {literal(heading(step))}"
        yield from map(literal, lines_of(step))
        match step:
            case "consent":
                yield f"- [ ] {literal(say('support.paper.agreed'))}"
            case "questions":
                for name, asked in questions(policy):
                    yield f"### {literal(name)}"
                    for text, may_not_concern in asked:
                        boxes = [*answers(), *([not_my_concern()] if may_not_concern else [])]
                        yield "\n".join([literal(text), "", *(f"- [ ] {literal(box)}" for box in boxes)])
            case "plan":
                yield "\n".join(f"{number}. {literal(promise())}" for number in range(1, PROMISES + 1))
            case "follow_up":
                yield literal(next_time())


def _html(policy: Policy, _width: int) -> str:
    return page(
        "sheet.html.jinja",
        _STYLES,
        answers=answers(),
        groups=questions(policy),
        heading=heading,
        lines_of=lines_of,
        not_my_concern=not_my_concern(),
        promises=range(PROMISES),
        steps=list(STEPS),
    )


SHEET_FORMATS: dict[str, Callable[[Policy, int], str]] = {"text": _text, "markdown": _markdown, "html": _html}
"""How each form of the sheet is made, in the current language, with lines of text of at most so many columns."""
