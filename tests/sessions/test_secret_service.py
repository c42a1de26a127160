"""A real keyring of a Linux desktop: the key lies in it, and one that is locked neither opens nor hangs anything."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")

if not all(map(which, NEEDED)):
    pytest.skip("there is no Secret Service here", allow_module_level=True)

CHILD = """
import subprocess, sys
from pathlib import Path
subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=b"login", check=True,
               stdout=subprocess.DEVNULL)
import secretstorage
from hygiene.errors import HygieneError
from hygiene.sessions import Beginning, Keychain, open_store
folder, other = Path(sys.argv[1]), Path(sys.argv[2])
with open_store(folder) as store:
    store.begin(Beginning()).record("q", "yes")
    print(store.kept_in)
with open_store(folder) as store:
    print(dict(store.resume().answers))
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
for each in (folder, other):
    try:
        open_store(each, keychain=Keychain(patience=2.0))
    except HygieneError as error:
        print(error.key, int(error.exit_code))
"""


def test_the_key_lies_in_the_secret_service_and_stays_there_while_it_is_locked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    places = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), str(home))
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHON_KEYRING_BACKEND", "DISPLAY")}
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", CHILD, str(tmp_path / "store"), str(tmp_path / "new")],
        env={**kept, **places, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "keyring",
        "{'q': 'yes'}",
        "sessions.keyring_closed 4",
        "sessions.no_passphrase 4",
    ]
    assert not (tmp_path / "store" / "key").exists()
