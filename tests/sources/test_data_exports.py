"""The data exports of platforms: what each proves, and nothing beyond it, whatever a file holds."""

import io
import os
import shutil
import struct
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hygiene.errors import SourceError
from hygiene.evidence import Certainty, TraceSource, UnreadFile
from hygiene.platforms.progress import Measured
from hygiene.platforms.reading import load_catalogue
from hygiene.sources.data_exports import DataExport, read_data_export
from hygiene.sources.data_exports.archive import MOST_BYTES
from hygiene.sources.data_exports.contents import UnfitError, follow, parse
from hygiene.sources.data_exports.employer import employer_pattern, folded

SAMPLES = Path(__file__).parent / "data_exports"
CATALOGUE = load_catalogue()
WORK = frozenset({"kunta.example"})
DAY = date(2026, 10, 3)

PROVEN: dict[str, dict[str, str | int]] = {
    "x": {"profile-visibility": "off", "contact-upload": 0, "connected-apps": 2},
    "instagram": {"profile-visibility": "on"},
    "tiktok": {
        "profile-visibility": "on",
        "suggest-account": "on",
        "downloads": "off",
        "personalised-ads": "off",
        "messages-from": "everyone",
    },
    "mastodon": {"profile-visibility": "on", "discoverable": "on", "post-search": "off"},
    "discord": {"second-factor": "off", "connected-apps": 0},
    "reddit": {"search-engines": "off", "followers": "on", "activity-status": "off", "personalised-ads": "off"},
    "linkedin": {},
    "facebook": {"connected-apps": 1},
    "google": {},
}
MENTIONS: dict[str, set[tuple[str, str]]] = {
    "x": {("work_address", "data/account.js"), ("employer", "data/profile.js")},
    "instagram": set(),
    "tiktok": set(),
    "mastodon": {("work_address", "actor.json")},
    "discord": set(),
    "reddit": set(),
    "linkedin": {("work_address", "Email Addresses.csv"), ("employer", "Positions.csv")},
    "facebook": {("employer", "profile_information/profile_information.json")},
    "google": {("work_address", ".SubscriberInfo.html")},
}


def zipped(folder: Path, to: Path, *, at: str = "") -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(
                    at + path.relative_to(folder).as_posix(), (DAY.year, DAY.month, DAY.day, 9, 0, 0)
                )
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return to


def read(path: Path) -> DataExport:
    return read_data_export(path, CATALOGUE, WORK)


def values(export: DataExport, platform: str) -> dict[str, str | int]:
    return {
        setting: found.value if found.count is None else found.count
        for (of, setting), found in export.measured.items()
        if of == platform
    }


@pytest.mark.parametrize("platform", PROVEN)
@pytest.mark.parametrize("inside", ["", "some-folder/"])
def test_an_archive_proves_what_it_holds(tmp_path: Path, platform: str, inside: str) -> None:
    export = read(zipped(SAMPLES / platform, tmp_path / "export.zip", at=inside))
    assert [each.id for each in export.platforms] == [platform]
    assert values(export, platform) == PROVEN[platform]
    assert {found.as_of for found in export.measured.values()} <= {DAY}
    assert {(each.what, each.file) for each in export.mentions} == MENTIONS[platform]


@pytest.mark.parametrize("platform", PROVEN)
def test_a_folder_proves_the_same(tmp_path: Path, platform: str) -> None:
    folder = tmp_path / "export"
    shutil.copytree(SAMPLES / platform, folder)
    moment = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))
    export = read(folder)
    assert values(export, platform) == PROVEN[platform]
    assert {found.as_of for found in export.measured.values()} <= {DAY}


def test_what_is_measured_says_where_it_was_read(tmp_path: Path) -> None:
    export = read(zipped(SAMPLES / "x", tmp_path / "x.zip"))
    assert export.measured["x", "profile-visibility"] == Measured(
        "off", "data/protected-history.js", "* > protectedHistory > action", DAY
    )


def test_absence_proves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "x", folder)
    (folder / "data" / "protected-history.js").write_text("window.YTD.protected_history.part0 = [ ]")
    (folder / "data" / "connected-application.js").unlink()
    assert values(read(folder), "x") == {"contact-upload": 0}


def test_what_a_file_tells_in_two_ways_is_not_known(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "x", folder)
    (folder / "data" / "protected-history.js").write_text(
        'window.YTD.protected_history.part0 = [{"protectedHistory": {"action": "Protect"}},'
        ' {"protectedHistory": {"action": "Unprotect"}}]'
    )
    assert "profile-visibility" not in values(read(folder), "x")


