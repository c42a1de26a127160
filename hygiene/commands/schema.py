"""`hygiene schema`: the published form of what machines read."""

import sys
from typing import Annotated

import typer

from hygiene.commands.options import argument, language_option, spoken
from hygiene.errors import ExitCode, HygieneError
from hygiene.reports.schemas import schema_names, schema_text


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("schema", **spoken("schema"))
    def schema(
        name: Annotated[str | None, argument("schema_name", "name")] = None,
        lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        names = schema_names()
        if name is None:
            sys.stdout.write("".join(f"{each}\n" for each in names))
        elif name in names:
            sys.stdout.write(schema_text(name))
        else:
            raise HygieneError("cli.no_such_schema", names=", ".join(names))
        return ExitCode.NOTHING_TO_FIX
