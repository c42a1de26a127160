"""A passphrase for what is kept, where there is no keyring: chosen with kind advice, typed unseen, kept by nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from hygiene.conversation import Conversation
from hygiene.errors import HygieneError, MissingKeyError
from hygiene.journeys.interview import yes_or_no
from hygiene.secret import Secret
from hygiene.sessions import AskPassphrase, KeptIn, LockedStoreError, Occasion, Store
from hygiene.strength import estimate
from hygiene.texts import say

ATTEMPTS = 3
_GOOD_ENOUGH = 4
_OFFERED = "passphrase_offered"


def asked_for(conversation: Conversation) -> AskPassphrase:
    """Ask whoever sits there. `LockedStoreError` after `ATTEMPTS` wrong ones, `MissingKeyError` without a terminal."""
    return partial(_ask, conversation, count(1))


def given(passphrase: Secret) -> AskPassphrase:
    """A passphrase that was given beforehand. Where it is wrong, `MissingKeyError`."""

    def give(occasion: Occasion) -> Secret:
        if occasion is Occasion.WRONG:
            raise MissingKeyError("sessions.wrong_passphrase")
        return passphrase

    return give


def choose_passphrase(conversation: Conversation) -> Secret:
    """A new passphrase, typed twice. A weak one is told to be so, and taken where its owner wants it all the same."""
    with _somebody_at_a_terminal():
        while True:
            first = conversation.ask_secret(say("passphrase.new"))
            if not first:
                conversation.tell(say("passphrase.empty"))
                continue
            if advice := _advice(first):
                conversation.tell(advice)
            second = conversation.ask_secret(say("passphrase.again"))
            if second == first:
                return first
            if second:
                conversation.tell(say("passphrase.different"))


def offer_passphrase(conversation: Conversation, store: Store) -> None:
    """Offer, once, to protect with a passphrase what an earlier version kept with its key in a file."""
    if store.kept_in is not KeptIn.FILE or store.get(_OFFERED):
        return
    if conversation.choose(yes_or_no(say("passphrase.offer"))) == "yes":
        store.lock_with(choose_passphrase(conversation))
        conversation.tell(say("passphrase.moved"))
    else:
        store.set(_OFFERED, "yes")
        conversation.tell(say("passphrase.later"))


def _ask(conversation: Conversation, attempts: "count[int]", occasion: Occasion) -> Secret:
    if occasion is Occasion.NEW:
        conversation.tell(say("passphrase.why"))
        return choose_passphrase(conversation)
    if next(attempts) > ATTEMPTS:
        raise LockedStoreError("sessions.wrong_passphrase")
    if occasion is Occasion.WRONG:
        conversation.tell(say("passphrase.wrong"))
    with _somebody_at_a_terminal():
        return conversation.ask_secret(say("passphrase.ask"))


def _advice(passphrase: Secret) -> str:
    strength = estimate(passphrase)
    if strength.score >= _GOOD_ENOUGH:
        return ""
    reasons = [f"- {say(f'strength.reasons.{reason}')}" for reason in strength.reasons]
    judged = say("passphrase.judged", strength=say(f"strength.score.{strength.score}"))
    return "\n".join([judged, *reasons, say("passphrase.better")])


@contextmanager
def _somebody_at_a_terminal() -> Iterator[None]:
    try:
        yield
    except EOFError:
        raise KeyboardInterrupt from None
    except HygieneError as error:
        if error.key != "terminal.no_terminal":
            raise
        raise MissingKeyError("sessions.no_passphrase") from None
