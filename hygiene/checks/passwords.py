"""Checks of the passwords themselves: how strong, how long, and whether a breach holds them."""

from collections.abc import Iterator

from hygiene.checks.vault import about_accounts, by_password, measured
from hygiene.evidence import Account, Evidence, Exposure
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule


def password_strength(rule: Rule, evidence: Evidence) -> Outcome:
    """Every password reaches the score `min_score` (0 to 4)."""
    return measured(rule, evidence, _weak(evidence, rule.parameters["min_score"]))


def _weak(evidence: Evidence, min_score: int) -> Iterator[Finding]:
    not_estimated: list[Account] = []
    for password, accounts in by_password(evidence).items():
        strength = evidence.strengths.get(password)
        if strength is None:
            not_estimated += accounts
        elif strength.score < min_score:
            yield about_accounts(Verdict.BROKEN, "password_weak", accounts, "password_weak", score=strength.score)
    if not_estimated:
        yield about_accounts(Verdict.UNKNOWN, "strength_unknown", not_estimated)


def password_length(rule: Rule, evidence: Evidence) -> Outcome:
    """Every password has `min_length` code points, or `min_length_with_second_factor` where one is on record."""
    parameters = rule.parameters
    return measured(
        rule, evidence, _short(evidence, parameters["min_length"], parameters["min_length_with_second_factor"])
    )


def _short(evidence: Evidence, alone: int, with_second_factor: int) -> Iterator[Finding]:
    for password, accounts in by_password(evidence).items():
        length = len(password.reveal())
        short = [
            account
            for account in accounts
            if length < (with_second_factor if account.login.has_second_factor else alone)
        ]
        if short:
            yield about_accounts(Verdict.BROKEN, "password_short", short, "password_short", length=length, least=alone)


def password_breached(rule: Rule, evidence: Evidence) -> Outcome:
    """No password is known from a breach."""
    return measured(rule, evidence, _breached(evidence))


def _breached(evidence: Evidence) -> Iterator[Finding]:
    not_answered: dict[str, list[Account]] = {}
    for password, accounts in by_password(evidence).items():
        answer = evidence.exposures.get(password)
        if answer is not None and answer.exposure is Exposure.FOUND:
            reason = "password_breached" if answer.count is None else "password_breached_counted"
            seen = {} if answer.count is None else {"count": answer.count}
            yield about_accounts(Verdict.BROKEN, reason, accounts, "password_breached", **seen)
        elif answer is None or answer.exposure is Exposure.UNKNOWN:
            reason = (answer.reason if answer else None) or "not_looked_up"
            not_answered.setdefault(reason, []).extend(accounts)
    for reason, accounts in not_answered.items():
        yield about_accounts(Verdict.UNKNOWN, "exposure_unknown", accounts, why=reason)
