"""Whether a password is known from a breach: three answers to one question, and never a false "not found"."""

from collections.abc import Collection, Mapping
from pathlib import Path

from hygiene.breaches.corpus.look_up import open_corpus
from hygiene.breaches.embedded import look_up_embedded
from hygiene.evidence import BreachAnswer, Exposure
from hygiene.secret import Secret

_WEIGHT = {Exposure.UNKNOWN: 0, Exposure.NOT_FOUND: 1, Exposure.FOUND: 2}


def answer_locally(passwords: Collection[Secret], corpus: Path | None = None) -> dict[Secret, BreachAnswer]:
    """What can be told without a network: found, or unknown, and with a corpus also not found.

    Raises `HygieneError` where the corpus cannot be used.
    """
    embedded = {password: look_up_embedded(password) for password in passwords}
    if corpus is None:
        return embedded
    with open_corpus(corpus) as opened:
        return combine(embedded, opened.look_up(passwords))


def demand_corpus(path: Path) -> None:
    """Raise `HygieneError` where the file is no corpus, so that this is noticed before a user has done any work."""
    with open_corpus(path):
        pass


def combine(local: Mapping[Secret, BreachAnswer], online: Mapping[Secret, BreachAnswer]) -> dict[Secret, BreachAnswer]:
    """One answer for each password that either side was asked about.

    Found goes before not found, and that before unknown; between two of a kind the online answer stands. A list of
    breached passwords proves that a password is known; a service that lacks it proves only that the service lacks it.
    """
    combined = {**local, **online}
    for password, answer in local.items():
        if _WEIGHT[answer.exposure] > _WEIGHT[combined[password].exposure]:
            combined[password] = answer
    return combined
