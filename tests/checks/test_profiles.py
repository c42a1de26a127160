"""Privacy settings and named employers: what is measured, shown and told, each for what it is."""

from dataclasses import replace

import pytest

from hygiene.checks.profiles import employer_in_profile, privacy_settings
from hygiene.evidence import Answer, Evidence, Origin, PlatformSetting
from hygiene.findings import Verdict
from tests.checks.plain import rule

RULE = replace(rule("privacy_settings"), accepts=frozenset(Origin))
EMPLOYER = replace(rule("employer_in_profile"), may_not_concern=True)


def setting(
    is_in_order: bool | None, origin: Origin | None = Origin.SHOWN, platform: str = "facebook"
) -> PlatformSetting:
    known = origin if is_in_order is not None else None
    return PlatformSetting(
        platform, platform.title(), "Who sees posts", is_in_order, known, "https://platform.example/"
    )


def evidence(*settings: PlatformSetting, told: str = "") -> Evidence:
    return Evidence(settings=settings, answers={RULE.id: Answer(told)} if told else {})


@pytest.mark.parametrize(
    ("given", "verdict", "origin"),
    [
        (evidence(), Verdict.UNKNOWN, None),
        (evidence(told="yes"), Verdict.MET, Origin.TOLD),
        (evidence(setting(True)), Verdict.MET, Origin.SHOWN),
        (evidence(setting(True, Origin.MEASURED)), Verdict.MET, Origin.MEASURED),
        (evidence(setting(True, Origin.MEASURED), setting(True)), Verdict.MET, Origin.SHOWN),
        (evidence(setting(True), setting(True, Origin.TOLD)), Verdict.MET, Origin.TOLD),
        (evidence(setting(True), told="no"), Verdict.BROKEN, Origin.TOLD),
        (evidence(setting(False, Origin.MEASURED), told="yes"), Verdict.BROKEN, Origin.MEASURED),
        (evidence(setting(None), told="yes"), Verdict.MET, Origin.TOLD),
        (evidence(setting(None)), Verdict.UNKNOWN, None),
        (evidence(setting(True), setting(None)), Verdict.UNKNOWN, None),
        (evidence(setting(True), setting(None, platform="x")), Verdict.UNKNOWN, None),
    ],
)
def test_the_verdict_on_privacy_settings(given: Evidence, verdict: Verdict, origin: Origin | None) -> None:
    outcome = privacy_settings(RULE, given)
    assert (outcome.verdict, outcome.origin) == (verdict, origin)


def test_an_origin_that_the_policy_does_not_accept_meets_nothing() -> None:
    strict = replace(RULE, accepts=frozenset({Origin.MEASURED}))
    assert privacy_settings(strict, evidence(setting(True))).verdict is Verdict.UNKNOWN
    assert privacy_settings(strict, evidence(setting(False))).verdict is Verdict.BROKEN


def test_each_platform_has_a_finding_of_its_own_with_its_links() -> None:
    given = evidence(setting(False), setting(False), setting(True, platform="x"), setting(None, platform="x"))
    to_fix, left = privacy_settings(RULE, given).findings
    assert (to_fix.verdict, to_fix.about) == (Verdict.BROKEN, ("Who sees posts", "Who sees posts"))
    assert to_fix.remedy.links == ("https://platform.example/",)
    assert (left.verdict, dict(left.values)) == (Verdict.UNKNOWN, {"n": 1, "platform": "X", "id": "x"})


def test_a_platform_that_was_not_begun_with_leaves_what_was_told() -> None:
    assert privacy_settings(RULE, evidence(setting(None), told="yes")).findings == ()


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("", Verdict.UNKNOWN),
        ("dont-know", Verdict.UNKNOWN),
        ("not-my-concern", Verdict.UNKNOWN),
        ("yes", Verdict.MET),
        ("no", Verdict.BROKEN),
    ],
)
def test_a_profile_that_names_the_employer_concerns_the_employee(told: str, verdict: Verdict) -> None:
    answers = {EMPLOYER.id: Answer(told)} if told else {}
    outcome = employer_in_profile(EMPLOYER, Evidence(answers=answers, employer_named_on=("LinkedIn",)))
    assert outcome.verdict is verdict
    if verdict is Verdict.UNKNOWN:
        assert [finding.about for finding in outcome.findings] == [("LinkedIn",)]


def test_without_a_measurement_the_answer_alone_counts() -> None:
    given = Evidence(answers={EMPLOYER.id: Answer("not-my-concern")})
    assert employer_in_profile(EMPLOYER, given).verdict is Verdict.NOT_APPLICABLE
