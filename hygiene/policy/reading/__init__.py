"""From TOML to a policy: built-in packs at once, files from outside only after every error in them has been told.

Packs are held to the same demands as files from outside, but by the tests and not at every start: pydantic alone
would take longer to import than the whole program takes to answer.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from hygiene.errors import PolicyError
from hygiene.policy.model import Policy
from hygiene.policy.overlay import lay
from hygiene.policy.reading.build import build
from hygiene.policy.reading.sheaf import Sheaf, read


@cache
def builtin_packs() -> tuple[str, ...]:
    """The names of the policies that the program brings along."""
    return tuple(sorted(pack.name for pack in _packs().iterdir() if pack.is_dir()))


def load_policy(names: Sequence[str]) -> Policy:
    """The policies with these names, each laid over those before it: general first, then the department's.

    A name is that of a built-in pack, or the path of a TOML file or of a folder of them. Raises PolicyError where
    there is no such policy or where anything is wrong in one.
    """
    policy: Policy | None = None
    for name in names:
        sheaf = _open(name)
        policy = lay(build(sheaf.content), policy)
    if policy is None:
        raise ValueError(names)
    return policy


def _open(name: str) -> Sheaf:
    if name in builtin_packs():
        return read(_packs() / name, name)
    if not Path(name).exists():
        raise PolicyError("policy.not_found", name=name, packs=", ".join(builtin_packs()))
    return read(Path(name), name)


def _packs() -> Traversable:
    return files("hygiene.policy") / "packs"
