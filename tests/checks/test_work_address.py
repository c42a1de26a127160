import pytest

from hygiene.checks.work_address import work_address_on_private_service
from hygiene.evidence import Account
from hygiene.findings import Outcome, Verdict
from tests.checks.plain import PRIVATE, UNKNOWN, WORK, account, rule, vault

RULE = rule("work_address_on_private_service")


def check(*accounts: Account, work_domains: tuple[str, ...] = ("laaksola.example",)) -> Outcome:
    return work_address_on_private_service(RULE, vault(*accounts, work_domains=work_domains))


def found(outcome: Outcome) -> list[tuple[Verdict, str, tuple[str, ...]]]:
    return [(finding.verdict, finding.reason, finding.about) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("one", "verdict", "reasons"),
    [
        (account("a", kind=WORK, work_address=True), Verdict.MET, []),
        (account("a", kind=PRIVATE), Verdict.MET, []),
        (account("a", kind=UNKNOWN), Verdict.MET, []),
        (account("a", kind=PRIVATE, work_address=True), Verdict.BROKEN, ["work_address_on_private_service"]),
        (account("a", kind=UNKNOWN, work_address=True), Verdict.UNKNOWN, ["kind_unknown_work_address"]),
        (account("a", kind=WORK, username=""), Verdict.MET, []),
        (account("a", kind=PRIVATE, username=""), Verdict.UNKNOWN, ["user_name_unknown"]),
        (account("a", kind=UNKNOWN, username=""), Verdict.UNKNOWN, ["user_name_unknown"]),
        (account("a", kind=PRIVATE, username="", email="aino@posti.example"), Verdict.MET, []),
    ],
)
def test_each_account_is_judged_by_its_side_and_its_address(one: Account, verdict: Verdict, reasons: list[str]) -> None:
    outcome = check(one)
    assert outcome.verdict is verdict
    assert [reason for _, reason, _ in found(outcome)] == reasons


def test_without_the_organisations_domain_nothing_is_known() -> None:
    outcome = check(account("a", kind=PRIVATE, work_address=True), account("b", username=""), work_domains=())
    assert outcome.verdict is Verdict.UNKNOWN
    assert found(outcome) == [(Verdict.UNKNOWN, "work_domain_unknown", ())]


def test_each_misplaced_address_is_a_finding_of_its_own_and_the_undecided_are_one() -> None:
    outcome = check(
        account("a", kind=PRIVATE, work_address=True),
        account("b", work_address=True),
        account("c", kind=PRIVATE, work_address=True),
        account("d", work_address=True),
        account("e", username=""),
    )
    assert outcome.verdict is Verdict.BROKEN
    assert found(outcome) == [
        (Verdict.BROKEN, "work_address_on_private_service", ("a",)),
        (Verdict.BROKEN, "work_address_on_private_service", ("c",)),
        (Verdict.UNKNOWN, "kind_unknown_work_address", ("b", "d")),
        (Verdict.UNKNOWN, "user_name_unknown", ("e",)),
    ]
