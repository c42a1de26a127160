"""`hygiene mailbox`: the login to a mailbox on its server, kept in the keyring and nowhere else."""

import sys
from typing import Annotated

import typer

from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, MissingKeyError
from hygiene.journeys.mailboxes import ask_credentials, keep_credentials, kept_credentials, remove_credentials
from hygiene.mailbox.servers import Server
from hygiene.terminal import Terminal
from hygiene.texts import say


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "mailbox")

    @commands.command("set", **spoken("mailbox_set"))
    def keep(
        host: Annotated[str, argument("imap_host", "host")],
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        server = Server.named(host)
        keep_credentials(server, ask_credentials(server, Terminal()))
        sys.stdout.write(say("mailbox.login.kept", name=server.name) + "\n")
        return ExitCode.NOTHING_TO_FIX

    @commands.command("remove", **spoken("mailbox_remove"))
    def remove(
        host: Annotated[str, argument("imap_host", "host")],
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        server = Server.named(host)
        outcome = "removed" if remove_credentials(server) else "none"
        sys.stdout.write(say(f"mailbox.login.{outcome}", name=server.name) + "\n")
        return ExitCode.NOTHING_TO_FIX

    @commands.command("test", **spoken("mailbox_test"))
    def test(
        host: Annotated[str, argument("imap_host", "host")],
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        server = Server.named(host)
        if settle(Flags(policy or ()), read_configuration()).online is False:
            raise MissingKeyError("exposure.network_forbidden")
        from hygiene.mailbox.imap import try_out

        folders = try_out(server, kept_credentials(server) or ask_credentials(server, Terminal()))
        sys.stdout.write(say("mailbox.login.works", name=server.name, n=folders) + "\n")
        return ExitCode.NOTHING_TO_FIX
