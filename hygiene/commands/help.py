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
    "Show this message and exit.": "cli.option.help",
}
_NARROWEST, _WIDEST = 36, 100


def context_settings() -> dict[str, Any]:
    """Settings of a command that fit its help to the terminal."""
    return {"terminal_width": min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)}


class SpokenCommand(TyperCommand):
    """A command whose help speaks the user's language throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help as text."""
        return _spoken(super().get_help(ctx))


class SpokenGroup(TyperGroup):
    """A group of commands whose help speaks the user's language throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help as text."""
        return _spoken(super().get_help(ctx))


def _spoken(text: str) -> str:
    for fixed, key in _FIXED_WORDS.items():
        own = say(key)
        text = text.replace(fixed, f"\n{own}\n" if fixed.startswith("\n") else own, 1)
    return text
