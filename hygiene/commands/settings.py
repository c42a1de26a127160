"""What a command is to go by: the flag, then the environment and the configuration, then the policy.

What the policy has locked wins over all of them, and a flag that would change it is refused aloud.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hygiene.breaches.settings import RangeSettings, ServiceSettings
from hygiene.configuration import Configuration
from hygiene.errors import HygieneError
from hygiene.policy.model import Policy
from hygiene.policy.reading import builtin_packs, load_policy
from hygiene.services.domains import mail_domain, names_an_organisation

DEFAULT_POLICY = "municipality"


@dataclass(frozen=True, slots=True)
class Flags:
    """What was said on the command line; None and empty where nothing was."""

    policy: Sequence[str] = ()
    work_domains: Sequence[str] = ()
    online: bool | None = None
    range_url: str | None = None
    breach_url: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds. `online` is None where the employee is to be asked.

    `said_domains` are the work domains that were said on the command line, which are among `work_domains`.
    """

    policy: Policy
    policy_names: tuple[str, ...]
    work_domains: frozenset[str]
    online: bool | None
    range_settings: RangeSettings
    service: ServiceSettings
    said_domains: frozenset[str]


def settle(flags: Flags, configuration: Configuration) -> Settings:
    """The settings that follow from flags, configuration and policy."""
    names = tuple(flags.policy or configuration.policy or [DEFAULT_POLICY])
    policy = load_policy(names)
    said = {
        "work_domains": flags.work_domains,
        "online": flags.online,
        "range_url": flags.range_url,
        "breach_url": flags.breach_url,
    }
    for name in sorted(policy.locked):
        if said[name] not in (None, (), []):
            raise HygieneError("cli.locked", name=name)
    return Settings(
        policy,
        names,
        _work_domains(flags, configuration, policy),
        _online(flags, policy),
        _range_settings(flags, configuration, policy),
        _service(flags, configuration, policy),
        frozenset(map(_domain, flags.work_domains)),
    )


def catalogue_places(policy_names: Sequence[str], given: Sequence[str]) -> list[str]:
    """Where an organisation's own platforms lie: below `platforms` in its policy's folder, and where a flag says."""
    folders = [Path(name) / "platforms" for name in policy_names if name not in builtin_packs()]
    return [*(str(folder) for folder in folders if folder.is_dir()), *given]


def _work_domains(flags: Flags, configuration: Configuration, policy: Policy) -> frozenset[str]:
    added: list[str] = []
    if "work_domains" not in policy.locked:
        added += map(_domain, (*configuration.work_domains, *flags.work_domains))
    return frozenset([*policy.organisation.domains, *added])


def _domain(word: str) -> str:
    domain = mail_domain(word) if "@" in word else word.strip().lower()
    if not names_an_organisation(domain):
        raise HygieneError("cli.bad_work_domain")
    return domain


def _online(flags: Flags, policy: Policy) -> bool | None:
    if flags.online is not None:
        return flags.online
    wanted = policy.settings.get("online")
    # A policy may forbid the network; consent to use it is each employee's own.
    return False if wanted is False else None


def _range_settings(flags: Flags, configuration: Configuration, policy: Policy) -> RangeSettings:
    chosen = _url("range_url", flags.range_url or configuration.range_url, policy)
    return RangeSettings(url=chosen) if chosen else RangeSettings()


def _service(flags: Flags, configuration: Configuration, policy: Policy) -> ServiceSettings:
    chosen = _url("breach_url", flags.breach_url or configuration.breach_url, policy)
    return ServiceSettings(url=chosen) if chosen else ServiceSettings()


def _url(name: str, said: str | None, policy: Policy) -> str:
    own = str(policy.settings.get(name, ""))
    return own if name in policy.locked else said or own
