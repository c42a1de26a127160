"""What was done after a breach: the service's list and the employee's addresses against the age of each password."""

from datetime import date

import pytest

from hygiene.checks.breached_services import service_breached
from hygiene.evidence import AddressAnswer, AddressSource, Breach, BreachNature, Evidence, Exposure, StealerLogs
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.reports.content import problem
from hygiene.texts import use_language
from tests.checks.plain import account, breach, rule, vault

RULE = rule("service_breached")
IN_MAY = date(2025, 5, 11)
BEFORE, SAME_MONTH, AFTER = date(2025, 5, 10), date(2025, 5, 30), date(2025, 6, 1)


def concluded(evidence: Evidence) -> Outcome:
    return service_breached(RULE, evidence)


def found(outcome: Outcome) -> list[tuple[Verdict, str, tuple[str, ...]]]:
    return [(finding.verdict, finding.reason, finding.about) for finding in outcome.findings]


def only(outcome: Outcome) -> Finding:
    (finding,) = outcome.findings
    return finding


def in_breaches(*breaches: Breach) -> AddressAnswer:
    return AddressAnswer(Exposure.FOUND, AddressSource.RANGE, breaches)


@pytest.mark.parametrize(
    ("changed", "dates_password", "reason"),
    [
        (BEFORE, True, "service_breached"),
        (IN_MAY, True, "password_perhaps_older"),
        (SAME_MONTH, True, "password_perhaps_older"),
        (AFTER, True, None),
        (None, False, "password_perhaps_older"),
        (AFTER, False, "password_perhaps_older"),
        # What was not touched since before the breach was not given another password either.
        (BEFORE, False, "service_breached"),
    ],
)
def test_the_age_of_the_password_against_the_breach(
    changed: date | None, reason: str | None, *, dates_password: bool
) -> None:
    login = account("kauppa", "x", changed=changed, dates_password=dates_password)
    outcome = concluded(vault(login, breaches=[breach("kauppa", IN_MAY)]))
    assert [finding.reason for finding in outcome.findings] == ([reason] if reason else [])
    verdicts = {"service_breached": Verdict.BROKEN, "password_perhaps_older": Verdict.UNKNOWN, None: Verdict.MET}
    assert outcome.verdict is verdicts[reason]


def test_a_finding_says_when_and_what_in_the_user_s_language() -> None:
    lost = breach("kauppa", IN_MAY, "email-addresses", "passwords", other_data=2)
    finding = only(concluded(vault(account("kauppa", "x", changed=BEFORE), breaches=[lost])))
    assert finding.values == {"n": 1, "when": "2025-05", "data": "email-addresses passwords", "other_data": 2}
    for language, words in {
        "fi": ("toukokuussa 2025", "sähköpostiosoitteet, salasanat", "2 tietolajia"),
        "sv": ("i maj 2025", "e-postadresser, lösenord", "2 slags uppgifter"),
        "en": ("in May 2025", "e-mail addresses, passwords", "2 kinds of data"),
    }.items():
        use_language(language)
        assert all(word in problem(finding) for word in words)


def test_the_newest_breach_counts() -> None:
    both = [breach("kauppa", date(2019, 1, 1)), breach("kauppa2", IN_MAY, site="kauppa.example")]
    finding = only(concluded(vault(account("kauppa", "x", changed=date(2022, 1, 1)), breaches=both)))
    assert (finding.reason, finding.values["when"]) == ("service_breached", "2025-05")


@pytest.mark.parametrize(
    "of_no_consequence",
    [
        breach("kauppa", IN_MAY, "email-addresses", "names"),
        breach("kauppa", nature=BreachNature.FABRICATED),
        breach("kauppa", nature=BreachNature.RETIRED),
        breach("kauppa", nature=BreachNature.SPAM_LIST),
        breach("kauppa", nature=BreachNature.STEALER_LOG),
        breach("kauppa", nature=BreachNature.MALWARE),
        breach("kauppa", site=""),
        breach("toinen"),
    ],
    ids=repr,
)
def test_what_is_no_loss_of_passwords_by_this_service_is_none(of_no_consequence: Breach) -> None:
    evidence = vault(account("kauppa", "x", changed=BEFORE), breaches=[of_no_consequence])
    assert concluded(evidence).verdict is Verdict.MET


def test_a_claim_that_nobody_has_confirmed_is_told_as_one() -> None:
    claimed = breach("kauppa", IN_MAY, is_verified=False)
    outcome = concluded(vault(account("kauppa", "x", changed=BEFORE), breaches=[claimed]))
    assert found(outcome) == [(Verdict.UNKNOWN, "service_perhaps_breached", ("kauppa",))]
    older = breach("vanha", date(2019, 1, 1), site="kauppa.example")
    outcome = concluded(vault(account("kauppa", "x", changed=date(2018, 1, 1)), breaches=[claimed, older]))
    assert found(outcome) == [(Verdict.BROKEN, "service_breached", ("kauppa",))]
    outcome = concluded(vault(account("kauppa", "x", changed=AFTER, dates_password=True), breaches=[claimed, older]))
    assert outcome.verdict is Verdict.MET


def test_of_a_service_of_a_delicate_kind_it_is_not_told_what_leaked() -> None:
    delicate = breach("kerho", IN_MAY, "passwords", "sexual-orientations", is_sensitive=True, other_data=1)
    finding = only(concluded(vault(account("kerho", "x", changed=BEFORE), breaches=[delicate])))
    assert finding.values == {"n": 1, "when": "2025-05", "data": "undisclosed", "other_data": 0}
    assert "sexual" not in problem(finding)


