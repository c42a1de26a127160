"""What is encrypted with PGP is opened by the real gpg, with keys of its own that nobody else has."""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hygiene.errors import ExitCode, SourceError
from hygiene.secret import Secret
from hygiene.sources import Export, LockedError, Way, read_export

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"
REFERENCE: list[dict[str, Any]] = tomllib.loads((SAMPLES / "reference.toml").read_text(encoding="utf-8"))["login"]
AVAIN = Secret("salainen avain å")

if not shutil.which("gpg"):
    pytest.skip("gpg is not installed", allow_module_level=True)
if sys.platform == "win32":
    pytest.skip("Windows keeps its keys elsewhere", allow_module_level=True)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A keyring with one key without a password. Its path is short, because the agent's socket lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="g"))
    environment = {**os.environ, "GNUPGHOME": str(folder)}

    def run(*words: str) -> None:
        subprocess.run(words, env=environment, check=True, capture_output=True)

    run("gpg", "--batch", "--passphrase", "", "--quick-gen-key", "Aino <aino@posti.example>", "default", "default")
    locked = ("--batch", "--pinentry-mode", "loopback", "--passphrase", "eri avain")
    run("gpg", *locked, "--quick-gen-key", "Eero <eero@posti.example>", "default", "default")
    run("gpgconf", "--kill", "gpg-agent")  # it would keep the key open
    yield folder
    run("gpgconf", "--kill", "gpg-agent")
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _its_keys_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GNUPGHOME", str(home))


def encrypted(plain: bytes, *how: str, password: Secret | None = None) -> bytes:
    ahead = password.reveal().encode() + b"\n" if password else b""
    loopback = ("--pinentry-mode", "loopback", "--passphrase-fd", "0") if password else ()
    command = ["gpg", "--batch", "--quiet", "--trust-model", "always", *loopback, *how, "--output", "-"]
    return subprocess.run(command, input=ahead + plain, check=True, capture_output=True).stdout


def with_password(plain: bytes, *how: str) -> bytes:
    return encrypted(plain, *how, "--s2k-count", "1024", "--symmetric", password=AVAIN)


def for_aino(plain: bytes, whose: str = "aino") -> bytes:
    return encrypted(plain, "--recipient", f"{whose}@posti.example", "--encrypt")


