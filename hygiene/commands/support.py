"""`hygiene support`: the guided session of an IT supporter beside an employee."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from hygiene.commands.audit import Given, request_of
from hygiene.commands.kept import open_kept, open_kept_or_afresh, passphrase_option
from hygiene.commands.options import language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import DEFAULT_POLICY
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError, SessionError
from hygiene.journeys.guided_opening import agrees, begin, choose_language, welcome_back
from hygiene.journeys.guided_session import HandOvers, guide
from hygiene.journeys.kept_audit import as_begun
from hygiene.journeys.self_audit import Request
from hygiene.policy.reading import load_policy
from hygiene.sessions import SUPPORT, Beginning, Session, Store, is_anything_kept
from hygiene.terminal import Terminal
from hygiene.texts import current_language, say, use_language

_NEEDED = {"policies", "language", "journey"}
"""What a session cannot be gone on with, where it can no longer be read."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("support", **spoken("support"))
    def support(
        name: Annotated[str | None, option("support_name", "--name", metavar="word")] = None,
        resumed: Annotated[str | None, option("support_resume", "--resume", metavar="word")] = None,
        checklist: Annotated[bool, option("support_checklist", "--checklist")] = False,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        catalogue: Annotated[list[str] | None, option("catalogue", "--catalogue", metavar="file")] = None,
        offline: Annotated[bool, option("offline", "--offline")] = False,
        range_url: Annotated[str | None, option("range_url", "--range-url", metavar="url")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        corpus: Annotated[Path | None, option("corpus", "--corpus", metavar="file")] = None,
        summary_to: Annotated[Path | None, option("support_summary_to", "--summary-to", metavar="folder")] = None,
        form: Annotated[str, option("format_support", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("support_output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if checklist:
            return _print_sheet(policy or [], Output(form, output, force))
        terminal = Terminal()
        _need_a_terminal()
        hand_overs = HandOvers(_save, summary_to)
        said = Beginning(
            journey=SUPPORT,
            policies=tuple(policy or ()),
            language="",
            online=False if offline else None,
            work_domains=tuple(work_domain or ()),
            catalogues=tuple(catalogue or ()),
            range_url=range_url,
            breach_url=breach_url,
            corpus=corpus,
        )
        try:
            if resumed is not None:
                return _resume(resumed, said, terminal, hand_overs, passphrase_file)
            return _begin(name, said, terminal, hand_overs, passphrase_file)
        except EOFError:
            raise KeyboardInterrupt from None


def go_on(store: Store, word: str, terminal: Terminal) -> int:
    """Go on with the session that goes by this word, where two people sit at a terminal."""
    _need_a_terminal()
    return _go_on(store, word, Beginning(language="", journey=SUPPORT), terminal, HandOvers(_save))


def _begin(
    word: str | None, said: Beginning, terminal: Terminal, hand_overs: HandOvers, passphrase_file: Path | None
) -> int:
    # What is wrong with the policy or an option is told before two people sit down.
    request = request_of(said, Given())
    choose_language(terminal)
    if not agrees(terminal, request.policy.retention_months):
        terminal.tell(say("support.consent.refused"))
        return ExitCode.NOTHING_TO_FIX
    beginning = replace(said, language=current_language())
    with open_kept_or_afresh(terminal, passphrase_file, beginning.policies) as store:
        session = begin(terminal, store, beginning, word)
        return _guide(terminal, store, session, request, hand_overs)


def _resume(word: str, said: Beginning, terminal: Terminal, hand_overs: HandOvers, passphrase_file: Path | None) -> int:
    if not is_anything_kept():
        raise SessionError("sessions.unknown")
    with open_kept(terminal, passphrase_file) as store:
        return _go_on(store, word, said, terminal, hand_overs)


def _go_on(store: Store, word: str, said: Beginning, terminal: Terminal, hand_overs: HandOvers) -> int:
    session = store.resume(word)
    if _NEEDED & session.lost:
        raise SessionError("support.beginning_lost")
    if session.beginning.journey != SUPPORT:
        raise SessionError("support.not_guided")
    use_language(session.beginning.language)
    request = request_of(as_begun(session.beginning, said), Given())
    welcome_back(terminal, session)
    return _guide(terminal, store, session, request, hand_overs)


def _guide(terminal: Terminal, store: Store, session: Session, request: Request, hand_overs: HandOvers) -> int:
    try:
        guide(terminal, store, session, request, hand_overs)
    except (KeyboardInterrupt, EOFError):
        terminal.tell(say("support.paused", word=session.name))
        return ExitCode.INTERRUPTED
    return ExitCode.NOTHING_TO_FIX


def _need_a_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise HygieneError("support.no_terminal")


def _save(form: str, path: Path, content: str) -> None:
    destination = Output(form, path)
    destination.check({form: None})
    destination.write(content)


def _print_sheet(policies: list[str], destination: Output) -> int:
    from hygiene.reports.guided_sheet import SHEET_FORMATS

    destination.check(SHEET_FORMATS)
    policy = load_policy(policies or read_configuration().policy or [DEFAULT_POLICY])
    destination.write(SHEET_FORMATS[destination.form](policy, destination.width()))
    return ExitCode.NOTHING_TO_FIX
