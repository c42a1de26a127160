"""Pure functions from a policy rule and the evidence to an outcome, and the table that names them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from hygiene.checks.account_upkeep import accounts_in_use, second_factor_in_use
from hygiene.checks.applicability import concerns
from hygiene.checks.breached_services import service_breached
from hygiene.checks.interview import answer, unknown
from hygiene.checks.passwords import password_breached, password_length, password_strength
from hygiene.checks.profiles import employer_in_profile, privacy_settings
from hygiene.checks.reuse import password_across_work_and_leisure, password_near_reuse, password_reuse
from hygiene.checks.service_addresses import encrypted_addresses, genuine_addresses
from hygiene.checks.user_names import user_name_across_work_and_leisure
from hygiene.checks.work_address import private_address_on_work_service, work_address_on_private_service
from hygiene.evidence import Evidence
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Policy, Rule

Check = Callable[[Rule, Evidence], Outcome]

CHECKS: Mapping[str, Check] = {
    "accounts_in_use": accounts_in_use,
    "answer": answer,
    "employer_in_profile": employer_in_profile,
    "encrypted_addresses": encrypted_addresses,
    "genuine_addresses": genuine_addresses,
    "password_across_work_and_leisure": password_across_work_and_leisure,
    "password_breached": password_breached,
    "password_length": password_length,
    "password_near_reuse": password_near_reuse,
    "password_reuse": password_reuse,
    "password_strength": password_strength,
    "privacy_settings": privacy_settings,
    "private_address_on_work_service": private_address_on_work_service,
    "second_factor_in_use": second_factor_in_use,
    "service_breached": service_breached,
    "user_name_across_work_and_leisure": user_name_across_work_and_leisure,
    "work_address_on_private_service": work_address_on_private_service,
}

VAULT_CHECKS = frozenset(CHECKS) - {
    "accounts_in_use",
    "answer",
    "employer_in_profile",
    "privacy_settings",
    "second_factor_in_use",
}
"""The checks that need no question where there is an export to hold a rule against."""

_PROFILE_CHECKS = frozenset({"employer_in_profile", "privacy_settings"})


def conclude(policy: Policy, evidence: Evidence, today: date) -> tuple[Outcome, ...]:
    """The outcome of every rule of the policy, in its order."""
    return tuple(_conclude(policy, rule, evidence, today) for rule in policy.rules)


def _conclude(policy: Policy, rule: Rule, evidence: Evidence, today: date) -> Outcome:
    # A data export of a platform shows by itself that the employee has a profile there, whatever was answered.
    has_profile = bool(evidence.data_exports) and rule.check in _PROFILE_CHECKS
    concerned = has_profile or concerns(policy, rule, evidence.answers)
    if concerned is False:
        return Outcome(rule.id, Verdict.NOT_APPLICABLE)
    if concerned is None:
        return unknown(rule, "circumstance_unknown")
    outcome = CHECKS[rule.check](rule, evidence)
    if outcome.verdict is Verdict.BROKEN and policy.exemption(rule.id, today):
        return replace(outcome, verdict=Verdict.EXEMPT, findings=tuple(map(_excused, outcome.findings)))
    return outcome


def _excused(finding: Finding) -> Finding:
    return replace(finding, verdict=Verdict.EXEMPT) if finding.verdict is Verdict.BROKEN else finding
