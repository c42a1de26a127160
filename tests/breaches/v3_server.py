"""A service that knows breaches and addresses, on loopback, over real TLS, with its true behaviour or a hostile one.

with v3_server(addresses={"aino@kunta.example": ["Adobe"]}) as server:
    look_up_in_the_clear(addresses, server.settings(), pace, KEY)
    server.requests  # what the client sent
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from gzip import compress
from hashlib import sha1
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from hygiene.breaches.settings import ServiceSettings
from hygiene.secret import Secret
from tests.breaches.behaviours import BEHAVIOURS, Behaviour
from tests.breaches.server import Exchange, Request, Server, serving

KEY = Secret("0123456789abcdef0123456789abcdef")
TEST_DOMAIN = "hibp-integration-tests.com"
OWN_DOMAIN = "kunta.example"
"""The domain that the holder of the key has proved to hold."""


def record(name: str, domain: str = "", happened: str = "2019-03-01", **changes: Any) -> dict[str, Any]:
    """A breach as the service writes it."""
    said = {
        "Name": name,
        "Title": name,
        "Domain": domain,
        "BreachDate": happened,
        "AddedDate": "2020-01-15T08:00:00Z",
        "ModifiedDate": "2020-01-15T08:00:00Z",
        "PwnCount": 1000,
        "Description": 'In March 2019, <a href="https://news.example/">the service</a> lost <em>data</em>.',
        "LogoPath": "https://logos.example/List.png",
        "Attribution": None,
        "DisclosureUrl": None,
        "DataClasses": ["Email addresses", "Passwords"],
    }
    flags = ("Verified", "Fabricated", "Sensitive", "Retired", "SpamList", "Malware", "StealerLog", "SubscriptionFree")
    said |= {f"Is{flag}": flag == "Verified" for flag in flags}
    return {**said, **changes}


RECORDS = (
    record("Adobe", "adobe.com", "2013-10-04", AddedDate="2013-12-04T00:00:00Z"),
    record("Dropbox", "dropbox.com", "2012-07-01"),
    record("LinkedIn", "linkedin.com", "2012-05-05"),
    record("Kauppa", "kauppa.example", "2025-05-11", AddedDate="2026-10-20T07:30:00Z"),
    record("Kerho", "kerho.example", "2021-02-01", IsSensitive=True, DataClasses=["Email addresses", "Passwords"]),
    record("Huhu", "huhu.example", "2022-08-01", IsVerified=False),
    record("Kirjeet", "kirjeet.example", "2018-01-01", IsSpamList=True, DataClasses=["Email addresses"]),
    record("Varasloki", "", "2025-01-20", IsStealerLog=True, IsMalware=True),
    record("Tekaistu", "tekaistu.example", "2020-06-01", IsFabricated=True, IsVerified=False),
    record("Peruttu", "peruttu.example", "2016-06-01", IsRetired=True),
    record("Uutiset", "uutiset.example", "2024-03-01", DataClasses=["Email addresses", "Names", "Telepathic records"]),
)
OF_TEST_ADDRESSES = {
    "account-exists": ["Adobe"],
    "multiple-breaches": ["Adobe", "Dropbox", "LinkedIn"],
    "opt-out": [],
    "sensitive-breach": ["Kerho"],
    "spam-list-only": ["Kirjeet"],
    "stealer-log": ["Varasloki"],
    "unverified-breach": ["Huhu"],
}


@cache
def whole_list() -> list[dict[str, Any]]:
    """All breaches: those above among hundreds of others."""
    others = [record(f"Muu{number}", f"muu{number}.example", f"20{10 + number % 10}-04-01") for number in range(400)]
    return [*RECORDS, *others]


def digest_of(address: str) -> str:
    """The fingerprint of an address."""
    return sha1(address.encode(), usedforsecurity=False).hexdigest().upper()


@dataclass
class V3Server:
    """`url` and `ca_file` are for the client; `requests` is what it asked."""

    url: str
    ca_file: Path
    _server: "_V3Server" = field(repr=False)

    @property
    def requests(self) -> list[Request]:
        return self._server.requests

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def settings(self, **changes: Any) -> ServiceSettings:
        """How to reach it, without patience."""
        fixed = {"url": self.url, "ca_file": self.ca_file, "pause": 0.01, "attempts": 2, "deadline_per_request": 0.8}
        return ServiceSettings(**{**fixed, **changes})


@contextmanager
def v3_server(
    addresses: Mapping[str, Sequence[str]] = MappingProxyType({}),
    behaviour: str = "true",
    *,
    hostile_from: int = 0,
    takes_ranges: bool = False,
    logs: Mapping[str, Sequence[str]] | None = None,
    keys: Collection[Secret] = (KEY,),
    pauses: Sequence[str | None] = (),
    tls: bool = True,
) -> Iterator[V3Server]:
    """A running service that knows which breaches `addresses` are in, by their names.

    It answers truly `hostile_from` times before it turns to `behaviour`. `pauses` are what it says in `retry-after` to
    the first questions with a key, None for saying nothing, before it answers any. `logs` are the websites on which
    malware recorded addresses of `OWN_DOMAIN`; None for a plan that does not tell of them.
    """
    made = _V3Server(dict(addresses), behaviour, hostile_from, takes_ranges, keys, list(pauses))
    made.logs = logs
    with made as server, serving(server, tls=tls) as (url, ca_file):
        yield V3Server(url, ca_file, server)


class _V3Exchange(Exchange):
    server: "_V3Server"

    def do_GET(self) -> None:  # noqa: N802 (the standard library's own name)
        self.record()
        is_hostile = len(self.server.requests) > self.server.hostile_from
        (V3_BEHAVIOURS[self.server.behaviour] if is_hostile else _true)(self, "")

    def lines(self, prefix: str, *, knows: bool = True) -> list[str]:
        """The true answer as a single line, for the behaviours of transport."""
        return [json.dumps(self.answer()[1])]

    def reply(self, body: bytes, *, kind: str | None = "text/plain", **rest: Any) -> None:
        super().reply(body, kind="application/json; charset=utf-8" if kind == "text/plain" else kind, **rest)

    def true_reply(self, prefix: str) -> None:
        status, said = self.answer()
        headers: dict[str, str] = {}
        if status == 429 and (pause := self.server.pauses.pop(0)) is not None:
            headers["retry-after"] = pause
        body = b"" if said is None else json.dumps(said).encode()
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = compress(body, 1), "gzip"
        self.reply(body, status=status, headers=headers)

    def answer(self) -> tuple[int, Any]:
        """What the true service says: a status, and its JSON."""
        if not self.headers.get("User-Agent"):
            return _refusal(403, "You must specify a user agent")
        where = urlsplit(self.path)
        if where.path == "/breaches":
            return 200, whole_list()
        if self.headers.get("hibp-api-key") not in {key.reveal() for key in self.server.keys}:
            return _refusal(401, "Access denied due to invalid hibp-api-key.")
        if self.server.pauses:
            return _refusal(429, "Rate limit is exceeded.")
        if where.path == "/subscription/status":
            return 200, {
                "SubscriptionName": "Core",
                "Description": "A plan.",
                "SubscribedUntil": "2027-05-30T00:00:00Z",
                "Rpm": 10,
                "DomainSearchMaxBreachedAccounts": 25,
                "IncludesStealerLogs": self.server.logs is not None,
                "IncludesKAnon": self.server.takes_ranges,
            }
        if match := re.fullmatch(r"/breachedaccount/range/([0-9A-Fa-f]{6})", where.path):
            if not self.server.takes_ranges:
                return _refusal(403, "The subscription does not allow this.")
            return 200, self.range_of(match[1].upper())
        if match := re.fullmatch(r"/breachedaccount/([^/]+)", where.path):
            return self._account(unquote(match[1]), parse_qs(where.query))
        if match := re.fullmatch(r"/stealerlogsbyemail/([^/]+)", where.path):
            return self._logs(unquote(match[1]))
        return 404, None

    def _logs(self, address: str) -> tuple[int, Any]:
        if address == f"stealer-log@{TEST_DOMAIN}":
            return 200, ["sivusto.example"]
        if self.server.logs is None or not address.endswith(f"@{OWN_DOMAIN}"):
            return _refusal(403, "The domain is not one that this key has proved to hold.")
        return (200, list(self.server.logs[address])) if address in self.server.logs else (404, None)

    def range_of(self, prefix: str) -> list[dict[str, Any]]:
        random = Random(prefix)  # noqa: S311 (the same list each time is what is wanted)
        entries = [{"hashSuffix": f"{random.getrandbits(136):034X}", "websites": ["Adobe"]} for _ in range(400)]
        for address, names in {**self.server.addresses, "test@example.com": ["Adobe", "LinkedIn"]}.items():
            if digest_of(address).startswith(prefix) and names:
                entries.append({"hashSuffix": digest_of(address)[6:], "websites": list(names)})
        return sorted(entries, key=lambda entry: str(entry["hashSuffix"]))

    def _account(self, address: str, query: Mapping[str, list[str]]) -> tuple[int, Any]:
        if "@" not in address:
            return _refusal(400, "Invalid email address")
        local, _, domain = address.partition("@")
        names = OF_TEST_ADDRESSES.get(local, []) if domain == TEST_DOMAIN else self.server.addresses.get(address, [])
        by_name = {each["Name"]: each for each in whole_list()}
        found = [by_name[name] for name in names if not by_name[name]["IsSensitive"]]
        if query.get("IncludeUnverified") == ["false"]:
            found = [each for each in found if each["IsVerified"]]
        if not found:
            return 404, None
        if query.get("truncateResponse") != ["false"]:
            return 200, [{"Name": each["Name"]} for each in found]
        return 200, found


def _refusal(status: int, message: str) -> tuple[int, Any]:
    return status, {"statusCode": status, "message": message}


class _V3Server(Server):
    def __init__(
        self,
        addresses: Mapping[str, Sequence[str]],
        behaviour: str,
        hostile_from: int,
        takes_ranges: bool,
        keys: Collection[Secret],
        pauses: list[str | None],
    ) -> None:
        super().__init__({}, behaviour, (), _V3Exchange)
        self.addresses = addresses
        self.hostile_from = hostile_from
        self.takes_ranges = takes_ranges
        self.keys = keys
        self.logs: Mapping[str, Sequence[str]] | None = None
        self.pauses = pauses


def _true(exchange: Exchange, prefix: str) -> None:
    exchange.true_reply(prefix)


def _raw(body: bytes) -> Behaviour:
    return lambda exchange, _: exchange.reply(body)


def _changed(change: Callable[[Any], Any]) -> Behaviour:
    """The true answer, changed."""

    def behave(exchange: Exchange, prefix: str) -> None:
        said = json.loads(exchange.lines(prefix)[0])
        exchange.reply(json.dumps(change(said)).encode())

    return behave


def _first(**changes: Any) -> Behaviour:
    """The true list, its first entry changed; a plan is changed itself."""

    def change(said: Any) -> Any:
        if isinstance(said, list):
            said[0] = said[0] | changes if isinstance(said[0], dict) else 7
            return said
        return {**said, **changes}

    return _changed(change)


def _same_range(exchange: Exchange, _prefix: str) -> None:
    assert isinstance(exchange, _V3Exchange)
    exchange.reply(json.dumps(exchange.range_of("567159")).encode())


def _one_stale_range(exchange: Exchange, _prefix: str) -> None:
    """A cache that gives every question the same list, and not that of any of them."""
    assert isinstance(exchange, _V3Exchange)
    exchange.reply(json.dumps(exchange.range_of("ABCDEF")).encode())


def _not_found_page(exchange: Exchange, _prefix: str) -> None:
    """What a proxy or a web server says of a path that it does not know, or does not let through."""
    exchange.reply(b"<!doctype html><title>404</title>", status=404, kind="text/html")


def _without_controls(said: Any) -> Any:
    controls = {digest_of("test@example.com")[6:], "Adobe"}
    if not isinstance(said, list) or isinstance(said[0], str):
        return said
    return [each for each in said if each.get("hashSuffix") not in controls and each.get("Name") not in controls]


_OF_TRANSPORT = {
    name: BEHAVIOURS[name]
    for name in (
        *("redirects", "redirects_for_good", "sends_to_plain_http", "created", "accepted", "not_authoritative"),
        *("no_content", "partial", "not_modified", "bad_request", "fails", "bad_gateway", "unavailable"),
        *("come_back_tomorrow", "closed_until_2100", "portal", "portal_called_text", "list_called_html"),
        *("list_called_nothing", "json", "json_called_text", "empty", "cut_off_by_closing", "whole_but_unframed"),
        *("shorter_than_promised", "cut_between_lines", "cut_in_a_chunk", "chunk_of_negative_size"),
        *("promises_a_terabyte", "cut_gzip", "gzip_without_its_end", "gzip_with_wrong_checksum", "gzip_with_a_tail"),
        *("gzip_that_is_none", "gzip_bomb", "brotli", "utf_16", "drips_body", "drips_headers", "stalls"),
        *("body_without_end", "chunks_without_end", "header_without_end", "headers_without_end"),
        *("speaks_another_protocol", "http_2", "hangs_up", "resets"),
    )
}
_OF_JSON: Mapping[str, Behaviour] = {
    "deep_arrays": _raw(b"[" * 200_000 + b"]" * 200_000),
    "deep_objects": _raw(b'{"a":' * 200_000),
    "twice_the_same_name": _raw(b'[{"Name":"A","Name":"B"}]'),
    "not_a_number": _raw(b'[{"Name":"A","PwnCount":NaN}]'),
    "a_number_of_a_million_digits": _raw(b"[" + b"9" * 1_000_000 + b"]"),
    "null": _raw(b"null"),
    "true_itself": _raw(b"true"),
    "a_text": _raw(b'"not found"'),
    "an_empty_object": _raw(b"{}"),
    "an_empty_list": _raw(b"[]"),
    "a_list_of_nothing": _raw(b"[null]"),
    "a_list_of_names": _raw(b'["Adobe"]'),
    "latin_1": _raw('[{"Name":"Pöllö"}]'.encode("latin-1")),
    "an_error_called_success": _raw(b'{"statusCode": 401, "message": "Access denied"}'),
    "more_than_one_document": _raw(b"[][]"),
    "without_an_end": lambda exchange, prefix: exchange.reply(exchange.lines(prefix)[0].encode()[:-1]),
    "a_wrong_type": _first(
        Name=7, hashSuffix=7, SubscriptionName=7, IncludesKAnon="yes", websites="Adobe", IsVerified="true"
    ),
    "a_name_with_an_escape": _first(
        Name="Ado\x1b[2Jbe", websites=["Ado\x1b[2Jbe"], SubscribedUntil="\x1b[2J", hashSuffix="\x1b"
    ),
    "a_name_that_is_too_long": _first(Name="A" * 5000, websites=["A" * 5000], SubscriptionName=None),
    "no_names": _first(Name="", websites=[], SubscriptionName=None),
}

_LIES: Mapping[str, Behaviour] = {
    "unknowing": _changed(_without_controls),
    "same_range": _same_range,
    "one_stale_range": _one_stale_range,
    "not_found_page": _not_found_page,
    "half_a_range": _changed(lambda said: said[: len(said) // 2]),
    "first_tenth_of_a_range": _changed(lambda said: said[: len(said) // 10]),
}
"""Proper answers, and not the true ones."""

HOSTILE: Mapping[str, Behaviour] = {**_OF_TRANSPORT, **_OF_JSON}
V3_BEHAVIOURS: Mapping[str, Behaviour] = {"true": _true, **_LIES, **HOSTILE}
