"""Results in counts and reasons, for somebody who must not learn whose accounts they are about."""

from dataclasses import replace

import pytest

from hygiene.evidence import Origin
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.reading import load_policy
from hygiene.reports.document import AuditReport
from hygiene.reports.nameless import paragraphs, without_names
from hygiene.reports.text import render
from hygiene.texts import LANGUAGES, use_language
from tests.reports.audits import ORDINARY

POLICY = load_policy(["municipality"])
ABOUT = {"about": ("Kanarikerho", "Kanarilehti"), "entries": ("1:1", "1:2")}
LENGTH = {"n": 2, "length": 9, "least": 15}
REUSED = Finding(
    Verdict.BROKEN,
    "password_reused",
    ABOUT["about"],
    ABOUT["entries"],
    {"n": 2, "times": 2},
    Remedy("password_reused", {"n": 2, "times": 2}, ("https://kanarikerho.example/",)),
)
SHORT = replace(REUSED, reason="password_short", values=LENGTH, remedy=Remedy("password_short", LENGTH))
PLATFORM = Finding(
    Verdict.BROKEN, "privacy_settings_to_fix", about=("Kuka näkee",), values={"platform": "Kanariverkko"}
)
MEASURED = (
    Outcome("unique-passwords", Verdict.BROKEN, Origin.MEASURED, (REUSED,)),
    Outcome("long-passwords", Verdict.BROKEN, Origin.MEASURED, (SHORT, PLATFORM)),
)
TOLD = Outcome("terms-read", Verdict.BROKEN, Origin.TOLD, (Finding(Verdict.BROKEN, "answered_against"),))
REPORT = AuditReport(POLICY, ORDINARY.evidence, (*MEASURED, TOLD))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_account_no_platform_and_no_length_is_told(language: str) -> None:
    use_language(language)
    told = "\n".join(paragraphs(REPORT))
    assert "anari" not in told
    assert "9" not in told.replace("2019", "")
    for rule in ("unique-passwords", "long-passwords", "terms-read"):
        assert POLICY.rule(rule).texts[language].title in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_of_a_whole_audit_is_told(language: str) -> None:
    use_language(language)
    labels = {label for outcome in ORDINARY.outcomes for finding in outcome.findings for label in finding.about}
    told = "\n".join(paragraphs(ORDINARY))
    assert {label for label in labels if label in render(ORDINARY)} != set()
    assert {label for label in labels if label in told} == set()


def test_a_reason_that_names_nothing_is_told_and_another_is_counted() -> None:
    told = list(paragraphs(REPORT))
    assert any("The same password opens 2 services." in paragraph for paragraph in told)
    assert any("This is about 2 places." in paragraph for paragraph in told)


def test_what_was_answered_in_private_is_counted_and_no_more() -> None:
    title = POLICY.rule("terms-read").texts["en"].title
    counts, *rest = paragraphs(REPORT, with_answers=False)
    assert "3 to fix" in counts
    assert [paragraph for paragraph in rest if title in paragraph] == []
    assert len(rest) == 3


def test_what_is_kept_of_an_outcome_names_nothing() -> None:
    kept = [without_names(outcome) for outcome in REPORT.outcomes]
    assert "anari" not in repr([(each, [finding.about for finding in each.findings]) for each in kept])
    assert [len(each.findings) for each in kept] == [1, 0, 1]
    assert [each.verdict for each in kept] == [each.verdict for each in REPORT.outcomes]
