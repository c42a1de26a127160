"""What an item of Bitwarden's JSON may hold, and what it may not."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hygiene.sources import Export

Read = Callable[..., Export]

LOGIN: dict[str, Any] = {"username": "aino", "password": "salainen", "uris": [{"uri": "https://a.example/"}]}


def export(*items: object, **rest: object) -> str:
    return json.dumps({"encrypted": False, "folders": [], **rest, "items": list(items)})


def item(**changes: object) -> dict[str, object]:
    return {"type": 1, "name": "A", "login": LOGIN, **changes}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("1", "not_an_object"),
        ("null", "not_an_object"),
        ("[]", "not_an_object"),
        ('"teksti"', "not_an_object"),
        ("{}", "wrong_type"),
        ('{"type": true}', "wrong_type"),
        ('{"type": "1"}', "wrong_type"),
        ('{"type": 1, "login": null}', "not_an_object"),
        ('{"type": 1, "login": {"password": 12345}}', "wrong_type"),
        ('{"type": 1, "login": {"username": ["aino"]}}', "wrong_type"),
        ('{"type": 1, "login": {"uris": "https://a.example/"}}', "wrong_type"),
        ('{"type": 1, "login": {"uris": ["https://a.example/"]}}', "not_an_object"),
        ('{"type": 1, "login": {"password": "a", "password": "b"}}', "equal_keys"),
        ('{"type": 1, "favorite": NaN}', "not_json"),
        ('{"type": -Infinity}', "not_json"),
        ('{"type": 1' + "0" * 5000 + "}", "not_json"),
        ('{"type": 1, "login": {"password": tosi}}', "not_json"),
        ('{"type": 1]', "not_json"),
        ('{"name": "\\q"}', "not_json"),
        ('{"name": "' + "x" * 2**20 + '"}', "field_too_long"),
    ],
)
def test_an_item_that_cannot_be_read_is_rejected_and_spoils_no_other(read: Read, broken: str, reason: str) -> None:
    good = json.dumps(item())
    account = read(f'{{"encrypted": false, "folders": [], "items": [{good}, {broken}, {good}]}}')
    assert [(each.row, each.reason) for each in account.input.rejected] == [(2, reason)]
    assert [login.entry for login in account.logins] == ["1:1", "1:3"]
    assert (account.input.seen, account.input.read) == (3, 2)


@pytest.mark.parametrize("kind", [2, 3, 4, 5, 99])
def test_other_kinds_of_item_are_no_logins(read: Read, kind: int) -> None:
    assert read(export(item(type=kind, login=None))).input.not_logins == 1


@pytest.mark.parametrize("mark", ["deletedDate", "archivedDate"])
def test_what_lies_in_the_bin_or_the_archive_is_left_out(read: Read, mark: str) -> None:
    account = read(export(item(**{mark: "2024-05-17T09:10:00.000Z"}), item()))
    assert (account.input.left_out, len(account.logins)) == (1, 1)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ({"totp": "EXAMPLE"}, True),
        ({"fido2Credentials": [{"rpId": "a.example"}]}, True),
        ({"totp": " ", "fido2Credentials": []}, None),
        ({"totp": None, "fido2Credentials": None}, None),
    ],
)
def test_a_code_or_a_passkey_is_a_second_factor(read: Read, login: dict[str, Any], expected: bool | None) -> None:
    assert read(export(item(login=LOGIN | login))).logins[0].has_second_factor is expected


def test_only_the_date_of_the_password_dates_the_password(read: Read) -> None:
    entry, password = "2024-05-17T23:30:00.000-02:00", "2022-01-02T03:04:05.678Z"
    first, second, third = read(
        export(
            item(revisionDate=entry, login=LOGIN | {"passwordRevisionDate": password}),
            item(revisionDate=entry, login=LOGIN | {"passwordRevisionDate": None}),
            item(revisionDate="eilen"),
        )
    ).logins
    assert (first.changed, first.dates_password) == (date(2022, 1, 2), True)
    assert (second.changed, second.dates_password) == (date(2024, 5, 18), False)
    assert (third.changed, third.dates_password) == (None, False)


def test_folders_may_come_after_the_items_and_may_be_broken(read: Read) -> None:
    text = json.dumps(
        {
            "encrypted": False,
            "items": [item(folderId="f"), item(folderId="none"), item(collectionIds=["c", "d"])],
            "folders": [{"id": "f", "name": "Työ"}, {"id": 5}, None],
            "collections": [{"id": "c", "name": "Yhteiset"}, {"id": "d", "name": "Some"}],
        }
    )
    assert [login.folder for login in read(text).logins] == ["Työ", "", "Yhteiset, Some"]


def test_half_a_character_makes_the_password_unknown_and_is_shown_nowhere(read: Read) -> None:
    text = export(item(name="\ud800", login={"username": "\udfff", "password": "a\ud800", "uris": [{"uri": "\udc00"}]}))
    login = read(text).logins[0]
    assert login.password is not None
    assert login.password.utf8() is None
    assert (login.title, login.username, login.urls) == ("\ufffd", "\ufffd", ("\ufffd",))


def test_an_item_with_nothing_to_log_in_with_is_no_login(read: Read) -> None:
    empty: dict[str, Any] = {"username": None, "password": "", "uris": [], "totp": None}
    account = read(export(item(login=empty), item(login={})))
    assert (account.input.not_logins, account.logins) == (2, ())
