"""How a guided session ends: what the employee takes along, what leaves without a name, and what is kept."""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hygiene import clock
from hygiene.conversation import Choice, Question, SharedScreen
from hygiene.errors import HygieneError
from hygiene.journeys.contribution import contribute_report, is_collected
from hygiene.journeys.exports import offer_to_delete, tell_what_lies_open
from hygiene.journeys.guided_conversation import GuidedConversation
from hygiene.reports import FORMATS
from hygiene.reports.content import date_in_words
from hygiene.reports.document import AuditReport
from hygiene.sessions import Session
from hygiene.texts import say

Save = Callable[[str, Path, str], None]
"""Writes a text of a form to a new file that its owner alone can read. Raises `HygieneError`."""

_FORMS = {"html": ".html", "text": ".txt"}
_WEEKS = (2, 4, 13)
_OTHER_DAY, _NO_DAY = "other", "none"


def as_path(typed: str) -> Path:
    """The path that somebody typed or dropped on the terminal, which may add quotation marks or backslashes."""
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "\"'":
        typed = typed[1:-1]
    elif sys.platform != "win32":
        typed = re.sub(r"\\(.)", r"\1", typed)
    path = Path(typed)
    return Path.home().joinpath(*path.parts[1:]) if path.parts[:1] == ("~",) else path


def tell_error(screen: SharedScreen, error: HygieneError) -> None:
    """Say what is wrong and what to do, where the work goes on."""
    screen.tell("\n".join(say(f"{error.key}.{part}", **error.values) for part in ("problem", "next")))


def hand_over_plan(guided: GuidedConversation, report: AuditReport, save: Save) -> bool:
    """Write the employee's own plan where the employee alone chooses; whether it was written."""
    with guided.private() as screen:
        forms = tuple(Choice(form, say(f"support.plan.{form}")) for form in _FORMS)
        form = screen.choose(Question(say("support.plan.form"), forms))
        while typed := screen.ask_unseen(say("support.plan.where")):
            path = as_path(typed)
            if path.is_dir():
                path = path / f"{say('support.plan.file')}{_FORMS[form]}"
            try:
                save(form, path, FORMATS[form].render(report))
            except HygieneError as error:
                tell_error(screen, error)
            else:
                screen.tell(say("support.plan.written", name=path.name))
                screen.wait(say("support.private.read"))
                return True
    return False


def hand_over_record(guided: GuidedConversation, session: Session, report: AuditReport, folder: Path | None) -> bool:
    """Contribute to the anonymised summary where the employee agrees, after seeing all of it; whether it was done."""
    with guided.private() as screen:
        if folder is None and not is_collected(report):
            typed = screen.ask_unseen(say("support.record.where"))
            if not typed:
                return False
            folder = as_path(typed)
        # Each employee has a number of their own: with one for the whole store the next would replace the last.
        try:
            is_given = contribute_report(report, session, screen, clock.today(), folder)
        except HygieneError as error:
            tell_error(screen, error)
            is_given = False
        screen.wait(say("support.private.read"))
        return is_given


def set_follow_up(screen: SharedScreen, session: Session) -> bool:
    """Agree on the day on which the session is to be gone on with; whether there is one."""
    today = clock.today()
    days = {str(weeks): today + timedelta(weeks=weeks) for weeks in _WEEKS}
    choices = [Choice(id_, date_in_words(day)) for id_, day in days.items()]
    choices += [Choice(_OTHER_DAY, say("support.follow_up.other")), Choice(_NO_DAY, say("support.follow_up.none"))]
    chosen = screen.choose(Question(say("support.follow_up.ask"), tuple(choices)))
    day = days.get(chosen)
    while chosen == _OTHER_DAY and not day:
        typed = screen.ask(say("support.follow_up.day"))
        if not typed:
            return False
        day = _day_to_come(typed, today)
        if not day:
            screen.tell(say("support.follow_up.no_day"))
    session.set_follow_up(day)
    if day:
        screen.tell(say("support.follow_up.set", date=date_in_words(day)))
    return day is not None


def clear_away(guided: GuidedConversation, lying_open: Sequence[Path]) -> None:
    """Offer the employee alone to delete the exports that anybody can read."""
    lying = [path for path in lying_open if path.exists()]
    if not lying:
        return
    with guided.private() as screen:
        tell_what_lies_open(lying, screen.tell)
        offer_to_delete(lying, screen)
        screen.wait(say("support.private.read"))


def _day_to_come(typed: str, today: date) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            day = datetime.strptime(typed, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if day > today else None
    return None
