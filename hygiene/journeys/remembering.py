"""What is left of an audit once it is finished, so that a later one can tell what got better and what came back."""

import json
from collections.abc import Iterator

from hygiene.evidence import Account
from hygiene.findings import Outcome, Verdict
from hygiene.reports.document import AuditReport
from hygiene.sessions import SUPPORT, BrokenThing, PastAudit, PastRule, Session, Store


def remember(store: Store, session: Session, report: AuditReport) -> None:
    """Keep what is left of this session's audit, once for each day on which it is shown; of a demonstration nothing.

    What is left of an audit that was held for somebody else belongs to that session, and is forgotten with it.
    """
    if report.is_demo or report.made_on is None:
        return
    store.remember(
        PastAudit(
            id=f"{session.id} {report.made_on.isoformat()}",
            made_on=report.made_on,
            policy=report.policy.id,
            policy_version=report.policy.version,
            accounts=len(report.evidence.accounts),
            rules={outcome.rule: _past(outcome, report, store) for outcome in report.outcomes},
            session=session.id if session.beginning.journey == SUPPORT else "",
        )
    )


def fingerprint_of_account(store: Store, account: Account) -> str:
    """What stands for an account: the same service and user name give the same, in this store alone."""
    return store.fingerprint(json.dumps(["account", account.site or account.label, account.login.username]))


def _past(outcome: Outcome, report: AuditReport, store: Store) -> PastRule:
    return PastRule(outcome.verdict, outcome.origin, tuple(_broken(outcome, report, store)))


def _broken(outcome: Outcome, report: AuditReport, store: Store) -> Iterator[BrokenThing]:
    accounts = {account.login.entry: account for account in report.evidence.accounts}
    for finding in outcome.findings:
        for entry in finding.entries if finding.verdict is Verdict.BROKEN else ():
            account = accounts[entry]
            password = account.login.password
            same_password = store.fingerprint(password) if password else ""
            yield BrokenThing(finding.reason, fingerprint_of_account(store, account), same_password)
