import pytest

from hygiene.checks.applicability import concerns
from hygiene.evidence import Answer
from tests.checks.plain import circumstance, policy, rule

ONLINE = circumstance("online")
BLOGS = circumstance("blogs", "online")
POLICY = policy(rule(), circumstances=(ONLINE, BLOGS, circumstance("leads")))


@pytest.mark.parametrize(
    ("needed", "answers", "expected"),
    [
        ((), {}, True),
        (("online",), {}, None),
        (("online",), {"online": "yes"}, True),
        (("online",), {"online": "no"}, False),
        (("online",), {"online": "dont-know"}, None),
        (("online",), {"online": "rather-not"}, None),
        # A circumstance that itself depends on another one.
        (("blogs",), {"online": "no"}, False),
        (("blogs",), {"online": "no", "blogs": "yes"}, False),
        (("blogs",), {"online": "yes"}, None),
        (("blogs",), {"blogs": "yes"}, None),
        (("blogs",), {"online": "yes", "blogs": "yes"}, True),
        # One that does not hold rules the rule out, whatever is not known.
        (("online", "leads"), {"leads": "no"}, False),
        (("online", "leads"), {"online": "no", "leads": "dont-know"}, False),
        (("online", "leads"), {"online": "yes"}, None),
        (("online", "leads"), {"online": "yes", "leads": "yes"}, True),
    ],
)
def test_a_rule_concerns_whom_its_circumstances_say(
    needed: tuple[str, ...], answers: dict[str, str], expected: bool | None
) -> None:
    given = {key: Answer(choice) for key, choice in answers.items()}
    assert concerns(POLICY, rule(applies_if=needed), given) is expected


def test_the_question_about_a_circumstance_concerns_whom_the_one_above_it_says() -> None:
    assert concerns(POLICY, BLOGS, {}) is None
    assert concerns(POLICY, BLOGS, {"online": Answer("no")}) is False
    assert concerns(POLICY, BLOGS, {"online": Answer("yes")}) is True
