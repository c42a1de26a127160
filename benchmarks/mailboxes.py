"""Measure how fast mailboxes are read, beside the standard library's reading of the headers alone.

    python -m benchmarks.mailboxes

Times are processor time; the ratio is what counts: what the floor does is part of any reader's work, and it neither
judges a mail nor reads a text.
"""

import mailbox
import random
import tempfile
from collections.abc import Callable
from email.parser import BytesHeaderParser
from pathlib import Path
from time import process_time

from hygiene.mailbox import read_mailbox

MAILS = 50_000
_RECEIVED = "".join(
    f"Received: from relay{hop}.example (relay{hop}.example [192.0.2.{hop}])\n\tby mx.kunta.example (Postfix) "
    f"with ESMTPS id 5EE1844E6{hop};\n\tSat, 6 Jan 2024 09:12:1{hop} +0200\n"
    for hop in range(4)
)
_SENDERS = (
    ("Netflix <info@netflix.com>", "netflix.com", "Tervetuloa Netflixiin"),
    ("Puoti <tilaukset@puoti.example>", "puoti.example", "Hei Aino"),
    ("Spotify <no-reply@spotify.com>", "spotify.com", "Kuitti"),
    ("Uutiset <uutiskirje@lehti.example>", "lehti.example", "Viikon parhaat"),
    *(("Matti Meikäläinen <matti.meikalainen@kunta.example>", "kunta.example", "Kokous"),) * 6,
)


def write(path: Path, mails: int) -> None:
    """An mbox of mails of services and of colleagues, a part of them with attachments; the same at each run."""
    draw = random.Random(6)
    with path.open("wb") as file:
        for number in range(mails):
            sender, domain, subject = draw.choice(_SENDERS)
            text = "Kiitos tilauksestasi.\n" + "Tässä on lisää luettavaa, jota kukaan ei lue.\n" * draw.randrange(5, 60)
            attachment = "QUJD" * 18 + "\n"
            file.write(
                f"From x@{domain} Sat Jan  6 09:12:11 2024\n{_RECEIVED}"
                f"Authentication-Results: mx.kunta.example; dkim=pass header.d={domain}; dmarc=pass\n"
                f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=1;\n\tbh={'A' * 44};\n\tb={'B' * 200}\n"
                f"From: {sender}\nTo: Aino Virtanen <aino.virtanen@kunta.example>\nSubject: {subject}\n"
                f"Date: Sat, 6 Jan 2024 09:12:11 +0200\nMessage-ID: <{number}@{domain}>\n"
                f"Content-Type: text/plain; charset=utf-8\n\n{text}"
                f"{attachment * (400 if number % 20 == 0 else 0)}\n".encode()
            )


def floor(path: Path) -> int:
    """Read the headers of all mails, and nothing more."""
    parser = BytesHeaderParser()
    box = mailbox.mbox(path, factory=None, create=False)
    try:
        return sum(1 for key in box.iterkeys() if parser.parsebytes(box.get_bytes(key))["From"])
    finally:
        box.close()


def ours(path: Path) -> int:
    """Read the mailbox as the audit does."""
    return read_mailbox(path, 1, lambda _done, _total: None).input.seen


def _timed(read: Callable[[Path], int], path: Path) -> float:
    begun = process_time()
    assert read(path) == MAILS
    return process_time() - begun


def main() -> None:
    """Print how many mails a second each reads, and the ratio."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "mails.mbox")
        write(path, MAILS)
        ours_takes, floor_takes = _timed(ours, path), _timed(floor, path)
        print(f"{MAILS} mails, {path.stat().st_size / 2**20:.0f} MB")
    print(f"headers by mailbox and email: {MAILS / floor_takes:8.0f} mails a second")
    print(f"the audit's reading:          {MAILS / ours_takes:8.0f} mails a second")
    print(f"time, as a share of the floor: {ours_takes / floor_takes:.2f}")


if __name__ == "__main__":
    main()
