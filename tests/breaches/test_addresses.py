import pytest

from hygiene.breaches.addresses import Address, proxy_address, range_address, range_url
from hygiene.breaches.settings import RangeSettings
from hygiene.errors import HygieneError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://api.pwnedpasswords.com", Address("api.pwnedpasswords.com", 443, "", True)),
        ("https://Mirror.Example:8443/pwned/", Address("mirror.example", 8443, "/pwned", True)),
        ("HTTPS://192.0.2.1", Address("192.0.2.1", 443, "", True)),
        ("https://[2001:db8::1]:444/a/b", Address("2001:db8::1", 444, "/a/b", True)),
        ("http://127.0.0.1:8080", Address("127.0.0.1", 8080, "", False)),
        ("http://127.8.9.1", Address("127.8.9.1", 80, "", False)),
        ("http://[::1]:8080", Address("::1", 8080, "", False)),
        ("http://localhost:8080", Address("localhost", 8080, "", False)),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert range_address(url) == address
    assert range_url(url) == url.rstrip("/")
    assert RangeSettings(url=url).host == address.host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.pwnedpasswords.com",
        "ftp://mirror.example",
        "file:///etc/hosts",
        "https://",
        "https://:443",
        "https:///range",
        "https://mirror.example:0",
        "https://mirror.example:65536",
        "https://mirror.example:port",
        "https://liisa@mirror.example",
        "https://liisa:salainen@mirror.example",
        "https://mirror.example?mode=ntlm",
        "https://mirror.example/?",
        "https://mirror.example/#top",
        "https://mirror.example/a b",
        "https://mirror.example/\r\nX-Injected: 1",
        "https://mirror.example\n",
        " https://mirror.example",
        "https://mirror.example//",
        "https://mirror\\.example",
        "https://päiväkoti.example",
        "https://[::1",
        "http://mirror.example",
        "http://192.0.2.1",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://0.0.0.0",
        "http://[::ffff:192.0.2.1]",
        "http://api.pwnedpasswords.com",
    ],
)
def test_an_address_is_refused_and_not_repeated(url: str) -> None:
    for read in (range_url, lambda url: RangeSettings(url=url)):
        with pytest.raises(HygieneError) as caught:
            read(url)
        assert (caught.value.key, caught.value.values) == ("breaches.bad_range_url", {})


def test_a_proxy_is_read() -> None:
    assert proxy_address("http://proxy.example:3128/") == Address("proxy.example", 3128, "", False)


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.example",
        "http://liisa:salainen@proxy.example:3128",
        "proxy.example:3128",
        "http://proxy.example/a",
    ],
)
def test_a_proxy_is_refused(url: str) -> None:
    with pytest.raises(HygieneError, match=r"breaches\.bad_proxy"):
        RangeSettings(proxy=url)
