"""`hygiene accounts`: every account with its side, and what to do about it."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from hygiene import clock
from hygiene.checks.registered_accounts import lacks
from hygiene.commands.kept import open_kept, passphrase_option
from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, catalogue_places, settle
from hygiene.commands.ways import way_of
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.journeys.account_inventory import Wanted, take_stock
from hygiene.journeys.answers import GivenAnswers, read_answers
from hygiene.journeys.demo import WORK_DOMAINS, demo_answers, demo_export
from hygiene.journeys.exports import read_exports, tell_what_lies_open
from hygiene.journeys.lasting import lasting_session
from hygiene.journeys.mailboxes import Mailboxes
from hygiene.mailbox.servers import Server
from hygiene.platforms.reading import load_catalogue
from hygiene.policy.model import Policy
from hygiene.reports.accounts import ACCOUNT_FORMATS
from hygiene.reports.accounts.document import AccountsReport
from hygiene.reports.register import REGISTER_FORMATS, RegisterReport, text
from hygiene.sessions import ACCOUNTS, Beginning, Store
from hygiene.sources import Export
from hygiene.sources.register import example, read_register
from hygiene.terminal import Terminal
from hygiene.texts import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("accounts", **spoken("accounts"))
    def accounts(
        exports: Annotated[list[Path] | None, argument("export", "export")] = None,
        organisation: Annotated[Path | None, option("organisation", "--organisation", metavar="file")] = None,
        shows_example: Annotated[bool, option("example", "--example")] = False,
        worksheet: Annotated[bool, option("worksheet", "--worksheet")] = False,
        again: Annotated[bool, option("again_accounts", "--again")] = False,
        demo: Annotated[bool, option("demo", "--demo")] = False,
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
        answers: Annotated[Path | None, option("answers", "--answers", metavar="file")] = None,
        no_input: Annotated[bool, option("no_input", "--no-input")] = False,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        form: Annotated[str, option("format_accounts", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        exit_zero: Annotated[bool, option("exit_zero", "--exit-zero")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        destination = Output(form, output, force)
        if shows_example:
            sys.stdout.write(example())
            return ExitCode.NOTHING_TO_FIX
        flags = Flags(policy or (), work_domain or ())
        if organisation:
            if exports or data_export or mailbox or imap or demo or worksheet:
                raise HygieneError("register.alone")
            code = _check_register(organisation, flags, destination)
            return ExitCode.NOTHING_TO_FIX if exit_zero else code
        if demo and (exports or mailbox or imap):
            raise HygieneError("audit.demo_takes_no_export")
        if not (demo or exports or data_export or mailbox or imap):
            raise HygieneError("accounts.nothing_given")
        destination.check(ACCOUNT_FORMATS)
        paths = [demo_export()] if demo else list(exports or ())
        beginning = Beginning(inputs=tuple(paths), source=source, columns=columns, encoding=encoding)
        settings = settle(flags, read_configuration())
        wanted = Wanted(
            settings.policy,
            settings.work_domains | (WORK_DOMAINS if demo else frozenset()),
            _given(settings.policy, answers, demo=demo),
            tuple(data_export or ()),
            Mailboxes(tuple(mailbox or ()), tuple(map(Server.named, imap or ()))),
            load_catalogue(catalogue_places(settings.policy_names, catalogue or ())),
            again=again,
            is_worksheet=worksheet,
        )
        terminal = Terminal(is_quiet=quiet)
        way = way_of(beginning, password_file, key_file)
        read = read_exports(paths, way, None if no_input else terminal)
        if no_input or demo:
            report = take_stock(wanted, read, None, terminal.progress)
        else:
            with open_kept(terminal, passphrase_file, policies=policy or ()) as store:
                asked = _ask(wanted, read, terminal, store)
            if asked is None:
                terminal.tell(say("accounts.interrupted"))
                return ExitCode.INTERRUPTED
            report = asked
        destination.write(_rendered(report, destination))
        if output:
            terminal.tell(say("audit.written", name=output.name))
        lying = [path for path, export in zip(paths, read, strict=True) if export.in_the_clear and not demo]
        tell_what_lies_open(list(dict.fromkeys(lying)), terminal.remark)
        return ExitCode.NOTHING_TO_FIX if exit_zero else report.exit_code


def _check_register(path: Path, flags: Flags, destination: Output) -> ExitCode:
    """Hold the organisation's own accounts against what each of them needs."""
    destination.check(REGISTER_FORMATS)
    work_domains = settle(flags, read_configuration()).work_domains
    today = clock.today()
    rows = tuple((account, lacks(account, work_domains, today)) for account in read_register(path))
    report = RegisterReport(rows, today)
    destination.write(
        text(report, destination.width()) if destination.form == "text" else REGISTER_FORMATS[destination.form](report)
    )
    return report.exit_code


def _given(policy: Policy, answers: Path | None, *, demo: bool) -> GivenAnswers:
    of_demo = demo_answers(policy) if demo else GivenAnswers()
    of_file = read_answers(answers, policy) if answers else GivenAnswers()
    return replace(of_file, kinds={**of_demo.kinds, **of_file.kinds})


def _ask(wanted: Wanted, read: list[Export], terminal: Terminal, store: Store) -> AccountsReport | None:
    """The list, with the doubtful asked about; None where the employee stops."""
    session = lasting_session(store, ACCOUNTS)
    terminal.remark(say("accounts.greeting"))
    terminal.remark(say(f"sessions.kept_in.{store.kept_in}"))
    try:
        return take_stock(wanted, read, (terminal, session), terminal.progress)
    except (KeyboardInterrupt, EOFError):
        return None


def _rendered(report: AccountsReport, destination: Output) -> str:
    if destination.form == "text":
        from hygiene.reports.accounts.text import render

        return render(report, destination.width())
    return ACCOUNT_FORMATS[destination.form](report)
