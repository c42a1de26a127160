"""`hygiene breach password`: whether one password is known from data breaches."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hygiene.breaches import answer_locally, combine
from hygiene.commands.options import language_option, option, spoken
from hygiene.commands.output import write_lines
from hygiene.commands.password import typed_or_piped
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.journeys.interview import yes_or_no
from hygiene.reports.content import date_in_words
from hygiene.terminal import Terminal
from hygiene.texts import breach_words, say

_EXIT_CODES = {
    Exposure.FOUND: ExitCode.SOMETHING_TO_FIX,
    Exposure.NOT_FOUND: ExitCode.NOTHING_TO_FIX,
    Exposure.UNKNOWN: ExitCode.NOT_COMPLETE,
}

_UNDATED_SOURCES = {
    BreachSource.EMBEDDED: "corpus.answered_by.embedded",
    BreachSource.RANGE_SERVICE: "corpus.answered_by.range_service",
}
_DATED_SOURCES = {
    BreachSource.RANGE_SERVICE: "corpus.answered_by.range_service_dated",
    BreachSource.CORPUS: "corpus.answered_by.corpus",
}


def register(commands: typer.Typer) -> None:
    """Add the command to its group."""

    @commands.command("password", **spoken("breach_password"))
    def password(
        corpus: Annotated[Path | None, option("corpus", "--corpus", metavar="file")] = None,
        online: Annotated[bool, option("breach_online", "--online")] = False,
        range_url: Annotated[str | None, option("range_url", "--range-url", metavar="url")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        terminal = Terminal()
        settings = settle(Flags(online=online or None, range_url=range_url), read_configuration())
        secret = typed_or_piped()
        answers = answer_locally([secret], corpus)
        host = settings.range_settings.host
        if settings.online and _agrees(terminal, host):
            from hygiene.breaches.range_service import look_up

            found = look_up([secret], settings.range_settings, terminal.progress("corpus.progress.online"))
            answers = combine(answers, found)
        write_lines(_words(answers[secret]))
        return _EXIT_CODES[answers[secret].exposure]


def _agrees(terminal: Terminal, host: str) -> bool:
    """Where nobody sits at the keyboard, the flag `--online` is consent enough."""
    if not sys.stdin.isatty():
        return True
    terminal.tell(say("breaches.consent.explain", host=host))
    return terminal.choose(yes_or_no(say("breaches.consent.ask", host=host))) == "yes"


def _words(answer: BreachAnswer) -> list[str]:
    match answer:
        case BreachAnswer(exposure=Exposure.FOUND, count=None):
            words = [say("corpus.password.found_uncounted"), say("corpus.password.found_next")]
        case BreachAnswer(exposure=Exposure.FOUND):
            times = breach_words.times(answer.count or 0, is_rounded=answer.is_rounded)
            words = [say("corpus.password.found", n=answer.count, times=times), say("corpus.password.found_next")]
        case BreachAnswer(exposure=Exposure.NOT_FOUND):
            words = [say("corpus.password.not_found")]
        case _:
            words = [say(f"breaches.unknown.{answer.reason}")]
    return [*words, _source(answer)]


def _source(answer: BreachAnswer) -> str:
    if answer.as_of is None:
        return say(_UNDATED_SOURCES[answer.source])
    return say(_DATED_SOURCES[answer.source], date=date_in_words(answer.as_of))