def refusal(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    assert caught.value.__context__ is None
    return caught.value


PROTON = (SAMPLES / "proton-pass.json").read_bytes()


@pytest.mark.parametrize("how", [(), ("--armor",), ("--compress-algo", "none"), ("--cipher-algo", "AES128")])
def test_a_message_is_opened_with_its_password(read: Read, how: tuple[str, ...]) -> None:
    export = read(with_password(PROTON, *how), password=AVAIN)
    assert (export.input.source, len(export.logins), export.in_the_clear) == ("proton-pass-json", len(REFERENCE), False)


def test_proton_keeps_one_in_its_archive(read: Read, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "proton.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Proton Pass/data.pgp", with_password(PROTON, "--armor"))
    export = read_export(path, 1, Way(password=AVAIN))
    held = [login.password.reveal() if login.password else "" for login in export.logins]
    assert held == [reference["password"] for reference in REFERENCE]
    assert not export.in_the_clear


def test_any_export_may_be_encrypted_for_ones_own_key(read: Read) -> None:
    for name in ("chrome.csv", "bitwarden.json", "keepass.xml"):
        assert len(read(for_aino((SAMPLES / name).read_bytes())).logins) == len(REFERENCE)


def test_without_the_password_and_with_another_one_it_stays_locked(read: Read) -> None:
    message = with_password(PROTON)
    for password, key in (
        (None, "locked"),
        (Secret("toinen"), "wrong_key"),
        (Secret("a\nb"), "wrong_key"),
        (Secret("\ud800"), "wrong_key"),
    ):
        error = refusal(lambda password=password: read(message, password=password))  # type: ignore[misc]
        assert isinstance(error, LockedError)
        assert (error.key, error.by_password) == (f"sources.{key}", True)
        assert error.exit_code is ExitCode.KEY_OR_PERMISSION_MISSING


def test_a_key_with_a_password_of_its_own_is_opened_with_it(read: Read) -> None:
    message = for_aino(PROTON, "eero")
    assert refusal(lambda: read(message)).key == "sources.locked"
    assert refusal(lambda: read(message, password=AVAIN)).key == "sources.wrong_key"
    assert len(read(message, password=Secret("eri avain")).logins) == len(REFERENCE)


def test_a_key_that_is_elsewhere_is_told(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    message = for_aino(PROTON)
    other = Path(tempfile.mkdtemp(prefix="g"))
    monkeypatch.setenv("GNUPGHOME", str(other))
    error = refusal(lambda: read(message, password=AVAIN))
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    shutil.rmtree(other)
    assert (error.key, error.exit_code) == ("sources.gpg_no_key", ExitCode.KEY_OR_PERMISSION_MISSING)


def test_a_missing_gpg_is_told(read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    message = with_password(PROTON)
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refusal(lambda: read(message, password=AVAIN))
    assert (error.key, error.exit_code) == ("sources.gpg_missing", ExitCode.KEY_OR_PERMISSION_MISSING)


def test_a_gpg_in_the_folder_one_stands_in_is_not_run(
    read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    message = with_password(PROTON)
    planted = tmp_path / "gpg"
    planted.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n")
    planted.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{tmp_path}")
    assert refusal(lambda: read(message, password=AVAIN)).key == "sources.gpg_missing"
    assert not (tmp_path / "was-run").exists()


def test_a_damaged_message_is_refused(read: Read) -> None:
    message = with_password(PROTON)
    for place in range(20, len(message), max(1, len(message) // 6)):
        wounded = message[:place] + bytes([message[place] ^ 0x55]) + message[place + 1 :]
        for damaged in (wounded, message[:place]):
            assert refusal(lambda damaged=damaged: read(damaged, password=AVAIN)).key.startswith("sources.")  # type: ignore[misc]


def test_content_that_grows_without_end_is_refused(read: Read) -> None:
    message = with_password(bytes(80 * 2**20), "--compress-level", "1")
    assert len(message) < 2**20
    assert isinstance(refusal(lambda: read(message, password=AVAIN)), SourceError)


def test_the_password_is_no_argument(read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A gpg of ours notes how it was called, then leaves the work to the real one."""
    real = shutil.which("gpg")
    spy = tmp_path / "bin" / "gpg"
    spy.parent.mkdir()
    spy.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/arguments"\nenv > "{tmp_path}/environment"\nexec {real} "$@"\n'
    )
    spy.chmod(0o755)
    message = with_password(PROTON)
    monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
    assert read(message, password=AVAIN).logins
    noted = (tmp_path / "arguments").read_text() + (tmp_path / "environment").read_text()
    assert "--passphrase-fd" in noted
    assert AVAIN.reveal() not in noted


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A folder of `pass` with the reference logins, one file each."""
    folder = tmp_path / "store"
    for number, login in enumerate(REFERENCE):
        lines = [login["password"].splitlines()[0] if login["password"] else "", f"login: {login['username']}"]
        lines += [f"url: {url}" for url in login["urls"]]
        lines += ["otpauth://totp/Laaksola?secret=EXAMPLE"] if login.get("second_factor") else []
        file = folder / login["folder"] / f"{number} {login['title']}.gpg".replace("/", "_")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(for_aino("\n".join(lines).encode()))
    (folder / ".gpg-id").write_text("aino@posti.example\n")
    return folder


def test_a_folder_of_pass_is_read_file_by_file(store: Path) -> None:
    export = read_export(store, 1)
    assert (export.input.source, export.input.seen, export.in_the_clear) == ("pass", len(REFERENCE), False)
    found = {login.title.partition(" ")[2]: login for login in export.logins}
    for reference in REFERENCE:
        login = found[reference["title"]]
        assert (login.folder, login.username, login.urls) == (
            reference["folder"],
            reference["username"],
            tuple(reference["urls"]),
        )
        expected = reference["password"].splitlines()[0] if reference["password"] else ""
        assert (login.password.reveal() if login.password else "") == expected
        assert login.has_second_factor is (True if "second_factor" in reference else None)


def test_a_file_of_pass_that_cannot_be_opened_is_rejected_and_a_link_passed_over(store: Path) -> None:
    (store / "Työ" / "zz.gpg").write_bytes(b"nothing")
    (store / "Vapaa-aika" / "zz.gpg").write_bytes(with_password(b"salainen"))
    (store / "linkki.gpg").symlink_to(SAMPLES / "chrome.csv")
    export = read_export(store, 1)
    assert [each.reason for each in export.input.rejected] == ["not_decrypted", "not_decrypted"]
    assert export.input.read == len(REFERENCE)


def test_a_folder_of_pass_whose_key_is_elsewhere_is_locked(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Path(tempfile.mkdtemp(prefix="g"))
    monkeypatch.setenv("GNUPGHOME", str(other))
    error = refusal(lambda: read_export(store, 1))
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    shutil.rmtree(other)
    assert error.key == "sources.gpg_no_key"


def test_a_title_that_is_a_site_is_its_address(store: Path) -> None:
    (store / "museo.example.gpg").write_bytes(for_aino(b"sala\n"))
    assert [login.urls for login in read_export(store, 1).logins if login.title == "museo.example"] == [
        ("museo.example",)
    ]
