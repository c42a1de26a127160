"""How the range service of the tests behaves: truly, or in one of the ways that must never pass for an answer."""

from collections.abc import Callable, Mapping
from functools import cache
from gzip import compress
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tests.breaches.server import Exchange

Behaviour: TypeAlias = Callable[["Exchange", str], None]

A_MOMENT = 0.05  # seconds between two bytes that drip: shorter than any deadline of a single wait
DRIPS = 80  # so a dripping reply takes some 4 s in all, longer than the deadline of a request in the tests
FOR_EVER = 60.0  # seconds; cut short when the server stops

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
_LINE = b"0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n"
_CHUNK = b"%X\r\n%b\r\n" % (len(_LINE), _LINE)
_HTML = b"<!doctype html><title>Welcome</title><p>Sign in to use this network."


def _body(exchange: "Exchange", prefix: str) -> bytes:
    return "\r\n".join(exchange.lines(prefix)).encode()


def _true(exchange: "Exchange", prefix: str) -> None:
    exchange.true_reply(prefix)


def _says(
    status: int = 200,
    body: bytes | None = None,
    kind: str | None = "text/plain",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Behaviour:
    """The same to every question; the true list where no body is given."""

    def behave(exchange: "Exchange", prefix: str) -> None:
        said = _body(exchange, prefix) if body is None else body
        exchange.reply(said, status=status, kind=kind, headers=headers)

    return behave


def _lists(change: Callable[[list[str]], list[str]], encoding: str = "utf-8") -> Behaviour:
    """The true list, changed."""

    def behave(exchange: "Exchange", prefix: str) -> None:
        exchange.reply("\r\n".join(change(exchange.lines(prefix))).encode(encoding))

    return behave


def _replace_counts(count: str) -> Behaviour:
    return _lists(lambda lines: [f"{line[:35]}:{count}" for line in lines])


def _packs(pack: Callable[[bytes], bytes]) -> Behaviour:
    """The true list, packed in some way and called gzip."""

    def behave(exchange: "Exchange", prefix: str) -> None:
        exchange.reply(pack(_body(exchange, prefix)), headers={"Content-Encoding": "gzip"})

    return behave


@cache
def _bomb() -> bytes:
    return compress(bytes(16 << 20), 1)


def _about(prefix: str, *, knows: bool) -> Behaviour:
    """A proper list, and not the one that was asked for."""

    def behave(exchange: "Exchange", _prefix: str) -> None:
        exchange.reply("\r\n".join(exchange.lines(prefix, knows=knows)).encode())

    return behave


def _knows_nothing(exchange: "Exchange", prefix: str) -> None:
    exchange.reply("\r\n".join(exchange.lines(prefix, knows=False)).encode())


def _cut(*, framed: bool, missing: int) -> Behaviour:
    """The first half of the list, up to the end of a line."""

    def behave(exchange: "Exchange", prefix: str) -> None:
        lines = exchange.lines(prefix)
        exchange.reply("\r\n".join(lines[: len(lines) // 2]).encode(), framed=framed, missing=missing)

    return behave


def _chunked(*chunks: bytes) -> Behaviour:
    def behave(exchange: "Exchange", _prefix: str) -> None:
        exchange.send(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
        exchange.send(b"".join(chunks))

    return behave


def _cut_between_chunks(exchange: "Exchange", prefix: str) -> None:
    body = _body(exchange, prefix)
    _chunked(b"%X\r\n%b\r\n" % (len(body), body))(exchange, prefix)


def _drip(exchange: "Exchange", pieces: list[bytes]) -> None:
    for piece in pieces:
        if exchange.rest(A_MOMENT):
            return
        exchange.send(piece)


def _drips_body(exchange: "Exchange", prefix: str) -> None:
    body = _body(exchange, prefix)
    exchange.send(_OK + b"Content-Length: %d\r\n\r\n" % len(body))
    size = len(body) // DRIPS + 1
    _drip(exchange, [body[at : at + size] for at in range(0, len(body), size)])


def _drips_headers(exchange: "Exchange", prefix: str) -> None:
    body = _body(exchange, prefix)
    exchange.send(_OK + b"Content-Length: %d\r\n" % len(body))
    _drip(exchange, [b"X-%d: x\r\n" % number for number in range(DRIPS)])
    exchange.send(b"\r\n" + body)


def _stalls(exchange: "Exchange", _prefix: str) -> None:
    exchange.send(_OK + b"Content-Length: 40000\r\n\r\n")
    exchange.rest(FOR_EVER)


def _sends_without_end(line: bytes, beginning: bytes) -> Behaviour:
    def behave(exchange: "Exchange", _prefix: str) -> None:
        exchange.send(beginning)
        while not exchange.server.stopping.is_set():
            exchange.send(line * 1000)

    return behave


def _sends(raw: bytes) -> Behaviour:
    return lambda exchange, _prefix: exchange.send(raw)


def _answers_twice(exchange: "Exchange", prefix: str) -> None:
    body = _body(exchange, prefix)
    head = _OK + b"Content-Length: %d\r\n\r\n" % len(body)
    exchange.wfile.write((head + body) * 2)


def _smuggles(exchange: "Exchange", _prefix: str) -> None:
    """Another reply after the first, where a reader that buffers 8,192 bytes at a time has not taken it in yet."""
    head = _OK + b"Content-Length: 5\r\n\r\n"
    exchange.wfile.write((head + b"right").ljust(8192) + head + b"wrong")


def _resets(exchange: "Exchange", _prefix: str) -> None:
    exchange.reset()


BEHAVIOURS: Mapping[str, Behaviour] = {
    "true": _true,
    "lower_case": _lists(lambda lines: [line.lower() for line in lines]),
    "line_feeds": lambda exchange, prefix: exchange.reply("\n".join(exchange.lines(prefix)).encode() + b"\n"),
    "no_dates": _says(),
    "closes_afterwards": _says(headers={"Connection": "close"}),
    "answers_twice": _answers_twice,
    # Another status than 200, with a list that looks right.
    "redirects": _says(302, headers={"Location": "/range/00000"}),
    "redirects_for_good": _says(308, headers={"Location": "https://elsewhere.example/"}),
    "sends_to_plain_http": _says(307, headers={"Location": "http://127.0.0.1/range/00000"}),
    "created": _says(201),
    "accepted": _says(202),
    "not_authoritative": _says(203),
    "no_content": _says(204, b""),
    "partial": _says(206, headers={"Content-Range": "bytes 0-99/*"}),
    "not_modified": _says(304, b""),
    "bad_request": _says(400),
    "unauthorised": _says(401),
    "forbidden": _says(403),
    "not_found": _says(404),
    "fails": _says(500),
    "bad_gateway": _says(502),
    "unavailable": _says(503),
    "too_many_requests": _says(429),
    "come_back_at_once": _says(429, headers={"Retry-After": "0"}),
    "come_back_tomorrow": _says(429, headers={"Retry-After": "86400"}),
    "come_back_in_a_million_years": _says(429, headers={"Retry-After": "31556926000000"}),
    "closed_until_2100": _says(503, headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}),
    # Another kind of content.
    "portal": _says(body=_HTML, kind="text/html; charset=utf-8"),
    "portal_called_text": _says(body=_HTML),
    "list_called_html": _says(kind="text/html"),
    "list_called_nothing": _says(kind=None),
    "json": _says(body=b'{"statusCode": 200, "message": "ok"}', kind="application/json"),
    "json_called_text": _says(body=b"[]"),
    "empty": _says(body=b""),
    # Not a whole body.
    "cut_off_by_closing": _cut(framed=False, missing=0),
    "whole_but_unframed": lambda exchange, prefix: exchange.reply(_body(exchange, prefix), framed=False),
    "shorter_than_promised": _cut(framed=True, missing=100),
    "cut_between_lines": _cut(framed=True, missing=0),
    "cut_between_chunks": _cut_between_chunks,
    "cut_in_a_chunk": _chunked(b"FFFF\r\n" + _LINE * 300),
    "chunk_of_negative_size": _chunked(b"-1\r\n" + _LINE * 300 + b"\r\n0\r\n\r\n"),
    "chunk_of_huge_size": _chunked(b"FFFFFFFFFFFF\r\n" + _LINE * 300),
    "promises_a_terabyte": lambda exchange, prefix: exchange.reply(_body(exchange, prefix), missing=1 << 40),
    "few_lines": _lists(lambda lines: lines[::5]),
    # Packed wrongly.
    "cut_gzip": _packs(lambda body: compress(body)[:-2000]),
    "gzip_without_its_end": _packs(lambda body: compress(body)[:-8]),
    "gzip_with_wrong_checksum": _packs(lambda body: compress(body)[:-8] + bytes(8)),
    "gzip_twice": _packs(lambda body: compress(body[:20_000]) + compress(body[20_000:])),
    "gzip_with_a_tail": _packs(lambda body: compress(body) + b"\x00more"),
    "gzip_that_is_none": _packs(lambda body: body),
    "gzip_bomb": _packs(lambda _body: _bomb()),
    "brotli": _says(headers={"Content-Encoding": "br"}),
    # Lines of another form.
    "garbage_lines": _lists(lambda lines: [*lines, "Service will be closed for maintenance"]),
    "garbage_first": _lists(lambda lines: ["<!-- cached -->", *lines]),
    "empty_line": _lists(lambda lines: [*lines[:400], "", *lines[400:]]),
    "negative_counts": _replace_counts("-1"),
    "huge_counts": _replace_counts("99999999999"),
    "no_counts": _lists(lambda lines: [line[:35] for line in lines]),
    "fractions": _replace_counts("1.5"),
    "padding_alone": _replace_counts("0"),
    "every_line_twice": _lists(lambda lines: lines * 2),
    "whole_hashes": _lists(lambda lines: [f"00000{line}" for line in lines]),
    "ntlm_suffixes": _lists(lambda lines: [f"{line[:27]}:1" for line in lines]),
    "ntlm_hashes": _lists(lambda lines: [f"{line[:32]}:1" for line in lines]),
    "nul_bytes": _lists(lambda lines: [*lines[:-1], lines[-1] + "\x00"]),
    "byte_order_mark": _lists(lambda lines: lines, encoding="utf-8-sig"),
    "utf_16": _lists(lambda lines: lines, encoding="utf-16"),
    "latin_1": _lists(lambda lines: [*lines, "Tillfälligt stängd"], encoding="latin-1"),
    "one_line": lambda exchange, prefix: exchange.reply("".join(exchange.lines(prefix)).encode()),
    # Not a reply at all, or none in time.
    "drips_body": _drips_body,
    "drips_headers": _drips_headers,
    "stalls": _stalls,
    "body_without_end": _sends_without_end(_LINE, _OK + b"Content-Length: 1099511627776\r\n\r\n"),
    "unframed_body_without_end": _sends_without_end(_LINE, _OK + b"\r\n"),
    "chunks_without_end": _sends_without_end(_CHUNK, _OK + b"Transfer-Encoding: chunked\r\n\r\n"),
    "negative_chunk_without_end": _sends_without_end(_LINE, _OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
    "header_without_end": _sends_without_end(b"x" * 100, _OK + b"X: "),
    "headers_without_end": _sends_without_end(b"X: x\r\n", _OK),
    "continues_without_end": _sends_without_end(b"HTTP/1.1 100 Continue\r\n\r\n", b""),
    "speaks_another_protocol": _sends(b"220 mail.example ESMTP\r\n"),
    "http_2": _sends(b"HTTP/2 200\r\nContent-Type: text/plain\r\n\r\n"),
    "hangs_up": _sends(b""),
    "resets": _resets,
    "smuggles": _smuggles,
    # Proper lists, and wrong ones: only a question with a known answer tells.
    "other_prefix": _about("00000", knows=False),
    "same_list_for_all": _about("21BD1", knows=True),
    "knows_nothing": _knows_nothing,
}
