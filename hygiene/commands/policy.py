"""`hygiene policy`: what is demanded, and whether a policy of one's own is well formed."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from hygiene import clock
from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.commands.settings import DEFAULT_POLICY, catalogue_places
from hygiene.errors import ExitCode, PolicyError
from hygiene.platforms.reading import problems as problems_of_platforms
from hygiene.policy.model import Exemption
from hygiene.policy.reading import builtin_packs, describe, load_policy, problems
from hygiene.reports.content import date_in_words
from hygiene.texts import current_language, say
from hygiene.texts.inert import inert


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    commands = group(app, "policy")

    @commands.command("list", **spoken("policy_list"))
    def list_packs(_lang: Annotated[str | None, language_option()] = None) -> int:
        for name in builtin_packs():
            policy = load_policy([name])
            sys.stdout.write(f"{name}  {policy.version}  {policy.names[current_language()]}\n")
        return ExitCode.NOTHING_TO_FIX

    @commands.command("show", **spoken("policy_show"))
    def show(
        names: Annotated[list[str] | None, argument("policy_names", "policies")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        policy = load_policy(names or [DEFAULT_POLICY])
        language = current_language()
        lines = [f"{policy.names[language]} ({policy.id} {policy.version})"]
        for each in policy.groups:
            lines += ["", each.names[language]]
            for rule in (rule for rule in policy.rules if rule.group == each.id):
                texts = rule.texts[language]
                covers = ", ".join((*rule.covers, *rule.sources))
                lines += [f"- {texts.title} ({rule.id}; {covers})", f"  {texts.why}"]
        sys.stdout.write("".join(f"{inert(line)}\n" for line in lines))
        return ExitCode.NOTHING_TO_FIX

    @commands.command("check", **spoken("policy_check"))
    def check(
        names: Annotated[list[str] | None, argument("policy_files", "policies")] = None,
        catalogue: Annotated[list[str] | None, option("catalogue", "--catalogue", metavar="file")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        if not names and not catalogue:
            raise PolicyError("policy.none_given", packs=", ".join(builtin_packs()))
        found = problems(names[-1], names[:-1]) if names else []
        # They are laid one over the other, so that each can change what those before it add.
        found += problems_of_platforms(catalogue_places(names or (), catalogue or ()))
        for problem in found:
            sys.stdout.write(f"{inert(describe(problem))}\n")
        if found:
            return ExitCode.WRONG_USAGE
        told = [*_ended(names or ()), say("cli.policy.well_formed")]
        sys.stdout.write("".join(f"{inert(line)}\n" for line in told))
        return ExitCode.NOTHING_TO_FIX


def _ended(names: Sequence[str]) -> Iterator[str]:
    """The exemptions of these policies that count no more."""
    today = clock.today()
    for given in load_policy(names).ended(today) if names else ():
        what = given.rule if isinstance(given, Exemption) else given.service or given.kind
        yield say("policy.exemption_ended", what=what, until=date_in_words(given.until))
