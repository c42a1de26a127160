"""`hygiene incident`: what to do when something has just happened. It asks nothing, and works offline."""

from pathlib import Path
from typing import Annotated

import typer

from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import DEFAULT_POLICY
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.policy.model import Situation
from hygiene.policy.reading import load_policy


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("incident", **spoken("incident"))
    def incident(
        situation: Annotated[str | None, argument("situation", "situation")] = None,
        policy: Annotated[list[str] | None, option("policy_contacts", "--policy", metavar="policy")] = None,
        form: Annotated[str, option("format_incident", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.reports.incident import INCIDENT_FORMATS, IncidentPage

        destination = Output(form, output, force)
        destination.check(INCIDENT_FORMATS)
        if situation is not None and situation not in list(Situation):
            raise HygieneError("cli.bad_situation", situations=", ".join(Situation))
        chosen = load_policy(policy or read_configuration().policy or [DEFAULT_POLICY])
        shown = IncidentPage(chosen, [Situation(situation)] if situation else list(Situation))
        destination.write(INCIDENT_FORMATS[form](shown, destination.width()))
        return ExitCode.NOTHING_TO_FIX
