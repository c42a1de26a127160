"""`hygiene link`: what a link tells about itself, without opening it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import HygieneError
from hygiene.reports.link import LINK_FORMATS, exit_code
from hygiene.services.links import LONGEST, read_link
from hygiene.terminal import Terminal
from hygiene.texts import say

_STANDARD_INPUT = "-"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("link", **spoken("link"))
    def link(
        url: Annotated[str | None, argument("link", "link")] = None,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        form: Annotated[str, option("format_breach", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        destination = Output(form, output, force)
        destination.check(LINK_FORMATS)
        settings = settle(Flags(policy or (), work_domain or ()), read_configuration())
        reading = read_link(_given(url), settings.work_domains)
        if reading is None:
            raise HygieneError("cli.no_link")
        destination.write(LINK_FORMATS[form](reading, destination.width()))
        return exit_code(reading)


def _given(url: str | None) -> str:
    if url is None and sys.stdin.isatty():
        url = Terminal().ask(say("link.ask"))
    elif url in (None, _STANDARD_INPUT):
        url = sys.stdin.readline(LONGEST)
    return url or ""
