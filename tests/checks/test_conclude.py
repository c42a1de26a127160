from datetime import date

import pytest

from hygiene.checks import CHECKS, VAULT_CHECKS, conclude
from hygiene.evidence import Answer, DataExportInput, Evidence
from hygiene.findings import Verdict
from hygiene.policy.model import Exemption, Policy
from hygiene.policy.parameters import PARAMETERS
from hygiene.texts import LANGUAGES
from tests.checks.plain import account, circumstance, policy, rule, told, vault

TODAY = date(2026, 11, 22)


def exempting(until: date, rule_id: str = "r", check: str = "answer") -> Policy:
    reasons = dict.fromkeys(LANGUAGES, "reason")
    return policy(rule(check), exemptions=(Exemption(rule_id, reasons, until),))


def test_every_rule_has_an_outcome_in_the_order_of_the_policy() -> None:
    rules = (rule(id="b"), rule("password_reuse", id="a"), rule(id="c"))
    evidence = Evidence(answers={"a": Answer("yes"), "c": Answer("no")})
    outcomes = conclude(policy(*rules), evidence, TODAY)
    assert [(each.rule, each.verdict) for each in outcomes] == [
        ("b", Verdict.UNKNOWN),
        ("a", Verdict.MET),
        ("c", Verdict.BROKEN),
    ]


@pytest.mark.parametrize(
    ("circumstances", "verdict", "reasons"),
    [
        ({"online": "no"}, Verdict.NOT_APPLICABLE, []),
        ({"online": "yes"}, Verdict.MET, []),
        ({}, Verdict.UNKNOWN, ["circumstance_unknown"]),
        ({"online": "dont-know"}, Verdict.UNKNOWN, ["circumstance_unknown"]),
    ],
)
def test_circumstances_decide_before_any_answer(
    circumstances: dict[str, str], verdict: Verdict, reasons: list[str]
) -> None:
    demanded = policy(rule(applies_if=("online",)), circumstances=(circumstance("online"),))
    answers = {key: Answer(choice) for key, choice in {"r": "yes", **circumstances}.items()}
    (outcome,) = conclude(demanded, Evidence(answers=answers), TODAY)
    assert outcome.verdict is verdict
    assert [finding.reason for finding in outcome.findings] == reasons


@pytest.mark.parametrize(
    ("circumstances", "reasons"),
    [({}, ["profile_names_employer"]), ({"online": "no"}, ["profile_names_employer"])],
)
def test_whoever_has_a_data_export_has_a_profile(circumstances: dict[str, str], reasons: list[str]) -> None:
    demanded = policy(rule("employer_in_profile", applies_if=("online",)), circumstances=(circumstance("online"),))
    evidence = Evidence(
        answers={key: Answer(choice) for key, choice in circumstances.items()},
        data_exports=(DataExportInput("x.zip", ("X",), read=1, settings=0),),
        employer_named_on=("X",),
    )
    (outcome,) = conclude(demanded, evidence, TODAY)
    assert [finding.reason for finding in outcome.findings] == reasons


@pytest.mark.parametrize(
    ("until", "verdict"),
    [
        (date(2026, 11, 21), Verdict.BROKEN),
        (date(2026, 11, 22), Verdict.EXEMPT),
        (date(2027, 1, 1), Verdict.EXEMPT),
    ],
)
def test_an_exemption_holds_up_to_and_including_its_last_day(until: date, verdict: Verdict) -> None:
    (outcome,) = conclude(exempting(until), told("no"), TODAY)
    assert outcome.verdict is verdict
    assert [finding.verdict for finding in outcome.findings] == [verdict]


def test_an_exemption_makes_nothing_met_or_unknown_exempt() -> None:
    demanded = exempting(date(2027, 1, 1))
    assert [each.verdict for each in conclude(demanded, told("yes"), TODAY)] == [Verdict.MET]
    assert [each.verdict for each in conclude(demanded, Evidence(), TODAY)] == [Verdict.UNKNOWN]


def test_an_exemption_of_another_rule_excuses_nothing() -> None:
    (outcome,) = conclude(exempting(date(2027, 1, 1), "other"), told("no"), TODAY)
    assert outcome.verdict is Verdict.BROKEN


def test_an_exemption_does_not_hide_what_is_unknown() -> None:
    evidence = vault(account("a", "x"), account("b", "x"), rejected=1)
    (outcome,) = conclude(exempting(date(2027, 1, 1), check="password_reuse"), evidence, TODAY)
    assert outcome.verdict is Verdict.EXEMPT
    assert [(finding.verdict, finding.reason) for finding in outcome.findings] == [
        (Verdict.EXEMPT, "password_reused"),
        (Verdict.UNKNOWN, "rows_not_read"),
    ]


def test_a_policy_can_name_each_check_and_no_other() -> None:
    assert CHECKS.keys() == PARAMETERS.keys()
    asked = {"accounts_in_use", "answer", "employer_in_profile", "privacy_settings", "second_factor_in_use"}
    assert asked | VAULT_CHECKS == CHECKS.keys()
