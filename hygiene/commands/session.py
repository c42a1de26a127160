"""`hygiene session`: what is kept on this computer, and how to remove it."""

import sys
from typing import Annotated

import typer

from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.errors import ExitCode, HygieneError
from hygiene.sessions import open_store
from hygiene.texts import say


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "session")

    @commands.command("list", **spoken("session_list"))
    def list_sessions(_lang: Annotated[str | None, language_option()] = None) -> int:
        with open_store() as store:
            kept = store.unfinished()
        for each in kept:
            begun = each.begun.isoformat() if each.begun else "?"
            of = say(f"cli.session.of.{each.journey}")
            sys.stdout.write(
                say("cli.session.line", name=each.name or each.id, of=of, begun=begun, n=each.answers) + "\n"
            )
        if not kept:
            sys.stdout.write(say("cli.session.none") + "\n")
        return ExitCode.NOTHING_TO_FIX

    @commands.command("forget", **spoken("session_forget"))
    def forget(
        session_id: Annotated[str | None, argument("session_id", "id")] = None,
        everything: Annotated[bool, option("all", "--all")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if everything == bool(session_id):
            raise HygieneError("cli.session.which")
        with open_store() as store:
            chosen = [each.id for each in store.unfinished()] if everything else [session_id or ""]
            for each in chosen:
                store.forget(each)
            if everything:
                store.forget_what_outlives()
        sys.stdout.write(say("cli.session.forgotten", n=len(chosen)) + "\n")
        return ExitCode.NOTHING_TO_FIX
