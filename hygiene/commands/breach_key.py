"""`hygiene breach key`: the user's key to the service that knows breaches, kept in the keyring and nowhere else."""

import sys
from typing import Annotated

import typer

from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import ServiceSettings
from hygiene.breaches.typed import as_key
from hygiene.commands.options import argument, group, language_option, option, spoken
from hygiene.commands.output import write_lines
from hygiene.commands.settings import Flags, Settings, settle
from hygiene.configuration import read_configuration
from hygiene.errors import ExitCode, HygieneError, MissingKeyError
from hygiene.journeys.exposure import REFUSALS, key_name, key_of, pace_of
from hygiene.reports.content import date_in_words
from hygiene.secret import Secret
from hygiene.sessions import Keychain
from hygiene.terminal import Terminal
from hygiene.texts import say


def register(above: typer.Typer) -> None:
    """Add the commands to their group."""
    commands = group(above, "key")

    @commands.command("set", **spoken("key_set"))
    def keep(
        source: Annotated[str | None, argument("key_source", "standard_input")] = None,
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        service = _settings(policy, breach_url).service
        if source not in (None, "-"):
            raise HygieneError("exposure.key_elsewhere")
        if source == "-":
            typed = Secret(sys.stdin.readline())
        else:
            typed = Terminal().ask_secret(say("exposure.key.prompt", host=service.host))
        Keychain().keep_secret(key_name(service), as_key(typed))
        write_lines([say("exposure.key.kept", host=service.host)])
        return ExitCode.NOTHING_TO_FIX

    @commands.command("remove", **spoken("key_remove"))
    def remove(
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        service = _settings(policy, breach_url).service
        outcome = "removed" if Keychain().remove_secret(key_name(service)) else "none"
        write_lines([say(f"exposure.key.{outcome}", host=service.host)])
        return ExitCode.NOTHING_TO_FIX

    @commands.command("test", **spoken("key_test"))
    def test(
        policy: Annotated[list[str] | None, option("policy", "--policy", metavar="policy")] = None,
        breach_url: Annotated[str | None, option("breach_url", "--breach-url", metavar="url")] = None,
        _lang: Annotated[str | None, language_option()] = None,
    ) -> int:
        settings = _settings(policy, breach_url)
        if settings.online is False:
            raise MissingKeyError("exposure.network_forbidden")
        return _try_out(settings.service)


def _settings(policy: list[str] | None, breach_url: str | None) -> Settings:
    return settle(Flags(policy or (), breach_url=breach_url), read_configuration())


def _try_out(service: ServiceSettings) -> ExitCode:
    from hygiene.breaches.accounts import find_out_plan

    plan = find_out_plan(service, pace_of(service), key_of(service))
    if isinstance(plan, Reason):
        if plan in REFUSALS:
            raise MissingKeyError(REFUSALS[plan], host=service.host)
        write_lines([say("exposure.key.untested", why=say(f"breaches.unknown.{plan}"))])
        return ExitCode.NOT_COMPLETE
    lines = [say("exposure.key.works", host=service.host)]
    if plan.until:
        lines.append(say("exposure.key.until", date=date_in_words(plan.until)))
    lines.append(say("exposure.key.takes_ranges" if plan.takes_ranges else "exposure.key.no_ranges"))
    if plan.has_logs:
        lines.append(say("exposure.key.has_logs"))
    write_lines(lines)
    return ExitCode.NOTHING_TO_FIX
