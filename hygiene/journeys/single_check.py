"""One password, held against what attackers try, what breaches hold and what the policy demands."""

from collections.abc import Collection
from dataclasses import replace

from hygiene import clock
from hygiene.breaches import answer_locally, combine
from hygiene.breaches.settings import RangeSettings
from hygiene.checks import conclude
from hygiene.evidence import Account, Evidence, Input, Login
from hygiene.policy.model import Policy
from hygiene.reports.password import PasswordReport
from hygiene.secret import Secret
from hygiene.strength import estimate

_PASSWORD_CHECKS = frozenset({"password_strength", "password_length", "password_breached"})


def check_password(
    password: Secret,
    policy: Policy,
    known: Collection[str] = (),
    range_settings: RangeSettings | None = None,
    *,
    has_second_factor: bool = False,
) -> PasswordReport:
    """What is to be said about `password`; `known` are the words that an attacker knows.

    The range service is asked only where `range_settings` are given. `has_second_factor` tells that logging in takes
    more than the password, so that the policy may be content with a shorter one.
    """
    strength = estimate(password, sorted(known))
    exposures = answer_locally([password])
    if range_settings:
        from hygiene.breaches.range_service import look_up

        exposures = combine(exposures, look_up([password], range_settings))
    login = Login(entry="1:1", password=password, has_second_factor=has_second_factor or None)
    evidence = Evidence(
        inputs=(Input(1, "", "password", seen=1),),
        accounts=(Account(login, label="", site=""),),
        strengths={password: strength},
        exposures=exposures,
    )
    rules = tuple(rule for rule in policy.rules if rule.check in _PASSWORD_CHECKS)
    # A policy may ask first whether a rule concerns the employee; a password that is to be checked does.
    concerned = replace(policy, rules=tuple(replace(rule, applies_if=()) for rule in rules))
    outcomes = conclude(concerned, evidence, clock.today())
    return PasswordReport(strength, exposures[password], concerned, outcomes)
