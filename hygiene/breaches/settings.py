"""How the services that know breaches are reached."""

from dataclasses import dataclass
from pathlib import Path

from hygiene.breaches.addresses import proxy_address, range_address

MOST_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class RangeSettings:
    """How to reach a range service. Times are in seconds.

    `proxy` is `http://host:port`. `ca_file` holds the certificate authorities to trust instead of the system's.
    A failure that may pass is tried `attempts` times in all, after `pause`, then twice that, unless the service itself
    says when; where that pause is longer than `patience`, the answer is unknown instead. Raises `HygieneError` where an
    address is not allowed.
    """

    url: str = "https://api.pwnedpasswords.com"
    proxy: str | None = None
    ca_file: Path | None = None
    deadline_per_request: float = 10.0
    deadline_total: float = 300.0
    connections: int = MOST_CONNECTIONS
    attempts: int = 3
    pause: float = 0.5
    patience: float = 120.0

    def __post_init__(self) -> None:
        range_address(self.url)
        if self.proxy is not None:
            proxy_address(self.proxy)
        if not 1 <= self.connections <= MOST_CONNECTIONS:
            raise ValueError(self.connections)

    @property
    def host(self) -> str:
        """Whom the user is asked to trust."""
        return range_address(self.url).host


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """How to reach the service that knows breaches. Times are in seconds.

    `proxy` and `ca_file` are as in `RangeSettings`. A pause that the service asks for is kept; where it is longer than
    `patience`, the answer is unknown instead. Raises `HygieneError` where an address is not allowed.
    """

    url: str = "https://haveibeenpwned.com/api/v3"
    proxy: str | None = None
    ca_file: Path | None = None
    deadline_per_request: float = 20.0
    attempts: int = 3
    pause: float = 0.5
    patience: float = 10.0

    def __post_init__(self) -> None:
        range_address(self.url)
        if self.proxy is not None:
            proxy_address(self.proxy)

    @property
    def host(self) -> str:
        """Whom the user is asked to trust."""
        return range_address(self.url).host
