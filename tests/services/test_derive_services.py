"""The script that derives the shipped tables, run on a small folder of made-up lists."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "derive_services.py"

# Tables with bars for tabs.
SECOND_FACTOR = """domain|name|more_domains|methods|help|recovery|categories|regions
example.com|Esimerkki [FI]|www.example.net example.net|sms totp|https://help.example.com/2fa||social|fi
none.example.com|None|| |https://none.example.com/why||gaming|
example.edu|School|example.com||http://example.edu/plain||education|
"""
PASSKEYS = """domain|name|more_domains|passwordless|mfa|help|recovery
login.example.com|Ignored name||allowed||https://login.example.com/passkey|
example.edu|School|||||
"""
DELETION = """domain|name|difficulty|url
Example.ORG/|Example|hard|https://example.org/poista?a=1#b
example.org|Other|easy|https://example.org/other
sub.example.org|Example|hard|https://example.org/poista?a=1#b
shop.example.org|Själens köpcenter|impossible|https://minna:x@example.org/
evil.example.org|Ev\x1b[31mil|easy|https://example.org/
example.org/forum|Forum|easy|https://example.org/forum
intra.example|Intra|easy|https://intra.example/
"""
CHANGE_PASSWORD = """domain|url
example.com|https://example.com/password
nothing.example.com|javascript:alert(1)
"""
SHARED = """[{"shared": ["www.example.net", "example.com"]},
 {"from": ["b.example.org", "a.example.org"], "to": ["example.edu"], "fromDomainsAreObsoleted": true}]"""
HISTORICAL = """[{"shared": ["example.org", "example.edu"]}]"""

CATALOGUE = """\
example.com|Esimerkki|totp passkey sms|help.example.com/2fa|example.com/password|||social
example.edu|School|-|||||education
example.net|Esimerkki|totp sms|help.example.com/2fa||||social
example.org|Example||||hard|example.org/poista?a=1#b|
none.example.com|None|-|none.example.com/why||||gaming
shop.example.org|Själens köpcenter||||impossible||
"""
GROUPS = """\
directed|a.example.org b.example.org|example.edu
historical|example.edu example.org|
shared|example.com example.net www.example.net|
"""


def write_lists(folder: Path, *, backwards: bool = False) -> Path:
    folder.mkdir()
    for name, text in (
        ("second-factor.tsv", SECOND_FACTOR),
        ("passkeys.tsv", PASSKEYS),
        ("account-deletion.tsv", DELETION),
        ("change-password.tsv", CHANGE_PASSWORD),
    ):
        header, *rows = text.replace("|", "\t").splitlines(keepends=True)
        (folder / name).write_text(header + "".join(reversed(rows) if backwards else rows), encoding="utf-8")
    (folder / "shared-credentials.json").write_text(SHARED, encoding="utf-8")
    (folder / "shared-credentials-historical.json").write_text(HISTORICAL, encoding="utf-8")
    return folder


def derive(source: Path, target: Path) -> str:
    target.mkdir()
    environment = os.environ | {"PYTHONPATH": str(SCRIPT.parents[1])}
    command = [sys.executable, str(SCRIPT), str(source), "--into", str(target)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, env=environment)
    assert run.stdout == ""
    return run.stderr


def rows(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("\n", 2)[2].replace("\t", "|")


def test_the_tables_hold_what_the_lists_tell(tmp_path: Path) -> None:
    left_out = derive(write_lists(tmp_path / "lists"), tmp_path / "out")
    assert rows(tmp_path / "out" / "catalogue.tsv") == CATALOGUE
    assert rows(tmp_path / "out" / "shared_logins.tsv") == GROUPS
    assert left_out == (
        "left out: 2 domains that are none\n"
        "left out: 3 links that are not plain https\n"
        "left out: 1 rows of account-deletion.tsv with control characters\n"
    )


@pytest.mark.parametrize("backwards", [False, True])
def test_the_same_lists_give_the_same_bytes_in_any_order(tmp_path: Path, backwards: bool) -> None:
    derive(write_lists(tmp_path / "lists"), tmp_path / "out")
    derive(write_lists(tmp_path / "again", backwards=backwards), tmp_path / "out2")
    for name in ("catalogue.tsv", "shared_logins.tsv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()


def test_a_row_with_too_many_fields_is_left_out_and_counted(tmp_path: Path) -> None:
    lists = write_lists(tmp_path / "lists")
    with (lists / "change-password.tsv").open("a", encoding="utf-8") as file:
        file.write("example.net\thttps://example.net/\tmore\nexample.org\n")
    left_out = derive(lists, tmp_path / "out")
    assert rows(tmp_path / "out" / "catalogue.tsv") == CATALOGUE
    assert "left out: 2 rows of change-password.tsv with the wrong number of fields\n" in left_out
