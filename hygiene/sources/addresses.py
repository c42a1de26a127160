"""What stands where an export keeps the addresses of a service."""

import re

# A text with a comma in it has a space there.
_LIKE_ADDRESS = re.compile(rb"|[a-z][a-z0-9+.-]*://\S*|[^\s.,/:]+(?:\.[^\s.,/:]+)+(?:[:/]\S*)?", re.IGNORECASE)
_WITH_SCHEME = re.compile(rb"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
# A comma within an address parts nothing: only what follows and begins as an address does is the next one.
_NEXT_ADDRESS = re.compile(r", ?(?=[a-z][a-z0-9+.-]*://|[\w-]+(?:\.[\w-]+)+(?:[:/,]|$))", re.IGNORECASE)


def could_be_address(field: bytes) -> bool:
    """Whether this may stand in a column of addresses: an address, or nothing."""
    return _LIKE_ADDRESS.fullmatch(field) is not None


def is_address(field: bytes) -> bool:
    """Whether this is an address beyond doubt."""
    return _WITH_SCHEME.fullmatch(field) is not None


def parted(joined: str) -> list[str]:
    """The addresses of a column that holds several with commas between them."""
    return _NEXT_ADDRESS.split(joined)
