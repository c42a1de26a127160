"""Help in the user's language and in the width of the user's terminal."""

import shutil
from typing import Any

from typer.core import TyperCommand, TyperGroup

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
