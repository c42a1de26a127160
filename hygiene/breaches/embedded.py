"""The commonest breached passwords, carried along for the first minute without a network."""

import tomllib
from functools import cache
from importlib.resources import files

from hygiene.breaches.reasons import Reason
from hygiene.breaches.spellings import spellings
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret


def look_up_embedded(password: Secret) -> BreachAnswer:
    """Whether the password is on the list, letter by letter.

    A hit is found, without a count; a miss is unknown, for the list holds the commonest ones only. No date is told:
    the list was gathered from several breaches over many years.
    """
    if any(spelling in _commonest() for spelling in spellings(password)):
        return BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED)
    return BreachAnswer(Exposure.UNKNOWN, BreachSource.EMBEDDED, reason=Reason.NOT_IN_EMBEDDED_LIST)


@cache
def _commonest() -> frozenset[str]:
    # Imported here because it loads all of zxcvbn.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    ours = tomllib.loads(files(__package__).joinpath("common_fi_sv.toml").read_text(encoding="utf-8"))
    published = (password for account in ours["published"] for password in account["passwords"])
    return frozenset(FREQUENCY_LISTS["passwords"]).union(published)
