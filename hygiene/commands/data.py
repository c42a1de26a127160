"""`hygiene data`: how fresh the facts are that the program goes by."""

import sys
from typing import Annotated

import typer

from hygiene import clock
from hygiene.commands.options import group, language_option, option, spoken
from hygiene.commands.settings import catalogue_places
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode
from hygiene.platforms.model import Confidence
from hygiene.platforms.reading import load_catalogue
from hygiene.reports.content import date_in_words
from hygiene.texts import say
from hygiene.texts.inert import inert


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "data")

    @commands.command("status", **spoken("data_status"))
    def status(
        catalogue: Annotated[list[str] | None, option("catalogue", "--catalogue", metavar="file")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        platforms = list(load_catalogue(catalogue_places(read_configuration().policy, catalogue or ())))
        today = clock.today()
        settings = [setting for platform in platforms for setting in platform.settings]
        oldest = min(setting.checked for setting in settings)
        stale = {
            platform.name: ", ".join(setting.id for setting in platform.settings if setting.is_stale(today))
            for platform in platforms
        }
        lines = [say("privacy.status.platforms", n=len(platforms), date=date_in_words(oldest))]
        lines += [say("privacy.status.stale", platform=name, settings=ids) for name, ids in stale.items() if ids]
        if unseen := sum(setting.confidence is not Confidence.HIGH for setting in settings):
            lines.append(say("privacy.status.unseen", n=unseen))
        if not any(stale.values()):
            lines.append(say("privacy.status.fresh"))
        sys.stdout.write("".join(f"{inert(line)}\n" for line in lines))
        return ExitCode.SOMETHING_TO_FIX if any(stale.values()) else ExitCode.NOTHING_TO_FIX
