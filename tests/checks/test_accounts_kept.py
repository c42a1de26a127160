"""The checks of accounts beyond their passwords: addresses, user names, traces, and how they are looked after."""

from datetime import date

import pytest

from hygiene.checks import CHECKS
from hygiene.checks.account_upkeep import months_unused
from hygiene.evidence import Account, Answer, Certainty, Evidence, Origin, SecondFactor, TracedAccount
from hygiene.findings import Outcome, Verdict
from tests.checks.plain import PRIVATE, TODAY, UNKNOWN, WORK, account, rule, traced, vault

BROKEN, MET, OPEN = Verdict.BROKEN, Verdict.MET, Verdict.UNKNOWN


def conclude(check: str, evidence: Evidence, **parameters: int) -> Outcome:
    return CHECKS[check](rule(check, parameters=parameters), evidence)


def reasons(outcome: Outcome) -> list[str]:
    return [finding.reason for finding in outcome.findings]


@pytest.mark.parametrize(
    ("trace", "verdict", "found"),
    [
        (traced("tori.fi", PRIVATE), BROKEN, ["work_address_traced"]),
        (traced("tori.fi", PRIVATE, Certainty.LIKELY), OPEN, ["trace_uncertain"]),
        (traced("x.com"), OPEN, ["kind_unknown_traced"]),
        (traced("x.com", UNKNOWN, Certainty.POSSIBLE), OPEN, ["trace_uncertain"]),
        (traced("tori.fi", WORK), MET, []),
        (traced("tori.fi", PRIVATE, work_address=False), MET, []),
        (traced("tori.fi", PRIVATE, entry="1:1"), MET, []),
    ],
)
def test_a_trace_accuses_only_where_it_is_certain(trace: TracedAccount, verdict: Verdict, found: list[str]) -> None:
    outcome = conclude("work_address_on_private_service", vault(account("a"), traces=[trace]))
    assert (outcome.verdict, reasons(outcome)) == (verdict, found)


def test_a_mailbox_alone_breaks_the_rule_but_never_keeps_it() -> None:
    broken = Evidence(traced=(traced("tori.fi", PRIVATE),), work_domains=frozenset({"laaksola.example"}))
    outcome = conclude("work_address_on_private_service", broken)
    assert (outcome.verdict, outcome.origin) == (BROKEN, Origin.MEASURED)
    fine = Evidence(traced=(traced("tori.fi", WORK),), work_domains=frozenset({"laaksola.example"}))
    assert conclude("work_address_on_private_service", fine).verdict is OPEN


def test_an_exemption_that_has_ended_is_said() -> None:
    ended = account("a", kind=PRIVATE, work_address=True, exemption_ended=date(2026, 6, 30))
    (finding,) = conclude("work_address_on_private_service", vault(ended)).findings
    assert (finding.reason, finding.values["until"]) == ("work_address_exemption_ended", "2026-06-30")


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (account("a", kind=WORK, username="aino@posti.example"), BROKEN),
        (account("a", kind=WORK, email="aino@posti.example"), BROKEN),
        (account("a", kind=WORK, username="ailaak01"), MET),
        (account("a", kind=WORK, username="aino@laaksola.example", work_address=True), MET),
        (account("a", kind=PRIVATE, username="aino@posti.example"), MET),
        (account("a", username="aino@posti.example"), MET),
    ],
)
def test_a_private_address_does_not_belong_to_a_work_account(one: Account, verdict: Verdict) -> None:
    assert conclude("private_address_on_work_service", vault(one)).verdict is verdict


@pytest.mark.parametrize(
    ("accounts", "verdict", "found"),
    [
        ([account("a", kind=WORK), account("b", kind=PRIVATE)], BROKEN, ["same_user_name_across"]),
        ([account("a", kind=WORK, username="AINO "), account("b", kind=PRIVATE)], BROKEN, ["same_user_name_across"]),
        ([account("a", kind=WORK), account("b")], MET, []),
        ([account("a", kind=WORK), account("b", kind=PRIVATE, username="muu")], MET, []),
        ([account("a", kind=WORK, username="a@b.fi"), account("b", kind=PRIVATE, username="a@b.fi")], MET, []),
        ([account("a", kind=PRIVATE, username="aila01")], BROKEN, ["work_user_name_elsewhere"]),
        ([account("a", kind=PRIVATE, username="LAAKSOLA\\aila01")], BROKEN, ["work_user_name_elsewhere"]),
        ([account("a", username="aila01")], OPEN, ["kind_unknown_user_name"]),
        ([account("a", kind=WORK, username="aila01")], MET, []),
    ],
)
def test_user_names_of_work_stay_at_work(accounts: list[Account], verdict: Verdict, found: list[str]) -> None:
    outcome = conclude("user_name_across_work_and_leisure", vault(*accounts, user_names=("????##",)))
    assert (outcome.verdict, reasons(outcome)) == (verdict, found)


