"""Mails as tests need them: whole by default, changed where a test is about the change."""

from datetime import date
from pathlib import Path

from hygiene.mailbox import Mailbox, read_mailbox
from hygiene.mailbox.judging import Passed, Sight, judge
from hygiene.mailbox.model import Unreadable, mail_of

AINO = "aino.virtanen@kunta.example"
TODAY = date(2026, 11, 22)
_FIELDS = {
    "Delivered-To": AINO,
    "Received": "from a (mta.netflix.com [192.0.2.1]) by mx.kunta.example; Sat, 6 Jan 2024 09:12:11 +0200",
    "Authentication-Results": "mx.kunta.example; dkim=pass header.d=netflix.com; spf=pass smtp.mailfrom=netflix.com; "
    "dmarc=pass header.from=netflix.com",
    "DKIM-Signature": "v=1; a=rsa-sha256; d=netflix.com; s=1; b=abc",
    "From": "Netflix <info@netflix.com>",
    "To": f"Aino Virtanen <{AINO}>",
    "Subject": "Tervetuloa Netflixiin",
    "Date": "Sat, 6 Jan 2024 09:12:11 +0200",
}


def mail(text: str = "Hei!\n", /, **changes: str | None) -> bytes:
    """A welcome mail of Netflix. A change names a field with `_` for `-`; None takes it away."""
    fields = dict(_FIELDS)
    for name, value in changes.items():
        spelt = next(
            (known for known in fields if known.lower() == name.replace("_", "-").lower()), name.replace("_", "-")
        )
        fields.pop(spelt, None)
        if value is not None:
            fields[spelt] = value
    return "".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"\n" + text.encode()


def unauthenticated(text: str = "Hei!\n", /, **changes: str | None) -> bytes:
    """The same, taken in by a server that verifies nothing and writes down no names."""
    received = "from mta by mx.kunta.example; Sat, 6 Jan 2024 09:12:11 +0200"
    return mail(text, **{"authentication_results": None, "received": received, **changes})


def seen(content: bytes) -> Sight | Passed | Unreadable:
    """What one mail shows."""
    return judge(mail_of(content), TODAY)


def mbox(*mails: bytes) -> bytes:
    """An mbox of these mails, quoted as mboxrd."""
    return b"".join(
        b"From sender@example.com Sat Jan  6 09:12:11 2024\n" + each.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for each in mails
    )


def read(path: Path) -> Mailbox:
    """The mailbox at a place."""
    return read_mailbox(path, 1, lambda _done, _total: None)
