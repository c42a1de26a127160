"""Addresses of range services and proxies, checked before anything is sent there."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from hygiene.errors import HygieneError

# Whatever this does not name is refused: user information, a query, a fragment, a space, a line break.
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?(?P<path>(/[a-z0-9._~%-]+)*)/?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens. `host` is bare, without the brackets of IPv6; `path` has no slash at its end."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def range_url(url: str) -> str:
    """The address of a range service, checked, without a slash at its end.

    It is https; plain http is allowed for loopback addresses alone. Raises `HygieneError` ("breaches.bad_range_url").
    """
    range_address(url)
    return url.rstrip("/")


def range_address(url: str) -> Address:
    """The parts of a range service's address. Raises as `range_url` does."""
    address = _read(url)
    if address is None or not (address.secure or _is_loopback(address.host)):
        raise HygieneError("breaches.bad_range_url")
    return address


def proxy_address(url: str) -> Address:
    """The parts of a proxy's address, which is `http://host:port`: TLS is spoken through the proxy, not with it.

    Raises `HygieneError` ("breaches.bad_proxy").
    """
    address = _read(url)
    if address is None or address.secure or address.path:
        raise HygieneError("breaches.bad_proxy")
    return address


def _read(url: str) -> Address | None:
    match = _URL.fullmatch(url)
    if match is None:
        return None
    secure = match["scheme"].lower() == "https"
    port = int(match["port"] or (443 if secure else 80))
    if not 0 < port < 65536:
        return None
    return Address(match["host"].strip("[]").lower(), port, match["path"], secure)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
