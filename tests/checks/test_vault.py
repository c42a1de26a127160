"""What every check of a vault does alike: the ways to unknown, and what it says about accounts."""

from dataclasses import replace
from datetime import date

import pytest

from hygiene.checks import CHECKS, VAULT_CHECKS
from hygiene.checks.vault import MOST_LINKS, about_accounts
from hygiene.evidence import Account, Evidence, Origin
from hygiene.findings import Outcome, Verdict
from hygiene.inputs import Input
from hygiene.policy.parameters import PARAMETERS
from hygiene.secret import Secret
from tests.checks.plain import PRIVATE, WORK, account, breach, rule, told, vault

OLD = date(2020, 1, 1)
STRONG, ALSO_STRONG = "valas-kanootti-sumu-47", "pouta*Rengas*kolme*8142"
ABOUT_PASSWORDS = sorted(check for check in VAULT_CHECKS if check.startswith(("password_", "service_")))
SOUND = vault(
    account("posti", STRONG, WORK, username="ailaak01"),
    account("kirjasto", ALSO_STRONG, PRIVATE),
    scores={STRONG: 4, ALSO_STRONG: 4},
    breached={STRONG: "not found", ALSO_STRONG: "not found"},
)


def conclude(check: str, evidence: Evidence, **settings: object) -> Outcome:
    strictest = {name: min(12, values[-1]) for name, values in PARAMETERS[check].items()}
    return CHECKS[check](rule(check, parameters=strictest, **settings), evidence)


def reasons(outcome: Outcome) -> list[str]:
    return [finding.reason for finding in outcome.findings]


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_a_sound_vault_meets_every_rule(check: str) -> None:
    outcome = conclude(check, SOUND)
    assert (outcome.verdict, outcome.origin, outcome.findings) == (Verdict.MET, Origin.MEASURED, ())


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_a_row_that_was_not_read_leaves_every_rule_unknown(check: str) -> None:
    (one,) = SOUND.inputs
    partly_read = replace(SOUND, inputs=(one, *vault(rejected=2).inputs, *vault(rejected=1).inputs))
    outcome = conclude(check, partly_read)
    assert (outcome.verdict, reasons(outcome)) == (Verdict.UNKNOWN, ["rows_not_read"])
    assert outcome.findings[0].values == {"n": 3}


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_an_empty_vault_meets_no_rule(check: str) -> None:
    outcome = conclude(check, vault())
    assert (outcome.verdict, reasons(outcome)) == (Verdict.UNKNOWN, ["nothing_to_measure"])


@pytest.mark.parametrize("password", [None, ""])
@pytest.mark.parametrize("check", ABOUT_PASSWORDS)
def test_a_vault_without_passwords_meets_no_rule_about_them(check: str, password: str | None) -> None:
    outcome = conclude(check, vault(account("posti", password, WORK), account("kirjasto", password, PRIVATE)))
    assert (outcome.verdict, reasons(outcome)) == (Verdict.UNKNOWN, ["no_passwords"])


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_an_account_without_a_password_does_not_change_what_is_known_of_the_others(check: str) -> None:
    passkeys = (account("pankki", None, PRIVATE), account("kauppa", "", WORK, username="ailaak01"))
    rows = vault(*SOUND.accounts, *passkeys).accounts
    assert conclude(check, replace(SOUND, accounts=rows)).verdict is Verdict.MET


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_without_an_export_the_answer_counts_as_told(check: str) -> None:
    for choice, verdict in {"yes": Verdict.BROKEN, "no": Verdict.MET}.items():
        outcome = conclude(check, told(choice), met_by="no")
        assert (outcome.verdict, outcome.origin) == (verdict, Origin.TOLD)


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_without_an_export_and_an_answer_nothing_is_known(check: str) -> None:
    outcome = conclude(check, Evidence())
    assert (outcome.verdict, outcome.origin, reasons(outcome)) == (Verdict.UNKNOWN, None, ["not_answered"])


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
@pytest.mark.parametrize("evidence", [Evidence(), told("yes")], ids=["not asked", "told"])
def test_a_rule_that_accepts_only_what_is_measured_needs_an_export(check: str, evidence: Evidence) -> None:
    outcome = conclude(check, evidence, accepts=frozenset({Origin.MEASURED}))
    assert (outcome.verdict, reasons(outcome)) == (Verdict.UNKNOWN, ["no_export"])


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_what_is_measured_is_never_outdone_by_an_answer(check: str) -> None:
    (told_to_be_in_order,) = told("yes").answers.values()
    evidence = replace(vault(rejected=1), accounts=SOUND.accounts, answers={"r": told_to_be_in_order})
    assert conclude(check, evidence).verdict is Verdict.UNKNOWN


