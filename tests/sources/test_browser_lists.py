"""Browsers' own lists of logins, in the files that browsers keep."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from hygiene.evidence import Login, Rejection
from hygiene.sources.browser_lists import (
    CHROMIUM,
    FIREFOX,
    find_browser_lists,
    kind_of,
    read_list,
)
from hygiene.sources.model import Passed, account

REFUSED = Rejection(1, "browser_list")
SECRET = b"v10-ciphertext-of-a-password"
DAY = (date(2024, 5, 17) - date(1601, 1, 1)).days * 86_400 * 10**6
TABLE = """CREATE TABLE logins (origin_url VARCHAR NOT NULL, action_url VARCHAR, username_element VARCHAR,
    username_value VARCHAR, password_element VARCHAR, password_value BLOB, signon_realm VARCHAR NOT NULL,
    date_created INTEGER NOT NULL, blacklisted_by_user INTEGER NOT NULL, id INTEGER PRIMARY KEY AUTOINCREMENT{newer})"""
NEWER = ", date_last_used INTEGER NOT NULL DEFAULT 0, date_password_modified INTEGER NOT NULL DEFAULT 0"


def chromium(path: Path, *, newer: bool = True, journal: str = "DELETE") -> bytes:
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA journal_mode = {journal}")
        file.execute(TABLE.format(newer=NEWER if newer else ""))
        insert = """INSERT INTO logins (origin_url, username_value, password_value, signon_realm, date_created,
            blacklisted_by_user) VALUES (?, ?, ?, '', ?, ?)"""
        file.executemany(
            insert,
            [
                ("https://tori.fi/login", "tuuli@kunta.example", SECRET, DAY, 0),
                ("http://vanha.example/", "tuuli", SECRET, 0, 0),
                ("https://muistamaton.example/", "", b"", DAY, 1),
            ],
        )
        if newer:
            file.execute("UPDATE logins SET date_last_used = ?, date_password_modified = ? WHERE id = 1", [DAY, DAY])
        file.commit()
    return path.read_bytes()


def firefox() -> bytes:
    login = {
        "id": 1,
        "hostname": "https://www.vinted.fi",
        "httpRealm": None,
        "formSubmitURL": "https://www.vinted.fi",
        "encryptedUsername": "MDIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECA==",
        "encryptedPassword": "MDIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECA==",
        "timeCreated": 1715938200000,
        "timeLastUsed": 1715938200000,
        "timePasswordChanged": 1715938200000,
        "timesUsed": 3,
    }
    return json.dumps({"nextId": 3, "logins": [login, {**login, "hostname": 5}], "version": 3}).encode()


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_chromiums_list_tells_addresses_and_user_names_and_no_password(tmp_path: Path, journal: str) -> None:
    data = chromium(tmp_path / "Login Data", journal=journal)
    assert kind_of(data) == CHROMIUM
    first, second, refused = read_list(data, 2, CHROMIUM)
    assert first == Login(
        "2:1",
        urls=("https://tori.fi/login",),
        username="tuuli@kunta.example",
        changed=date(2024, 5, 17),
        dates_password=True,
        last_used=date(2024, 5, 17),
    )
    assert isinstance(second, Login)
    assert (second.urls, second.changed, second.last_used) == (("http://vanha.example/",), None, None)
    assert refused is Passed.NOT_A_LOGIN


def test_a_list_of_before_2021_tells_when_the_entry_was_made(tmp_path: Path) -> None:
    first, *_ = read_list(chromium(tmp_path / "old", newer=False), 1, CHROMIUM)
    assert isinstance(first, Login)
    assert (first.changed, first.dates_password, first.last_used) == (date(2024, 5, 17), False, None)


def test_firefoxs_list_tells_services_alone_and_counts_what_it_cannot_read() -> None:
    data = firefox()
    assert kind_of(data) == FIREFOX
    export = account(read_list(data, 1, FIREFOX), 1, "logins.json", FIREFOX)
    assert [(login.urls, login.username, login.last_used) for login in export.logins] == [
        (("https://www.vinted.fi",), "", date(2024, 5, 17))
    ]
    assert [each.row for each in export.input.rejected] == [2]


@pytest.mark.parametrize("cut", [20, 100, 3000, 5000])
def test_a_damaged_file_is_accounted_for_as_one_row_that_could_not_be_read(tmp_path: Path, cut: int) -> None:
    data = chromium(tmp_path / "Login Data")
    assert list(read_list(data[:cut], 1, CHROMIUM)) == [REFUSED]


def test_a_file_made_to_run_for_ever_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "Login Data"
    endless = """WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n)
        SELECT x AS origin_url, x AS username_value, x AS date_created, 0 AS blacklisted_by_user, 0 AS date_last_used,
        0 AS date_password_modified FROM n WHERE x > 1"""
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"CREATE VIEW logins AS {endless}")
        file.commit()
    assert list(read_list(path.read_bytes(), 1, CHROMIUM)) == [REFUSED]


def test_no_other_file_is_taken_for_a_list() -> None:
    assert kind_of(b'{"encrypted": false, "items": []}') is None
    assert kind_of(b"name,url,username,password\n") is None


@pytest.mark.parametrize(
    ("platform", "places"),
    [
        ("linux", [".config/google-chrome/Profile 1/Login Data", ".mozilla/firefox/abc.default/logins.json"]),
        (
            "darwin",
            [
                "Library/Application Support/Google/Chrome/Default/Login Data",
                "Library/Application Support/Firefox/Profiles/abc.default/logins.json",
            ],
        ),
        (
            "win32",
            [
                "AppData/Local/Microsoft/Edge/User Data/Default/Login Data",
                "AppData/Roaming/Mozilla/Firefox/Profiles/abc.default/logins.json",
            ],
        ),
    ],
)
def test_the_lists_of_every_profile_are_found(tmp_path: Path, platform: str, places: list[str]) -> None:
    for place in places:
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_bytes(b"")
    assert [each.path for each in find_browser_lists(tmp_path, platform)] == [tmp_path / place for place in places]
    assert find_browser_lists(tmp_path / "nowhere", platform) == []
