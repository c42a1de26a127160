"""`hygiene generate`: a passphrase to remember, or a random password for a password manager."""

import sys
from typing import Annotated

import typer

from hygiene.commands.options import language_option, option, spoken
from hygiene.errors import ExitCode
from hygiene.strength.passphrases import Generated, generate_passphrase, generate_password, passphrase_words
from hygiene.terminal import Terminal
from hygiene.texts import current_language, say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("generate", **spoken("generate"))
    def generate(
        words: Annotated[int, option("words", "--words", metavar="number")] = 5,
        characters: Annotated[int | None, option("characters", "--characters", metavar="number")] = None,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        language = current_language()
        generated = generate_passphrase(language, words) if characters is None else generate_password(characters)
        _write_line(generated)
        Terminal(is_quiet=quiet).remark(_account(generated, language, is_phrase=characters is None))
        return ExitCode.NOTHING_TO_FIX


def _write_line(generated: Generated) -> None:
    """Standard output holds the new password alone, so that it can be piped on."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(f"{generated.secret.reveal()}\n")
    sys.stdout.flush()


def _account(generated: Generated, language: str, *, is_phrase: bool) -> str:
    bits = f"{generated.bits:.1f}".replace(".", "." if language == "en" else ",")
    if not is_phrase:
        return say("strength.generated.characters", n=generated.parts, bits=bits)
    return say("strength.generated.words", n=generated.parts, size=len(passphrase_words(language)), bits=bits)
