"""What an employee told, where a rule is asked about and not measured."""

from hygiene.checks.applicability import NOT_MY_CONCERN
from hygiene.evidence import DONT_KNOW, RATHER_NOT, Evidence
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule


def answer(rule: Rule, evidence: Evidence) -> Outcome:
    """The verdict that follows from the employee's own answer; unknown where there is none that the policy accepts.

    An answer against the rule always counts: nobody needs to prove that something is amiss.
    """
    given = evidence.answers.get(rule.id)
    if given is None or (given.choice == NOT_MY_CONCERN and not rule.may_not_concern):
        return unknown(rule, "not_answered")
    if given.choice == DONT_KNOW:
        return unknown(rule, "answered_dont_know")
    if given.choice == RATHER_NOT:
        return unknown(rule, "answered_rather_not")
    if given.choice == NOT_MY_CONCERN:
        return Outcome(rule.id, Verdict.NOT_APPLICABLE, given.origin)
    if given.choice == rule.met_by and given.origin not in rule.accepts:
        return unknown(rule, "answer_not_accepted")
    if given.choice == rule.met_by:
        return Outcome(rule.id, Verdict.MET, given.origin)
    against = Finding(Verdict.BROKEN, "answered_against", remedy=Remedy(links=rule.links))
    return Outcome(rule.id, Verdict.BROKEN, given.origin, (against,))


def unknown(rule: Rule, reason: str) -> Outcome:
    """The outcome of a rule about which nothing is known, with the reason why."""
    return Outcome(rule.id, Verdict.UNKNOWN, findings=(Finding(Verdict.UNKNOWN, reason),))