LISTED_ON_KUVAT = [("aino", Verdict.MET), ("Aino ", Verdict.MET), ("", Verdict.MET), ("muu", Verdict.UNKNOWN)]


@pytest.mark.parametrize(("username", "verdict"), LISTED_ON_KUVAT)
def test_a_login_of_a_browsers_list_is_measured_where_a_vault_has_the_same(username: str, verdict: Verdict) -> None:
    assert beside_a_list(account("kuvat", username=username)).verdict is verdict


def test_a_login_of_a_browsers_list_without_a_site_is_never_taken_for_measured() -> None:
    assert beside_a_list(account("kuvat", site="")).verdict is Verdict.UNKNOWN


def beside_a_list(listed: Account) -> Outcome:
    """What is concluded of reuse from a sound vault and one login of a browser's list."""
    read = vault(account("kuvat", "x"), account("intra", "y", site=""))
    listed = replace(listed, login=replace(listed.login, entry="2:1"))
    inputs = (*read.inputs, Input(2, "Login Data", "chromium-profile", seen=1, has_passwords=False))
    return conclude("password_reuse", replace(read, inputs=inputs, accounts=(*read.accounts, listed)))


def test_what_is_broken_is_broken_whatever_else_is_unknown() -> None:
    evidence = vault(account("posti", "a"), account("kirjasto", "b"), rejected=1, scores={"a": 0})
    outcome = conclude("password_strength", evidence)
    assert outcome.verdict is Verdict.BROKEN
    assert reasons(outcome) == ["password_weak", "strength_unknown", "rows_not_read"]


def test_a_finding_tells_its_accounts_by_label_and_place_in_the_same_order() -> None:
    accounts = vault(account("kirjasto", "x"), account("posti", "x")).accounts
    finding = about_accounts(Verdict.BROKEN, "password_weak", accounts[::-1], "password_weak", score=1)
    assert finding.about == ("posti", "kirjasto")
    assert finding.entries == ("1:2", "1:1")
    assert finding.values == finding.remedy.values == {"n": 2, "score": 1}


def test_links_lead_to_where_passwords_are_changed_and_stand_by_what_is_broken_only() -> None:
    accounts = vault(account("a", site="a-kauppa.fi"), account("b", site="a-kauppa.fi"), account("c", site="")).accounts
    broken = about_accounts(Verdict.BROKEN, "password_weak", accounts, "password_weak")
    assert broken.remedy.links == ("https://a-kauppa.fi/.well-known/change-password",)
    assert about_accounts(Verdict.UNKNOWN, "strength_unknown", accounts).remedy.links == ()


def test_a_finding_about_very_many_accounts_offers_some_links_only() -> None:
    many = vault(*(account(f"a{n}", site=f"a{n}.fi") for n in range(100))).accounts
    finding = about_accounts(Verdict.BROKEN, "password_weak", many)
    assert len(finding.remedy.links) == MOST_LINKS
    assert len(finding.about) == len(finding.entries) == 100


@pytest.mark.parametrize("check", sorted(VAULT_CHECKS))
def test_no_outcome_holds_a_secret_or_an_address(check: str) -> None:
    evidence = vault(
        account("posti", "canary-sana", WORK, username="canary-nimi", email="canary@posti.example"),
        account("kauppa", "canary-sana", PRIVATE, username="canary-nimi", work_address=True, changed=OLD),
        account("pankki", "canary-sana", PRIVATE, username="canary-nimi", urls=("http://www.n0rdea.fi/canary-polku",)),
        account("kerho", "canary-sana", username=""),
        account("seura", "canary-sanat"),
        scores={"canary-sana": 0},
        breached={"canary-sana": 7},
        breaches=[breach("kauppa")],
    )
    outcome = conclude(check, evidence)
    assert outcome.verdict is Verdict.BROKEN
    seen = repr(outcome) + "".join(
        repr((finding.about, finding.entries, finding.values, finding.remedy)) for finding in outcome.findings
    )
    assert "canary" not in seen
    assert not any(isinstance(value, Secret) for finding in outcome.findings for value in finding.values.values())
