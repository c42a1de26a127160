import pytest

from hygiene.checks.reuse import by_service, password_across_work_and_leisure, password_reuse
from hygiene.findings import Outcome, Verdict
from tests.checks.plain import PRIVATE, UNKNOWN, WORK, account, rule, vault

REUSE = rule("password_reuse")
ACROSS = rule("password_across_work_and_leisure")


def found(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.reason, finding.about) for finding in outcome.findings]


def test_the_same_password_in_two_services_is_reuse() -> None:
    outcome = password_reuse(REUSE, vault(account("a", "x"), account("b", "y"), account("c", "x")))
    assert outcome.verdict is Verdict.BROKEN
    assert found(outcome) == [("password_reused", ("a", "c"))]
    assert outcome.findings[0].values == {"n": 2, "times": 2}


@pytest.mark.parametrize("other", ["X", "x ", " x", "x1", "е", "e\u0301"])
def test_passwords_that_differ_in_one_character_are_two(other: str) -> None:
    assert password_reuse(REUSE, vault(account("a", "x"), account("b", other))).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("sites", "services"),
    [
        (("kauppa.example", "kauppa.example"), 1),
        (("hs.fi", "is.fi"), 1),
        (("hs.fi", "is.fi", "kauppa.example"), 2),
        (("behance.net", "adobe.com"), 1),
        (("behance.net", "adobelogin.com"), 2),
        (("192.0.2.7", "192.0.2.8"), 2),
        (("", ""), 2),
        (("", "kauppa.example"), 2),
    ],
)
def test_domains_that_rightly_share_a_login_are_one_service(sites: tuple[str, ...], services: int) -> None:
    accounts = [account(f"a{number}", "x", site=site) for number, site in enumerate(sites)]
    outcome = password_reuse(REUSE, vault(*accounts))
    assert len(by_service(accounts)) == services
    assert outcome.verdict is (Verdict.MET if services == 1 else Verdict.BROKEN)
    assert [finding.values["times"] for finding in outcome.findings] == ([] if services == 1 else [services])


def test_every_account_is_in_one_service() -> None:
    accounts = [account(f"a{number}", site=site) for number, site in enumerate(("hs.fi", "", "is.fi", "x.example", ""))]
    assert sorted(each.label for service in by_service(accounts) for each in service) == ["a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        ((WORK, PRIVATE), Verdict.BROKEN),
        ((WORK, PRIVATE, UNKNOWN), Verdict.BROKEN),
        ((WORK, WORK), Verdict.MET),
        ((PRIVATE, PRIVATE), Verdict.MET),
        ((WORK, UNKNOWN), Verdict.UNKNOWN),
        ((PRIVATE, UNKNOWN), Verdict.UNKNOWN),
        ((UNKNOWN, UNKNOWN), Verdict.UNKNOWN),
    ],
)
def test_work_and_leisure_do_not_share_a_password(kinds: tuple[object, ...], verdict: Verdict) -> None:
    accounts = [account(f"a{number}", "x", kind) for number, kind in enumerate(kinds)]  # type: ignore[arg-type]
    outcome = password_across_work_and_leisure(ACROSS, vault(*accounts))
    assert outcome.verdict is verdict
    assert [finding.verdict for finding in outcome.findings] == ([] if verdict is Verdict.MET else [verdict])


def test_accounts_of_unknown_kind_matter_only_where_they_share_a_password() -> None:
    evidence = vault(account("a", "x"), account("b", "y"), account("c", "z", WORK))
    assert password_across_work_and_leisure(ACROSS, evidence).verdict is Verdict.MET


def test_one_service_that_serves_both_sides_is_one_login() -> None:
    evidence = vault(account("a", "x", WORK, site="hs.fi"), account("b", "x", PRIVATE, site="is.fi"))
    assert password_across_work_and_leisure(ACROSS, evidence).verdict is Verdict.MET


def test_the_finding_names_the_work_accounts_first_and_leaves_out_the_undecided() -> None:
    evidence = vault(account("a", "x", PRIVATE), account("b", "x"), account("c", "x", WORK))
    assert found(password_across_work_and_leisure(ACROSS, evidence)) == [("same_login_across", ("c", "a"))]


@pytest.mark.parametrize(
    ("at_work", "at_leisure", "reason"),
    [
        ("aino", "aino", "same_login_across"),
        ("Aino", " aino ", "same_login_across"),
        ("aino@posti.example", "AINO@Posti.Example", "same_login_across"),
        ("aino+virka@posti.example", "aino+kauppa@posti.example", "same_login_across"),
        ("ai.no@gmail.com", "aino@googlemail.com", "same_login_across"),
        ("aino@laaksola.example", "aino@posti.example", "same_password_across"),
        ("aino", "aino.laaksonen", "same_password_across"),
        ("ai.no@posti.example", "aino@posti.example", "same_password_across"),
        ("", "", "same_password_across"),
    ],
)
def test_user_names_are_compared_as_the_services_do(at_work: str, at_leisure: str, reason: str) -> None:
    evidence = vault(
        account("a", "x", WORK, username=at_work),
        account("b", "x", PRIVATE, username=at_leisure),
    )
    assert [reason for reason, _ in found(password_across_work_and_leisure(ACROSS, evidence))] == [reason]
