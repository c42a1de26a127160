"""`hygiene audit`: the self-audit of an employee."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hygiene import clock
from hygiene.breaches import demand_corpus
from hygiene.commands.kept import open_kept, open_kept_or_afresh, passphrase_option
from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, catalogue_places, settle
from hygiene.commands.ways import way_of
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError, SessionError
from hygiene.journeys.answers import GivenAnswers, read_answers
from hygiene.journeys.browsers import permitted_lists
from hygiene.journeys.checklists import checklist_session
from hygiene.journeys.contribution import contribute_report, keep_answers, offer
from hygiene.journeys.demo import WORK_DOMAINS, demo_answers, demo_export
from hygiene.journeys.exports import offer_to_delete, read_exports, tell_what_lies_open
from hygiene.journeys.exposure import enquirer
from hygiene.journeys.history import progress_of
from hygiene.journeys.how import how_to_export
from hygiene.journeys.kept_audit import as_begun, complete, keep_given, keep_told, make_room, resume, told_before
from hygiene.journeys.lasting import lasting_session
from hygiene.journeys.mailboxes import Mailboxes
from hygiene.journeys.remembering import remember
from hygiene.journeys.self_audit import Dialogue, Request, run_audit
from hygiene.mailbox.servers import Server
from hygiene.platforms.reading import load_catalogue
from hygiene.policy.model import Policy
from hygiene.reports import FORMATS
from hygiene.reports.content import date_in_words
from hygiene.reports.document import AuditReport
from hygiene.sessions import ACCOUNTS, Beginning, Session, Store
from hygiene.sources import Export
from hygiene.terminal import Terminal
from hygiene.texts import current_language, say, use_language


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("audit", **spoken("audit"))
    def audit(
        exports: Annotated[list[Path] | None, argument("export", "export")] = None,
        demo: Annotated[bool, option("demo", "--demo")] = False,
        resumes: Annotated[bool, option("resume", "--resume")] = False,
        browsers: Annotated[bool, option("browsers", "--browsers")] = False,
        offline: Annotated[bool, option("offline", "--offline")] = False,
        online: Annotated[bool, option("online", "--online")] = False,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        data_export: Annotated[list[Path] | None, option("data_export", "--data-export", metavar="path")] = None,
        mailbox: Annotated[list[Path] | None, option("mailbox", "--mailbox", metavar="path")] = None,
        imap: Annotated[list[str] | None, option("imap", "--imap", metavar="host")] = None,
        catalogue: Annotated[list[str] | None, option("catalogue", "--catalogue", metavar="file")] = None,
        source: Annotated[str | None, option("source", "--source", metavar="name")] = None,
        columns: Annotated[str | None, option("columns", "--columns", metavar="columns")] = None,
        encoding: Annotated[str | None, option("encoding", "--encoding", metavar="encoding")] = None,
        password_file: Annotated[
            Path | None, option("vault_password_file", "--vault-password-file", metavar="file")
        ] = None,
        key_file: Annotated[Path | None, option("vault_key_file", "--vault-key-file", metavar="file")] = None,
        how: Annotated[bool, option("how", "--how")] = False,
        range_url: Annotated[str | None, option("range_url", "--range-url", metavar="url")] = None,
        corpus: Annotated[Path | None, option("corpus", "--corpus", metavar="file")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        breach_list: Annotated[Path | None, option("breach_list", "--breach-list", metavar="file")] = None,
        addresses: Annotated[bool, option("addresses", "--addresses")] = False,
        breached_domain: Annotated[Path | None, option("breached_domain", "--breached-domain", metavar="file")] = None,
        answers: Annotated[Path | None, option("answers", "--answers", metavar="file")] = None,
        summary_to: Annotated[Path | None, option("summary_to", "--summary-to", metavar="folder")] = None,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        no_input: Annotated[bool, option("no_input", "--no-input")] = False,
        form: Annotated[str, option("format", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        exit_zero: Annotated[bool, option("exit_zero", "--exit-zero")] = False,
        lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if how:
            sys.stdout.write(how_to_export([str(name) for name in exports or ()]))
            return ExitCode.NOTHING_TO_FIX
        contradictions = {
            "cli.both_online_and_offline": online and offline,
            "exposure.no_addresses": offline and addresses and breached_domain is None,
            "audit.demo_takes_no_export": demo and (exports or mailbox or imap or browsers),
            "audit.resume_needs_questions": resumes and no_input,
            "summary.demo": demo and summary_to,
        }
        for key, contradicts in contradictions.items():
            if contradicts:
                raise HygieneError(key)
        destination = Output(form, output, force)
        destination.check(FORMATS)
        terminal = Terminal(is_quiet=quiet)
        lists = permitted_lists(terminal.tell, None if no_input else terminal) if browsers else ()
        beginning = Beginning(
            inputs=(*(exports or ()), *lists),
            demo=demo,
            policies=tuple(policy or ()),
            language=lang or "",
            online=True if online else False if offline else None,
            work_domains=tuple(work_domain or ()),
            source=source,
            columns=columns,
            encoding=encoding,
            range_url=range_url,
            data_exports=tuple(data_export or ()),
            mailboxes=tuple(mailbox or ()),
            mail_servers=tuple(imap or ()),
            catalogues=tuple(catalogue or ()),
            corpus=corpus,
            breach_url=breach_url,
            breach_list=breach_list,
            breached_domain=breached_domain,
            addresses=addresses,
        )
        given = Given(answers, password_file, key_file)
        audited: Audited | None
        with ExitStack() as closing:
            store = None
            if not no_input:
                store = closing.enter_context(open_kept_or_afresh(terminal, passphrase_file, beginning.policies))
                resumed = resume(store, inputs_given=bool(beginning.inputs)) if resumes else None
                audited = _audit_in_dialogue(beginning, given, terminal, store, resumed)
            else:
                if summary_to:
                    store = closing.enter_context(open_kept(terminal, passphrase_file, asks=False))
                audited = _audit_in_silence(beginning, given, terminal)
            if audited is None:
                return _interrupted(terminal)
            _hand_over(audited, destination, terminal)
            if store:
                _contribute(audited.report, summary_to, terminal, store, asks=not no_input)
        _take_leave(audited, terminal, asks=not no_input)
        return ExitCode.NOTHING_TO_FIX if exit_zero else audited.report.exit_code


def go_on(store: Store, word: str, terminal: Terminal) -> int:
    """Go on with the audit that goes by this word, as `hygiene audit --resume` does with the newest."""
    session = resume(store, inputs_given=False, word=word)
    audited = _audit_in_dialogue(Beginning(language=""), Given(), terminal, store, session)
    if audited is None:
        return _interrupted(terminal)
    _hand_over(audited, Output("text", None, force=False), terminal)
    _take_leave(audited, terminal, asks=True)
    return audited.report.exit_code


@dataclass(frozen=True, slots=True)
class Given:
    """The files in which something is given that is kept nowhere else."""

    answers: Path | None = None
    password: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """What came of an audit: its report, and the exports that lie about in the clear."""

    report: AuditReport
    lying_open: list[Path]


def _interrupted(terminal: Terminal) -> int:
    terminal.tell(say("audit.interrupted"))
    return ExitCode.INTERRUPTED


def _hand_over(audited: Audited, destination: Output, terminal: Terminal) -> None:
    destination.write(_rendered(audited.report, destination))
    if destination.path:
        terminal.tell(say("audit.written", name=destination.path.name))


def _take_leave(audited: Audited, terminal: Terminal, *, asks: bool) -> None:
    tell_what_lies_open(audited.lying_open, terminal.remark)
    if asks and sys.stdin.isatty():  # a file is not to be deleted by an answer that was piped in for another question
        with suppress(EOFError, KeyboardInterrupt):  # the report is out; who leaves now deletes nothing
            offer_to_delete(audited.lying_open, terminal)


def _contribute(report: AuditReport, folder: Path | None, terminal: Terminal, store: Store, *, asks: bool) -> None:
    """Contribute to the summary where that was asked for, or offer it where the policy says where shares go."""
    today = clock.today()
    if folder:
        contribute_report(report, store, terminal, today, folder, asks=asks)
    elif asks:
        offer(report, store, terminal, today)


def _rendered(report: AuditReport, destination: Output) -> str:
    if destination.form == "text":
        from hygiene.reports.text import render

        return render(report, destination.width())
    return FORMATS[destination.form].render(report)


def _audit_in_silence(beginning: Beginning, given: Given, terminal: Terminal) -> Audited:
    """Ask nothing and keep nothing. The flag `--online` alone is consent enough here."""
    request = request_of(beginning, given)
    answers = _answers(request.policy, given.answers, demo=beginning.demo)
    request = replace(request, given=answers, online=bool(request.online))
    exports = read_exports(request.exports, request.way, None)
    return Audited(run_audit(request, exports, None, terminal.progress), _lying_open(request, exports))


def _audit_in_dialogue(
    beginning: Beginning, given: Given, terminal: Terminal, store: Store, session: Session | None
) -> Audited | None:
    """Ask what cannot be measured, in a new session or in one that is gone on with. None where the employee stops."""
    begins = session is None
    if session:
        beginning = as_begun(session.beginning, beginning)
        use_language(beginning.language or current_language())
    request = request_of(beginning, given)
    answers = _answers(request.policy, given.answers, demo=beginning.demo and begins)
    told = told_before(session, request.exports) if session else {}
    exports = read_exports(request.exports, request.way, terminal, told)
    if not session:
        unfinished = make_room(store)
        session = store.begin(replace(beginning, language=current_language()))
        _greet(terminal, store, unfinished, request)
        accounts = _of_accounts(store, session, request)
    else:
        accounts = _of_accounts(store, session, request)
        _greet_again(terminal, session, accounts)
    keep_told(session, told)
    keep_given(session, accounts, answers)
    try:
        dialogue = Dialogue(terminal, session, *_checklists(store, request), accounts)
        report = run_audit(request, exports, dialogue, terminal.progress)
    except (KeyboardInterrupt, EOFError):
        return None
    keep_answers(session, report)
    complete(session)
    remember(store, session, report)
    if not report.is_demo and report.made_on:
        progress = progress_of(store.past_audits(), report.made_on, store.damaged_past_audits())
        report = replace(report, progress=progress)
    return Audited(report, _lying_open(request, exports))


def _of_accounts(store: Store, session: Session, request: Request) -> Session:
    """Where it is kept on which side accounts are: for good, but for the demonstration and for a second window."""
    if request.is_demo:
        return session
    try:
        return lasting_session(store, ACCOUNTS)
    except SessionError as error:
        if error.key != "sessions.in_use":
            raise
        return session


def _checklists(store: Store, request: Request) -> tuple[Session | None, bool]:
    """The session that keeps the answers about privacy settings, and whether another window has it."""
    if request.is_demo:
        return None, False
    try:
        return checklist_session(store), False
    except SessionError as error:
        if error.key != "privacy.in_use":
            raise
    return None, True


def _lying_open(request: Request, exports: Sequence[Export]) -> list[Path]:
    """The exports that anybody can read, each once; those of the demonstration are nobody's."""
    lying = (path for path, export in zip(request.exports, exports, strict=True) if export.in_the_clear)
    return [] if request.is_demo else list(dict.fromkeys(lying))


