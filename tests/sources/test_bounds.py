"""Large files that are made to take memory and time get neither: the whole process stays below 256 MB."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources.bitwarden_writer import protected

if not Path("/proc/self/status").is_file():
    pytest.skip("only Linux tells how much memory a process has taken", allow_module_level=True)

ROOT = Path(__file__).parents[2]
MOST = 256 * 2**10  # in kB, as the system tells it
LOGIN = {"type": 1, "name": "Palvelu", "notes": "x" * 300, "login": {"username": "aino", "password": "salasana"}}

READ = """
import sys
from pathlib import Path
from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources import Way, read_export
try:
    read_export(Path(sys.argv[1]), 1, Way(password=Secret("avain")))
except SourceError as error:
    print(error.key)
else:
    print("read")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def large_export() -> bytes:
    items = ",".join([json.dumps(LOGIN)] * 110_000)
    return f'{{"encrypted": false, "folders": [], "items": [{items}]}}'.encode()


FILES = {
    "a large export that is protected": lambda: protected(large_export(), "avain", kdf=0, iterations=5_000),
    "quotation marks": lambda: b"name,url,username,password,note\n" + b'"' * 60_000_000,
    "quotation marks below rows": lambda: b'"Title","Field","Value"\n' + b"a,b,c\n" * 200_000 + b'"' * 50_000_000,
    "backslashes in CSV": lambda: b'"Account","Login Name","Password","Web Site","Comments"\n"' + b'\\"' * 30_000_000,
    "backslashes in JSON": lambda: b'{"encrypted":false,"items":["' + b'\\"' * 31_000_000 + b'"]}',
    "strings in JSON": lambda: b'{"encrypted":false,"items":[[' + b'"a",' * 15_000_000 + b'"a"]]}',
    "vaults": lambda: b'{"accounts":[{"attrs":{},"vaults":[' + b'{"attrs":{},"items":[]},' * 500_000 + b"{}]}]}",
    "elements": lambda: b"<KeePassFile>" + b"<a/>" * 15_000_000,
    "an attribute": lambda: b"<KeePassFile a='" + b"x" * 60_000_000 + b"'/>",
    "a comment": lambda: b"<KeePassFile><!--" + b" -" * 30_000_000,
    "line ends": lambda: b"Websites\n\nWebsite name: a" + b"\n" * 60_000_000,
    "columns": lambda: b'"Title","Field","Value"\n' + b'"a",' * 15_000_000,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_one_thing_without_end_is_read_or_refused_in_bounds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export"
    path.write_bytes(FILES[name]())
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    outcome, taken = ran.stdout.split()
    assert outcome == "read" or outcome.startswith("sources.")
    assert int(taken) < MOST
