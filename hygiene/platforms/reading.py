"""From TOML to platforms: those of the program at once, those of an organisation after every error has been told.

The program's own files are held to the same demands, but by the tests and not at every start.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hygiene.errors import PolicyError
from hygiene.platforms.build import build
from hygiene.platforms.model import Platform
from hygiene.platforms.shape import malformed, malformed_changes
from hygiene.policy.faults import Problem
from hygiene.policy.reading import MOST_TOLD, describe
from hygiene.policy.reading.sheaf import Sheaf, read
from hygiene.texts import LANGUAGES

Content = Mapping[str, Any]

MOST_FILES = 200

_QUOTED = re.compile(r'(?<=")[^"\s]+(?=")')


class Catalogue:
    """The platforms of the program, with an organisation's own laid over them. A file is read when it is asked for."""

    def __init__(self, own: Mapping[str, Content] | None = None) -> None:
        self._own = own or {}
        self._built: dict[str, Platform] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all platforms, in alphabetical order."""
        return tuple(sorted({*builtin_ids(), *self._own}))

    def platform(self, platform_id: str) -> Platform:
        """The platform with this id; KeyError where there is none."""
        if platform_id not in self.ids:
            raise KeyError(platform_id)
        if platform_id not in self._built:
            content = _builtin(platform_id) if platform_id in builtin_ids() else {}
            self._built[platform_id] = build(laid_over(self._own.get(platform_id, {}), content))
        return self._built[platform_id]

    def named(self, name: str) -> Platform | None:
        """The platform that goes by this id, by another one, or by this name, as a user types it."""
        typed = name.strip().casefold()
        if (as_id := typed.replace(" ", "-")) in self.ids:
            return self.platform(as_id)
        return next((each for each in self if typed in (*each.also, each.name.casefold())), None)

    def on_sites(self, sites: Collection[str]) -> list[Platform]:
        """The platforms that have one of these registrable domains."""
        # Parsing all files takes a noticeable time, looking for words in them does not.
        wanted = frozenset(sites)
        likely = [each for each in self.ids if each in self._own or not wanted.isdisjoint(_words_of(each))]
        return [each for each in map(self.platform, likely) if not wanted.isdisjoint(each.sites)]

    def __iter__(self) -> Iterator[Platform]:
        return map(self.platform, self.ids)


@cache
def builtin_ids() -> tuple[str, ...]:
    """The ids of the platforms that the program brings along."""
    return tuple(sorted(each.name.removesuffix(".toml") for each in _folder().iterdir() if each.name.endswith(".toml")))


def load_catalogue(places: Sequence[str] = ()) -> Catalogue:
    """The program's platforms, with an organisation's files laid over them in their order.

    A place is a TOML file or a folder of them, each file a platform. Raises PolicyError where one cannot be opened or
    where anything is wrong in one; the error tells every problem, up to `MOST_TOLD`.
    """
    own, found = _gather(places)
    if found:
        raise PolicyError("privacy.not_well_formed", n=len(found), problems="\n".join(map(describe, found[:MOST_TOLD])))
    return Catalogue(own)


def problems(places: Sequence[str]) -> list[Problem]:
    """All that is wrong in files or folders of platforms, each laid over those before it.

    Raises PolicyError where one cannot be opened at all.
    """
    return _gather(places)[1]


def laid_over(content: Content, below: Content) -> dict[str, Any]:
    """What is said of a platform below, changed by what is said of it above. Settings are joined by their ids."""
    changed = {id_: each for each in content.get("settings", ()) if (id_ := each["id"])}
    kept = [_joined(changed.pop(each["id"], {}), each, "recommended") for each in below.get("settings", ())]
    whole = _joined(content, below, "links")
    if kept or changed:
        whole["settings"] = [*kept, *changed.values()]
    return whole


def _joined(above: Content, below: Content, *tables: str) -> dict[str, Any]:
    inner = {name: {**below[name], **above[name]} for name in (*LANGUAGES, *tables) if name in above and name in below}
    return {**below, **above, **inner}


def _gather(places: Sequence[str]) -> tuple[dict[str, Content], list[Problem]]:
    own: dict[str, Content] = {}
    found: list[Problem] = []
    for place in places:
        for path in _files(place):
            sheaf = read(path, place if str(path) == place else f"{place}/{path.name}")
            wrong = list(sheaf.problems)
            if sheaf.is_whole:
                wrong += _wrong(sheaf, own)
            found += sorted(wrong, key=lambda problem: problem.line)
            if not wrong:
                platform_id = sheaf.content["id"]
                own[platform_id] = laid_over(sheaf.content, own.get(platform_id, {}))
    return own, found


def _files(place: str) -> list[Path]:
    path = Path(place)
    try:
        if path.is_file():
            return [path]
        inside = sorted(path.glob("*.toml")) if path.is_dir() else []
    except OSError:
        inside = []  # The name is too long, or lies where one may not look.
    if not inside:
        raise PolicyError("privacy.no_catalogue", name=place)
    if len(inside) > MOST_FILES:
        raise PolicyError("policy.too_many_files", name=place, most=MOST_FILES)
    return inside


def _wrong(sheaf: Sheaf, own: Mapping[str, Content]) -> list[Problem]:
    content = sheaf.content
    platform_id = str(content.get("id"))
    if platform_id not in (*builtin_ids(), *own):
        return [sheaf.problem(fault) for fault in malformed(content)]
    if faults := list(malformed_changes(content)):
        return [sheaf.problem(fault) for fault in faults]
    below = laid_over(own.get(platform_id, {}), _builtin(platform_id) if platform_id in builtin_ids() else {})
    whole = laid_over(content, below)
    places = {each["id"]: number for number, each in enumerate(content.get("settings", ()))}
    faults = []
    for fault in malformed(whole):
        match fault.path:
            case ["settings", int(number), *rest] if isinstance(whole["settings"], list):
                path = ("settings", places[whole["settings"][number]["id"]], *rest)
                faults.append(type(fault)(path, fault.key, fault.values))
            case _:
                faults.append(fault)
    return [sheaf.problem(fault) for fault in faults]


def _builtin(platform_id: str) -> Content:
    return read(_folder() / f"{platform_id}.toml", platform_id).content


def _words_of(platform_id: str) -> list[str]:
    """What stands between two quotation marks, whichever of them begin and end a text."""
    return _QUOTED.findall((_folder() / f"{platform_id}.toml").read_text(encoding="utf-8"))


def _folder() -> Traversable:
    return files("hygiene.platforms") / "catalogue"
