"""A file that cannot be read as a whole is refused with a message that helps, and nothing of it in the error."""

import io
import json
import os
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hygiene import sources
from hygiene.errors import ExitCode, SourceError
from hygiene.sources import Export, formats, read_export
from hygiene.sources.files import MAX_BYTES
from hygiene.sources.model import HEAD
from hygiene.texts import LANGUAGES, say, use_language

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"
CANARY = "kanarialintu-7f3a"
CHROME = f"name,url,username,password,note\nA,https://a.example/,aino,{CANARY},\n"
JSON = '{"encrypted": false, "folders": [], "items": [%s]}'
LOGIN = json.dumps({"type": 1, "name": "A", "login": {"username": "aino", "password": CANARY}})


@pytest.fixture(autouse=True)
def _back_to_english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A file that may not be read. Nothing is forbidden to the superuser, so that one becomes somebody else."""
    path = tmp_path / "locked.csv"
    path.touch(mode=0)
    if superuser := os.geteuid() == 0:
        os.seteuid(65534)
    yield path
    if superuser:
        os.seteuid(0)


def refusal(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    error = caught.value
    assert error.exit_code is ExitCode.WRONG_USAGE
    # Nothing hangs on the error that could carry what the file holds.
    assert error.__cause__ is None
    assert error.__context__ is None
    told = "".join(traceback.format_exception(error))
    for language in LANGUAGES:
        use_language(language)
        told += say(f"{error.key}.problem", **error.values) + say(f"{error.key}.next", **error.values)
    assert CANARY not in told
    return error


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, CANARY)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b" \r\n\t\n", "empty"),
        (CHROME.encode("utf-16"), "utf16"),
        (CHROME.encode("utf-16-le"), "utf16"),
        (CHROME.encode("utf-16-be"), "utf16"),
        (CHROME.encode("utf-32"), "utf16"),
        (CHROME.replace("aino", "äinö").encode("cp1252"), "not_utf8"),
        (CHROME.replace("aino", "äinö").encode("utf-8")[:-1] + b"\xc3", "not_utf8"),
        (CHROME.encode() + b"B,https://b.example/,aino,\xed\xa0\x80,\n", "not_utf8"),
        (CHROME[:-3].encode(), "truncated"),
        (CHROME.replace(CANARY, '"' + CANARY).encode()[:-1], "truncated"),
        (CHROME.encode() + b'B,"https://b.exam', "truncated"),
        (CHROME.replace(",note", ",password").encode(), "equal_columns"),
        (b"name,url,username,password,note,note\n", "equal_columns"),
        (CHROME.replace(",", ";").encode(), "seems.resaved"),
        (CHROME.replace(",", "\t").encode(), "seems.resaved"),
        (f"site,login,secret\na,b,{CANARY}\n".encode(), "unknown_columns"),
        (f"a,b,{CANARY}\n".encode(), "no_header"),
        (f"{CANARY}\n".encode(), "unknown_format"),
        (b'"' * 10, "unknown_format"),
        (b"," * 100_000, "unknown_format"),
        (b"[" * 5_000, "seems.json"),
        (f'{{"passwords": ["{CANARY}"]}}'.encode(), "seems.json"),
        ((JSON % LOGIN)[:-30].encode(), "truncated"),
        ((JSON % LOGIN)[:-1].encode(), "truncated"),
        ((JSON % LOGIN).replace('"items": [', '"items" [').encode(), "broken_json"),
        ((JSON % LOGIN).encode() + b"{}", "broken_json"),
        ((JSON % f"{LOGIN} {LOGIN}").encode(), "broken_json"),
        ((JSON % LOGIN).replace('"folders"', '"items"').encode(), "equal_keys"),
        ((JSON % ("[" * 5_000 + "]" * 5_000)).encode(), "strange_structure"),
        ((JSON % "").replace("[]", "[" * 5_000 + "]" * 5_000).encode(), "strange_structure"),
        (b'{"encrypted": false, "folders": []}', "not_from_this"),
        (b'{"encrypted": false, "folders": [], "items": {}}', "not_from_this"),
        ((SAMPLES / "bitwarden-encrypted.json").read_bytes(), "bitwarden_encrypted"),
        ((SAMPLES / "bitwarden.json").read_text(encoding="utf-8").encode("utf-16"), "utf16"),
        ((SAMPLES / "bitwarden.json").read_text(encoding="utf-8").encode("cp1252", "replace"), "not_utf8"),
        (zipped("export.attributes", "export.data"), "unknown_format"),
        (zipped("picture.png"), "archive_without_export"),
        (zipped("__MACOSX/a.csv", "readme.md"), "archive_without_export"),
        (zipped("a.csv", "b.json"), "archive_of_several"),
        (zipped("data.json", "Proton Pass/data.json"), "archive_of_several"),
        (zipped("credentials.csv")[:-20], "broken_archive"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "seems.sheet"),
        (zipped("credentials.csv"), "unknown_format"),
        (bytes.fromhex("03d9a29a66fb4bb501000400"), "seems.keepass"),
        (bytes.fromhex("03d9a29a65fb4bb5"), "seems.keepass"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "seems.sheet"),
        (b"SQLite format 3\x00" + bytes(80), "seems.database"),
        (b"%PDF-1.7\n", "seems.document"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "seems.encrypted"),
        (b"<!DOCTYPE html><title>x</title>", "seems.page"),
        (b'<?xml version="1.0"?><passwords/>', "seems.xml"),
        (b'<?xml version="1.0"?><!DOCTYPE KeePassFile><KeePassFile/>', "seems.xml"),
        (b'<?xml version="1.0" encoding="latin1"?><KeePassFile/>', "not_utf8"),
        (b"<KeePassFile><Root><Group></Root></KeePassFile>", "broken_xml"),
        (b"<KeePassFile><Root><Group>", "truncated"),
        (b"<KeePassFile>" + b"<Group>" * 5_000, "strange_structure"),
        (b"<KeePassFile/><KeePassFile/>", "broken_xml"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "seems.binary"),
    ],
)
def test_a_file_is_refused_for_what_is_wrong_with_it(read: Read, content: bytes, key: str) -> None:
    error = refusal(lambda: read(content))
    assert error.key == f"sources.{key}"
    assert error.values["name"] == "export.csv"


def test_what_is_no_file_that_can_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(CHROME)
    assert refusal(lambda: read_export(tmp_path / "none.csv", 1)).key == "sources.missing"
    assert refusal(lambda: read_export(tmp_path / "file" / "none.csv", 1)).key == "sources.missing"
    assert refusal(lambda: read_export(tmp_path, 1)).key == "sources.is_folder"
    assert refusal(lambda: read_export(Path("a\0b"), 1)).key == "sources.unreadable"
    assert refusal(lambda: read_export(tmp_path / ("x" * 5000), 1)).key == "sources.unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no pipes among its files")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(lambda: read_export(tmp_path / "pipe", 1)).key == "sources.not_a_file"
    assert refusal(lambda: read_export(Path("/dev/null"), 1)).key == "sources.not_a_file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_file_that_may_not_be_read_is_told(locked: Path) -> None:
    assert refusal(lambda: read_export(locked, 1)).key == "sources.no_permission"


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"name,url")
        file.truncate(200 * 2**20)
    error = refusal(lambda: read_export(large, 1))
    assert (error.key, error.values["limit"]) == ("sources.too_large", MAX_BYTES // 2**20)


def test_a_file_that_changes_under_the_reader_is_refused() -> None:
    # The system tells a length of nothing for these files, and gives something when they are read.
    if not (status := Path("/proc/self/status")).is_file():
        pytest.skip("only Linux has such files")
    assert refusal(lambda: read_export(status, 1)).key == "sources.changing"


def test_more_rows_than_anybody_has_are_refused(read: Read) -> None:
    assert refusal(lambda: read("name,url,username,password\n" + "a\n" * 250_001)).key == "sources.too_many_rows"
    assert refusal(lambda: read(JSON % ",".join(["0"] * 250_001))).key == "sources.too_many_rows"


def test_an_unknown_header_names_what_is_known(read: Read) -> None:
    error = refusal(lambda: read("site,login,word\n"))
    for _, product in formats():
        assert product in say("sources.unknown_format.next", **error.values)


def test_a_named_source_is_held_to(read: Read) -> None:
    assert refusal(lambda: read(CHROME, source="firefox")).key == "sources.not_from_this"
    assert refusal(lambda: read(CHROME, source="bitwarden-json")).key == "sources.broken_json"
    assert refusal(lambda: read(JSON % LOGIN, source="chrome")).key == "sources.not_from_this"
    assert refusal(lambda: read(b"%PDF-1.7", source="chrome")).key == "sources.seems.document"
    assert refusal(lambda: read(CHROME, source="keepass-kdbx")).key == "sources.not_from_this"
    error = refusal(lambda: read(CHROME, source="netscape"))
    assert error.key == "sources.no_such_source"
    for name, _ in formats():
        assert name in str(error.values["candidates"])


def test_a_json_export_whose_keys_were_sorted_is_read_when_it_is_named(read: Read) -> None:
    text = json.dumps({"items": [json.loads(LOGIN)], "unknown": "x" * HEAD, "encrypted": False})
    assert refusal(lambda: read(text)).key == "sources.newer_json"
    assert len(read(text, source="bitwarden-json").logins) == 1


def test_a_file_that_two_sources_know_is_left_to_the_user(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SOURCES", (*sources.SOURCES, sources.SOURCES[0]))
    error = refusal(lambda: read(CHROME))
    assert error.key == "sources.ambiguous"
    assert error.values["candidates"] == "chrome, chrome"