def test_where_one_login_is_valid_at_several_sites_all_of_them_were_breached() -> None:
    of_one = breach("sanomat", IN_MAY, site="hs.fi")
    another = account("lehti", "x", site="is.fi", changed=BEFORE)
    assert found(concluded(vault(another, breaches=[of_one]))) == [(Verdict.BROKEN, "service_breached", ("lehti",))]


def test_accounts_of_one_service_are_one_finding_for_each_age() -> None:
    logins = [
        account(label, label, site="kauppa.example", changed=changed)
        for label, changed in {"a": BEFORE, "b": None, "c": BEFORE}.items()
    ]
    outcome = concluded(vault(*logins, breaches=[breach("kauppa", IN_MAY)]))
    assert found(outcome) == [
        (Verdict.BROKEN, "service_breached", ("a", "c")),
        (Verdict.UNKNOWN, "password_perhaps_older", ("b",)),
    ]


def test_an_account_without_a_password_is_not_about_passwords() -> None:
    evidence = vault(account("kauppa", changed=BEFORE), account("muu", "x"), breaches=[breach("kauppa", IN_MAY)])
    assert concluded(evidence).verdict is Verdict.MET


def test_an_account_of_no_known_service_is_unknown() -> None:
    outcome = concluded(vault(account("tupa", "x", site=""), account("muu", "y"), breaches=[breach("kauppa")]))
    assert found(outcome) == [(Verdict.UNKNOWN, "service_nameless", ("tupa",))]


def test_without_the_list_there_is_one_thing_unknown_however_many_accounts_there_are() -> None:
    many = vault(*(account(f"a{number}", f"p{number}") for number in range(50)), breaches=None)
    outcome = concluded(many)
    assert (outcome.verdict, found(outcome)) == (Verdict.UNKNOWN, [(Verdict.UNKNOWN, "breach_list_missing", ())])


def test_malware_on_a_device_is_about_every_password_that_may_have_been_typed_there() -> None:
    logins = [
        account("vanha", "a", changed=BEFORE),
        account("ajaton", "b"),
        account("uusi", "c", changed=AFTER, dates_password=True),
    ]
    log = breach("loki", IN_MAY, nature=BreachNature.STEALER_LOG, site="")
    outcome = concluded(vault(*logins, addresses=[in_breaches(log)]))
    assert found(outcome) == [(Verdict.BROKEN, "device_infected", ("vanha", "ajaton"))]
    assert "another device" in str(only(outcome).remedy.key and say_next(only(outcome)))
    assert concluded(vault(logins[2], addresses=[in_breaches(log)])).verdict is Verdict.MET


def say_next(finding: Finding) -> str:
    from hygiene.reports.content import next_step

    return next_step(RULE, finding)


def test_a_breach_of_the_address_at_a_service_that_the_export_lacks_is_unknown() -> None:
    elsewhere = in_breaches(
        breach("kerho"),
        breach("delicate", is_sensitive=True),
        breach("names-only", IN_MAY, "names"),
        breach("letters", nature=BreachNature.SPAM_LIST),
        Breach("Uutta", title="Uutta"),
    )
    outcome = concluded(vault(account("kauppa", "x"), addresses=[elsewhere, elsewhere]))
    finding = only(outcome)
    assert (finding.verdict, finding.reason) == (Verdict.UNKNOWN, "address_breached")
    assert (finding.about, finding.values) == (("Kerho", "Uutta"), {"n": 3})


def test_a_breach_of_the_address_counts_where_the_list_was_not_read() -> None:
    evidence = vault(
        account("kauppa", "x", changed=BEFORE), breaches=None, addresses=[in_breaches(breach("kauppa", IN_MAY))]
    )
    assert found(concluded(evidence)) == [
        (Verdict.BROKEN, "service_breached", ("kauppa",)),
        (Verdict.UNKNOWN, "breach_list_missing", ()),
    ]


def test_an_address_that_was_not_answered_is_unknown_with_its_reason() -> None:
    lost = AddressAnswer(Exposure.UNKNOWN, reason="too_slow")
    outcome = concluded(vault(account("kauppa", "x"), addresses=[lost, lost]))
    finding = only(outcome)
    assert (outcome.verdict, finding.reason) == (Verdict.UNKNOWN, "address_unknown")
    assert finding.values == {"n": 2, "why": "too_slow"}


def test_what_malware_recorded_is_about_every_password_even_where_no_breach_tells_when() -> None:
    seen = AddressAnswer(Exposure.NOT_FOUND, AddressSource.RANGE, logs=StealerLogs(("kauppa.example",)))
    outcome = concluded(vault(account("uusi", "x", changed=AFTER), addresses=[seen]))
    assert (Verdict.BROKEN, "device_infected", ("uusi",)) in found(outcome)


def test_stealer_logs_that_could_not_be_read_are_unknown() -> None:
    lost = AddressAnswer(Exposure.NOT_FOUND, AddressSource.RANGE, logs=StealerLogs(reason="not_allowed"))
    clean = AddressAnswer(Exposure.NOT_FOUND, AddressSource.RANGE, logs=StealerLogs())
    outcome = concluded(vault(account("uusi", "x", changed=AFTER), addresses=[lost, lost, clean]))
    reasons = {finding.reason: finding.values for finding in outcome.findings}
    assert reasons["logs_unknown"] == {"n": 2, "why": "not_allowed"}
    assert "device_infected" not in reasons
