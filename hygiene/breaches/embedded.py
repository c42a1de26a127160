"""The commonest breached passwords, carried along for the first minute without a network."""

from functools import cache
from importlib.resources import files

from hygiene.breaches.corpus.look_up import Corpus, corpus_in_memory
from hygiene.breaches.reasons import Reason
from hygiene.evidence import BreachAnswer, BreachSource, Exposure
from hygiene.secret import Secret


def look_up_embedded(password: Secret) -> BreachAnswer:
    """Whether the password is on the list, letter by letter.

    A hit is found, without a count; a miss is unknown, for the list holds the commonest ones only. It has
    no date: the list was gathered from several breaches over many years, and the words for this source say until when.
    """
    if _commonest().look_up([password])[password].exposure is Exposure.FOUND:
        return BreachAnswer(Exposure.FOUND, BreachSource.EMBEDDED)
    return BreachAnswer(Exposure.UNKNOWN, BreachSource.EMBEDDED, reason=Reason.NOT_IN_EMBEDDED_LIST)


@cache
def _commonest() -> Corpus:
    """What `scripts/derive_commonest.py` made of the lists."""
    return corpus_in_memory(files(__package__).joinpath("commonest.corpus").read_bytes())
