"""From the audits that are remembered to how they follow one another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hygiene.findings import Verdict
from hygiene.progress import Change, Point, Progress, Promise, PromiseState, RuleChange
from hygiene.sessions import PastAudit, PastRule, Store

_NOTHING_KNOWN = PastRule(Verdict.UNKNOWN)
_STATES = tuple(PromiseState)


def progress_of(past: Sequence[PastAudit], today: date, damaged: int = 0) -> Progress | None:
    """How these audits, the oldest first, follow one another; None where there is none."""
    if not past:
        return None
    *earlier, last = past
    changes = tuple(_changes(earlier, last))
    return Progress(
        points=tuple(_point(each) for each in past),
        since=earlier[-1].made_on if earlier else None,
        changes=tuple(sorted(changes, key=lambda each: list(Change).index(each.change))),
        promises=tuple(sorted(_promises(past, today), key=lambda each: (_STATES.index(each.state), each.by))),
        damaged=damaged,
    )


def promise(store: Store, last: PastAudit, by: date) -> int:
    """Keep that everything which the last audit found broken is meant to be mended by a day. How many rules that is."""
    broken = [rule for rule, past in last.rules.items() if past.verdict is Verdict.BROKEN]
    store.remember(replace(last, promises={**last.promises, **dict.fromkeys(broken, by)}))
    return len(broken)


def _point(audit: PastAudit) -> Point:
    counted = Counter(past.verdict for past in audit.rules.values())
    return Point(audit.made_on, {verdict: counted[verdict] for verdict in Verdict}, audit.accounts)


def _changes(earlier: Sequence[PastAudit], last: PastAudit) -> Iterator[RuleChange]:
    for rule, now in last.rules.items():
        known = [past for audit in earlier if (past := audit.rules.get(rule)) and past.verdict is not Verdict.UNKNOWN]
        before = known[-1] if known else _NOTHING_KNOWN
        was_broken = before.verdict is Verdict.BROKEN
        if now.verdict is Verdict.BROKEN:
            if was_broken:
                yield _compared(rule, before, now)
            elif not earlier:
                continue  # Nothing is new in the first audit.
            else:
                once = any(past.verdict is Verdict.BROKEN for past in known)
                yield RuleChange(rule, Change.BACK if once else Change.NEW)
        elif was_broken:
            yield RuleChange(rule, Change.UNSEEN if now.verdict is Verdict.UNKNOWN else Change.BETTER)


def _compared(rule: str, before: PastRule, now: PastRule) -> RuleChange:
    then = {thing.account: thing.password for thing in before.broken}
    still = {thing.account: thing.password for thing in now.broken}
    same = then.keys() & still.keys()
    return RuleChange(
        rule,
        Change.STILL,
        same=len(same),
        same_password=sum(1 for account in same if then[account] and then[account] == still[account]),
        mended=len(then.keys() - same),
        added=len(still.keys() - same),
    )


def _promises(past: Sequence[PastAudit], today: date) -> Iterator[Promise]:
    """The newest promise about each rule: those about rules that stand well count as kept from the last audit on."""
    *earlier, last = past
    newest = {rule: by for audit in past for rule, by in audit.promises.items()}
    for rule, by in newest.items():
        verdict = last.rules.get(rule, _NOTHING_KNOWN).verdict
        if verdict in (Verdict.BROKEN, Verdict.UNKNOWN):
            yield Promise(rule, by, PromiseState.DUE if by < today else PromiseState.OPEN)
        elif earlier and earlier[-1].rules.get(rule, _NOTHING_KNOWN).verdict is Verdict.BROKEN:
            yield Promise(rule, by, PromiseState.KEPT)
