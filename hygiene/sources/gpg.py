"""Decrypting through the `gpg` program, which keeps its owner's keys.

No secret stands in an argument: the password goes in ahead of what is to be decrypted. Nothing is looked up in the
network, and nothing is written.
"""

import re
import shutil
import subprocess
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources.files import MAX_BYTES
from hygiene.sources.model import LockedError

# A message begins with the packet of a session key, encrypted with a password or with somebody's key.
_MESSAGE = re.compile(
    rb"\s*-----BEGIN PGP MESSAGE-----|[\x8c\xc3].[\x04-\x06]|[\x84\xc1].[\x03\x06]|[\x85\xc1]..[\x03\x06]", re.DOTALL
)
_OPTIONS = (
    *(
        "--batch",
        "--no-tty",
        "--quiet",
        "--no-options",
        "--disable-dirmngr",
        "--no-auto-key-locate",
        "--no-symkey-cache",
    ),
    *("--no-random-seed-file", "--lock-never", "--status-fd", "2", "--max-output", str(MAX_BYTES)),
)
_SECONDS = 120


def is_message(head: bytes) -> bool:
    """Whether this is an encrypted message of OpenPGP."""
    return _MESSAGE.match(head) is not None


def decrypted(message: bytes, password: Secret | None) -> bytes:
    """What a message holds. Without a password only a key that needs none, or that gpg's agent holds open, opens it.

    Raises `LockedError` where gpg is missing, or opens the message with no key that it has.
    """
    program = _program()
    if not program:
        raise LockedError("sources.gpg_missing")
    typed = b"" if password is None else password.utf8()
    if typed is None or b"\n" in typed:
        raise LockedError("sources.wrong_key", by_password=True)
    how = ("--pinentry-mode", "error") if password is None else ("--pinentry-mode", "loopback", "--passphrase-fd", "0")
    ahead = b"" if password is None else typed + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 - a program found by its whole path, and fixed arguments
            [program, *_OPTIONS, *how, "--decrypt"],
            input=ahead + message,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        done = None
    if not done:
        raise LockedError("sources.gpg_missing")
    if done.returncode == 0 and b"] DECRYPTION_OKAY" in done.stderr:
        return done.stdout
    raise _refusal(done.stderr, tried=password is not None)


def _refusal(told: bytes, *, tried: bool) -> SourceError:
    if b"] NODATA" in told or (b"] DECRYPTION_OKAY" in told):
        return SourceError("sources.broken_pgp")
    # For whom it is encrypted is told first; then each key of theirs that is here, open or locked.
    if b"] ENC_TO" in told and b"] KEY_CONSIDERED" not in told and b"] NEED_PASSPHRASE" not in told:
        return LockedError("sources.gpg_no_key")
    return LockedError("sources.wrong_key" if tried else "sources.locked", by_password=True)


def _program() -> str | None:
    found = shutil.which("gpg") or shutil.which("gpg2")
    # Windows looks into the folder that one stands in, too; what lies there is not for running.
    return found if found and Path(found).resolve().parent != Path.cwd() else None
