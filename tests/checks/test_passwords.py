from dataclasses import replace

import pytest

from hygiene.checks.passwords import password_breached, password_length, password_strength
from hygiene.evidence import Evidence
from hygiene.findings import Outcome, Verdict
from tests.checks.plain import account, rule, vault

STRENGTH = rule("password_strength", parameters={"min_score": 3})
LENGTH = rule("password_length", parameters={"min_length": 15, "min_length_with_second_factor": 8})
BREACHED = rule("password_breached")


def found(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.reason, finding.about) for finding in outcome.findings]


@pytest.mark.parametrize(("score", "verdict"), [(0, Verdict.BROKEN), (2, Verdict.BROKEN), (3, Verdict.MET)])
def test_the_score_decides_how_strong_is_strong_enough(score: int, verdict: Verdict) -> None:
    assert password_strength(STRENGTH, vault(account("a", "x"), scores={"x": score})).verdict is verdict


def test_a_weak_password_is_one_finding_about_all_its_accounts() -> None:
    evidence = vault(account("a", "x"), account("b", "y"), account("c", "x"), scores={"x": 1, "y": 4})
    outcome = password_strength(STRENGTH, evidence)
    assert found(outcome) == [("password_weak", ("a", "c"))]
    assert outcome.findings[0].values == {"n": 2, "score": 1, "parts": ""}


def test_the_first_reasons_are_told() -> None:
    evidence = vault(account("a", "x"), scores={"x": 1})
    reasons = ("word_fi", "year", "shape", "short")
    weak = {password: replace(strength, reasons=reasons) for password, strength in evidence.strengths.items()}
    (finding,) = password_strength(STRENGTH, replace(evidence, strengths=weak)).findings
    assert finding.values["parts"] == "word_fi,year,shape"


def test_a_password_that_was_not_estimated_is_unknown() -> None:
    evidence = vault(account("a", "x"), account("b", "y"), account("c", "z"), scores={"y": 4})
    outcome = password_strength(STRENGTH, evidence)
    assert outcome.verdict is Verdict.UNKNOWN
    assert found(outcome) == [("strength_unknown", ("a", "c"))]


@pytest.mark.parametrize(
    ("password", "second_factor", "verdict"),
    [
        ("a" * 15, None, Verdict.MET),
        ("a" * 14, None, Verdict.BROKEN),
        ("a" * 14, True, Verdict.MET),
        ("a" * 8, True, Verdict.MET),
        ("a" * 7, True, Verdict.BROKEN),
        ("ä" * 15, None, Verdict.MET),
        ("🔑" * 15, None, Verdict.MET),
        ("🔑" * 14, None, Verdict.BROKEN),
        (" " * 15, None, Verdict.MET),
        ("\ud800" * 15, None, Verdict.MET),
    ],
)
def test_length_is_counted_in_code_points_and_by_what_protects_the_account(
    password: str, second_factor: bool | None, verdict: Verdict
) -> None:
    evidence = vault(account("a", password, second_factor=second_factor))
    assert password_length(LENGTH, evidence).verdict is verdict


def test_a_password_is_short_only_for_the_accounts_without_a_second_factor() -> None:
    evidence = vault(account("a", "k" * 10), account("b", "k" * 10, second_factor=True))
    (finding,) = password_length(LENGTH, evidence).findings
    assert (finding.about, finding.values) == (("a",), {"n": 1, "length": 10, "least": 15})


def test_the_length_that_is_asked_for_is_the_one_that_all_of_its_accounts_need() -> None:
    protected = account("b", "k" * 5, second_factor=True)
    (alone,) = password_length(LENGTH, vault(protected)).findings
    assert alone.values["least"] == 8
    (both,) = password_length(LENGTH, vault(protected, account("a", "k" * 5))).findings
    assert (both.about, both.values["least"]) == (("b", "a"), 15)


@pytest.mark.parametrize(
    ("breached", "verdict", "reason", "values"),
    [
        ({"x": 12}, Verdict.BROKEN, "password_breached_counted", {"n": 1, "count": 12, "answered_by": "embedded"}),
        ({"x": None}, Verdict.BROKEN, "password_breached", {"n": 1, "answered_by": "embedded"}),
        ({"x": "timed_out"}, Verdict.UNKNOWN, "exposure_unknown", {"n": 1, "why": "timed_out"}),
        ({}, Verdict.UNKNOWN, "not_looked_up", {"n": 1}),
        ({"other": "not found"}, Verdict.UNKNOWN, "not_looked_up", {"n": 1}),
    ],
)
def test_a_password_is_known_from_a_breach_or_it_is_not_known(
    breached: dict[str, int | str | None], verdict: Verdict, reason: str, values: dict[str, object]
) -> None:
    outcome = password_breached(BREACHED, vault(account("a", "x"), breached=breached))
    assert outcome.verdict is verdict
    (finding,) = outcome.findings
    assert (finding.verdict, finding.reason, finding.values) == (verdict, reason, values)


def test_only_a_whole_answer_meets_the_rule() -> None:
    assert password_breached(BREACHED, vault(account("a", "x"), breached={"x": "not found"})).verdict is Verdict.MET


def test_what_was_found_and_what_is_unknown_both_show() -> None:
    evidence: Evidence = vault(
        *(account(label, label) for label in "abcdef"),
        breached={"a": "not found", "b": 3, "c": "blocked", "d": None, "e": "blocked"},
    )
    outcome = password_breached(BREACHED, evidence)
    assert outcome.verdict is Verdict.BROKEN
    assert found(outcome) == [
        ("password_breached_counted", ("b",)),
        ("password_breached", ("d",)),
        ("exposure_unknown", ("c", "e")),
        ("not_looked_up", ("f",)),
    ]
