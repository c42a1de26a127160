"""`hygiene password`: how strong one password is, and what the policy says of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hygiene.commands.options import language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.journeys.single_check import check_password
from hygiene.reports.password import PasswordReport, render_json, render_text
from hygiene.secret import Secret
from hygiene.terminal import Terminal
from hygiene.texts import say

_FORMS = ("text", "json")
_LONGEST_LINE = 16 * 2**20


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("password", **spoken("password"))
    def password(
        second_factor: Annotated[bool, option("second_factor", "--second-factor")] = False,
        offline: Annotated[bool, option("offline", "--offline")] = False,
        online: Annotated[bool, option("online", "--online")] = False,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        range_url: Annotated[str | None, option("range_url", "--range-url", metavar="url")] = None,
        form: Annotated[str, option("format_password", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        exit_zero: Annotated[bool, option("exit_zero", "--exit-zero")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if online and offline:
            raise HygieneError("cli.both_online_and_offline")
        destination = Output(form, output, force)
        destination.check(dict.fromkeys(_FORMS))
        wished = True if online else False if offline else None
        settings = settle(Flags(tuple(policy or ()), tuple(work_domain or ()), wished, range_url), read_configuration())
        report = check_password(
            typed_or_piped(),
            settings.policy,
            settings.work_domains,
            settings.range_settings if settings.online else None,
            has_second_factor=second_factor,
        )
        destination.write(_rendered(report, destination))
        return ExitCode.NOTHING_TO_FIX if exit_zero else report.exit_code


def typed_or_piped() -> Secret:
    """The password: typed unseen, or the first line of what is piped in, without its end of line."""
    if sys.stdin.isatty():
        return Terminal().ask_secret(say("strength.password.ask"))
    line = sys.stdin.buffer.readline(_LONGEST_LINE).removesuffix(b"\n").removesuffix(b"\r")
    return Secret(line.decode("utf-8", errors="surrogateescape"))


def _rendered(report: PasswordReport, destination: Output) -> str:
    return render_json(report) if destination.form == "json" else render_text(report, destination.width())
