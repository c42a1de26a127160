"""`hygiene session`: what is kept on this computer, how to go on with it, and how to remove it."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hygiene.commands import audit, support
from hygiene.commands.kept import open_kept, passphrase_option
from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.errors import ExitCode, HygieneError, SessionError
from hygiene.journeys.passphrase import choose_passphrase
from hygiene.reports.content import date_in_words
from hygiene.sessions import AUDIT, SUPPORT, KeptIn, SessionSummary, Store, is_anything_kept
from hygiene.terminal import Terminal
from hygiene.texts import say
from hygiene.texts.inert import inert

GO_ON = {AUDIT: audit.go_on, SUPPORT: support.go_on}
"""By its journey, what goes on with a session: a function of the store, the session's word and the terminal."""

SHOWN = ("of", "begun", "used", "follow_up", "answers", "notes", "past_audits", "damaged")
"""What is told of a session, in this order."""

_ALWAYS_SHOWN = ("of", "begun", "used", "answers")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "session")
    _register_list(commands)
    _register_show(commands)
    _register_resume(commands)
    _register_forget(commands)
    _register_passphrase(commands)


def _register_list(commands: typer.Typer) -> None:
    @commands.command("list", **spoken("session_list"))
    def list_sessions(
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        kept: list[SessionSummary] = []
        if is_anything_kept():
            terminal = Terminal()
            with open_kept(terminal, passphrase_file) as store:
                kept = store.unfinished()
                if damaged := store.damaged_past_audits():
                    terminal.tell(say("sessions.past_damaged", n=damaged))
        for each in kept:
            begun = each.begun.isoformat() if each.begun else "?"
            of = say(f"cli.session.of.{each.journey}")
            name = each.name or each.id
            sys.stdout.write(say("cli.session.line", name=name, of=of, begun=begun, n=each.answers) + "\n")
        if not kept:
            sys.stdout.write(say("cli.session.none") + "\n")
        return ExitCode.NOTHING_TO_FIX


def _register_show(commands: typer.Typer) -> None:
    @commands.command("show", **spoken("session_show"))
    def show(
        session_id: Annotated[str, argument("session_id", "id")],
        notes: Annotated[bool, option("notes", "--notes")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        with _opened(passphrase_file) as store:
            session = store.resume(session_id)
            lines = list(_described(next(each for each in store.unfinished() if each.id == session.id), store))
            if notes:
                lines += [f"- {date_in_words(note.written.date())}: {note.text}" for note in session.notes]
        sys.stdout.write("".join(f"{inert(line)}\n" for line in lines))
        return ExitCode.NOTHING_TO_FIX


def _described(session: SessionSummary, store: Store) -> Iterator[str]:
    told: dict[str, str | int | date | None] = {
        "of": say(f"cli.session.of.{session.journey}"),
        "begun": session.begun,
        "used": session.used,
        "follow_up": session.follow_up,
        "answers": session.answers,
        "notes": session.notes,
        "past_audits": len(store.past_audits(session.id)),
        "damaged": session.damaged,
    }
    yield session.name or session.id
    for name in SHOWN:
        value = told[name]
        if value or name in _ALWAYS_SHOWN:
            shown = date_in_words(value) if isinstance(value, date) else value
            unreadable = say("cli.session.damaged_part")
            part = say(f"cli.session.shown.{name}")
            yield say("cli.session.part", name=part, value=unreadable if shown is None else shown)


def _register_resume(commands: typer.Typer) -> None:
    @commands.command("resume", **spoken("session_resume"))
    def resume(
        session_id: Annotated[str, argument("session_id", "id")],
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        terminal = Terminal(is_quiet=quiet)
        with _opened(passphrase_file) as store:
            session = store.resume(session_id)
            session.close()
            go_on = GO_ON.get(session.beginning.journey)
            if not go_on:
                raise HygieneError("cli.session.goes_on_elsewhere")
            return go_on(store, session.id, terminal)


def _register_forget(commands: typer.Typer) -> None:
    @commands.command("forget", **spoken("session_forget"))
    def forget(
        session_id: Annotated[str | None, argument("session_id", "id")] = None,
        everything: Annotated[bool, option("all", "--all")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if everything == bool(session_id):
            raise HygieneError("cli.session.which")
        chosen: list[str] = []
        if session_id or is_anything_kept():
            with _opened(passphrase_file) as store:
                chosen = [each.id for each in store.unfinished()] if everything else [session_id or ""]
                for each in chosen:
                    store.forget(each)
                if everything:
                    store.forget_what_outlives()
        sys.stdout.write(say("cli.session.forgotten", n=len(chosen)) + "\n")
        return ExitCode.NOTHING_TO_FIX


def _register_passphrase(commands: typer.Typer) -> None:
    @commands.command("passphrase", **spoken("session_passphrase"))
    def passphrase(
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        terminal = Terminal()
        with _opened(passphrase_file, offers=False) as store:
            if store.kept_in is KeptIn.KEYRING:
                raise HygieneError("passphrase.not_needed")
            was_in_file = store.kept_in is KeptIn.FILE
            store.lock_with(choose_passphrase(terminal))
            terminal.tell(say("passphrase.moved" if was_in_file else "passphrase.changed"))
        return ExitCode.NOTHING_TO_FIX


def _opened(passphrase_file: Path | None, *, offers: bool = True) -> Store:
    if not is_anything_kept():
        raise SessionError("sessions.unknown")
    return open_kept(Terminal(), passphrase_file, offers=offers)
