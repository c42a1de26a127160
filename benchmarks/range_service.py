"""How long 500 passwords take at a range service that is 50 ms away: as the program asks, and one by one.

    python -m benchmarks.range_service

The service runs on loopback in a process of its own, with real TLS and replies of the true size; it waits for a round
trip before each of them, and for two before a handshake. What TCP's slow start adds to every new connection is left
out. One by one means a new connection for each password: a few are asked, and the rest reckoned. Both are the best of
some times, so that a busy machine says less. Leaves with 1 where the program needs more than a fortieth of the time
that it takes one by one.
"""

import asyncio
import gzip
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic

import trustme

from hygiene.breaches.addresses import range_address
from hygiene.breaches.connection import Connection
from hygiene.breaches.range_service import KNOWN_TO_BE_BREACHED, look_up
from hygiene.breaches.ranges import read_range
from hygiene.breaches.settings import RangeSettings
from hygiene.evidence import Exposure
from hygiene.secret import Secret
from hygiene.trust import tls_context

PASSWORDS = 500
FEW = 20
TIMES = 3
ROUND_TRIP = 0.05  # seconds
LINES = 1_900  # of a range today, padding included
AT_MOST = 1 / 40
PATIENCE = 60.0  # seconds for each of the measurements


def measure() -> float:
    """The time that the program takes, as a share of the time that it takes one by one."""
    passwords = [Secret(f"Lumipallo {number}!") for number in range(PASSWORDS)]
    with _service(passwords) as (url, ca_file):
        settings = RangeSettings(url=url, ca_file=ca_file, deadline_total=PATIENCE)
        one_by_one = min(_one_by_one(passwords[:FEW], settings) for _ in range(TIMES)) * PASSWORDS / FEW
        together = min(_together(passwords, settings) for _ in range(TIMES))
    print(f"{PASSWORDS} passwords, {ROUND_TRIP * 1000:.0f} ms away; each the best of {TIMES}")
    print(f"one by one   {one_by_one:6.2f} s  (reckoned from {FEW})")
    print(f"the program  {together:6.2f} s  (controls and handshakes included)")
    print(f"ratio        1/{one_by_one / together:.1f}")
    return together / one_by_one


def _together(passwords: list[Secret], settings: RangeSettings) -> float:
    began = monotonic()
    answers = look_up(passwords, settings)
    took = monotonic() - began
    if {answer.exposure for answer in answers.values()} != {Exposure.NOT_FOUND}:
        sys.exit("some passwords were not answered")
    return took


def _one_by_one(passwords: list[Secret], settings: RangeSettings) -> float:
    began = monotonic()
    for password in passwords:
        prefix, suffix = _digest(password)
        connection = Connection(range_address(settings.url), None, tls_context(settings.ca_file))
        read_range(connection.get(f"/range/{prefix}", began + PATIENCE), [suffix])
        connection.close()
    return monotonic() - began


def _digest(password: Secret) -> tuple[str, str]:
    digest = sha1(password.reveal().encode(), usedforsecurity=False).hexdigest().upper()
    return digest[:5], digest[5:]


@contextmanager
def _service(passwords: list[Secret]) -> Iterator[tuple[str, Path]]:
    held = dict(map(_digest, KNOWN_TO_BE_BREACHED))
    replies = {
        prefix: _reply(prefix, held.get(prefix)) for prefix in {*held, *(_digest(each)[0] for each in passwords)}
    }
    authority = trustme.CA()
    with TemporaryDirectory() as folder:
        ca_file, certificate = Path(folder, "ca.pem"), Path(folder, "certificate.pem")
        authority.cert_pem.write_to_path(ca_file)
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
        context = get_context("spawn")
        port, told = context.Pipe(duplex=False)
        process = context.Process(target=_serve, args=(replies, certificate, told), daemon=True)
        process.start()
        try:
            yield f"https://127.0.0.1:{port.recv()}", ca_file
        finally:
            process.terminate()
            process.join()


def _reply(prefix: str, suffix: str | None) -> bytes:
    random = Random(prefix)
    lines = [f"{random.getrandbits(140):035X}:{random.randint(1, 9999)}" for _ in range(LINES)]
    body = gzip.compress("\r\n".join([*lines, f"{suffix}:9"] if suffix else lines).encode())
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def _serve(replies: dict[str, bytes], certificate: Path, told: Pipe) -> None:
    asyncio.run(_serve_for_ever(replies, certificate, told))


async def _serve_for_ever(replies: dict[str, bytes], certificate: Path, told: Pipe) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)  # a client that leaves is no fault
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            loop.call_later(ROUND_TRIP, writer.write, replies[head.split()[1].decode().rpartition("/")[2]])

    async def welcome(client: socket.socket) -> None:
        await asyncio.sleep(2 * ROUND_TRIP)  # one for TCP and one for TLS 1.3
        reader = asyncio.StreamReader()
        await loop.connect_accepted_socket(lambda: asyncio.StreamReaderProtocol(reader, answer), client, ssl=tls)

    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.setblocking(False)
        told.send(listener.getsockname()[1])
        async with asyncio.TaskGroup() as clients:
            while True:
                client, _ = await loop.sock_accept(listener)
                clients.create_task(welcome(client))


if __name__ == "__main__":
    sys.exit(measure() > AT_MOST)