def request_of(beginning: Beginning, given: Given) -> Request:
    """What an audit that begins so is to do. Raises `HygieneError` where its policy or an option cannot be followed."""
    flags = Flags(
        beginning.policies, beginning.work_domains, beginning.online, beginning.range_url, beginning.breach_url
    )
    settings = settle(flags, read_configuration())
    if beginning.mail_servers and settings.online is False:
        raise HygieneError("mailbox.offline")
    if beginning.corpus:
        demand_corpus(beginning.corpus)
    return Request(
        exports=(demo_export(),) if beginning.demo else beginning.inputs,
        policy=settings.policy,
        way=way_of(beginning, given.password, given.key),
        work_domains=settings.work_domains | (WORK_DOMAINS if beginning.demo else frozenset()),
        # The demonstration needs no network, and asks about none unless it is told to.
        online=bool(settings.online) if beginning.demo else settings.online,
        range_settings=settings.range_settings,
        data_exports=beginning.data_exports,
        mailboxes=Mailboxes(beginning.mailboxes, tuple(map(Server.named, beginning.mail_servers))),
        catalogue=load_catalogue(catalogue_places(settings.policy_names, beginning.catalogues)),
        corpus=beginning.corpus,
        enquirer=enquirer(
            settings.service,
            breach_list=beginning.breach_list,
            breached_domain=beginning.breached_domain,
            file_domains=settings.said_domains or settings.work_domains,
            asks_addresses=beginning.addresses,
        ),
        is_demo=beginning.demo,
    )


