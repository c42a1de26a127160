from collections.abc import Callable
from dataclasses import replace

import pytest

from hygiene.checks.passwords import password_breached, password_strength
from hygiene.checks.reuse import by_service, password_across_work_and_leisure, password_near_reuse, password_reuse
from hygiene.evidence import Account, AccountKind, Evidence, Likenesses, Origin
from hygiene.findings import Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.secret import Secret
from tests.checks.plain import PRIVATE, UNKNOWN, WORK, account, rule, vault

NEAR = rule("password_near_reuse")
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


def test_passwords_that_are_alike_are_one_finding_with_every_account() -> None:
    passwords = ["Mansikka2024!", "Mansikka2025!", "Mansikka2024!", "pouta*Rengas", "Mansikka2023!"]
    outcome = password_near_reuse(NEAR, vault(*(account(f"tili{n}", each) for n, each in enumerate(passwords))))
    assert found(outcome) == [("password_near_year", ("tili0", "tili2", "tili1", "tili4"))]


@pytest.mark.parametrize("passwords", [("x-kissanpentu", "x-kissanpentu"), ("kissanpentu", "pouta*Rengas")])
def test_equal_and_unlike_passwords_are_not_near(passwords: tuple[str, str]) -> None:
    evidence = vault(*(account(f"tili{n}", each) for n, each in enumerate(passwords)))
    assert password_near_reuse(NEAR, evidence).verdict is Verdict.MET


def test_passwords_of_one_service_may_be_alike() -> None:
    evidence = vault(account("a", "Mansikka1", WORK, site="hs.fi"), account("b", "Mansikka2", PRIVATE, site="is.fi"))
    assert password_near_reuse(NEAR, evidence).verdict is Verdict.MET
    assert password_across_work_and_leisure(ACROSS, evidence).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((WORK, PRIVATE), [("similar_password_across", ("a0", "a1"))]),
        ((PRIVATE, UNKNOWN, WORK), [("similar_password_across", ("a2", "a0"))]),
        ((WORK, WORK), []),
        ((WORK, UNKNOWN), [("kind_unknown_similar", ("a0", "a1"))]),
        ((UNKNOWN, UNKNOWN), [("kind_unknown_similar", ("a0", "a1"))]),
    ],
)
def test_work_and_leisure_share_no_likeness(kinds: tuple[AccountKind, ...], expected: list[object]) -> None:
    accounts = [account(f"a{number}", f"Mansikka202{number}", kind) for number, kind in enumerate(kinds)]
    assert found(password_across_work_and_leisure(ACROSS, vault(*accounts))) == expected


def test_a_likeness_is_told_beside_the_same_password_only_where_there_is_one() -> None:
    evidence = vault(
        account("a", "Mansikka1", WORK), account("b", "Mansikka1", PRIVATE), account("c", "Mansikka2", WORK)
    )
    reasons = [reason for reason, _ in found(password_across_work_and_leisure(ACROSS, evidence))]
    assert reasons == ["same_login_across", "similar_password_across"]
    same_alone = vault(account("a", "Mansikka1", WORK), account("b", "Mansikka1", PRIVATE))
    assert [reason for reason, _ in found(password_across_work_and_leisure(ACROSS, same_alone))] == [
        "same_login_across"
    ]


def had(former: Account, *passwords: str) -> Account:
    return replace(former, login=replace(former.login, previous=tuple(map(Secret, passwords))))


def test_a_password_that_was_given_up_in_another_service_is_reuse_over_time() -> None:
    evidence = vault(had(account("a", "new"), "x", "older"), account("b", "x"), account("c", "y"))
    outcome = password_reuse(REUSE, evidence)
    assert (outcome.verdict, outcome.origin) == (Verdict.BROKEN, Origin.MEASURED)
    assert found(outcome) == [("password_given_up_elsewhere", ("b",))]


@pytest.mark.parametrize(
    "accounts",
    [
        (had(account("a", "new", site="hs.fi"), "x"), account("b", "x", site="is.fi")),  # one service
        (had(account("a", "x"), "y"), account("b", "z")),
        (had(account("a", "new"), "x"), had(account("b", "other"), "x")),  # nobody has it now
        (had(account("a", None), "X"), account("b", "x")),
    ],
)
def test_what_is_not_in_use_in_another_service_is_no_reuse_over_time(accounts: tuple[Account, ...]) -> None:
    assert password_reuse(REUSE, vault(*accounts)).verdict is Verdict.MET


def test_reuse_of_today_is_not_told_again_as_reuse_over_time() -> None:
    evidence = vault(account("a", "x"), account("b", "x"), had(account("c", "new"), "x"))
    assert found(password_reuse(REUSE, evidence)) == [("password_reused", ("a", "b"))]


@pytest.mark.parametrize(
    ("former", "present", "expected"),
    [
        (PRIVATE, WORK, [("password_given_up_across", ("b",))]),
        (WORK, PRIVATE, [("password_given_up_across", ("b",))]),
        (WORK, WORK, []),
        (UNKNOWN, WORK, [("kind_unknown_given_up", ("b",))]),
        (UNKNOWN, UNKNOWN, [("kind_unknown_given_up", ("b",))]),
    ],
)
def test_work_and_leisure_hand_no_password_on(
    former: AccountKind, present: AccountKind, expected: list[object]
) -> None:
    evidence = vault(had(account("a", "new", former), "x"), account("b", "x", present))
    assert found(password_across_work_and_leisure(ACROSS, evidence)) == expected


def test_a_password_of_the_past_counts_for_nothing_else() -> None:
    evidence = vault(
        had(account("a", "strong"), "1"), scores={"strong": 4, "1": 0}, breached={"strong": "not found", "1": 9}
    )
    assert password_breached(rule("password_breached"), evidence).verdict is Verdict.MET
    assert password_strength(rule("password_strength", parameters={"min_score": 3}), evidence).verdict is Verdict.MET


@pytest.mark.parametrize("check", [password_near_reuse, password_across_work_and_leisure])
def test_what_was_not_compared_is_unknown(check: Callable[[Rule, Evidence], Outcome]) -> None:
    evidence = replace(vault(account("a", "Mansikka1"), account("b", "pouta*Rengas")), likenesses=Likenesses())
    outcome = check(NEAR, evidence)
    assert (outcome.verdict, [reason for reason, _ in found(outcome)]) == (Verdict.UNKNOWN, ["likeness_unknown"])
