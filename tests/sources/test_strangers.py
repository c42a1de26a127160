"""Exports of versions and programs that nobody wrote a sample for: read whole, or refused with what to do next."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources import Export, UndecidedError

Read = Callable[..., Export]


def table(*columns: str, **values: str) -> str:
    """A table of one login; what stands in other columns than its own is empty unless `values` says it."""
    login = {"url": "https://a.example/", "username": "aino", "password": "sala-1"}
    held = {**login, **values}
    return ",".join(columns) + "\n" + ",".join(held.get(_plain(column), "") for column in columns) + "\n"


def _plain(column: str) -> str:
    plain = column.casefold().removeprefix("login_")
    return {"uri": "url", "login": "username", "pwd": "password"}.get(plain, plain)


NEWER = {
    "chrome": table("name", "url", "username", "password", "note", "lastUsed"),
    "firefox": table(
        *("url", "username", "password", "httpRealm", "formActionOrigin", "guid", "timeCreated"),
        *("timeLastUsed", "timePasswordChanged", "timesUsed"),
        timePasswordChanged="1715937000000",
    ),
    "lastpass": table("url", "username", "password", "totp", "extra", "name", "grouping", "fav", "id"),
    "bitwarden-csv": table(
        *("folder", "favorite", "type", "name", "notes", "fields", "reprompt", "archivedDate"),
        *("login_uri", "login_username", "login_password", "login_totp"),
        type="login",
    ),
    "roboform": table("Name", "Url", "MatchUrl", "Login", "Pwd", "Note", "Folder", "RfFieldsV2", "Extra"),
    "keeper-json": json.dumps(
        {"records": [{"title": "A", "login": "aino", "password": "sala-1", "login_url": "https://a.example/"}], "v": 3}
    ),
    "cxf": json.dumps(
        {
            "exporter": "X",
            "accounts": [
                {
                    "items": [
                        {
                            "title": "A",
                            "scope": {"urls": ["https://a.example/"]},
                            "credentials": [
                                {"type": "basic-auth", "username": {"value": "aino"}, "password": {"value": "sala-1"}}
                            ],
                        }
                    ]
                }
            ],
        }
    ),
}


@pytest.mark.parametrize("source", NEWER)
def test_a_newer_version_of_a_known_export_is_asked_about_and_then_read_whole(read: Read, source: str) -> None:
    with pytest.raises(UndecidedError) as caught:
        read(NEWER[source])
    assert caught.value.key in ("sources.newer", "sources.newer_json")
    assert source in caught.value.fitting
    export = read(NEWER[source], source)
    assert (export.input.seen, export.input.rejected) == (1, ())
    (login,) = export.logins
    assert (login.urls, login.username, login.password) == (("https://a.example/",), "aino", Secret("sala-1"))


def test_of_newer_versions_those_with_the_most_columns_are_offered(read: Read) -> None:
    with pytest.raises(UndecidedError) as caught:
        read(NEWER["lastpass"])
    assert caught.value.fitting == ("lastpass",)  # its columns are a browser's, and others besides
    assert "password" in caught.value.columns


OTHERS: dict[str, Any] = {
    "unknown_columns": table("url", "username", "password", "additionalInfo", "nickname", "twofaSecret"),
    "no_header": '"A","https://a.example","aino","sala-1",""\n"B","https://b.example","aino","sala-2",""\n',
    "newer_json": {"folders": [], "items": [{"type": "website_password", "website_password_password": "sala-1"}]},
    "seems.json": {"AUTHENTIFIANT": [{"domain": "a.example", "login": "aino", "password": "sala-1"}]},
    "seems.xml": "<!DOCTYPE KEEPASSX_DATABASE>\n<database><group/></database>",
    "unknown_format": "QWluby4uLnNhbGEtMQ==\n",
}


@pytest.mark.parametrize("key", OTHERS)
def test_another_program_s_export_is_refused_with_what_fits_it(read: Read, key: str) -> None:
    content = OTHERS[key]
    with pytest.raises(SourceError) as caught:
        read(content if isinstance(content, str) else json.dumps(content))
    assert caught.value.key == f"sources.{key}"


def test_a_table_without_a_header_is_read_by_the_places_of_its_columns(read: Read) -> None:
    columns = {"title": "1", "url": "2", "username": "3", "password": "4"}
    export = read(OTHERS["no_header"], columns=columns)
    assert [login.password for login in export.logins] == [Secret("sala-1"), Secret("sala-2")]


def test_bitwarden_of_another_kind_is_not_read_without_its_items(read: Read) -> None:
    with pytest.raises(SourceError) as caught:
        read(json.dumps(OTHERS["seems.json"]), "bitwarden-json")
    assert caught.value.key == "sources.not_from_this"
