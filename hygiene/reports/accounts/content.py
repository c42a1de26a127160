"""The list of accounts in words: what every format of it tells. All text that leaves here is inert."""

from collections.abc import Iterator
from datetime import date

from hygiene.evidence import AccountKind, Certainty, SecondFactor
from hygiene.reports.accounts.document import AccountsReport, Action, Progress, Row, Step
from hygiene.reports.content import date_in_words, live, one_line, shortened
from hygiene.texts import current_language, say


def title(report: AccountsReport) -> str:
    """What the document is."""
    return say("accounts.title_worksheet" if report.is_worksheet else "accounts.title")


def list_heading(report: AccountsReport) -> str:
    """What stands above the accounts."""
    return say("accounts.heading_worksheet" if report.is_worksheet else "accounts.heading")


def preamble(report: AccountsReport) -> Iterator[str]:
    """What stands below the title."""
    policy = report.policy
    yield say("report.policy", name=one_line(policy.names[current_language()]), version=one_line(policy.version))
    yield say("report.made_on", date=date_in_words(report.made_on))
    yield say("report.private")


def opening(report: AccountsReport) -> Iterator[str]:
    """Where one stands, in a few sentences."""
    counts = {kind: report.count(kind) for kind in AccountKind}
    yield say("accounts.counted", n=len(report.rows), **{kind.value: count for kind, count in counts.items()})
    to_do = [action for row in report.rows for action in row.to_do]
    yield say("accounts.to_do", n=len(to_do)) if to_do else say("accounts.nothing_to_do")
    if done := len(report.actions) - len(to_do):
        yield say("accounts.done", n=done)
    if report.gone:
        yield say("accounts.gone", n=report.gone)
    if unread := sum(len(each.rejected) for each in report.inputs):
        yield say("report.opening.not_read", n=unread)
    yield say("accounts.not_of_strength")


def label(row: Row) -> str:
    """What the employee recognises the account by."""
    return shortened(row.label)


def heading(row: Row) -> str:
    """The label, with the site where that says more."""
    name, site = label(row), one_line(row.site)
    return f"{name} ({site})" if site and site.casefold() not in name.casefold() else name


def side(row: Row) -> str:
    """On which side the account is."""
    return say(f"accounts.side.{row.kind}")


def address(row: Row) -> str:
    """Under what the account is held, without telling it."""
    words = say(f"accounts.address.{row.address}")
    return f"{words} {row.address_number}" if row.address_number else words


def second_factor(row: Row) -> str:
    """What is known of its two-factor authentication; the employee's word counts."""
    told = any(each.step is Step.SECOND_FACTOR and each.progress is Progress.DONE for each in row.actions)
    return say(f"accounts.second_factor.{SecondFactor.ON if told else row.second_factor}")


def found_in(row: Row) -> str:
    """Where the account was found, and how sure that is."""
    places = ", ".join(say(f"accounts.found_in.{place}") for place in row.found_in)
    return places if row.certainty is Certainty.CERTAIN else say("accounts.unsure", places=places)


def facts(row: Row) -> list[tuple[str, str]]:
    """What is known of the account: the name of each fact, and the fact."""
    told = [
        ("side", side(row)),
        ("address", address(row)),
        ("second_factor", second_factor(row)),
        ("found_in", found_in(row)),
    ]
    if row.last_used:
        told.append(("last_used", date_in_words(row.last_used)))
    if row.first_seen and row.last_seen:
        told.append(("seen", _span(row.first_seen, row.last_seen)))
    if row.ended:
        told.append(("ended", row.ended))
    if row.exemption_ended:
        told.append(("exemption_ended", date_in_words(row.exemption_ended)))
    return [(say(f"accounts.part.{name}"), text) for name, text in told]


def _span(first: date, last: date) -> str:
    if first == last:
        return date_in_words(first)
    return say("accounts.span", first=date_in_words(first), last=date_in_words(last))


def step(action: Action) -> str:
    """What to do."""
    return say(f"accounts.step.{action.step}")


def progress(action: Action) -> str:
    """How far one has come with it; "" where nothing was said."""
    return say(f"accounts.progress_shown.{action.progress}") if action.progress is not Progress.OPEN else ""


def links(action: Action) -> tuple[str, ...]:
    """Where it is done."""
    return live(action.links)


def is_ticked(action: Action) -> bool:
    """Whether its box bears a tick."""
    return action.progress is Progress.DONE
