"""Accounts sorted to work and leisure. Where nothing tells, the employee is asked: once for each service, for good."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hygiene.checks.reuse import by_service, given_up_elsewhere
from hygiene.conversation import Choice, Conversation, Question, Subject
from hygiene.evidence import DONT_KNOW, Account, AccountKind, Likenesses, Login, Trace, TracedAccount
from hygiene.journeys.interview import Step, hold_interview
from hygiene.journeys.inventory import kind_key, take_inventory
from hygiene.journeys.traces import follow_traces
from hygiene.secret import Secret
from hygiene.services.sides import Line, Placement, placement
from hygiene.sessions import Session
from hygiene.similarity import find_likenesses
from hygiene.texts import say

REST_PRIVATE = "rest-private"
NOT_MINE = "not-mine"
_KIND = "kind:"


@dataclass(frozen=True, slots=True)
class Sorting:
    """The accounts of a vault and those that left traces, sorted, and which of the vault's passwords are alike."""

    accounts: tuple[Account, ...]
    traced: tuple[TracedAccount, ...]
    likenesses: Likenesses


@dataclass(frozen=True, slots=True)
class Doubt:
    """A service whose side matters and is not known, or an account there of which only traces tell."""

    label: str
    is_traced: bool = False


def sort_accounts(
    logins: Sequence[Login],
    traces: Sequence[Trace],
    line: Line,
    asked: tuple[Conversation, Session] | None = None,
    later: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Sorting:
    """Sort what the logins and the traces tell of. `asked` are whom to ask, and where the answers are kept for good.

    `later` is how many questions may follow, and `progress` hears how far the comparing has come.
    """
    accounts = take_inventory(logins, line)
    sorting = Sorting(accounts, follow_traces(traces, accounts, line), find_likenesses(accounts, progress))
    if asked is None:
        return sorting
    conversation, session = asked
    sorting = _anew(sorting, logins, traces, _with_answers(line, sorting, session))
    doubts = undecided(sorting)
    if all(kind_id(session, key) in session.answers for key in doubts):
        return sorting
    hold_interview(
        conversation,
        session,
        lambda told: _steps(doubts, session, told),
        later=later,
        for_all={REST_PRIVATE: AccountKind.PRIVATE},
    )
    return _anew(sorting, logins, traces, _with_answers(line, sorting, session))


def forget_sides(sorting: Sorting, session: Session) -> None:
    """Forget what was told of these services, so that it is asked for again."""
    for key in _keys(sorting):
        session.retract(kind_id(session, key))


def undecided(sorting: Sorting) -> dict[str, Doubt]:
    """The services about which it matters, and is not known, whether they are work or private, by `kind_key`.

    It matters where a work address is used, and where another service has the same password or one that is like it,
    or had it once.
    """
    with_password = _by_password(sorting.accounts)
    alike = (
        [account for password in group.passwords for account in with_password[password]]
        for group in sorting.likenesses.groups
    )
    over_time = ([*users, *former] for users, former in given_up_elsewhere(sorting.accounts))
    together = [*with_password.values(), *alike, *over_time]
    shared = {id(account) for group in together if len(by_service(group)) > 1 for account in group}
    doubts = {
        kind_key(account): Doubt(account.label)
        for account in sorting.accounts
        if account.kind is AccountKind.UNKNOWN and (account.uses_work_address or id(account) in shared)
    }
    for each in sorting.traced:
        placed = placement(each.kind, each.certainty, uses_work_address=each.uses_work_address)
        if placed is Placement.DOUBTFUL and not each.entry:
            doubts.setdefault(each.site, Doubt(each.label, is_traced=True))
    return doubts


def kind_id(session: Session, service: str) -> str:
    """The id of the question whose side a service is on; without the session's key nobody can tell which it is."""
    return _KIND + session.fingerprint(service)


def _anew(sorting: Sorting, logins: Sequence[Login], traces: Sequence[Trace], line: Line) -> Sorting:
    accounts = take_inventory(logins, line)
    return replace(sorting, accounts=accounts, traced=follow_traces(traces, accounts, line))


def _with_answers(line: Line, sorting: Sorting, session: Session) -> Line:
    choices = {key: session.answers.get(kind_id(session, key)) for key in _keys(sorting)}
    told = {key: AccountKind(choice) for key, choice in choices.items() if choice in ("work", "private")}
    not_mine = frozenset(key for key, choice in choices.items() if choice == NOT_MINE)
    return replace(line, told={**told, **line.told}, not_mine=line.not_mine | not_mine)


def _keys(sorting: Sorting) -> list[str]:
    keys = [*(kind_key(account) for account in sorting.accounts), *(each.site for each in sorting.traced)]
    return list(dict.fromkeys(keys))


def _by_password(accounts: Iterable[Account]) -> dict[Secret, list[Account]]:
    groups: dict[Secret, list[Account]] = {}
    for account in accounts:
        if account.login.password:
            groups.setdefault(account.login.password, []).append(account)
    return groups


def _steps(doubts: Mapping[str, Doubt], session: Session, answers: Mapping[str, str]) -> list[Step]:
    by_id = {kind_id(session, key): doubt for key, doubt in doubts.items()}
    still_open = {step_id: doubt for step_id, doubt in by_id.items() if step_id not in answers}
    return [Step(step_id, _question(doubt, len(still_open))) for step_id, doubt in still_open.items()]


def _question(doubt: Doubt, left: int) -> Question:
    choices = [Choice("private", say("audit.kind.private")), Choice("work", say("audit.kind.work"))]
    if doubt.is_traced:
        choices.append(Choice(NOT_MINE, say("audit.kind.not_mine")))
    choices.append(Choice(DONT_KNOW, say(f"audit.choice.{DONT_KNOW}")))
    if left > 1:
        choices.append(Choice(REST_PRIVATE, say("audit.kind.rest_private")))
    asked = "audit.kind.ask_traced" if doubt.is_traced else "audit.kind.ask"
    text, explanation = say(asked, label=doubt.label), say("audit.kind.explain")
    return Question(text, tuple(choices), explanation, subject=Subject.ACCOUNT)
