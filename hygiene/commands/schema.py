"""`hygiene schema`: the published form of what machines read."""

import sys
from typing import Annotated

import typer

from hygiene.commands.options import argument, language_option, spoken
from hygiene.errors import ExitCode, HygieneError
from hygiene.reports import SCHEMAS
from hygiene.reports import schema as schema_of


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("schema", **spoken("schema"))
    def schema(
        name: Annotated[str | None, argument("schema_name", "name")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if name is None:
            sys.stdout.write("".join(f"{each}\n" for each in SCHEMAS))
        elif name in SCHEMAS:
            sys.stdout.write(schema_of(name))
        else:
            raise HygieneError("cli.no_such_schema", names=", ".join(SCHEMAS))
        return ExitCode.NOTHING_TO_FIX
