"""`hygiene history`: how the audits follow one another. `hygiene remind`: a day for the next one, in the calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from hygiene import clock
from hygiene.commands.kept import open_kept, passphrase_option
from hygiene.commands.options import language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.conversation import Choice, Question
from hygiene.errors import ExitCode, HygieneError, SessionError
from hygiene.findings import Verdict
from hygiene.journeys.history import progress_of, promise
from hygiene.reports.content import date_in_words
from hygiene.sessions import PastAudit, is_anything_kept
from hygiene.terminal import Terminal
from hygiene.texts import say

_DAYS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
_WITH_PROMISE = ("week", "month", "quarter")
_FILE = Path("hygiene-reminder.ics")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""

    @app.command("history", **spoken("history"))
    def history(
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        form: Annotated[str, option("format", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.reports.progress import HISTORY_FORMATS

        destination = Output(form, output, force)
        destination.check(HISTORY_FORMATS)
        settings = settle(Flags(policy or ()), read_configuration())
        progress = None
        if is_anything_kept():
            with open_kept(Terminal(), passphrase_file, policies=policy or ()) as store:
                progress = progress_of(store.past_audits(), clock.today(), store.damaged_past_audits())
        if progress is None:
            raise SessionError("history.empty")
        destination.write(HISTORY_FORMATS[form](progress, settings.policy, destination.width()))
        return ExitCode.NOT_COMPLETE if progress.damaged else ExitCode.NOTHING_TO_FIX

    @app.command("remind", **spoken("remind"))
    def remind(
        on: Annotated[str | None, option("on", "--on", metavar="date")] = None,
        no_input: Annotated[bool, option("no_input_remind", "--no-input")] = False,
        output: Annotated[Path | None, option("output_calendar", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.reports.calendar import as_calendar

        destination = Output("ics", output or _FILE, force)
        destination.check({"ics": as_calendar})
        day = _day(on) if on else None
        terminal = Terminal()
        if no_input:
            if day is None:
                raise HygieneError("history.no_day", example=_example())
        else:
            day = _promised(day, terminal, passphrase_file)
        destination.write(as_calendar(day, datetime.now(UTC)))
        terminal.tell(say("history.remind.written", name=(output or _FILE).name))
        return ExitCode.NOTHING_TO_FIX


def _promised(day: date | None, terminal: Terminal, passphrase_file: Path | None) -> date:
    """The day, asked for where it was not said; what is open from the last audit is promised by it."""
    if not is_anything_kept():
        return day or _asked(None, terminal)
    with open_kept(terminal, passphrase_file) as store:
        past = store.past_audits()
        last = past[-1] if past else None
        day = day or _asked(last, terminal)
        if last and promise(store, last, day):
            terminal.tell(say("history.remind.kept", date=date_in_words(day)))
        return day


def _asked(last: PastAudit | None, terminal: Terminal) -> date:
    left = sum(past.verdict is Verdict.BROKEN for past in last.rules.values()) if last else 0
    text = say("history.remind.ask", n=left) if left else say("history.remind.ask_next")
    days = {name: clock.today() + timedelta(_DAYS[name]) for name in (_WITH_PROMISE if left else _DAYS)}
    choices = [Choice(name, say(f"history.remind.{name}", date=date_in_words(day))) for name, day in days.items()]
    return days[terminal.choose(Question(text, tuple(choices)))]


def _day(typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.min
    if day <= clock.today():
        raise HygieneError("history.bad_day", example=_example())
    return day


def _example() -> str:
    return (clock.today() + timedelta(_DAYS["month"])).isoformat()
