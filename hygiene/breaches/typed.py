"""What a user types to ask about an address: the address, and the key to the service."""

import re
from unicodedata import category

from hygiene.errors import HygieneError
from hygiene.secret import Secret
from hygiene.services.domains import mail_domain

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


def as_asked(address: str) -> Secret | None:
    """An address in the form in which it is asked about; None for what is no address.

    It is in lower case, and without the space, the invisible characters and the full stop that copying adds: with them
    it would be in no breach.
    """
    visible = "".join(each for each in address if category(each) != "Cf").strip().rstrip(".").lower()
    asked = Secret(visible)
    return asked if mail_domain(visible) and asked.utf8() is not None else None


def masked(address: Secret) -> str:
    """An address as its owner recognises it and nobody else learns it."""
    local, _, domain = address.reveal().rpartition("@")
    return f"{local[0]}…@{domain}"


def as_key(typed: Secret) -> Secret:
    """A key as it was typed or pasted, without the space around it.

    Raises `HygieneError` ("exposure.bad_key") where it is none.
    """
    key = Secret(typed.reveal().strip().lower())
    if not _KEY.fullmatch(key.reveal()):
        raise HygieneError("exposure.bad_key")
    return key
