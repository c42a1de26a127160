"""Whether a password is known from a breach: three answers to one question, and never a false "not found"."""

from collections.abc import Iterable, Mapping

from hygiene.breaches.embedded import look_up_embedded
from hygiene.evidence import BreachAnswer, Exposure
from hygiene.secret import Secret


def answer_locally(passwords: Iterable[Secret]) -> dict[Secret, BreachAnswer]:
    """What can be told without a network: found, or unknown."""
    return {password: look_up_embedded(password) for password in passwords}


def combine(local: Mapping[Secret, BreachAnswer], online: Mapping[Secret, BreachAnswer]) -> dict[Secret, BreachAnswer]:
    """One answer for each password that either side was asked about.

    The online answer stands, with one exception: a password that is found locally and not found, or unknown, online
    stays found. A list of breached passwords proves that a password is known; a service that lacks it proves only
    that the service lacks it.
    """
    combined = {**local, **online}
    for password, answer in local.items():
        if answer.exposure is Exposure.FOUND and combined[password].exposure is not Exposure.FOUND:
            combined[password] = answer
    return combined
