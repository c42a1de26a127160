"""`hygiene privacy`: the privacy settings of the platforms somebody uses, one by one or as a list to take along."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hygiene import clock
from hygiene.commands.kept import open_kept, passphrase_option
from hygiene.commands.options import argument, language_option, option, spoken
from hygiene.commands.output import Output
from hygiene.commands.settings import Flags, catalogue_places, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.journeys.checklists import Walk, answered_platforms, checklist_session, checklists, go_through, newest
from hygiene.journeys.used_platforms import platforms_of
from hygiene.platforms.model import Platform, Use
from hygiene.platforms.progress import Checklist, Item
from hygiene.platforms.reading import Catalogue, load_catalogue
from hygiene.reports.checklists import CHECKLIST_FORMATS
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.content import date_in_words
from hygiene.reports.data_exports import in_sentences
from hygiene.sources.data_exports import DataExport, read_data_export
from hygiene.terminal import Terminal
from hygiene.texts import say
from hygiene.texts.inert import inert

LIST = "list"
_LIST_FORMATS = {"text": None, "json": None}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""

    @app.command("privacy", **spoken("privacy"))
    def privacy(
        names: Annotated[list[str] | None, argument("platforms", "platforms")] = None,
        use: Annotated[str | None, option("use", "--use", metavar="use")] = None,
        again: Annotated[bool, option("again", "--again")] = False,
        catalogue: Annotated[list[str] | None, option("catalogue", "--catalogue", metavar="file")] = None,
        data_export: Annotated[list[Path] | None, option("data_export", "--data-export", metavar="path")] = None,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        work_domain: Annotated[list[str] | None, option("work_domain", "--work-domain", metavar="domain")] = None,
        passphrase_file: Annotated[Path | None, passphrase_option()] = None,
        no_input: Annotated[bool, option("no_input_privacy", "--no-input")] = False,
        form: Annotated[str, option("format_privacy", "--format", metavar="format")] = "text",
        output: Annotated[Path | None, option("output", "-o", "--output", metavar="file")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        exit_zero: Annotated[bool, option("exit_zero", "--exit-zero")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        destination = Output(form, output, force)
        policies = policy or read_configuration().policy
        known = load_catalogue(catalogue_places(policies, catalogue or ()))
        today = clock.today()
        if names == [LIST]:
            destination.check(_LIST_FORMATS)
            destination.write(_list(known, form, today))
            return ExitCode.NOTHING_TO_FIX
        destination.check(CHECKLIST_FORMATS)
        terminal = Terminal(is_quiet=quiet)
        exports = _read(data_export or (), known, Flags(policy or (), work_domain or ()), terminal)
        platforms = _named(known, names) if names else platforms_of(exports)
        walk = Walk(platforms, today, _known_use(use), newest(exports), again)
        if no_input:
            walk = replace(walk, platforms=platforms or list(known))
            answers: Mapping[str, str] = {}
        else:
            with open_kept(terminal, passphrase_file, policies=policies) as store:
                session = checklist_session(store)
                begun = [each for each in answered_platforms(session.answers) if each in known.ids]
                walk = replace(walk, platforms=platforms or _named(known, begun))
                if not walk.platforms:
                    raise HygieneError("privacy.which")
                _greet(terminal, store.kept_in)
                try:
                    asked = go_through(terminal, session, walk)
                except (KeyboardInterrupt, EOFError):
                    terminal.tell(say("privacy.interrupted"))
                    return ExitCode.INTERRUPTED
                if not asked:
                    terminal.tell(say("privacy.nothing_left"))
                answers = session.answers
        is_result = bool(exports) or not no_input
        report = ChecklistReport(
            checklists(walk, answers),
            today,
            is_result,
            tuple(mention for export in exports for mention in export.mentions),
            tuple(export.input for export in exports),
        )
        destination.write(CHECKLIST_FORMATS[form](report))
        if output:
            terminal.tell(say("privacy.written", name=output.name))
        return ExitCode.NOTHING_TO_FIX if exit_zero else report.exit_code


def _read(paths: Sequence[Path], known: Catalogue, flags: Flags, terminal: Terminal) -> list[DataExport]:
    if not paths:
        return []
    work_domains = settle(flags, read_configuration()).work_domains
    exports = [read_data_export(path, known, work_domains) for path in paths]
    for export in exports:
        for sentence in in_sentences(export.input):
            terminal.tell(sentence)
    terminal.remark(say("privacy.export_silent"))
    return exports


def _greet(terminal: Terminal, kept_in: str) -> None:
    terminal.remark(say("privacy.greeting"))
    terminal.remark(say("privacy.answers_kept"))
    terminal.remark(say(f"sessions.kept_in.{kept_in}"))


def _named(known: Catalogue, names: Sequence[str]) -> list[Platform]:
    found = {name: known.named(name) for name in names}
    platforms = [platform for platform in found.values() if platform]
    if len(platforms) < len(found):
        raise HygieneError("privacy.no_such_platform")
    return list({platform.id: platform for platform in platforms}.values())


def _known_use(use: str | None) -> Use | None:
    if use is not None and use not in list(Use):
        raise HygieneError("privacy.bad_use", uses=", ".join(Use))
    return Use(use) if use else None


def _list(known: Catalogue, form: str, today: date) -> str:
    if form == "json":
        every = tuple(Checklist(platform, tuple(map(Item, platform.settings))) for platform in known)
        return CHECKLIST_FORMATS["json"](ChecklistReport(every, today))
    width = max(map(len, known.ids))
    return "".join(f"{_line(platform, width)}\n" for platform in known)


def _line(platform: Platform, width: int) -> str:
    line = say("privacy.listed", state=say(f"privacy.state.{platform.state}"), date=date_in_words(platform.checked))
    settings = len(platform.settings)
    told = say("privacy.listed_settings", line=line, n=settings) if settings else line
    return inert(f"{platform.id.ljust(width)}  {platform.name}: {told}")
