"""Everything that a check can find can be said, in every language."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from hygiene.breaches.reasons import Reason
from hygiene.checks import CHECKS, VAULT_CHECKS, conclude
from hygiene.evidence import (
    Account,
    AddressAnswer,
    AddressSource,
    BreachNature,
    Certainty,
    DataExportInput,
    Evidence,
    Exposure,
    Likenesses,
    Origin,
    PlatformSetting,
    SecondFactor,
    StealerLogs,
    UnreadFile,
)
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.policy.parameters import PARAMETERS
from hygiene.reports.content import next_step, problem
from hygiene.secret import Secret
from hygiene.texts import LANGUAGES, use_language
from tests.checks.plain import PRIVATE, UNKNOWN, WORK, account, breach, circumstance, policy, rule, told, traced, vault

OLD = date(2020, 1, 1)
RICH = (
    account("a", "x", changed=OLD),
    account("a", "y", changed=OLD),
    account("b", "x", changed=OLD),
    account("c", "x"),
    account("d", "x"),
    account("d", "y"),
    account("e", "x", site=""),
    account("f", "x", site=""),
)
BADLY_KEPT = (
    *(account(label, "x", PRIVATE, username="aila01", work_address=True, exemption_ended=OLD) for label in "ab"),
    *(account(label, "x", username="aila01", urls=("http://www.nordea-login.fi",)) for label in "cd"),
    *(account(label, "x", urls=("http://www.n0rdea.fi",), last_used=date(2010, 1, 1)) for label in "ef"),
    *(account(label, "x", urls=("https://www.xn--tst-qdd.fi",), last_used=date(2010, 1, 1)) for label in "gh"),
    *(account(label, "x", urls=("https://delicious.com",), site="delicious.com") for label in "ij"),
    *(account(label, "x", urls=("https://cohost.org",), site="cohost.org") for label in "kl"),
    *(account(label, "x", site="facebook.com", factor=SecondFactor.OFF) for label in "mn"),
    *(account(label, "x", site="facebook.com") for label in "op"),
    *(account(label, "x", WORK, username="aino@muu.example") for label in "qr"),
)
TRACED = (
    traced("a.example", PRIVATE),
    traced("b.example", PRIVATE, Certainty.LIKELY),
    traced("c.example"),
    traced("d.example", WORK),
    traced("e.example", PRIVATE),
    traced("f.example", UNKNOWN, Certainty.POSSIBLE),
    traced("g.example"),
)
LOST = AddressAnswer(Exposure.UNKNOWN, reason=Reason.KEY_REFUSED, logs=StealerLogs(reason=Reason.NOT_ALLOWED))
FOUND = AddressAnswer(
    Exposure.FOUND,
    AddressSource.RANGE,
    (breach("log", nature=BreachNature.STEALER_LOG, site=""), breach("shop"), breach("club", is_sensitive=True)),
)

ALIKE = (
    ("Mansikka", "mansikka"),
    ("Mansikka2024", "Mansikka2025"),
    ("Mansikka1", "Mansikka222"),
    ("Mansikka1", "Mansikka!!!"),
    ("mansikka", "m4ns1kk4"),
    ("mansikka", "akkisnam"),
    ("mansikka", "mansikkamansikka"),
    ("qwertyui", "asdfghjk"),
    ("palvelu-mansikka", "kauppa-mansikka"),
    ("Talvi2024!", "Kevät25!"),
    ("mansikkapuska", "mansikkatuska"),
    ("valas-kanootti-sumu", "sumu-valas-kanootti-helmi"),
    ("Mansikka2024!", "MANSIKKA?"),
)


def two_alike(passwords: tuple[str, str]) -> Evidence:
    """Two accounts with passwords that are alike, one of them at work, and two of which that is not known."""
    at_work, in_private = passwords
    sides = [account("palvelu", at_work, WORK), account("kauppa", in_private, PRIVATE)]
    unknown = [account("e", "Villasukka+1"), account("f", "Villasukka+2")]
    return vault(*sides, *unknown)


def given_up(*users: Account) -> Evidence:
    """A password of these accounts that an account of leisure had before."""
    former = account("former", "new", PRIVATE)
    return vault(replace(former, login=replace(former.login, previous=(Secret("x"),))), *users)


def outcomes() -> Iterator[tuple[Rule, Outcome]]:
    """Every check on evidence of every kind, with one account and with several."""
    one = vault(account("a", "x", PRIVATE, work_address=True), scores={"x": 0}, breached={"x": 1}, rejected=1)
    several = vault(
        account("a", "x", WORK, username="aino"),
        account("b", "x", PRIVATE, username="Aino", work_address=True),
        account("c", "x", work_address=True),
        account("d", "y", username=""),
        account("e", "z", PRIVATE, username="muu"),
        account("f", "z", WORK),
        account("g", "w"),
        account("h", "w"),
        *(account(f"i{number}", f"lost{number}") for number in range(len(Reason) + 2)),
        scores={"x": 1},
        breached={"x": None, "y": 7, **{f"lost{number}": reason.value for number, reason in enumerate(Reason)}},
        rejected=2,
    )
    compared_in_part = replace(several, likenesses=Likenesses())
    nothing_known = vault(account("a", "x"), account("b", "y"), work_domains=(), breaches=None)
    of_services = (
        replace(nothing_known, no_breach_list="too_slow"),
        vault(*RICH, breaches=[breach(each.label) for each in RICH]),
        vault(*RICH, breaches=[breach(each.label, is_verified=False, is_sensitive=True) for each in RICH]),
        vault(*(account(label, "x") for label in "ab"), addresses=[FOUND, LOST, LOST]),
    )
    of_accounts = (vault(*BADLY_KEPT[::2], traces=TRACED[:4]), vault(*BADLY_KEPT, traces=TRACED))
    at_work = [replace(each, user_names=("????##",)) for each in of_accounts]
    over_time = [
        given_up(*(account(f"a{number}", "x", kind, site="a.example") for number in range(count)))
        for kind in (WORK, UNKNOWN)
        for count in (1, 2)
    ]
    without_passwords = [
        replace(each, inputs=(replace(each.inputs[0], has_passwords=False),))
        for each in (vault(account("a")), vault(account("a"), account("b")))
    ]
    empty = (vault(), vault(account("a")), Evidence(), Evidence(traced=TRACED, work_domains=frozenset({"a.example"})))
    answers = [told(choice) for choice in ("yes", "no", "dont-know", "rather-not", "not-my-concern")]
    settings = [
        PlatformSetting("x", "X", "Posts", is_in_order, Origin.SHOWN, "https://x.example/")
        for is_in_order in (True, False, None, None)
    ]
    profiles = (
        Evidence(settings=tuple(settings[:3]), employer_named_on=("X",)),
        Evidence(settings=(settings[0], *settings[2:])),
        Evidence(data_exports=(DataExportInput("x.zip", ("X",), 1, 0, (UnreadFile("account.js", "damaged"),)),)),
    )
    for name in CHECKS:
        for accepts in ({Origin.MEASURED, Origin.TOLD}, {Origin.MEASURED}, {Origin.SHOWN}):
            strictest = {parameter: values[-1] for parameter, values in PARAMETERS[name].items()}
            asked = rule(name, parameters=strictest, accepts=frozenset(accepts))
            for evidence in (
                one,
                several,
                *map(two_alike, ALIKE),
                *over_time,
                compared_in_part,
                nothing_known,
                *of_services,
                *of_accounts,
                *at_work,
                *without_passwords,
                *empty,
                *answers,
                *profiles,
            ):
                yield asked, CHECKS[name](asked, evidence)
    undecided = rule(applies_if=("online",))
    yield undecided, conclude(policy(undecided, circumstances=(circumstance("online"),)), Evidence(), date.min)[0]


FINDINGS: list[tuple[Rule, Finding]] = [
    (asked, finding) for asked, outcome in outcomes() for finding in outcome.findings
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence_and_its_next_step(language: str) -> None:
    use_language(language)
    for asked, finding in FINDINGS:
        said = problem(finding), next_step(asked, finding)
        assert all(said)
        assert not any("{" in text for text in said), said
        if finding.verdict is Verdict.UNKNOWN or finding.remedy.key:
            assert said[1] != asked.texts[language].action


def test_no_words_are_kept_for_what_is_never_found() -> None:
    worded = tomllib.loads(files("hygiene.texts").joinpath("en", "checks.toml").read_text(encoding="utf-8"))
    assert {finding.reason for _, finding in FINDINGS} == {key for key, words in worded.items() if "problem" in words}


def test_every_check_was_tried_to_every_end() -> None:
    ends = {(asked.check, outcome.verdict) for asked, outcome in outcomes()}
    assert {(name, verdict) for name in VAULT_CHECKS for verdict in (Verdict.BROKEN, Verdict.UNKNOWN)} <= ends
