"""Locked exports: opened with the right key, by whatever program they were locked, and with no other."""

import hashlib
import io
import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pykeepass import PyKeePass

from hygiene.errors import ExitCode, SourceError
from hygiene.secret import Secret
from hygiene.sources import Export, LockedError, Way, read_export
from tests.sources.bitwarden_writer import protected
from tests.sources.kdbx_writer import (
    AES_CIPHER,
    AES_KDF,
    ARGON2D,
    ARGON2ID,
    CHACHA20_CIPHER,
    CHACHA20_STREAM,
    SALSA20_STREAM,
    Lock,
    bomb,
    kdbx,
)

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"
REFERENCE: list[dict[str, Any]] = tomllib.loads((SAMPLES / "reference.toml").read_text(encoding="utf-8"))["login"]
AVAIN = Secret("avain")


def passwords(export: Export) -> list[str]:
    return [login.password.reveal() if login.password else "" for login in export.logins]


def refusal(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    assert caught.value.__context__ is None
    return caught.value


LOCKS = [
    *(
        (3, Lock(stream=stream, compressed=packed))
        for stream in (SALSA20_STREAM, CHACHA20_STREAM)
        for packed in (False, True)
    ),
    *(
        (4, Lock(cipher=cipher, kdf=kdf))
        for cipher in (AES_CIPHER, CHACHA20_CIPHER)
        for kdf in (AES_KDF, ARGON2D, ARGON2ID)
    ),
    (4, Lock(stream=SALSA20_STREAM, compressed=False, kdf=ARGON2ID, lanes=2)),
    (3, Lock(rounds=0)),
]


@pytest.mark.parametrize(("version", "lock"), LOCKS)
def test_a_keepass_database_is_opened_as_another_program_opens_it(read: Read, version: int, lock: Lock) -> None:
    database = kdbx(REFERENCE, version, lock)
    # A sound database of its kind, as another program has it.
    other = PyKeePass(io.BytesIO(database), password="avain")
    held = [entry.password or "" for entry in other.entries if entry.title in {each["title"] for each in REFERENCE}]
    assert sorted(held) == sorted(each["password"] for each in REFERENCE)

    export = read(database, password=AVAIN)
    assert passwords(export) == [each["password"] for each in REFERENCE]
    assert (export.input.not_logins, export.input.left_out, export.in_the_clear) == (1, 2, False)


@pytest.mark.parametrize("version", [3, 4])
def test_a_password_that_xml_could_not_hold_is_kept_byte_for_byte(read: Read, version: int) -> None:
    odd = {
        "title": "A",
        "urls": ["https://a.example/"],
        "username": "aino",
        "folder": "",
        "password": "a\x01\x1b\ufffe\r\n",
    }
    assert passwords(read(kdbx([odd], version), password=AVAIN)) == ["a\x01\x1b\ufffe\r\n"]


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize(
    ("content", "key"),
    [
        (bytes(range(32)), bytes(range(32))),
        (bytes(range(32)).hex().encode(), bytes(range(32))),
        (b"mika tahansa tiedosto", hashlib.sha256(b"mika tahansa tiedosto").digest()),
        (
            (
                b"<?xml version='1.0'?><KeyFile><Meta><Version>1.00</Version></Meta><Key><Data>"
                b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=</Data></Key></KeyFile>"
            ),
            bytes(range(32)),
        ),
        (
            (
                b'<?xml version="1.0"?><KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="630DCD29">\n'
                b"  00010203 04050607 08090A0B 0C0D0E0F\n  10111213 14151617 18191A1B 1C1D1E1F\n</Data></Key></KeyFile>"
            ),
            bytes(range(32)),
        ),
    ],
)
def test_a_key_file_opens_alone_and_beside_a_password(
    read: Read, tmp_path: Path, version: int, content: bytes, key: bytes
) -> None:
    file = tmp_path / "avain.keyx"
    file.write_bytes(content)
    alone = kdbx(REFERENCE, version, Lock(password=None, key=key))
    beside = kdbx(REFERENCE, version, Lock(key=key))
    assert len(read(alone, key_file=file).logins) == len(REFERENCE)
    assert len(read(beside, key_file=file, password=AVAIN).logins) == len(REFERENCE)
    assert refusal(lambda: read(beside, password=AVAIN)).key == "sources.wrong_key"


def test_a_key_file_that_is_none_is_told(read: Read, tmp_path: Path) -> None:
    database = kdbx(REFERENCE, 4)
    error = refusal(lambda: read(database, password=AVAIN, key_file=tmp_path / "none"))
    assert (error.key, error.exit_code) == ("sources.no_key_file", ExitCode.KEY_OR_PERMISSION_MISSING)
    assert error.values["name"] == "export.csv"
    damaged = tmp_path / "damaged.keyx"
    damaged.write_text('<Version>2.0</Version><Data Hash="00000000">00</Data>')
    assert refusal(lambda: read(database, password=AVAIN, key_file=damaged)).key == "sources.bad_key_file"
    damaged.write_text("<Version>1.0</Version><Data>not base64</Data>")
    assert refusal(lambda: read(database, password=AVAIN, key_file=damaged)).key == "sources.bad_key_file"


BITWARDEN = (SAMPLES / "bitwarden.json").read_bytes()
LOCKED = {
    "keepass 3": kdbx(REFERENCE, 3),
    "keepass 4": kdbx(REFERENCE, 4),
    "bitwarden pbkdf2": protected(BITWARDEN, "avain", kdf=0, iterations=5_000),
    "bitwarden argon2": protected(BITWARDEN, "avain", kdf=1, iterations=2, memory=16, lanes=1),
}


@pytest.mark.parametrize("name", LOCKED)
def test_without_a_password_and_with_another_one_it_stays_locked(read: Read, name: str) -> None:
    for password, key in (
        (None, "sources.locked"),
        (Secret("Avain"), "sources.wrong_key"),
        (Secret("a\ud800"), "sources.wrong_key"),
    ):
        error = refusal(lambda password=password: read(LOCKED[name], password=password))  # type: ignore[misc]
        assert isinstance(error, LockedError)
        assert (error.key, error.by_password) == (key, True)
        assert error.exit_code is ExitCode.KEY_OR_PERMISSION_MISSING


@pytest.mark.parametrize("name", LOCKED)
def test_what_is_damaged_is_refused_wherever_it_is_damaged(read: Read, name: str) -> None:
    whole = LOCKED[name]
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        wounded = whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
        for damaged in (wounded, whole[:place]):
            try:
                export = read(damaged, password=AVAIN)
            except SourceError as error:
                assert error.__context__ is None  # noqa: PT017 - what is raised is one of two good outcomes
            else:  # a place that says nothing of what is read, such as a name or a folder
                assert len(passwords(export)) + len(export.input.rejected) == len(REFERENCE)


@pytest.mark.parametrize(
    "lock",
    [
        Lock(rounds=2**40),
        Lock(kdf=ARGON2D, memory=2**40),
        Lock(kdf=ARGON2ID, memory=2**33, iterations=1),
        Lock(kdf=ARGON2ID, memory=2**27, iterations=1_000),
        Lock(kdf=ARGON2D, lanes=10_000),
    ],
)
def test_a_database_that_asks_for_too_much_is_refused_before_it_gets_it(read: Read, lock: Lock) -> None:
    cheap = kdbx(REFERENCE, 4, replace(lock, rounds=1, iterations=1, memory=2**20, lanes=1))
    assert len(read(cheap, password=AVAIN).logins) == len(REFERENCE)
    assert refusal(lambda: read(_dear(lock), password=AVAIN)).key == "sources.costly_lock"


def _dear(lock: Lock) -> bytes:
    """The header alone counts: nothing is computed before the price is known."""
    cheap = replace(lock, rounds=1, iterations=1, memory=2**20, lanes=1)
    database = kdbx(REFERENCE, 4, cheap)
    numbers = {
        "R": (lock.rounds, cheap.rounds, 8),
        "M": (lock.memory, cheap.memory, 8),
        "I": (lock.iterations, cheap.iterations, 8),
        "P": (lock.lanes, cheap.lanes, 4),
    }
    start = database.index(bytes.fromhex("0d0a0d0a")) + 4
    header = database[:start]
    for name, (dear, was, length) in numbers.items():
        field = name.encode() + length.to_bytes(4, "little")
        header = header.replace(field + was.to_bytes(length, "little"), field + dear.to_bytes(length, "little"))
    return header + hashlib.sha256(header).digest() + database[start + 32 :]


@pytest.mark.parametrize(
    "parameters",
    [
        {"kdf": 0, "iterations": 2_000_000_000},
        {"kdf": 1, "iterations": 3, "memory": 1_000_000, "lanes": 4},
        {"kdf": 1, "iterations": 100_000, "memory": 65, "lanes": 4},
        {"kdf": 1, "iterations": 3, "memory": 65, "lanes": 5_000},
    ],
)
def test_a_bitwarden_export_that_asks_for_too_much_is_refused(read: Read, parameters: dict[str, int]) -> None:
    assert refusal(lambda: read(protected(b"{}", "avain", **parameters), password=AVAIN)).key == "sources.costly_lock"


@pytest.mark.parametrize(
    "changes",
    [
        {"kdfType": 2},
        {"kdfType": "0"},
        {"kdfIterations": -1},
        {"kdfIterations": 1.5},
        {"kdfIterations": True},
        {"salt": None},
        {"salt": 5},
        {"encKeyValidation_DO_NOT_EDIT": None},
        {"kdfType": 1, "kdfMemory": 0, "kdfParallelism": 0},
    ],
)
def test_parameters_that_are_none_are_refused(read: Read, changes: dict[str, object]) -> None:
    document = json.loads(LOCKED["bitwarden pbkdf2"]) | changes
    assert refusal(lambda: read(json.dumps(document), password=AVAIN)).key == "sources.not_from_this"


def test_content_that_grows_without_end_is_refused(read: Read) -> None:
    small = bomb(Lock(rounds=1))
    assert len(small) < 200_000
    assert refusal(lambda: read(small, password=AVAIN)).key == "sources.too_large"


@pytest.mark.parametrize("cipher", [bytes(16), bytes.fromhex("ad68f29f576f4bb9a36ad47af965346c")])
def test_a_cipher_that_is_not_known_is_told(read: Read, cipher: bytes) -> None:
    assert refusal(lambda: read(kdbx(REFERENCE, 4, Lock(cipher=cipher)), password=AVAIN)).key == "sources.kdbx_unknown"


def test_a_generation_that_is_not_known_is_told(read: Read) -> None:
    fifth = bytearray(kdbx(REFERENCE, 4))
    fifth[10] = 5
    assert refusal(lambda: read(bytes(fifth), password=AVAIN)).key == "sources.kdbx_unknown"


def test_what_is_not_locked_needs_no_password() -> None:
    export = read_export(SAMPLES / "bitwarden.json", 1, Way(password=AVAIN))
    assert (len(export.logins), export.in_the_clear) == (len(REFERENCE), True)
