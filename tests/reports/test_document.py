from dataclasses import replace
from datetime import date

from hygiene.errors import ExitCode
from hygiene.evidence import Origin
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.reports.content import tasks
from hygiene.reports.document import AuditReport
from tests.reports.audits import IN_ORDER, ORDINARY, POLICY


def with_outcomes(*outcomes: Outcome) -> AuditReport:
    return replace(IN_ORDER, outcomes=outcomes)


def test_every_verdict_is_counted() -> None:
    assert ORDINARY.counts == {
        Verdict.MET: 3,
        Verdict.BROKEN: 6,
        Verdict.UNKNOWN: 2,
        Verdict.NOT_APPLICABLE: 1,
        Verdict.EXEMPT: 1,
    }
    assert sum(ORDINARY.counts.values()) == len(POLICY.rules)


def test_what_is_worst_comes_first_and_the_policy_decides_a_tie() -> None:
    assert [outcome.rule for outcome in ORDINARY.by_urgency(Verdict.BROKEN)] == [
        "unique-passwords",
        "no-breached-passwords",
        "separate-logins",
        "strong-passwords",
        "work-address",
        "knows-the-policy",
    ]


def test_something_unknown_or_unread_leaves_the_audit_incomplete() -> None:
    met = Outcome("updates", Verdict.MET, Origin.TOLD)
    unknown = Finding(Verdict.UNKNOWN, "strength_unknown", values={"n": 1})
    assert with_outcomes(met).complete
    assert not with_outcomes(met, Outcome("second-factor", Verdict.UNKNOWN)).complete
    assert not with_outcomes(replace(met, findings=(unknown,))).complete
    assert not replace(with_outcomes(met), evidence=ORDINARY.evidence).complete


def test_the_exit_code_puts_what_is_to_fix_before_what_is_unknown() -> None:
    broken, unknown = Outcome("updates", Verdict.BROKEN), Outcome("second-factor", Verdict.UNKNOWN)
    assert with_outcomes(unknown, broken).exit_code is ExitCode.SOMETHING_TO_FIX
    assert with_outcomes(unknown).exit_code is ExitCode.NOT_COMPLETE
    assert with_outcomes(Outcome("updates", Verdict.EXEMPT)).exit_code is ExitCode.NOTHING_TO_FIX


def test_an_exempt_outcome_names_the_leave_that_it_rests_on() -> None:
    by_rule = {outcome.rule: outcome for outcome in ORDINARY.outcomes}
    exemption = ORDINARY.exemption(by_rule["no-file-sharing"])
    assert exemption is not None
    assert exemption.until == date(2026, 12, 31)
    assert ORDINARY.exemption(by_rule["updates"]) is None


def test_what_is_found_of_each_account_alone_is_told_once_of_all_of_them() -> None:
    def of(reason: str, label: str) -> Finding:
        remedy = Remedy("work_address_on_private_service", {"n": 1})
        return Finding(Verdict.BROKEN, reason, (label,), values={"n": 1}, remedy=remedy)

    found = (
        *(of("work_address_traced", label) for label in ("Shop", "Games")),
        of("work_address_on_private_service", "Library"),
    )
    [task] = tasks(with_outcomes(Outcome("work-address", Verdict.BROKEN, Origin.MEASURED, found)))
    [step] = task.steps
    assert [each.about for each in step.discoveries] == [("Shop", "Games"), ("Library",)]
    assert "2 private services" in step.discoveries[0].problem
    assert "a private service" in step.discoveries[1].problem