def test_without_an_organisation_nothing_names_the_employer(tmp_path: Path) -> None:
    assert read_data_export(SAMPLES / "x", CATALOGUE, frozenset()).mentions == ()


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("kunta.example", "Kunnan kirjasto"),
        ("kunta.example", "Töissä kunnassa"),
        ("kunta.example", "Kunnassamme"),
        ("kunta.example", "kunnanhallitus"),
        ("kunta.example", "Kuntavaalit"),
        ("kirjasto.kunta.example", "kunnalla"),
        ("helsinki.example", "Töissä Helsingin kaupungilla"),
        ("helsinki.example", "Helsinkiin"),
        ("lahti.example", "Lahden kaupunki"),
        ("turku.example", "Turussa"),
        ("espoo.example", "Espooseen"),
        ("tampere.example", "Tampereella"),
        ("tampere.example", "Tampereeseen"),
        ("jyvaskyla.example", "Jyväskylän kaupunki"),
        ("seinajoki.example", "Seinäjoen kaupunki"),
        ("parainen.example", "Paraisten kaupunki"),
        ("varkaus.example", "Varkauden kaupunki"),
        ("hanko.example", "Hangossa"),
        ("loppi.example", "Lopen kunta"),
        ("uusi-kunta.example", "Uusi kunta"),
        ("esbo.example", "Esbos stad"),
        ("kommun.example", "kommunens bibliotek"),
        ("museum.example", "på museet"),
        ("järvi.example", "Järven kunta"),
        ("xn--jrvi-loa.example", "Järvi"),
    ],
)
def test_the_employer_is_found_by_the_name_of_its_domain(domain: str, text: str) -> None:
    pattern = employer_pattern([domain])
    assert pattern
    assert pattern.search(folded(text))


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("helsinki.example", "Hels"),
        ("kunta.example", "vakunta"),
        ("kunta.example", "kunnia"),
        ("lahti.example", "Aino Lahtinen"),
        ("salo.example", "Kampaamo Salonki"),
        ("museum.example", "musen"),
    ],
)
def test_a_word_that_only_begins_like_the_employer_is_another(domain: str, text: str) -> None:
    pattern = employer_pattern([domain])
    assert pattern
    assert not pattern.search(folded(text))


def test_a_name_of_three_letters_is_too_common_to_look_for() -> None:
    assert employer_pattern(["abc.example"]) is None


def test_an_address_is_read_where_meta_spells_letters_byte_by_byte(tmp_path: Path) -> None:
    folder = tmp_path / "facebook"
    shutil.copytree(SAMPLES / "facebook", folder)
    path = folder / "personal_information" / "profile_information" / "profile_information.json"
    path.write_text(path.read_text().replace("Kunnan kirjasto", "J\\u00c3\\u00a4rvi"))
    export = read_data_export(folder, CATALOGUE, frozenset({"järvi.example"}))
    assert [each.what for each in export.mentions] == ["employer"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("user.json", b"{"),
        ("user.json", b"[" * 100_000),
        ("user.json", b'{"mfa_enabled": ' + b"9" * 5000 + b"}"),
        ("user.json", b"\xff\xfe"),
        ("user.json", b"null"),
        ("user.json", b'"text"'),
        ("user.json", b'{"mfa_enabled": {"a": []}, "connections": 7, "email": [1]}'),
    ],
)
def test_a_file_that_is_none_proves_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "discord" / "account"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    export = read(tmp_path / "discord")
    assert export.measured == {}
    assert export.mentions == ()


@pytest.mark.parametrize("data", [b"", b"not an archive", b"PK\x03\x04" + bytes(100), b"PK\x05\x06"])
def test_what_is_no_archive_is_told_to_be_broken(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    with pytest.raises(SourceError) as refused:
        read(path)
    assert refused.value.key == "privacy.export_broken"


def test_an_archive_that_is_cut_short_is_told_to_be_broken(tmp_path: Path) -> None:
    path = zipped(SAMPLES / "tiktok", tmp_path / "export.zip")
    whole = path.read_bytes()
    place = whole.index(b"PK\x01\x02")
    path.write_bytes(b"X" * 40 + whole[40:place] + whole[place:])
    with pytest.raises(SourceError, match="export_broken"):
        read(path)


def test_a_locked_archive_is_told_to_be_so(tmp_path: Path) -> None:
    path = zipped(SAMPLES / "discord", tmp_path / "export.zip")
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match="export_broken"):
        read(path)


def test_another_archive_is_none_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.jpg", b"picture")
    with pytest.raises(SourceError) as refused:
        read(path)
    assert refused.value.key == "privacy.export_unknown"
    assert "TikTok" in str(refused.value.values["platforms"])