def _answers(policy: Policy, answers: Path | None, *, demo: bool) -> GivenAnswers:
    of_demo = demo_answers(policy) if demo else GivenAnswers()
    of_file = read_answers(answers, policy) if answers else GivenAnswers()
    return GivenAnswers({**of_demo.choices, **of_file.choices}, {**of_demo.kinds, **of_file.kinds})


def _greet(terminal: Terminal, store: Store, unfinished: date | None, request: Request) -> None:
    terminal.remark(say("audit.greeting"))
    if request.is_demo:
        terminal.remark(say("audit.greeting_demo"))
    if not request.exports:
        terminal.remark(say("audit.no_export"))
    terminal.remark(say("audit.answers_kept"))
    terminal.remark(say(f"sessions.kept_in.{store.kept_in}"))
    if not request.is_demo:
        terminal.remark(say("sessions.history_kept", n=request.policy.retention_months))
    if unfinished:
        terminal.tell(say("audit.unfinished_exists", begun=date_in_words(unfinished)))


def _greet_again(terminal: Terminal, session: Session, accounts: Session) -> None:
    kept = {**session.answers, **accounts.answers}
    terminal.remark(say("audit.going_on", n=len(kept)))
    if session.damaged:
        terminal.tell(say("sessions.damaged", n=session.damaged))
