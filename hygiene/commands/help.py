"""Help in the user's language and in the width of the user's terminal."""

import shutil
from importlib import import_module
from typing import Any

from typer import Typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from hygiene.commands import MODULES
from hygiene.texts import say

# What typer says by itself, with the key of what we say in its place.
_FIXED_WORDS = {
    "Usage: ": "cli.heading.usage",
    "\nArguments:\n": "cli.heading.arguments",
    "\nOptions:\n": "cli.heading.options",
    "\nCommands:\n": "cli.heading.commands",
}
_NARROWEST, _WIDEST = 36, 100


def context_settings() -> dict[str, Any]:
    """Settings of a command that fit its help to the terminal."""
    return {"terminal_width": min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)}


class SpokenCommand(TyperCommand):
    """A command whose help speaks the user's language throughout."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - the list wraps what is long
        """The first sentence of the help."""
        return _first_sentence(self.help)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described before it is wrapped."""
        return _described(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help as text."""
        return _spoken(super().get_help(ctx))


class SpokenGroup(TyperGroup):
    """A group of commands whose help speaks the user's language throughout."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - the list wraps what is long
        """The first sentence of the help."""
        return _first_sentence(self.help)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described before it is wrapped."""
        return _described(super().get_help_option(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help as text."""
        return _spoken(super().get_help(ctx))


class Commands(SpokenGroup):
    """Every command of the program. Help tells of them all and loads none; one that is called loads what it needs."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Their names, in the order of the help."""
        return list(MODULES)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command of this name with its options; None where there is none."""
        if cmd_name not in MODULES:
            return None
        app = Typer(rich_markup_mode=None)
        import_module(f"hygiene.commands.{MODULES[cmd_name]}").register(app)
        return get_group(app).commands[cmd_name]

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """Write what each is for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(say(f"cli.command.{name}"))) for name in MODULES])


def _spoken(text: str) -> str:
    for fixed, key in _FIXED_WORDS.items():
        own = say(key)
        text = text.replace(fixed, f"\n{own}\n" if fixed.startswith("\n") else own, 1)
    return text.replace("[required]", say("cli.heading.required"))


def _described(help_option: Any) -> Any:
    if help_option:
        help_option.help = say("cli.option.help")
    return help_option


def _first_sentence(text: str | None) -> str:
    """What stands beside a command in the list of its group: whole, where click would cut it off in the middle."""
    return (text or "").split(". ")[0].rstrip(".") + "."
