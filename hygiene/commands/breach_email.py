"""`hygiene breach email`: in which breaches an address is."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from hygiene.breaches.reasons import Reason
from hygiene.breaches.typed import as_asked, masked
from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError, MissingKeyError
from hygiene.evidence import AddressAnswer, Exposure
from hygiene.journeys.exposure import REFUSALS, Leaving, Permit, ask_about, enquirer, permit_by_asking
from hygiene.reports.breach import asks_for_action, render_json, render_text
from hygiene.terminal import Terminal
from hygiene.texts import say

_FORMS = ("text", "json")


def register(commands: typer.Typer) -> None:
    """Add the command to its group."""

    @commands.command("email", **spoken("breach_email"))
    def email(
        address: Annotated[str, argument("address", "address")],
        breached_domain: Annotated[Path | None, option("breached_domain", "--breached-domain", metavar="file")] = None,
        breach_list: Annotated[Path | None, option("breach_list", "--breach-list", metavar="file")] = None,
        online: Annotated[bool, option("online_address", "--online")] = False,
        in_the_clear: Annotated[bool, option("in_the_clear", "--in-the-clear")] = False,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        no_input: Annotated[bool, option("no_input", "--no-input")] = False,
        form: Annotated[str, option("format_breach", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        exit_zero: Annotated[bool, option("exit_zero", "--exit-zero")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        destination = Output(form, output, force)
        destination.check(dict.fromkeys(_FORMS))
        wanted = as_asked(sys.stdin.readline() if address == "-" else address)
        if wanted is None:
            raise HygieneError("exposure.bad_address")
        flags = Flags(policy or (), work_domain or (), online or None, breach_url=breach_url)
        settings = settle(flags, read_configuration())
        if settings.online is False and breached_domain is None:
            raise MissingKeyError("exposure.network_forbidden")
        by = enquirer(
            settings.service,
            breach_list=breach_list,
            breached_domain=breached_domain,
            file_domains=settings.said_domains or settings.work_domains,
            asks_addresses=True,
        )
        terminal = Terminal(is_quiet=quiet)
        ask = None if no_input or address == "-" else permit_by_asking(terminal, settings.service.host)
        allowed = {Leaving.RANGE: online, Leaving.IN_THE_CLEAR: in_the_clear, Leaving.FOR_LOGS: in_the_clear}

        def begin() -> None:
            terminal.remark(say("exposure.asking", host=settings.service.host))

        (answer,) = ask_about([wanted], by, masked(wanted), _permit(allowed, ask, begin)).values()
        if answer.reason in REFUSALS:
            raise MissingKeyError(REFUSALS[Reason(answer.reason)], host=settings.service.host)
        if form == "json":
            destination.write(render_json(answer))
        else:
            destination.write(render_text(answer, masked(wanted), destination.width(), on_screen=output is None))
        if output:
            terminal.tell(say("audit.written", name=output.name))
        return ExitCode.NOTHING_TO_FIX if exit_zero else _exit_code(answer)


def _permit(allowed: dict[Leaving, bool], ask: Permit | None, begin: Callable[[], None]) -> Permit:
    """What a flag allows is not asked about; without anybody who answers, nothing else is allowed.

    `begin` is called before what was allowed leaves: the answer may take a while.
    """

    def permit(way: Leaving, shown: str) -> bool:
        try:
            may_leave = allowed[way] or (ask is not None and ask(way, shown))
        except EOFError:
            return False
        if may_leave:
            begin()
        return may_leave

    return permit


def _exit_code(answer: AddressAnswer) -> ExitCode:
    if asks_for_action(answer):
        return ExitCode.SOMETHING_TO_FIX
    is_known = answer.exposure is not Exposure.UNKNOWN and not (answer.logs and answer.logs.reason)
    return ExitCode.NOTHING_TO_FIX if is_known else ExitCode.NOT_COMPLETE
