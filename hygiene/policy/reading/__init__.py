"""From TOML to a policy: built-in packs at once, files from outside only after every error in them has been told.

Packs are held to the same demands as files from outside, but by the tests and not at every start: importing pydantic
alone takes longer than reading a pack.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from hygiene.errors import PolicyError
from hygiene.policy.consistency import inconsistencies
from hygiene.policy.faults import Problem
from hygiene.policy.model import Policy
from hygiene.policy.overlay import lay, loosenings
from hygiene.policy.reading.build import build
from hygiene.policy.reading.sheaf import Sheaf, read
from hygiene.texts import say

MOST_TOLD = 20
"""So many problems an error tells; `problems` gives them all."""


@cache
def builtin_packs() -> tuple[str, ...]:
    """The names of the policies that the program brings along."""
    return tuple(sorted(pack.name for pack in _packs().iterdir() if pack.is_dir()))


def load_policy(names: Sequence[str]) -> Policy:
    """The policies with these names, each laid over those before it: the general one first, then a department's.

    A name is that of a built-in pack, or the path of a TOML file or of a folder of them. Raises PolicyError where
    there is no such policy, or where anything is wrong in one; the error tells every problem, up to `MOST_TOLD`.
    """
    policy, found = _put_together(names)
    if found:
        raise PolicyError("policy.not_well_formed", n=len(found), problems=_told(found))
    if policy is None:
        raise PolicyError("policy.none_given", packs=", ".join(builtin_packs()))
    return policy


def problems(name: str, over: Sequence[str] = ()) -> list[Problem]:
    """All that is wrong in one policy, laid over others where some are named; nothing where it is well formed.

    Raises PolicyError where the file or the folder cannot be opened at all.
    """
    return _put_together([*over, name])[1]


def describe(problem: Problem) -> str:
    """A problem as one line: file, line, rule, field, and what is wrong."""
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    where = " ".join(part for part in (problem.rule, problem.field) if part)
    return f"{place}: {where + ': ' if where else ''}{say(f'policy.faults.{problem.key}', **problem.values)}"


def _told(found: Sequence[Problem]) -> str:
    lines = [describe(problem) for problem in found[:MOST_TOLD]]
    if left := len(found) - len(lines):
        lines.append(say("policy.more", n=left))
    return "\n".join(lines)


def _put_together(names: Sequence[str]) -> tuple[Policy | None, list[Problem]]:
    policy: Policy | None = None
    found: list[Problem] = []
    for name in names:
        if name in builtin_packs() and policy is None:
            policy = lay(build(read(_packs() / name, name).content), None)
            continue
        sheaf = _open(name)
        # What is missing cannot be told from what could not be read, here and in the layer below.
        wrong = list(sheaf.problems)
        if sheaf.is_whole:
            wrong += _shape(sheaf) + ([] if found else _fit(sheaf, policy))
        found += sorted(wrong, key=lambda problem: (problem.file, problem.line))
        if not found:
            policy = lay(build(sheaf.content), policy)
    return policy, found


def _open(name: str) -> Sheaf:
    if name in builtin_packs():
        return read(_packs() / name, name)
    if not _exists(name):
        raise PolicyError("policy.not_found", name=name, packs=", ".join(builtin_packs()))
    return read(Path(name), name)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:
        return False  # The name is too long, or lies where one may not look.


def _packs() -> Traversable:
    return files("hygiene.policy") / "packs"


def _shape(sheaf: Sheaf) -> list[Problem]:
    from hygiene.policy.reading.schema import malformed

    return [sheaf.problem(fault) for fault in malformed(sheaf.content)]


def _fit(sheaf: Sheaf, policy: Policy | None) -> list[Problem]:
    faults = [*inconsistencies(sheaf.content, policy), *(loosenings(sheaf.content, policy) if policy else ())]
    return [sheaf.problem(fault) for fault in faults]
