"""Which exports tell when a login was used last."""

from datetime import date
from pathlib import Path

from hygiene.sources import Way, read_export

SAMPLES = Path(__file__).parents[1] / "samples"


def test_firefox_tells_the_last_use_and_chrome_does_not() -> None:
    firefox = read_export(SAMPLES / "firefox.csv", 1, Way()).logins
    chrome = read_export(SAMPLES / "chrome.csv", 1, Way()).logins
    assert {login.last_used for login in firefox} == {date(2024, 5, 18)}
    assert {login.last_used for login in chrome} == {None}


def test_keepass_tells_when_an_entry_was_opened_last(tmp_path: Path) -> None:
    written = """<KeePassFile><Root><Group><Entry>
        <String><Key>Title</Key><Value>Kirjasto</Value></String><String><Key>Password</Key><Value>a</Value></String>
        <Times><LastModificationTime>2020-01-02T03:04:05Z</LastModificationTime>
        <LastAccessTime>2021-02-03T04:05:06Z</LastAccessTime></Times>
        <History><Entry><Times><LastAccessTime>2019-01-01T00:00:00Z</LastAccessTime></Times></Entry></History>
    </Entry></Group></Root></KeePassFile>"""
    export = tmp_path / "vienti.xml"
    export.write_text(written, encoding="utf-8")
    (login,) = read_export(export, 1, Way()).logins
    assert (login.changed, login.last_used) == (date(2020, 1, 2), date(2021, 2, 3))
