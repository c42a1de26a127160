"""What the user has set for good, in a file or in the environment. No secret is ever taken from either."""

import locale
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hygiene.errors import HygieneError
from hygiene.texts import LANGUAGES

_FILE = "config.toml"
_MAY_BE_LIST = {"language": False, "policy": True, "work_domains": True, "range_url": False, "breach_url": False}
_FROM_ENVIRONMENT = {
    "HYGIENE_LANG": "language",
    "HYGIENE_RANGE_URL": "range_url",
    "HYGIENE_BREACH_URL": "breach_url",
}
_LARGEST = 100_000
# What Windows calls the languages where POSIX says fi_FI and sv_SE.
_WINDOWS_NAMES = {"finnish": "fi", "swedish": "sv"}


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings below the flags and above the policy; what is not set is None or empty."""

    language: str | None = None
    policy: tuple[str, ...] = ()
    work_domains: tuple[str, ...] = ()
    range_url: str | None = None
    breach_url: str | None = None


def read_configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """The user's configuration file, with the environment laid over it.

    Raises `HygieneError` where the file is not well formed: a setting that is passed over in silence misleads.
    """
    settings = _read_file(_folder(environment) / _FILE)
    for variable, name in _FROM_ENVIRONMENT.items():
        if environment.get(variable):
            settings[name] = environment[variable]
    for variable, name in {"HYGIENE_POLICY": "policy", "HYGIENE_WORK_DOMAIN": "work_domains"}.items():
        if environment.get(variable):
            settings[name] = [environment[variable]]
    language = settings.get("language")
    if language is not None and language not in LANGUAGES:
        raise HygieneError("cli.bad_language", languages=", ".join(LANGUAGES))
    return Configuration(
        language=language,
        policy=_words(settings.get("policy", ())),
        work_domains=_words(settings.get("work_domains", ())),
        range_url=settings.get("range_url"),
        breach_url=settings.get("breach_url"),
    )


def choose_language(
    arguments: Sequence[str], configured: str | None, environment: Mapping[str, str] = os.environ
) -> str:
    """The language to speak: the flag, else what is configured, else the system's, else English.

    A flag with an unknown language is left for the command line to refuse.
    """
    for place, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--lang":
            asked = value or "".join(arguments[place + 1 : place + 2])
            if asked in LANGUAGES:
                return asked
    return configured or _system_language(environment)


def _system_language(environment: Mapping[str, str]) -> str:
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), None)
    if named is None:
        try:
            named = locale.getlocale()[0] or ""
        except ValueError:
            named = ""
    first = named.replace("-", "_").split("_")[0].lower()
    language = _WINDOWS_NAMES.get(first, first)
    return language if language in LANGUAGES else "en"


def _folder(environment: Mapping[str, str]) -> Path:
    if environment.get("HYGIENE_HOME"):
        return Path(environment["HYGIENE_HOME"])
    from platformdirs import user_config_path

    return user_config_path("hygiene", appauthor=False)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        settings = tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise HygieneError("cli.bad_configuration", name=_FILE) from None
    for name, value in settings.items():
        if name not in _MAY_BE_LIST or not (
            isinstance(value, str) or (_MAY_BE_LIST[name] and _is_list_of_words(value))
        ):
            raise HygieneError("cli.bad_configuration", name=_FILE)
    return settings


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