@pytest.mark.parametrize(
    ("urls", "verdict"),
    [
        (("http://www.kirjasto.fi/",), BROKEN),
        (("HTTP://kirjasto.fi", ""), BROKEN),
        (("http://kirjasto.fi", "https://kirjasto.fi"), MET),
        (("kirjasto.fi",), MET),
        (("http://192.168.1.1/",), MET),
        (("http://intra/",), MET),
        ((), MET),
    ],
)
def test_an_address_in_the_clear_is_told_where_there_is_no_better_one(urls: tuple[str, ...], verdict: Verdict) -> None:
    assert conclude("encrypted_addresses", vault(account("a", urls=urls))).verdict is verdict


@pytest.mark.parametrize(
    ("url", "verdict", "found"),
    [
        ("https://www.n0rdea.fi/", BROKEN, ["address_lookalike"]),
        ("https://xn--tst-qdd.fi/", BROKEN, ["address_mixed_alphabets"]),
        ("https://nordea-login.fi/", OPEN, ["address_perhaps_lookalike"]),
        ("https://laaks0la.fi/", BROKEN, ["address_lookalike"]),
        ("https://www.nordea.fi/", MET, []),
    ],
)
def test_a_lookalike_accuses_only_where_it_is_certain(url: str, verdict: Verdict, found: list[str]) -> None:
    evidence = vault(account("a", urls=(url,)), work_domains=("laaksola.fi",))
    outcome = conclude("genuine_addresses", evidence)
    assert (outcome.verdict, reasons(outcome)) == (verdict, found)


@pytest.mark.parametrize(
    ("last_used", "months"),
    [(date(2025, 11, 22), 12), (date(2025, 11, 23), 11), (date(2026, 11, 22), 0), (date(2027, 1, 1), 0), (None, 0)],
)
def test_months_are_whole(last_used: date | None, months: int) -> None:
    assert months_unused(account("a", last_used=last_used), TODAY) == months


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (account("a", last_used=date(2024, 10, 1)), ["account_unused"]),
        (account("a", last_used=date(2024, 11, 22)), []),
        (account("a", site="delicious.com", urls=("https://delicious.com/",)), ["service_ended"]),
        (account("a", site="cohost.org", urls=("https://cohost.org/",)), ["service_perhaps_ended"]),
        (account("a"), []),
    ],
)
def test_what_a_vault_shows_of_needless_accounts_stands_beside_the_answer(one: Account, found: list[str]) -> None:
    evidence = vault(one, answers={"r": "yes"})
    outcome = conclude("accounts_in_use", evidence, max_months_unused=24)
    assert reasons(outcome) == found
    is_broken = bool(found) and found != ["service_perhaps_ended"]
    assert (outcome.verdict, outcome.origin) == ((BROKEN, Origin.MEASURED) if is_broken else (MET, Origin.TOLD))


@pytest.mark.parametrize(
    ("site", "factor", "answer", "verdict", "found"),
    [
        ("facebook.com", SecondFactor.ON, "yes", MET, []),
        ("facebook.com", SecondFactor.UNKNOWN, "yes", MET, ["second_factor_unseen"]),
        ("facebook.com", SecondFactor.OFF, "yes", BROKEN, ["second_factor_off"]),
        ("facebook.com", SecondFactor.UNKNOWN, "no", BROKEN, ["answered_against", "second_factor_unseen"]),
        ("spotify.com", SecondFactor.UNSUPPORTED, "yes", MET, []),
        ("kirjasto.example", SecondFactor.UNKNOWN, "yes", MET, []),
    ],
)
def test_what_a_vault_leaves_open_of_second_factors_is_unknown_beside_the_answer(
    site: str, factor: SecondFactor, answer: str, verdict: Verdict, found: list[str]
) -> None:
    outcome = conclude("second_factor_in_use", vault(account("a", site=site, factor=factor), answers={"r": answer}))
    assert (outcome.verdict, reasons(outcome)) == (verdict, found)


def test_nothing_is_in_order_without_an_answer() -> None:
    for check in ("second_factor_in_use", "accounts_in_use"):
        outcome = conclude(check, vault(account("a")), max_months_unused=24)
        assert (outcome.verdict, reasons(outcome)) == (OPEN, ["not_answered"])
    assert Answer("yes").origin is Origin.TOLD
