"""The checks of addresses on the wrong side: a work address in private services, a private one in those of work."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hygiene.checks.interview import answer
from hygiene.checks.vault import about_accounts, measured, of_kind
from hygiene.evidence import Account, AccountKind, Certainty, Evidence, Origin, TracedAccount
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule
from hygiene.services.domains import mail_domain
from hygiene.services.sides import Placement, placement


def work_address_on_private_service(rule: Rule, evidence: Evidence) -> Outcome:
    """A work address is the user name or contact of work accounts only.

    An entry that holds no user name may well belong to a work address: it is unknown. Traces alone can break the rule,
    but not show that it is kept.
    """
    traced = list(_traced(evidence)) if evidence.work_domains else []
    if evidence.inputs or not traced:
        return measured(rule, evidence, [*_misplaced(evidence), *traced])
    if any(finding.verdict is Verdict.BROKEN for finding in traced):
        return Outcome(rule.id, Verdict.BROKEN, Origin.MEASURED, tuple(traced))
    told = answer(rule, evidence)
    return replace(told, findings=(*told.findings, *traced))


def _misplaced(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.work_domains:
        yield Finding(Verdict.UNKNOWN, "work_domain_unknown")
        return
    placed = [(placement(each.kind, uses_work_address=each.uses_work_address), each) for each in evidence.accounts]
    for account in (account for placed_so, account in placed if placed_so is Placement.MISPLACED):
        yield _to_move(account)
    if doubtful := [account for placed_so, account in placed if placed_so is Placement.DOUBTFUL]:
        yield about_accounts(Verdict.UNKNOWN, "kind_unknown_work_address", doubtful)
    elsewhere = [account for account in evidence.accounts if account.kind is not AccountKind.WORK]
    if nameless := [account for account in elsewhere if not (account.login.username or account.login.email)]:
        yield about_accounts(Verdict.UNKNOWN, "user_name_unknown", nameless)


def _to_move(account: Account) -> Finding:
    """The finding about one account. It is the address that is to be changed: no link to where a password is."""
    remedy = Remedy("work_address_on_private_service", {"n": 1})
    if ended := account.exemption_ended:
        found = about_accounts(Verdict.BROKEN, "work_address_exemption_ended", [account], until=ended.isoformat())
    else:
        found = about_accounts(Verdict.BROKEN, "work_address_on_private_service", [account])
    return replace(found, remedy=remedy)


def _traced(evidence: Evidence) -> Iterator[Finding]:
    """What traces tell of accounts that are in no vault."""
    elsewhere = [each for each in evidence.traced if not each.entry]
    doubtful: list[TracedAccount] = []
    for each in elsewhere:
        placed = placement(each.kind, each.certainty, uses_work_address=each.uses_work_address)
        if placed is Placement.MISPLACED:
            remedy = Remedy("work_address_on_private_service", {"n": 1})
            yield Finding(Verdict.BROKEN, "work_address_traced", (each.label,), values={"n": 1}, remedy=remedy)
        elif placed is Placement.DOUBTFUL:
            doubtful.append(each)
    unsure = [each for each in doubtful if each.certainty is not Certainty.CERTAIN]
    undecided = [each for each in doubtful if each not in unsure]
    if unsure:
        yield Finding(Verdict.UNKNOWN, "trace_uncertain", _labels(unsure), values={"n": len(unsure)})
    if undecided:
        yield Finding(Verdict.UNKNOWN, "kind_unknown_traced", _labels(undecided), values={"n": len(undecided)})


def _labels(traced: Iterable[TracedAccount]) -> tuple[str, ...]:
    return tuple(each.label for each in traced)


def private_address_on_work_service(rule: Rule, evidence: Evidence) -> Outcome:
    """Work accounts are held under an address of the organisation, or under a user name that is no address."""
    return measured(rule, evidence, _private_at_work(evidence))


def _private_at_work(evidence: Evidence) -> Iterator[Finding]:
    if not evidence.work_domains:
        yield Finding(Verdict.UNKNOWN, "work_domain_unknown")
        return
    for account in of_kind(evidence.accounts, AccountKind.WORK):
        login = account.login
        if not account.uses_work_address and any(map(mail_domain, (login.username, login.email))):
            reason = "private_address_on_work_service"
            yield replace(about_accounts(Verdict.BROKEN, reason, [account]), remedy=Remedy(reason, {"n": 1}))
