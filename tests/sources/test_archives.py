"""Exports within zip archives: taken out in memory, whole, and only where it is known which member is meant."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hygiene.errors import ExitCode, SourceError
from hygiene.sources import Export, LockedError
from hygiene.sources.files import MAX_BYTES

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"
CHROME = b"name,url,username,password,note\nA,https://a.example/,aino,salainen,\n"


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method, compresslevel=1) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are what is tested
        for name, content in members:
            file.writestr(name, content)
    return packed.getvalue()


def refusal(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    assert caught.value.__context__ is None
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["passwords.csv", "folder/VIENTI.CSV", "../../outside.csv", "/etc/passwords.csv"])
def test_the_only_export_is_read_whatever_its_name_says(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: int, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    export = read(archive((name, CHROME), ("read me.md", b"x"), ("folder/", b""), method=method))
    assert (export.input.source, len(export.logins)) == ("chrome", 1)
    assert [path.name for path in tmp_path.rglob("*")] == ["export.csv"]  # nothing but the archive itself


def test_an_archive_in_an_archive_is_read_but_not_without_end(read: Read) -> None:
    twice = archive(("data.json", archive(("credentials.csv", CHROME))))
    assert len(read(twice).logins) == 1
    for _ in range(5):
        twice = archive(("data.json", twice))
    assert refusal(lambda: read(twice)).key == "sources.strange_structure"


def test_two_members_of_one_name_are_refused(read: Read) -> None:
    double = archive(("credentials.csv", CHROME), ("credentials.csv", CHROME.replace(b"salainen", b"toinen")))
    assert refusal(lambda: read(double)).key == "sources.archive_of_several"


def test_a_bomb_is_refused_before_it_goes_off(read: Read) -> None:
    assert refusal(lambda: read(archive(("data.json", bytes(MAX_BYTES + 1))))).key == "sources.too_large"
    assert refusal(lambda: read(archive(("data.json", bytes(MAX_BYTES - 1))))).key == "sources.strange_structure"


@pytest.mark.parametrize("told", [1, 10, 2**20, 2**31])
def test_a_length_that_is_a_lie_is_refused(read: Read, told: int) -> None:
    content = CHROME + b"B,https://b.example/,aino,toinen,\n" * 2_000
    packed = bytearray(archive(("credentials.csv", content)))
    directory = packed.index(b"PK\x01\x02")
    for place in (22, directory + 24):
        packed[place : place + 4] = struct.pack("<I", told)
    key = refusal(lambda: read(bytes(packed))).key
    assert key in {"sources.broken_archive", "sources.too_large", "sources.strange_structure"}


def test_more_members_than_any_export_has_are_refused_unopened(read: Read) -> None:
    packed = archive(*((f"{number}.png", b"") for number in range(20_001)))
    assert refusal(lambda: read(packed)).key == "sources.strange_structure"


def test_a_method_that_cannot_be_bounded_is_refused(read: Read) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refusal(lambda m=method: read(archive(("a.csv", CHROME), method=m))).key == "sources.broken_archive"  # type: ignore[misc]


def test_a_member_with_a_password_of_its_own_is_told(read: Read) -> None:
    packed = bytearray(archive(("credentials.csv", CHROME), method=zipfile.ZIP_STORED))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    error = refusal(lambda: read(bytes(packed)))
    assert isinstance(error, LockedError)
    assert (error.key, error.by_password, error.exit_code) == ("sources.archive_locked", False, ExitCode(4))


@pytest.mark.parametrize("name", ["1password.1pux", "bitwarden.zip", "dashlane.zip", "proton-pass.zip"])
def test_a_wound_anywhere_is_refused_or_costs_nothing(read: Read, name: str) -> None:
    whole = (SAMPLES / name).read_bytes()
    sound = len(read(whole).logins)
    for place in range(0, len(whole), max(1, len(whole) // 80)):
        for wounded in (whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :], whole[:place]):
            try:
                assert len(read(wounded).logins) == sound
            except SourceError as error:
                assert error.__context__ is None  # noqa: PT017 - what is raised is one of two good outcomes