def test_a_file_that_swells_is_not_read_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("account/user.json", b" " * (MOST_BYTES + 1))
    assert path.stat().st_size < 100_000
    export = read(path)
    assert export.input.unread == (UnreadFile("account/user.json", "too_large"),)
    assert (export.input.read, export.measured) == (0, {})


def test_no_more_is_read_than_any_export_holds(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(3):
            archive.writestr(f"{number}/account/user.json", b" " * (MOST_BYTES + 1))
        archive.writestr("last/account/user.json", '{"mfa_enabled": true}')
    export = read(path)
    assert export.input.unread == (UnreadFile("account/user.json", "too_large"),) * 4
    assert export.measured == {}


def test_a_damaged_file_is_counted_and_the_others_are_read(tmp_path: Path) -> None:
    path = zipped(SAMPLES / "x", tmp_path / "export.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("data/account.js").header_offset + 30 + len("data/account.js")
    data[place : place + 8] = b"\xff" * 8
    path.write_bytes(data)
    export = read(path)
    assert export.input.unread == (UnreadFile("data/account.js", "damaged"),)
    assert export.input.read == 4
    assert values(export, "x") == PROVEN["x"]


def test_a_file_that_holds_something_else_is_counted_once(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "x", folder)
    (folder / "data" / "profile.js").write_text("window.YTD.profile.part0 = [", encoding="utf-8")
    export = read(folder)
    assert export.input.unread == (UnreadFile("data/profile.js", "not_as_described"),)
    assert (export.input.read, export.input.settings) == (4, len(PROVEN["x"]))


def test_a_table_of_contents_without_end_is_refused(tmp_path: Path) -> None:
    path = zipped(SAMPLES / "discord", tmp_path / "export.zip")
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 2**31)
    path.write_bytes(data)
    with pytest.raises(SourceError, match="export_too_large"):
        read(path)


def test_equal_paths_in_an_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("account/user.json", '{"mfa_enabled": true}')
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("account/user.json", '{"mfa_enabled": false}')
    with pytest.raises(SourceError, match="export_broken"):
        read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "account").mkdir(parents=True)
    (folder / "account" / "user.json").symlink_to(SAMPLES / "discord" / "account" / "user.json")
    (folder / "loop").symlink_to(folder)
    with pytest.raises(SourceError, match="export_unknown"):
        read(folder)


def test_a_path_out_of_the_archive_goes_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "export.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../account/user.json", '{"mfa_enabled": true}')
    assert values(read(path), "discord") == {"second-factor": "on"}
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["export.zip", "inner"]


def test_nothing_that_is_not_looked_for_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    zipped(SAMPLES / "discord", path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages/picture.bin", bytes(MOST_BYTES * 2))
    assert values(read(path), "discord") == PROVEN["discord"]


def test_what_is_read_never_shows_itself(tmp_path: Path) -> None:
    shown = repr(read(zipped(SAMPLES / "x", tmp_path / "aino.zip")))
    for personal in ("laaksonen", "aino.zip", "Kirjoja", "Quiz"):
        assert personal not in shown


@pytest.mark.parametrize(
    ("content", "key", "expected"),
    [
        ({"a": [{"b": 1}, {"b": 2}]}, ("a", "*", "b"), [1, 2]),
        ({"a": [{"b": 1}, {}]}, ("a", "*", "b"), [1]),
        ({"a": []}, ("a", "*", "b"), []),
        ({"a": {}}, ("a", "*"), None),
        ({}, ("a",), None),
        ([{"label": "x", "value": 3}, {"label": "y", "value": 4}], ("label=y", "value"), [4]),
        ([{"label": "x"}], ("label=y", "value"), None),
        (None, ("a",), None),
        ("text", ("*",), None),
    ],
)
def test_the_way_to_a_value(content: object, key: tuple[str, ...], expected: object) -> None:
    assert follow(content, key) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.js", b"alert(1)"), ("a.js", b"window.x = {"), ("a.csv", b'a,b\n"'), ("a.txt", b"text"), ("a.json", b"")],
)
def test_what_cannot_be_parsed_is_unfit(name: str, data: bytes) -> None:
    with pytest.raises(UnfitError):
        parse(name, data)


def test_a_page_is_read_without_its_scripts() -> None:
    page = io.BytesIO(b"<p>One<script>two</script> <b>three</b>").getvalue()
    assert parse("a.html", page) == ["One", "three"]


def test_an_export_tells_of_the_account_and_the_address_that_it_is_held_under() -> None:
    (found,) = read(SAMPLES / "x").traces
    assert (found.site, found.address) == ("x.com", "aino.laaksonen@kunta.example")
    assert (found.source, found.certainty) == (TraceSource.DATA_EXPORT, Certainty.CERTAIN)
    assert "aino" not in repr(found)
