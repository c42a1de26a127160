"""Every sentence that the program says, in three languages.

`say("audit.greeting", name=...)` looks into `texts/<language>/audit.toml` for `greeting`. Each area is a file, read
when its first sentence is needed. A text that counts is a table with `one` and `other`, chosen by the value `n`.
A key that is missing is a fault of the program and raises `KeyError`: there is no silent fallback to another language.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fi", "sv", "en")

_BETWEEN_THOUSANDS = {"fi": "\N{NO-BREAK SPACE}", "sv": "\N{NO-BREAK SPACE}", "en": ","}
_GREAT = 10_000
"""Numbers of four digits are read at a glance, and may be years."""

_language = "en"


def use_language(language: str) -> None:
    """Speak this language (one of `LANGUAGES`) from now on."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def current_language() -> str:
    """The language that `say` speaks."""
    return _language


def say(key: str, /, **values: object) -> str:
    """The text of `key` in the current language, with its placeholders filled from `values`.

    Great numbers are written with their thousands apart, as the language has it.
    """
    text = _find(_language, key)
    if isinstance(text, dict):
        text = text["one" if values["n"] == 1 else "other"]
    return str(text).format_map({name: _written(value) for name, value in values.items()})


def knows(key: str) -> bool:
    """Whether there is a text under `key`."""
    try:
        _find(_language, key)
    except KeyError:
        return False
    return True


def _written(value: object) -> object:
    if type(value) is int and value >= _GREAT:
        return f"{value:,}".replace(",", _BETWEEN_THOUSANDS[_language])
    return value


def _find(language: str, key: str) -> Any:
    area, *path = key.split(".")
    try:
        node: Any = _area(language, area)
        for name in path:
            node = node[name]
    except (KeyError, TypeError, FileNotFoundError):
        raise KeyError(key) from None
    return node


@cache
def _area(language: str, area: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(language, f"{area}.toml").read_text(encoding="utf-8"))
