"""The options that several commands take, each described once."""

from typing import Annotated, Any

import typer

from hygiene import __version__
from hygiene.commands.help import SpokenCommand, SpokenGroup, context_settings
from hygiene.errors import HygieneError
from hygiene.texts import LANGUAGES, say


def spoken(command: str) -> dict[str, Any]:
    """What every command is registered with: its help, and the class that speaks the user's language."""
    return {
        "cls": SpokenCommand,
        "help": say(f"cli.command.{command}"),
        "context_settings": context_settings(),
        "options_metavar": say("cli.metavar.options"),
    }


def group(app: typer.Typer, name: str) -> typer.Typer:
    """A command that holds others, added to the application."""
    commands = typer.Typer(
        cls=SpokenGroup,
        context_settings=context_settings(),
        no_args_is_help=True,
        subcommand_metavar=say("cli.metavar.command"),
        rich_markup_mode=None,
    )

    @commands.callback()
    def of_group(_lang: Annotated[str | None, language_option()] = None) -> None:
        """Take `--lang` before the command's name too."""

    app.add_typer(commands, name=name, help=say(f"cli.command.{name}"), options_metavar=say("cli.metavar.options"))
    return commands


def option(name: str, *flags: str, metavar: str | None = None, **settings: Any) -> Any:
    """An option with its help and the name of its value from `texts/*/cli.toml`."""
    return typer.Option(
        *flags,
        help=say(f"cli.option.{name}"),
        metavar=say(f"cli.metavar.{metavar}") if metavar else None,
        show_default=False,
        **settings,
    )


def argument(name: str, metavar: str) -> Any:
    """An argument with its help and its name from `texts/*/cli.toml`."""
    return typer.Argument(help=say(f"cli.option.{name}"), metavar=say(f"cli.metavar.{metavar}"), show_default=False)


def language_option() -> Any:
    """`--lang`: read before the commands are assembled; here only its value is checked."""
    return typer.Option("--lang", metavar="fi|sv|en", help=say("cli.option.lang"), callback=_known_language)


def version_option() -> Any:
    """`--version`: tells it and leaves."""
    return typer.Option("--version", help=say("cli.option.version"), is_eager=True, callback=_tell_version)


def _known_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise HygieneError("cli.bad_language", languages=", ".join(LANGUAGES))
    return value


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hygiene {__version__}")
        raise typer.Exit
