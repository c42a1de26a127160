"""Opens what is kept: with its passphrase where it has one, and without what has been kept for long enough."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hygiene import clock
from hygiene.commands.options import option
from hygiene.commands.settings import Flags, settle
from hygiene.commands.ways import first_line
from hygiene.configuration import read_configuration
from hygiene.errors import PolicyError
from hygiene.journeys.interview import yes_or_no
from hygiene.journeys.passphrase import asked_for, given, offer_passphrase
from hygiene.sessions import AskPassphrase, Store, UnusableStoreError, open_store, set_aside
from hygiene.sessions.passphrase import nobody_to_ask
from hygiene.terminal import Terminal
from hygiene.texts import say


def passphrase_option() -> Any:
    """`--passphrase-file`: for scripts, which have no terminal to type a passphrase on."""
    return option("passphrase_file", "--passphrase-file", metavar="file")


def open_kept(
    terminal: Terminal,
    passphrase_file: Path | None = None,
    *,
    policies: Sequence[str] = (),
    asks: bool = True,
    offers: bool = True,
) -> Store:
    """Open the store. `policies` say how long things are kept; without any, those of the configuration do.

    Where it may ask, it `offers` a passphrase to whoever still has the key in a file.
    """
    return _opened(_how(terminal, passphrase_file, asks=asks), terminal, policies, offers=asks and offers)


def open_kept_or_afresh(terminal: Terminal, passphrase_file: Path | None, policies: Sequence[str]) -> Store:
    """Open the store; where what it holds cannot be opened any more, offer to begin another one."""
    ask = _how(terminal, passphrase_file, asks=True)
    try:
        return _opened(ask, terminal, policies, offers=True)
    except UnusableStoreError as error:
        terminal.tell(say(f"{error.key}.problem", **error.values))
        if terminal.choose(yes_or_no(say("audit.start_afresh"))) == "no":
            raise
        set_aside()
        return _opened(ask, terminal, policies, offers=True)


def _how(terminal: Terminal, passphrase_file: Path | None, *, asks: bool) -> AskPassphrase:
    if passphrase_file:
        return given(first_line(passphrase_file))
    return asked_for(terminal) if asks else nobody_to_ask


def _opened(ask: AskPassphrase, terminal: Terminal, policies: Sequence[str], *, offers: bool) -> Store:
    store = open_store(ask=ask)
    try:
        _remove_expired(store, terminal, policies)
        # An answer that was piped in for another question is not to be taken for one to this.
        if offers and sys.stdin.isatty():
            offer_passphrase(terminal, store)
    except BaseException:
        store.close()
        raise
    return store


def _remove_expired(store: Store, terminal: Terminal, policies: Sequence[str]) -> None:
    try:
        months = settle(Flags(tuple(policies)), read_configuration()).policy.retention_months
    except PolicyError:
        return  # What is to be done with the policy tells what is wrong with it.
    if removed := store.remove_expired(clock.today(), months):
        terminal.remark(say("sessions.expired", n=removed, months=months))
