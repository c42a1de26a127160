"""`hygiene breach`: whether what one uses is known from data breaches."""

import typer

from hygiene.commands import breach_corpus, breach_email, breach_key, breach_password
from hygiene.commands.options import group


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "breach")
    breach_password.register(commands)
    breach_corpus.register(commands)
    breach_email.register(commands)
    breach_key.register(commands)
