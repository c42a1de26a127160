"""Whatever a mailbox holds, it is read or refused, every mail is counted, and neither memory nor time run out."""

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hygiene.errors import SourceError
from hygiene.mailbox import Mailbox
from hygiene.texts import knows
from tests.journeys.program import ROOT
from tests.mailbox.mails import AINO, mail, mbox, read

Read = Callable[[bytes], Mailbox]
MOST_MEMORY = 256 * 2**20
BEGINS = b"From a Sat Jan  6 09:12:11 2024\n"

BOMBS: dict[str, bytes] = {
    "header": BEGINS + b"From: a@b.example\n" + b"X-A: b\n" * 2_000_000,
    "one long field": BEGINS + b"From: " + b"<" * 4_000_000 + b"\n\n",
    "recipients": BEGINS + mail(to=", ".join(f"a{number}@x.example" for number in range(200_000))),
    "quotes": BEGINS + mail(to='"' + '\\"' * 200_000),
    "brackets": BEGINS + mail(to="(" * 200_000 + "<" * 200_000),
    "encoded words": BEGINS + mail(subject="=?utf-8?q?" * 100_000),
    "slow charset": BEGINS
    + mail(base64.b64encode(b"x" * 400_000).decode(), content_type="text/plain; charset=punycode"),
    "one long line": BEGINS + mail("x" * 20_000_000),
    "base64": BEGINS
    + mail("QUJD" * 5_000_000, subject="Hei", content_type="text/html", content_transfer_encoding="base64"),
    "quoted-printable": BEGINS + mail("=" * 8_000_000, subject="Hei", content_transfer_encoding="quoted-printable"),
    "tags": BEGINS + mail("<style" * 3_000_000, subject="Hei", content_type="text/html"),
    "entities": BEGINS + mail("&" * 8_000_000, subject="Hei", content_type="text/html"),
    "parts": BEGINS + mail("\n--b\n" * 1_000_000, subject="Hei", content_type="multipart/mixed; boundary=b"),
    "thousands of mails": (BEGINS + b"A: b\n\n") * 200_000,
    "nearly mails": b"\nFrom Sat Sat Sat Jan  6 09:12:11 " * 400_000,
    "NULs": BEGINS + b"\0" * 20_000_000,
}

MEASURE = """
import re, sys
from pathlib import Path
from hygiene.errors import SourceError
from hygiene.mailbox import read_mailbox
try:
    account = read_mailbox(Path(sys.argv[1]), 1, lambda done, total: None).input
    assert account.seen
except SourceError as error:
    assert error.__context__ is None
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell how much memory was used")
@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_takes_much_memory_or_time(tmp_path: Path, name: str) -> None:
    path = tmp_path / "posti"
    path.write_bytes(BOMBS[name])
    # Far more time than is needed, so that only what would take hours is caught.
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert int(ran.stdout) * 1024 < MOST_MEMORY


@pytest.fixture(scope="module")
def read_content(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("hostile") / "posti"

    def read_one(content: bytes) -> Mailbox:
        path.write_bytes(content)
        return read(path)

    return read_one


def read_or_refused(read_content: Read, content: bytes) -> None:
    refused = None
    try:
        box = read_content(content)
    except SourceError as error:
        refused = error
    if refused:
        assert refused.__context__ is None
        assert knows(f"{refused.key}.next")
        return
    account = box.input
    assert account.seen == account.read + len(account.rejected)
    assert 0 <= account.left_out <= account.read
    assert all(knows(f"sources.rejected.{each.reason}") for each in account.rejected)
    assert all("@" in trace.address and "." in trace.site for trace in box.traces)


NAMES = [
    "From",
    "To",
    "Subject",
    "Date",
    "Received",
    "Authentication-Results",
    "DKIM-Signature",
    "Content-Type",
    "Return-Path",
]
PIECES = st.sampled_from(
    [
        *(
            "=?utf-8?b?",
            "?=",
            "=?x?q?=C3?=",
            "<",
            ">",
            '"',
            "\\",
            "(",
            ")",
            ";",
            ",",
            "@",
            "=",
            "\x00",
            "\r",
            "\n ",
            "\t",
            "ä",
        ),
        *(
            "dkim=pass",
            "header.d=",
            "netflix.com",
            "multipart/mixed",
            "boundary=b",
            "charset=utf-7",
            "text/html",
            "base64",
        ),
        *("xn--", "9999", "Sat, 6 Jan", "by mx.kunta.example", AINO, "Tervetuloa", "\ud800", "\u202e"),
    ]
)
VALUES = st.lists(PIECES, max_size=12).map("".join)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=14)


def as_mail(fields: list[tuple[str, str]], text: str) -> bytes:
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    return (head + "\n" + text).encode("utf-8", "surrogatepass")


@settings(deadline=None, max_examples=300)
@given(FIELDS, VALUES)
@example([("From", "Netflix <info@netflix.com>"), ("Subject", "=?utf-8?b?=?="), ("To", AINO)], "--b")
def test_any_fields_are_read(read_content: Read, fields: list[tuple[str, str]], text: str) -> None:
    read_or_refused(read_content, mbox(as_mail(fields, text), mail()))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.integers(0, 800))
def test_any_bytes_within_a_mail_are_read(read_content: Read, noise: bytes, place: int) -> None:
    whole = mail(
        "--b\nContent-Type: text/html\n\n<p>Hei\n--b--\n", subject="Hei", content_type="multipart/mixed; boundary=b"
    )
    read_or_refused(read_content, BEGINS + whole[:place] + noise + whole[place:])


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(read_content: Read, content: bytes) -> None:
    read_or_refused(read_content, content)
    read_or_refused(read_content, b"!BDN" + content)
    read_or_refused(read_content, BEGINS + content)


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "unicode_escape", "zlib", "hex", "rot13", "utf-7", "", "ö", "x" * 500]
)
def test_no_charset_breaks_the_reading(read_content: Read, charset: str) -> None:
    content_type = f'text/plain; charset="{charset}"'
    read_or_refused(read_content, mbox(mail("Kiitos", subject=f"=?{charset}?q?Hei?=", content_type=content_type)))
