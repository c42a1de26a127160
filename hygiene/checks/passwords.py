"""Checks of the passwords themselves: how strong, how long, and whether a breach holds them."""

from collections.abc import Iterator

from hygiene.checks.vault import about_accounts, by_password, passwords_measured
from hygiene.evidence import Account, Evidence, Exposure
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule

_MOST_REASONS = 3


def password_strength(rule: Rule, evidence: Evidence) -> Outcome:
    """Every password reaches the score `min_score` (0 to 4)."""
    return passwords_measured(rule, evidence, _weak(evidence, rule.parameters["min_score"]))


def _weak(evidence: Evidence, min_score: int) -> Iterator[Finding]:
    not_estimated: list[Account] = []
    for password, accounts in by_password(evidence).items():
        strength = evidence.strengths.get(password)
        if strength is None:
            not_estimated += accounts
        elif strength.score < min_score:
            parts = ",".join(strength.reasons[:_MOST_REASONS])
            reason = "password_weak"
            yield about_accounts(Verdict.BROKEN, reason, accounts, reason, score=strength.score, parts=parts)
    if not_estimated:
        yield about_accounts(Verdict.UNKNOWN, "strength_unknown", not_estimated)


def password_length(rule: Rule, evidence: Evidence) -> Outcome:
    """Every password has `min_length` code points, or `min_length_with_second_factor` where one is on record."""
    parameters = rule.parameters
    return passwords_measured(
        rule, evidence, _short(evidence, parameters["min_length"], parameters["min_length_with_second_factor"])
    )


def _short(evidence: Evidence, alone: int, with_second_factor: int) -> Iterator[Finding]:
    def least(account: Account) -> int:
        return with_second_factor if account.login.has_second_factor else alone

    for password, accounts in by_password(evidence).items():
        length = len(password.reveal())
        if short := [account for account in accounts if length < least(account)]:
            values = {"length": length, "least": max(map(least, short))}
            yield about_accounts(Verdict.BROKEN, "password_short", short, "password_short", **values)


def password_breached(rule: Rule, evidence: Evidence) -> Outcome:
    """No password is known from a breach."""
    return passwords_measured(rule, evidence, _breached(evidence))


def _breached(evidence: Evidence) -> Iterator[Finding]:
    not_answered: dict[str | None, list[Account]] = {}
    for password, accounts in by_password(evidence).items():
        answer = evidence.exposures.get(password)
        if answer is not None and answer.exposure is Exposure.FOUND:
            reason = "password_breached" if answer.count is None else "password_breached_counted"
            dated = f" {answer.as_of.isoformat()}" if answer.as_of else ""
            told: dict[str, str | int] = {"answered_by": f"{answer.source}{dated}"}
            if answer.count is not None:
                told["count"] = answer.count
            if answer.is_rounded:
                told["rounded"] = 1
            yield about_accounts(Verdict.BROKEN, reason, accounts, "password_breached", **told)
        elif answer is None or answer.exposure is Exposure.UNKNOWN:
            not_answered.setdefault(answer.reason if answer else None, []).extend(accounts)
    for why, accounts in not_answered.items():
        if why is None:
            yield about_accounts(Verdict.UNKNOWN, "not_looked_up", accounts)
        else:
            yield about_accounts(Verdict.UNKNOWN, "exposure_unknown", accounts, why=why)
