"""Evidence and rules in a line, so that a check can be tested in another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hygiene.evidence import (
    Account,
    AccountKind,
    AddressAnswer,
    Answer,
    Breach,
    BreachAnswer,
    BreachList,
    BreachNature,
    BreachSource,
    Certainty,
    Evidence,
    Exposure,
    Input,
    Login,
    Origin,
    Rejection,
    SecondFactor,
    Strength,
    Trace,
    TracedAccount,
    TraceSource,
)
from hygiene.findings import Severity
from hygiene.policy.model import Circumstance, CircumstanceTexts, Group, Policy, Rule, RuleTexts
from hygiene.secret import Secret
from hygiene.similarity import find_likenesses
from hygiene.texts import LANGUAGES

WORK, PRIVATE, UNKNOWN = AccountKind.WORK, AccountKind.PRIVATE, AccountKind.UNKNOWN
TODAY = date(2026, 11, 22)
NONE: Mapping[str, int] = {}


def rule(check: str = "answer", *, parameters: Mapping[str, int] = NONE, **settings: Any) -> Rule:
    """A rule `r` that is asked about, and that accepts what is measured and what is told."""
    texts = dict.fromkeys(LANGUAGES, RuleTexts("title", "why", "action", ask="ask"))
    both = frozenset({Origin.MEASURED, Origin.TOLD})
    fixed = {"id": "r", "group": "g", "severity": Severity.HIGH, "accepts": both, **settings}
    return Rule(check=check, texts=texts, parameters=parameters, **fixed)


def account(
    label: str,
    password: str | None = None,
    kind: AccountKind = UNKNOWN,
    *,
    site: str | None = None,
    username: str = "aino",
    email: str = "",
    work_address: bool = False,
    second_factor: bool | None = None,
    changed: date | None = None,
    dates_password: bool = False,
    urls: tuple[str, ...] = (),
    last_used: date | None = None,
    factor: SecondFactor = SecondFactor.UNKNOWN,
    exemption_ended: date | None = None,
) -> Account:
    """An account of the service `<label>.example`; `vault` gives it its row."""
    secret = None if password is None else Secret(password)
    login = Login(
        "",
        label,
        urls,
        username=username,
        email=email,
        password=secret,
        has_second_factor=second_factor,
        changed=changed,
        dates_password=dates_password,
        last_used=last_used,
    )
    where = f"{label}.example" if site is None else site
    return Account(login, label, where, kind, work_address, factor, exemption_ended)


def traced(
    site: str,
    kind: AccountKind = UNKNOWN,
    certainty: Certainty = Certainty.CERTAIN,
    *,
    work_address: bool = True,
    entry: str = "",
) -> TracedAccount:
    """An account of which a mailbox tells."""
    trace = Trace(site, "aino@laaksola.example", TraceSource.MAILBOX, certainty)
    return TracedAccount((trace,), site.partition(".")[0], site, certainty, kind, work_address, entry=entry)


def vault(
    *accounts: Account,
    rejected: int = 0,
    scores: Mapping[str, int] = NONE,
    breached: Mapping[str, int | str | None] | None = None,
    work_domains: tuple[str, ...] = ("laaksola.example",),
    answers: Mapping[str, str] | None = None,
    breaches: Sequence[Breach] | None = (),
    addresses: Sequence[AddressAnswer] = (),
    traces: Sequence[TracedAccount] = (),
    user_names: tuple[str, ...] = (),
) -> Evidence:
    """An export with these accounts, one to a row.

    `breached` gives a number or None for a password that was found, "not found", or the reason why it is unknown;
    `breaches` are the list of breaches on record, None where it was not read.
    """
    rows = tuple(
        replace(each, login=replace(each.login, entry=f"1:{row}")) for row, each in enumerate(accounts, start=1)
    )
    rejections = tuple(Rejection(len(rows) + number, "too_few_columns") for number in range(1, rejected + 1))
    return Evidence(
        inputs=(Input(1, "vienti.csv", "chrome", len(rows) + rejected, rejections),),
        accounts=rows,
        strengths={Secret(password): Strength(score, 1.0, len(password)) for password, score in scores.items()},
        exposures={Secret(password): _exposure(found) for password, found in (breached or {}).items()},
        likenesses=find_likenesses(rows),
        answers={key: Answer(choice) for key, choice in (answers or {}).items()},
        work_domains=frozenset(work_domains),
        breach_list=None if breaches is None else BreachList(tuple(breaches), date(2026, 11, 1)),
        addresses=tuple(addresses),
        traced=tuple(traces),
        user_names=user_names,
        today=TODAY,
    )


def breach(name: str, happened: date = date(2025, 5, 1), *data: str, **settings: Any) -> Breach:
    """A breach at which the service `<name>.example` lost passwords, or else `data`."""
    fixed = {"nature": BreachNature.SERVICE, "title": name.title(), "site": f"{name}.example", **settings}
    return Breach(name, happened=happened, data=data or ("email-addresses", "passwords"), **fixed)


def told(choice: str, origin: Origin = Origin.TOLD) -> Evidence:
    """No export, and this answer about the rule `r`."""
    return Evidence(answers={"r": Answer(choice, origin)})


def policy(*rules: Rule, **settings: Any) -> Policy:
    """A policy of these rules."""
    names = dict.fromkeys(LANGUAGES, "name")
    return Policy("p", "1", names, (Group("g", names),), rules, **settings)


def circumstance(name: str, *applies_if: str) -> Circumstance:
    """A circumstance that is asked about where all of `applies_if` hold."""
    return Circumstance(name, dict.fromkeys(LANGUAGES, CircumstanceTexts("ask")), applies_if)


def _exposure(found: int | str | None) -> BreachAnswer:
    if found == "not found":
        return BreachAnswer(Exposure.NOT_FOUND, BreachSource.CORPUS)
    if isinstance(found, str):
        return BreachAnswer(Exposure.UNKNOWN, BreachSource.RANGE_SERVICE, reason=found)
    return BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED, count=found)
