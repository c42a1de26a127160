"""Platforms change what their data exports hold: every generation that is known is read, and each proves its own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hygiene.evidence import Certainty, TraceSource
from hygiene.platforms.reading import load_catalogue
from hygiene.sources.data_exports import DataExport, read_data_export

CATALOGUE = load_catalogue()
WORK = frozenset({"kunta.example"})

INSTAGRAM = "personal_information/personal_information/personal_information.json"
PRIVACY_CHANGES = "security_and_login_information/login_and_profile_creation/profile_privacy_changes.json"


def instagram(**fields: str) -> dict[str, Any]:
    details = {name.replace("_", " "): {"href": "", "value": value, "timestamp": 0} for name, value in fields.items()}
    return {"profile_user": [{"title": "", "media_map_data": {}, "string_map_data": details}]}


def privacy_changes(*changes: tuple[str, int], time: str = "Time") -> dict[str, Any]:
    return {
        "account_history_account_privacy_history": [
            {"title": title, "string_map_data": {time: {"href": "", "value": "", "timestamp": moment}}}
            for title, moment in changes
        ]
    }


def tiktok(settings: dict[str, str], *way: str) -> dict[str, Any]:
    content: dict[str, Any] = {"SettingsMap": settings}
    for part in reversed(way):
        content = {part: content}
    return content


def discord(**settings: Any) -> dict[str, Any]:
    return {"email": "aino@posti.example", "settings": settings}


def protected(*entries: tuple[str, str]) -> str:
    listed = [{"protectedHistory": {"protectedAt": moment, "action": action}} for action, moment in entries]
    return f"window.YTD.protected_history.part0 = {json.dumps(listed)}"


def script(name: str, *entries: dict[str, Any]) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(entries)}"


ACCOUNT = {"data/account.js": script("account", {"account": {"email": "aino@posti.example"}})}
TIKTOK = {"Private Account": "On", "Who Can Send Me Message": "Friends", "Who Can Duet With Me": "Only Me"}
TIKTOK_PROVES: Mapping[str, str | int] = {"profile-visibility": "on", "messages-from": "friends", "reuse": "only-me"}

Case = tuple[str, dict[str, Any], Mapping[str, str | int]]

CASES: dict[str, Case] = {
    "x: who logs in with another account": (
        "x",
        ACCOUNT
        | {
            "data/sso.js": script("sso", {"sso": {"ssoId": "1", "ssoEmail": "aino@posti.example"}}),
            "data/phone-number.js": script("phone_number", {"device": {"phoneNumber": "+358000000"}}),
        },
        {"other-logins": 1, "phone-number": 1},
    ),
    "x: neither number nor other account": (
        "x",
        ACCOUNT | {"data/sso.js": script("sso"), "data/phone-number.js": script("phone_number")},
        {"other-logins": 0, "phone-number": 0},
    ),
    "x: the newest change counts": (
        "x",
        ACCOUNT
        | {
            "data/protected-history.js": protected(
                ("Protect", "2026-09-02T10:11:12.000Z"),
                ("Unprotect", "2026-06-01T10:11:12.000Z"),
            )
        },
        {"profile-visibility": "on"},
    ),
    "x: a newest change of unknown name": (
        "x",
        ACCOUNT
        | {
            "data/protected-history.js": protected(
                ("Protect", "2026-06-01T10:11:12.000Z"), ("Cloak", "2026-09-02T10:11:12.000Z")
            )
        },
        {},
    ),
    "x: changes without a date": (
        "x",
        ACCOUNT | {"data/protected-history.js": protected(("Protect", "2026-06-01T10:11:12.000Z"), ("Unprotect", ""))},
        {},
    ),
    "instagram: labels in Finnish": (
        "instagram",
        {INSTAGRAM: instagram(Yksityinen_tili="True")},
        {"profile-visibility": "on"},
    ),
    "instagram: labels in Swedish": (
        "instagram",
        {INSTAGRAM: instagram(Privat_konto="False")},
        {"profile-visibility": "off"},
    ),
    "instagram: changes of privacy": (
        "instagram",
        {
            PRIVACY_CHANGES: privacy_changes(
                ("Switched to Private", 1_600_000_000), ("Switched to Public", 1_700_000_000)
            )
        },
        {"profile-visibility": "off"},
    ),
    "instagram: changes of privacy, as before 2023": (
        "instagram",
        {
            "login_and_account_creation/account_privacy_changes.json": privacy_changes(
                ("Switched to Private", 1_600_000_000), time="Aika"
            )
        },
        {"profile-visibility": "on"},
    ),
    "instagram: changes of privacy, in a list": (
        "instagram",
        {
            PRIVACY_CHANGES: {
                "account_history_account_privacy_history": [
                    {"title": "Switched to Private", "string_list_data": [{"timestamp": 1_700_000_000}]},
                    {"title": "Switched to Public", "string_list_data": [{"timestamp": 1_600_000_000}]},
                ]
            }
        },
        {"profile-visibility": "on"},
    ),
    "instagram: who is told otherwise by two files": (
        "instagram",
        {
            INSTAGRAM: instagram(Private_Account="True"),
            PRIVACY_CHANGES: privacy_changes(("Switched to Public", 1_700_000_000)),
        },
        {},
    ),
    "instagram: comments and contacts": (
        "instagram",
        {
            INSTAGRAM: instagram(Email="aino@posti.example"),
            "preferences/settings/comments_allowed_from.json": {
                "settings_allow_comments_from": [
                    {"title": "", "string_map_data": {"Comments Allowed From": {"value": "People you follow"}}}
                ]
            },
            "connections/contacts/synced_contacts.json": {"contacts_contact_info": [{"title": ""}, {"title": ""}]},
        },
        {"comments-from": "people-you-follow", "contact-upload": 2},
    ),
    "tiktok: of late": (
        "tiktok",
        {"user_data_tiktok.json": tiktok(TIKTOK, "Profile And Settings", "Settings")},
        TIKTOK_PROVES,
    ),
    "tiktok: under the older name": (
        "tiktok",
        {"user_data.json": tiktok(TIKTOK, "Profile And Settings", "Settings")},
        TIKTOK_PROVES,
    ),
    "tiktok: of old": ("tiktok", {"user_data.json": tiktok(TIKTOK, "App Settings", "Settings")}, TIKTOK_PROVES),
    "discord: of old": (
        "discord",
        {
            "account/user.json": discord(
                contact_sync_enabled=True,
                friend_discovery_flags=0,
                friend_source_flags={"all": True},
                show_current_game=True,
            )
        },
        {"contact-upload": "on", "look-up-by-address": "off", "friend-requests": "everyone", "activity-status": "on"},
    ),
    "discord: of late": (
        "discord",
        {
            "account/user.json": discord(
                settings={
                    "privacy": {"contactSyncEnabled": False, "friendDiscoveryFlags": 6, "friendSourceFlags": 2},
                    "status": {"showCurrentGame": False},
                }
            )
        },
        {
            "contact-upload": "off",
            "look-up-by-address": "on",
            "friend-requests": "friends-of-friends",
            "activity-status": "off",
        },
    ),
    "reddit: other logins and messages": (
        "reddit",
        {
            "linked_identities.csv": "issuer_id,subject_id\ngoogle,1\n",
            "user_preferences.csv": "preference,value\naccept_pms,whitelisted\n",
        },
        {"other-logins": 1, "messages-from": "limited"},
    ),
    "reddit: no other login": ("reddit", {"linked_identities.csv": "issuer_id,subject_id\n"}, {"other-logins": 0}),
    "linkedin: contacts": (
        "linkedin",
        {
            "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\n",
            "ImportedContacts.csv": "FirstName\nA\n",
        },
        {"contact-upload": 1},
    ),
    "facebook: of old": (
        "facebook",
        {
            "apps_and_websites/apps_and_websites.json": {"installed_apps": []},
            "ads_and_businesses/your_off-facebook_activity.json": {"off_facebook_activity": [{"name": "shop.example"}]},
            "about_you/your_address_books.json": {"address_book": {"address_book": [{"name": "A"}]}},
        },
        {"connected-apps": 0, "activity-elsewhere": 1, "contact-upload": 1},
    ),
    "facebook: in between": (
        "facebook",
        {
            "apps_and_websites_off_of_facebook/apps_and_websites.json": {"installed_apps_v2": [{"name": "Quiz"}]},
            "apps_and_websites_off_of_facebook/your_off-facebook_activity.json": {"off_facebook_activity_v2": []},
        },
        {"connected-apps": 1, "activity-elsewhere": 0},
    ),
    "facebook: of late": (
        "facebook",
        {
            "apps_and_websites_off_of_facebook/connected_apps_and_websites.json": {"installed_apps_v2": []},
            "apps_and_websites_off_of_facebook/your_activity_off_meta_technologies.json": [{"title": "shop.example"}],
            "personal_information/other_personal_information/your_address_books.json": {
                "address_book_v2": {"address_book": []}
            },
        },
        {"connected-apps": 0, "activity-elsewhere": 1, "contact-upload": 0},
    ),
}


def export_of(folder: Path, files: dict[str, Any]) -> DataExport:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_data_export(folder, CATALOGUE, WORK)


@pytest.mark.parametrize("case", CASES)
def test_an_export_proves_what_its_generation_holds(tmp_path: Path, case: str) -> None:
    platform, files, expected = CASES[case]
    export = export_of(tmp_path, files)
    assert [each.id for each in export.platforms] == [platform]
    assert {
        setting: found.value if found.count is None else found.count for (_, setting), found in export.measured.items()
    } == expected
    assert (export.input.read, export.input.unread, export.input.settings) == (len(files), (), len(expected))


ADDRESSES: dict[str, tuple[str, dict[str, Any]]] = {
    "x": ("x.com", {"data/account.js": script("account", {"account": {"email": "Tuisku@Kunta.Example"}})}),
    "x, by another account": (
        "x.com",
        ACCOUNT | {"data/sso.js": script("sso", {"sso": {"ssoEmail": "tuisku@kunta.example"}})},
    ),
    "instagram": ("instagram.com", {INSTAGRAM: instagram(Email="tuisku@kunta.example")}),
    "instagram in Finnish": (
        "instagram.com",
        {INSTAGRAM: instagram(**{"SÃ¤hkÃ¶posti": "tuisku@kunta.example"})},
    ),
    "instagram in Swedish": ("instagram.com", {INSTAGRAM: instagram(**{"E-post": "tuisku@kunta.example"})}),
    "tiktok of old": (
        "tiktok.com",
        {
            "user_data.json": {
                "Profile": {"Profile Information": {"ProfileMap": {"emailAddress": "tuisku@kunta.example"}}}
            }
        },
    ),
    "discord": ("discord.com", {"account/user.json": {"email": "tuisku@kunta.example"}}),
    "linkedin": ("linkedin.com", {"Email Addresses.csv": "Email Address,Confirmed\ntuisku@kunta.example,Yes\n"}),
    "facebook of old": (
        "facebook.com",
        {"profile_information/profile_information.json": {"profile": {"emails": {"emails": ["tuisku@kunta.example"]}}}},
    ),
    "google": (
        "google.com",
        {"Takeout/Cuenta/a.SubscriberInfo.html": "<li>Recovery e-Mail: tuisku@kunta.example</li>"},
    ),
    "google profile": ("google.com", {"Takeout/Profile/Profile.json": {"emails": [{"value": "tuisku@kunta.example"}]}}),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address_of_an_account_is_a_certain_trace(tmp_path: Path, case: str) -> None:
    site, files = ADDRESSES[case]
    export = export_of(tmp_path, files)
    (trace,) = [each for each in export.traces if each.address == "tuisku@kunta.example"]
    assert (trace.site, trace.source, trace.certainty) == (site, TraceSource.DATA_EXPORT, Certainty.CERTAIN)
    assert {each.what for each in export.mentions} == {"work_address"}
    assert "tuisku" not in repr(export)


def test_an_address_in_a_text_of_the_profile_is_no_trace(tmp_path: Path) -> None:
    export = export_of(tmp_path, {"actor.json": {"summary": "<p>tuisku@kunta.example</p>"}})
    assert export.traces == ()
    assert [each.what for each in export.mentions] == ["work_address"]
