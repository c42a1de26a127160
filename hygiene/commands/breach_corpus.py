"""`hygiene breach corpus`: the local corpus of breached passwords, from the download to the check."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.commands.output import Output, write_lines
from hygiene.commands.settings import Flags, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError
from hygiene.journeys.interview import yes_or_no
from hygiene.reports.content import date_in_words
from hygiene.reports.json import as_json
from hygiene.terminal import Terminal
from hygiene.texts import say

if TYPE_CHECKING:
    from hygiene.breaches.corpus.check import Checked
    from hygiene.breaches.corpus.fetch import Fetched

_FORMS = {"text": None, "json": None}
_MEGABYTE = 10**6
_GIGABYTE = 10**9
_PREFIXES = re.compile(r"([0-9A-Fa-f]{5})-([0-9A-Fa-f]{5})", re.ASCII)


def register(app: typer.Typer) -> None:
    """Add the commands to `hygiene breach`."""
    commands = group(app, "corpus")

    @commands.command("fetch", **spoken("corpus_fetch"))
    def fetch(
        folder: Annotated[Path, argument("folder", "folder")],
        range_url: Annotated[str | None, option("range_url", "--range-url", metavar="url")] = None,
        prefixes: Annotated[str | None, option("prefixes", "--prefixes", metavar="prefixes")] = None,
        ntlm: Annotated[bool, option("ntlm", "--ntlm")] = False,
        connections: Annotated[int, option("connections", "--connections", metavar="number", min=1, max=16)] = 16,
        rate: Annotated[float | None, option("rate", "--rate", metavar="number", min=0.01)] = None,
        yes: Annotated[bool, option("yes", "--yes")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.breaches.corpus.digests import Algorithm
        from hygiene.breaches.corpus.fetch import Estimate, Order
        from hygiene.breaches.corpus.fetch import fetch as fetch_lists

        terminal = Terminal(is_quiet=quiet)
        settings = settle(Flags(range_url=range_url), read_configuration()).range_settings

        def agrees(estimate: Estimate) -> bool:
            sizes = {name: _size(getattr(estimate, name)) for name in ("transfer", "disk", "corpus", "free")}
            key = "corpus.estimate.update" if estimate.is_update else "corpus.estimate.first"
            terminal.tell(say(key, host=settings.host, **sizes))
            return yes or _says_yes(terminal)

        order = Order(Algorithm.of(ntlm=ntlm), _prefixes(prefixes), rate)
        settings = replace(settings, connections=connections)
        fetched = fetch_lists(folder, settings, order, agrees, terminal.progress("corpus.progress.fetch"))
        return _tell_what_came(terminal, fetched, folder)

    @commands.command("build", **spoken("corpus_build"))
    def build(
        inputs: Annotated[list[Path], argument("corpus_input", "input")],
        output: Annotated[Path, option("corpus_output", "-o", "--output", metavar="file")],
        ntlm: Annotated[bool, option("ntlm", "--ntlm")] = False,
        as_of: Annotated[str | None, option("as_of", "--as-of", metavar="date")] = None,
        force: Annotated[bool, option("force", "--force")] = False,
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.breaches.corpus.build import build as build_corpus
        from hygiene.breaches.corpus.digests import Algorithm
        from hygiene.breaches.corpus.engine import has_numpy

        terminal = Terminal(is_quiet=quiet)
        Output("corpus", output, force).check({"corpus": None})
        if not has_numpy():
            terminal.remark(say("corpus.slow"))
        build_corpus(inputs, output, Algorithm.of(ntlm=ntlm), _date(as_of), terminal.progress("corpus.progress.build"))
        terminal.remark(say("corpus.built", name=output.name))
        _tell_about(output)
        return ExitCode.NOTHING_TO_FIX

    @commands.command("info", **spoken("corpus_info"))
    def info(
        file: Annotated[Path, argument("corpus_file", "file")],
        form: Annotated[str, option("format_breach", "--format", metavar="format")] = "text",
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        Output(form).check(_FORMS)
        if form == "json":
            _write_document(file)
        else:
            _tell_about(file)
        return ExitCode.NOTHING_TO_FIX

    @commands.command("check", **spoken("corpus_check"))
    def check(
        file: Annotated[Path, argument("corpus_file", "file")],
        form: Annotated[str, option("format_breach", "--format", metavar="format")] = "text",
        quiet: Annotated[bool, option("quiet", "--quiet")] = False,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        from hygiene.breaches.corpus.check import check as check_corpus

        Output(form).check(_FORMS)
        checked = check_corpus(file, Terminal(is_quiet=quiet).progress("corpus.progress.check"))
        if form == "json":
            _write_document(file, checked)
        else:
            _tell_about(file)
            _tell_of_check(checked)
        return ExitCode.NOTHING_TO_FIX if checked.is_sound else ExitCode.SOMETHING_TO_FIX


def _tell_what_came(terminal: Terminal, fetched: "Fetched | None", folder: Path) -> int:
    if fetched is None:
        terminal.tell(say("corpus.nothing_fetched"))
        return ExitCode.NOT_COMPLETE
    terminal.remark(say("corpus.fetched", changed=fetched.changed, unchanged=fetched.unchanged))
    if fetched.failed:
        terminal.tell(say("corpus.fetch_incomplete", n=fetched.failed))
        return ExitCode.NOT_COMPLETE
    terminal.remark(say("corpus.fetch_next", name=folder.name))
    return ExitCode.NOTHING_TO_FIX


def _tell_of_check(checked: "Checked") -> None:
    if checked.damaged:
        write_lines([say("corpus.damaged_blocks", n=checked.damaged)])
    else:
        write_lines([say("corpus.sound" if checked.is_sound else "corpus.not_sound")])


def _write_document(file: Path, checked: "Checked | None" = None) -> None:
    """What the corpus says about itself, and how the check came out, as `hygiene.corpus/1`."""
    from hygiene.breaches.corpus.look_up import open_corpus

    with open_corpus(file) as corpus:
        header = corpus.header
    document = {
        "schema": "hygiene.corpus/1",
        "as_of": header.as_of.isoformat(),
        "algorithm": header.algorithm.name.lower(),
        "hashes": header.hashes,
        "bytes": header.size,
        "prefixes": header.blocks,
        "whole_prefixes": header.whole,
        "whole": header.is_whole,
        "sound": checked.is_sound if checked else None,
        "damaged_prefixes": checked.damaged if checked else None,
    }
    Output("json").write(as_json(document))


def _tell_about(file: Path) -> None:
    from hygiene.breaches.corpus.look_up import open_corpus

    with open_corpus(file) as corpus:
        header = corpus.header
    write_lines(
        [
            say("corpus.info.date", date=date_in_words(header.as_of)),
            say("corpus.info.hashes", n=header.hashes, algorithm=header.algorithm.label),
            say("corpus.info.size", size=_size(header.size)),
            say("corpus.info.whole")
            if header.is_whole
            else say("corpus.info.partial", whole=header.whole, total=header.blocks),
        ]
    )


def _size(size: int) -> str:
    if size < 10 * _GIGABYTE:
        return say("corpus.size.megabytes", n=-(-size // _MEGABYTE))
    return say("corpus.size.gigabytes", n=-(-size // _GIGABYTE))


def _says_yes(terminal: Terminal) -> bool:
    try:
        return terminal.choose(yes_or_no(say("corpus.estimate.ask"))) == "yes"
    except EOFError:
        return False


def _prefixes(said: str | None) -> range | None:
    if said is None:
        return None
    match = _PREFIXES.fullmatch(said)
    if not match or int(match[1], 16) > int(match[2], 16):
        raise HygieneError("corpus.bad_prefixes")
    return range(int(match[1], 16), int(match[2], 16) + 1)


def _date(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise HygieneError("corpus.bad_date") from None
