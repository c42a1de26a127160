"""Assembles the commands, and turns errors into words and exit codes: the one place where that happens."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from hygiene.configuration import choose_language, read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.process import forbid_core_dumps
from hygiene.texts import say, use_language
from hygiene.texts.inert import inert

if TYPE_CHECKING:
    import typer


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code. Nothing but `SystemExit` of the interpreter itself gets past here."""
    forbid_core_dumps()
    _tolerate_narrow_encodings()
    use_language(choose_language(arguments, None))
    try:
        use_language(choose_language(arguments, read_configuration().language))
        return _call(arguments)
    except HygieneError as error:
        _complain(say(f"{error.key}.problem", **error.values), say(f"{error.key}.next", **error.values))
        return error.exit_code
    except KeyboardInterrupt:
        _complain(say("cli.interrupted"))
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is left in the buffer must not raise once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.NOT_COMPLETE
    except Exception as error:
        _complain(say("cli.crash.problem", place=_place_of(error)), say("cli.crash.next"))
        return ExitCode.NOT_COMPLETE


def assemble() -> "typer.Typer":
    """The application with every command, its help in the current language."""
    import typer

    from hygiene.commands.help import Commands, context_settings
    from hygiene.commands.options import language_option, version_option

    app = typer.Typer(
        cls=Commands,
        context_settings=context_settings(),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        subcommand_metavar=say("cli.metavar.command"),
        options_metavar=say("cli.metavar.options"),
    )

    @app.callback(help=say("cli.help"), epilog=say("cli.epilog"))
    def root(
        _lang: Annotated[str | None, language_option()] = None,
        _version: Annotated[bool, version_option()] = False,
    ) -> None:
        """The language was chosen before; the version leaves at once."""

    return app


def _call(arguments: Sequence[str]) -> int:
    app = assemble()
    from typer.exceptions import Abort, TyperException
    from typer.main import get_command

    try:
        result = get_command(app).main(list(arguments), prog_name="hygiene", standalone_mode=False)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(f"{error}\n")
            return ExitCode.NOTHING_TO_FIX
        _complain(*_wrong_usage(error))
        return ExitCode.WRONG_USAGE
    except Abort:  # a question was asked, and the input had ended
        raise KeyboardInterrupt from None
    return int(result or 0)


def _wrong_usage(error: Any) -> tuple[str, str]:
    """What is wrong with the command line, in the user's language.

    Values that were typed are never repeated: a password may be among them.
    """
    help_hint = say("cli.usage.next", command=error.ctx.command_path if error.ctx else "hygiene")
    kind = type(error).__name__
    if kind in ("NoSuchOption", "BadOptionUsage"):
        return say(f"cli.usage.{kind}", name=error.option_name), help_hint
    if kind in ("MissingParameter", "BadParameter") and error.param is not None:
        return say(f"cli.usage.{kind}", name=error.param.human_readable_name), help_hint
    return say("cli.usage.other"), help_hint


def _tolerate_narrow_encodings() -> None:
    """A character that a stream cannot show becomes a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _place_of(error: BaseException) -> str:
    """Where in this program an error arose, as `file:line`; the error's own text is not for showing."""
    place = "?"
    trace = error.__traceback__
    root = Path(__file__).parent
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(root):
            place = f"{file.relative_to(root).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {place}"


def _complain(*lines: str) -> None:
    sys.stderr.write("".join(f"{inert(line, keep_newlines=True)}\n" for line in lines))
