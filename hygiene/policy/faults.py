"""What is wrong in a policy's files, and how the content of files that may be wrong is walked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ID = re.compile(r"[a-z0-9-]{1,60}")
"""The form of an id: only such a one is ever told."""

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
_PATH = r"[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*"

DOMAIN = re.compile(rf"(?=.{{1,253}}$){_HOST}")
"""The form of a domain, in small letters and in ASCII."""

LINK = re.compile(rf"https://{_HOST}(?::[0-9]{{1,5}})?(?:{_PATH})?")
"""The form of a link that may be shown to be followed."""

USER_NAME = re.compile(r"(?=(?:\*?[A-Za-z0-9._#?-]){3})[A-Za-z0-9._#?-]{0,40}(?:\*[A-Za-z0-9._#?-]{0,40}){0,2}")
"""The form of a pattern of user names: see `hygiene.services.user_names`. At least three signs are no star."""

MAIL = re.compile(rf"[a-z0-9._+-]{{1,64}}@{_HOST}")
"""The form of an address that may be shown to be written to."""

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and places in lists from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place in the content. `key` names its words below `policy.faults` in `texts/`."""

    path: Path
    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault as its author finds it: `say(problem.key, **problem.values)` tells it.

    `file` is named as the user named it, `line` counts from 1 (0: the file as a whole), `rule` is the id of the rule
    or other entry ("" where there is none, or none that is well formed), and `field` the way to the value in it.
    """

    file: str
    line: int
    rule: str
    field: str
    key: str
    values: Mapping[str, str | int]


def entries(content: Any, section: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The tables of a list, each with its path; whatever else stands there is passed over."""
    listed = content.get(section) if isinstance(content, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield (section, number), entry


def strings(content: Any, name: str) -> list[str]:
    """The strings of a list; whatever else stands there is passed over."""
    listed = content.get(name) if isinstance(content, dict) else None
    return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
