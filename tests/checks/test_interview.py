import pytest

from hygiene.checks.interview import answer
from hygiene.evidence import Evidence, Origin
from hygiene.findings import Verdict
from hygiene.policy.model import Rule
from tests.checks.plain import rule, told

SHOWN_ONLY = rule(accepts=frozenset({Origin.SHOWN}))


@pytest.mark.parametrize(
    ("met_by", "choice", "verdict"),
    [
        ("yes", "yes", Verdict.MET),
        ("yes", "no", Verdict.BROKEN),
        ("no", "no", Verdict.MET),
        ("no", "yes", Verdict.BROKEN),
    ],
)
def test_the_answer_decides(met_by: str, choice: str, verdict: Verdict) -> None:
    outcome = answer(rule(met_by=met_by), told(choice))
    assert (outcome.rule, outcome.verdict, outcome.origin) == ("r", verdict, Origin.TOLD)


@pytest.mark.parametrize(
    ("asked", "evidence", "reason"),
    [
        (rule(), Evidence(), "not_answered"),
        (rule(), told("dont-know"), "answered_dont_know"),
        (rule(), told("rather-not"), "answered_rather_not"),
        (rule(), told("not-my-concern"), "not_answered"),
        (SHOWN_ONLY, told("yes"), "answer_not_accepted"),
    ],
)
def test_every_way_to_unknown(asked: Rule, evidence: Evidence, reason: str) -> None:
    outcome = answer(asked, evidence)
    assert (outcome.verdict, outcome.origin) == (Verdict.UNKNOWN, None)
    assert [(finding.verdict, finding.reason) for finding in outcome.findings] == [(Verdict.UNKNOWN, reason)]
    assert not outcome.findings[0].remedy.links


def test_what_was_shown_counts_where_the_policy_wants_it_shown() -> None:
    outcome = answer(SHOWN_ONLY, told("yes", Origin.SHOWN))
    assert (outcome.verdict, outcome.origin) == (Verdict.MET, Origin.SHOWN)


def test_an_answer_against_a_rule_needs_no_proof() -> None:
    assert answer(SHOWN_ONLY, told("no")).verdict is Verdict.BROKEN


def test_a_rule_may_not_concern_an_employee_only_where_it_says_so() -> None:
    outcome = answer(rule(may_not_concern=True), told("not-my-concern"))
    assert (outcome.verdict, outcome.findings) == (Verdict.NOT_APPLICABLE, ())


def test_only_a_broken_rule_offers_its_links() -> None:
    linked = rule(links=("https://example.org/",))
    (finding,) = answer(linked, told("no")).findings
    assert (finding.verdict, finding.remedy.links) == (Verdict.BROKEN, ("https://example.org/",))
    assert answer(linked, told("yes")).findings == ()


def test_the_answer_to_another_rule_says_nothing() -> None:
    assert answer(rule(id="other"), told("yes")).verdict is Verdict.UNKNOWN


def test_a_rule_is_asked_about_only_where_an_answer_can_count() -> None:
    assert rule().is_asked
    assert SHOWN_ONLY.is_asked
    assert not rule(accepts=frozenset({Origin.MEASURED})).is_asked
