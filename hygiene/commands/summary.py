"""`hygiene summary`: what an organisation may know of its staff's account hygiene, and nothing more."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hygiene import clock
from hygiene.commands.kept import open_kept, passphrase_option
from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError, SessionError
from hygiene.journeys.contribution import contribute, dump, kept_answers
from hygiene.journeys.kept_audit import last_completed
from hygiene.journeys.organisation_summary import publish, published, sum_one_side
from hygiene.policy.model import Policy
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport, require
from hygiene.sessions import is_anything_kept
from hygiene.summary.combining import combine
from hygiene.summary.folders import Place, SetAside
from hygiene.summary.ledger import begin_ledger, held, read_ledger
from hygiene.summary.period import Period
from hygiene.summary.record import RuleSet
from hygiene.summary.sharing import HEAD, LONGEST, DamagedError, ForeignError, Head, cells_in, read_head
from hygiene.terminal import Terminal
from hygiene.texts import say

_SHOWN_BYTES = 96


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "summary")
    _register_export(commands)
    _register_inspect(commands)
    _register_combine(commands)
    _register_show(commands)


def _register_export(commands: typer.Typer) -> None:
    @commands.command("export", **spoken("summary_export"))
    def export(
        folder: Annotated[Path | None, argument("summary_folder", "folder")] = None,
        unit: Annotated[str | None, option("unit", "--unit", metavar="unit")] = None,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        no_input: Annotated[bool, option("no_input_summary", "--no-input")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        today = clock.today()
        terminal = Terminal(is_quiet=quiet)
        if not is_anything_kept():
            raise SessionError("summary.no_audit")
        with open_kept(terminal, passphrase_file, asks=not no_input) as store:
            session = last_completed(store)
            policy = _policy(session.beginning.policies)
            answers = kept_answers(session, policy, Period.of(today))
            contribute(store, policy, answers, terminal, today, folder, asks=not no_input, unit=unit)
        return ExitCode.NOTHING_TO_FIX


def _register_inspect(commands: typer.Typer) -> None:
    @commands.command("inspect", **spoken("summary_inspect"))
    def inspect(
        file: Annotated[Path, argument("share", "file")],
        every_byte: Annotated[bool, option("every_byte", "--bytes")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        try:
            content = Place(file).beginning("", LONGEST)
            head = read_head(content)
            if not head.is_sum:
                cells_in(content)
        except (OSError, ForeignError):
            raise HygieneError("summary.not_a_share") from None
        except DamagedError:
            raise HygieneError("summary.damaged_share") from None
        lines = [*_described(head, len(content)), *dump(content if every_byte else content[:_SHOWN_BYTES])]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        return ExitCode.NOTHING_TO_FIX


def _described(head: Head, length: int) -> list[str]:
    whom = say(f"summary.side.{head.side.folder}")
    period, rules = str(head.period), head.rules.hex()
    if head.is_sum:
        return [
            say("summary.inspect.sum", whom=whom, period=period, n=head.revision, rules=rules),
            say("collecting.inspect.sum_limits"),
        ]
    return [
        say("summary.inspect.share", whom=whom, length=length),
        say("summary.inspect.head", period=period, rules=rules, head=HEAD),
        say("summary.inspect.number", number=head.pairing.hex(), exports=head.revision),
        say("summary.inspect.noise"),
        say("collecting.inspect.protection"),
        say("collecting.inspect.limits"),
    ]


def _register_combine(commands: typer.Typer) -> None:
    @commands.command("combine", **spoken("summary_combine"))
    def combine_shares(
        it_folder: Annotated[Path, argument("it_folder", "folder")],
        dpo_folder: Annotated[Path | None, argument("dpo_folder", "folder")] = None,
        ledger: Annotated[Path | None, option("ledger", "--ledger", metavar="file")] = None,
        new_ledger: Annotated[bool, option("new_ledger", "--new-ledger")] = False,
        period: Annotated[str | None, option("period", "--period", metavar="period")] = None,
        laplace: Annotated[bool, option("laplace", "--laplace")] = False,
        partial: Annotated[Path | None, option("partial", "--partial", metavar="file")] = None,
        other: Annotated[Path | None, option("with_other", "--with", metavar="file")] = None,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        form: Annotated[str, option("format_release", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        terminal = Terminal(is_quiet=quiet)
        chosen = Period.parse(period) if period else Period.of(clock.today())
        demanded = _policy(tuple(policy or ()))
        if partial:
            if dpo_folder or ledger:
                raise HygieneError("summary.partial_takes_one")
            people, set_aside = sum_one_side(it_folder, other, partial, demanded, chosen)
            _tell_set_aside(terminal, set_aside)
            terminal.tell(say("summary.partial_written", n=people, name=partial.name))
            return ExitCode.NOTHING_TO_FIX
        if not dpo_folder or not ledger:
            raise HygieneError("summary.needs_two")
        destination = Output(form, output, force)
        destination.check(RELEASE_FORMATS)
        require(form)
        if new_ledger:
            begin_ledger(ledger)
        with held(ledger):
            # A ledger that was tampered with is told of before the work is done.
            read_ledger(ledger)
            totals = combine(it_folder, dpo_folder, RuleSet.of(demanded), chosen)
            _tell_set_aside(terminal, totals.set_aside)
            report = publish(totals, demanded, ledger, by_noise=laplace)
        _write(report, destination, terminal)
        return ExitCode.NOTHING_TO_FIX


def _register_show(commands: typer.Typer) -> None:
    @commands.command("show", **spoken("summary_show"))
    def show(
        ledger: Annotated[Path, argument("ledger", "file")],
        period: Annotated[str | None, option("period_shown", "--period", metavar="period")] = None,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        form: Annotated[str, option("format_release", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        destination = Output(form, output, force)
        destination.check(RELEASE_FORMATS)
        require(form)
        chosen = str(Period.parse(period)) if period else None
        _write(published(ledger, _policy(tuple(policy or ())), chosen), destination, Terminal(is_quiet=quiet))
        return ExitCode.NOTHING_TO_FIX


def _policy(names: tuple[str, ...]) -> Policy:
    return settle(Flags(names), read_configuration()).policy


def _tell_set_aside(terminal: Terminal, counts: SetAside) -> None:
    from hygiene.reports.releases.content import set_aside

    terminal.remark("\n".join(set_aside({reason.value: count for reason, count in counts.items()})))


def _write(report: ReleaseReport, destination: Output, terminal: Terminal) -> None:
    destination.write(RELEASE_FORMATS[destination.form](report))
    if destination.path:
        terminal.tell(say("audit.written", name=destination.path.name))
