"""What the JSON and XML exports of single programs have of their own, and what none of them may hold."""

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest

from hygiene.errors import SourceError
from hygiene.sources import Export
from tests.sources.kdbx_writer import xml

Read = Callable[..., Export]

SAMPLES = Path(__file__).parents[1] / "samples"
REFERENCE: list[dict[str, Any]] = tomllib.loads((SAMPLES / "reference.toml").read_text(encoding="utf-8"))["login"]
JSON = ["avast.json", "cxf.json", "enpass.json", "f-secure.fsk", "keeper.json", "proton-pass.json"]
STRANGE: list[object] = [None, True, 5, "teksti", [{}], {"value": 5}, "\ud800", 10**30]


def rejected(export: Export) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in export.input.rejected]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield (*path, key)
        yield from places(node[key], (*path, key))


def shortened(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: shortened(value) for key, value in node.items()}
    return [shortened(value) for value in node[:2]] if isinstance(node, list) else node


@pytest.mark.parametrize("name", JSON)
def test_something_else_in_any_place_costs_no_more_than_its_row(read: Read, name: str) -> None:
    whole = shortened(json.loads((SAMPLES / name).read_text(encoding="utf-8")))
    rows = read(json.dumps(whole)).input.seen
    for path in places(whole):
        for strange in STRANGE:
            wounded = copy.deepcopy(whole)
            node = wounded
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = strange
            try:
                export = read(json.dumps(wounded))
            except SourceError as error:
                assert error.__context__ is None  # noqa: PT017 - what is raised is one of two good outcomes
                continue
            account = export.input
            assert account.read == len(export.logins) + account.not_logins + account.left_out
            if len(path) > 4 + 2 * name.startswith(("cxf", "proton")):
                assert account.seen == rows
                assert len(account.rejected) <= 1


def cxf(*credentials: dict[str, Any], **item: Any) -> str:
    item = {"id": "a", "title": "A", "scope": {"urls": ["https://a.example/"]}, "credentials": credentials, **item}
    account = {"id": "x", "collections": [], "items": [item]}
    return json.dumps({"version": {"major": 1, "minor": 0}, "exporterRpId": "e", "accounts": [account]})


PASSWORD = {"type": "basic-auth", "username": {"value": "aino"}, "password": {"value": "sala"}}


def test_cxf_a_passkey_is_a_second_factor_and_a_login_of_its_own(read: Read) -> None:
    login = read(cxf({"type": "passkey", "rpId": "a.example", "username": "aino"})).logins[0]
    assert (login.has_second_factor, login.password, login.username) == (True, None, "aino")


def test_cxf_two_passwords_are_not_guessed_at(read: Read) -> None:
    other = PASSWORD | {"password": {"value": "toinen"}}
    assert rejected(read(cxf(PASSWORD, other))) == [(1, "several_passwords")]
    assert len(read(cxf(PASSWORD, PASSWORD)).logins) == 1


def test_cxf_apps_and_folders_below_folders(read: Read) -> None:
    document = json.loads(cxf(PASSWORD, scope={"urls": [], "androidApps": [{"bundleId": "com.example.a"}]}))
    below = {"id": "2", "title": "Alla", "items": [{"item": "a"}], "subCollections": []}
    document["accounts"][0]["collections"] = [{"id": "1", "title": "Yllä", "items": [], "subCollections": [below]}, 5]
    login = read(json.dumps(document)).logins[0]
    assert (login.urls, login.folder) == (("androidapp://com.example.a",), "Yllä/Alla")


def proton(**changes: Any) -> str:
    content = {
        "itemUsername": "aino",
        "password": "sala",
        "urls": ["https://a.example/"],
        "totpUri": "",
        "passkeys": [],
    }
    data = {
        "metadata": {"name": "A"},
        "type": "login",
        "content": content | changes.pop("content", {}),
        "extraFields": [],
    }
    item = {"data": data | changes.pop("data", {}), "state": 1, "modifyTime": 1715937000, **changes}
    return json.dumps({"encrypted": False, "vaults": {"v": {"name": "Oma", "items": [item]}}})


@pytest.mark.parametrize(
    "changes",
    [
        {"content": {"passkeys": [{"rpId": "a.example"}]}},
        {"content": {"totpUri": "otpauth://totp/x"}},
        {"data": {"extraFields": [{"type": "totp", "data": {"totpUri": "x"}}]}},
    ],
)
def test_proton_a_code_or_a_passkey_is_a_second_factor(read: Read, changes: dict[str, Any]) -> None:
    assert read(proton(**changes)).logins[0].has_second_factor
    assert read(proton()).logins[0].has_second_factor is None


def test_proton_before_2024_has_one_field_for_names(read: Read) -> None:
    content = {"itemUsername": None, "username": "aino@posti.example"}
    assert read(proton(content=content)).logins[0].username == "aino@posti.example"


def test_proton_a_kind_that_is_new_is_rejected(read: Read) -> None:
    assert rejected(read(proton(data={"type": "hologram"}))) == [(1, "unexpected_value")]
    assert read(proton(state=2)).input.left_out == 1


def onepux(**changes: Any) -> str:
    fields = [{"designation": "username", "value": "aino"}, {"designation": "password", "value": "sala"}]
    details = {"loginFields": fields, "passwordHistory": []} | changes.pop("details", {})
    item = {
        "state": "active",
        "categoryUuid": "001",
        "details": details,
        "overview": {"title": "A"},
        "updatedAt": 1715937000,
    }
    vault = {"attrs": {"name": "Oma"}, "items": [item | changes]}
    return json.dumps({"accounts": [{"attrs": {}, "vaults": [vault]}]})


def test_1password_dates_the_password_only_where_one_was_replaced(read: Read) -> None:
    login = read(onepux()).logins[0]
    assert (login.changed, login.dates_password) == (date(2024, 5, 17), False)
    login = read(onepux(details={"passwordHistory": [{"value": "x", "time": 1600000000}]})).logins[0]
    assert (login.changed, login.dates_password) == (date(2020, 9, 13), True)


@pytest.mark.parametrize(("state", "left_out"), [("active", 0), ("archived", 1), ("trashed", 1), ("deleted", 1)])
def test_1password_leaves_out_what_was_put_away(read: Read, state: str, left_out: int) -> None:
    assert read(onepux(state=state)).input.left_out == left_out


def test_1password_an_item_that_is_a_password_alone(read: Read) -> None:
    login = read(onepux(categoryUuid="005", details={"loginFields": [], "password": "sala"})).logins[0]
    assert login.password
    assert login.password.reveal() == "sala"


@pytest.mark.parametrize("written", [1715937000, 1715937000000])
def test_fsecure_dates_the_password_in_seconds_or_in_milliseconds(read: Read, written: int) -> None:
    item = {"type": 1, "service": "A", "password": "sala", "passwordList": [], "passwordModifiedDate": written}
    login = read(json.dumps({"data": {"1": item}})).logins[0]
    assert (login.changed, login.dates_password) == (date(2024, 5, 17), True)


def test_fsecure_a_kind_that_is_new_is_rejected(read: Read) -> None:
    item = {"service": "A", "password": "sala", "passwordList": [], "type": 3}
    assert rejected(read(json.dumps({"data": {"1": item}}))) == [(1, "unexpected_value")]


def previous(export: Export) -> list[str]:
    return [password.reveal() for password in export.logins[0].previous]


def test_passwords_of_the_past_are_those_that_are_not_in_use_each_once(read: Read) -> None:
    history = [{"value": value, "time": 1600000000} for value in ("x", "sala", "", "y", "x")]
    assert previous(read(onepux(details={"passwordHistory": history}))) == ["x", "y"]
    past = "".join(f"<Entry>{string('Title', 'z')}{string('Password', value)}</Entry>" for value in ("x", "a", "", "y"))
    assert previous(read(keepass(f"{string('Password', 'a')}<History>{past}</History>"))) == ["x", "y"]


@pytest.mark.parametrize("history", ["", "{", "[1]", '{"1": 2}', '{"1": "x", "1": "y"}'])
def test_a_history_that_cannot_be_read_takes_no_login_with_it(read: Read, history: str) -> None:
    field = f'<field type="password" history="{escape(history)}">sala</field>'
    assert previous(read(f'<?xml version="1.0"?>\n<database><card title="A">{field}</card></database>')) == []


def test_more_passwords_of_the_past_than_anybody_had_are_refused(read: Read) -> None:
    past = "".join(f"<Entry>{string('Password', str(value))}</Entry>" for value in range(250_001))
    with pytest.raises(SourceError) as caught:
        read(keepass(f"<History>{past}</History>"))
    assert caught.value.key == "sources.too_many_rows"
    history = [{"lastUsedDate": None, "password": str(value)} for value in range(20_000)]
    item = {"type": 1, "name": "A", "login": {"password": "sala"}, "passwordHistory": history}
    with pytest.raises(SourceError) as caught:
        read(json.dumps({"encrypted": False, "items": [item] * 13}))
    assert caught.value.key == "sources.too_many_rows"


def test_enpass_with_two_passwords_is_not_guessed_at(read: Read) -> None:
    fields = [{"type": "password", "value": value, "value_updated_at": 1715937000} for value in ("a", "b")]
    item = {"title": "A", "category": "login", "template_type": "login.default", "fields": fields}
    assert rejected(read(json.dumps({"items": [item]}))) == [(1, "several_passwords")]
    fields[1]["deleted"] = 1
    assert read(json.dumps({"items": [item]})).logins[0].dates_password


def test_enpass_folders_that_lie_in_each_other_end(read: Read) -> None:
    folders = [{"uuid": "a", "title": "A", "parent_uuid": "b"}, {"uuid": "b", "title": "B", "parent_uuid": "a"}]
    fields = [{"type": "username", "value": "aino"}]
    item = {"title": "A", "category": "login", "template_type": "x", "folders": ["a"], "fields": fields}
    assert read(json.dumps({"folders": folders, "items": [item]})).logins[0].folder.endswith("B/A")


def test_keeper_finds_codes_under_any_of_their_names(read: Read) -> None:
    for key in ("TFC:Keeper", "$oneTimeCode", "$oneTimeCode::1", "$oneTimeCode:label:1"):
        record = {"$type": "login", "title": "A", "login_url": "", "custom_fields": {key: "otpauth://totp/x"}}
        assert read(json.dumps({"shared_folders": [], "records": [record]})).logins[0].has_second_factor


def keepass(entry: str) -> str:
    return f"<KeePassFile><Meta/><Root><Group><Name>Oma</Name><Entry>{entry}</Entry></Group></Root></KeePassFile>"


def string(key: str, value: str) -> str:
    return f"<String><Key>{key}</Key><Value>{value}</Value></String>"


@pytest.mark.parametrize(
    "key", ["otp", "TOTP Seed", "TimeOtp-Secret-Base32", "HmacOtp-Secret", "KPEX_PASSKEY_CREDENTIAL_ID"]
)
def test_keepass_finds_codes_and_passkeys_under_any_of_their_names(read: Read, key: str) -> None:
    assert read(keepass(string(key, "x"))).logins[0].has_second_factor
    assert read(keepass(string("Password", "a") + string(key, ""))).logins[0].has_second_factor is None


def test_keepass_two_strings_of_one_name_are_not_guessed_at(read: Read) -> None:
    assert rejected(read(keepass(string("Password", "a") + string("Password", "b")))) == [(1, "equal_keys")]


def test_keepass_line_ends_are_kept_where_they_are_written_as_such(read: Read) -> None:
    password = read(keepass(string("Password", "a&#xD;&#xA;b&amp;lt;&#x9;"))).logins[0].password
    assert password
    assert password.reveal() == "a\r\nb&lt;\t"


@pytest.mark.parametrize("written", ["2024-05-17T23:30:00-02:00", "2024-05-18T00:00:00Z", "yD/U3Q4AAAA="])
def test_keepass_dates_the_entry_in_both_of_its_ways(read: Read, written: str) -> None:
    times = f"<Times><LastModificationTime>{written}</LastModificationTime></Times>"
    login = read(keepass(times + string("Password", "a"))).logins[0]
    assert (login.changed, login.dates_password) == (date(2024, 5, 18) if "T" in written else login.changed, False)
    assert login.changed


@pytest.mark.parametrize("written", ["", "eilen", "////////////", "AAAAAAAAAIA=", "AAAAAAAAAAA="])
def test_keepass_a_date_that_cannot_be_believed_is_none(read: Read, written: str) -> None:
    times = f"<Times><LastModificationTime>{written}</LastModificationTime></Times>"
    assert read(keepass(times + string("Password", "a"))).logins[0].changed is None


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><KeePassFile/>', "sources.seems.xml"),
        ('<?xml version="1.0"?><KeePassFile><!DOCTYPE a></KeePassFile>', "sources.broken_xml"),
        ("<KeePassFile>&b;</KeePassFile>", "sources.broken_xml"),
        ("<KeePassFile>" + "<Group>" * 300, "sources.strange_structure"),
        (xml(REFERENCE)[:-40], "sources.truncated"),
        (xml(REFERENCE) + "<a/>", "sources.broken_xml"),
    ],
)
def test_xml_that_no_program_writes_is_refused(read: Read, document: str, key: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(document)
    assert (caught.value.key, caught.value.__context__) == (key, None)


def test_xml_a_document_type_is_refused_where_the_format_is_named(read: Read) -> None:
    document = "<KeePassFile /><!-- x -->".replace("<KeePassFile />", '<database><label id="1"/><card/></database>')
    assert read(document).input.seen == 1
    for name in ("keepass-xml", "safeincloud-xml"):
        with pytest.raises(SourceError):
            read("<!DOCTYPE a [<!ENTITY b 'c'>]><database><card title='&b;'/></database>", source=name)


def test_xml_a_field_beyond_all_measure_costs_its_entry_alone(read: Read) -> None:
    long = string("Notes", "x" * (2**20 + 1))
    document = keepass(string("Password", "a") + long).replace(
        "</Entry>", f"</Entry><Entry>{string('Password', 'b')}</Entry>"
    )
    export = read(document)
    assert (rejected(export), len(export.logins)) == ([], 2)  # a note is not looked at
    password = string("Password", "x" * (2**20 + 1))
    assert rejected(read(keepass(password))) == [(1, "field_too_long")]


def test_safeincloud_templates_are_no_rows_and_two_passwords_not_guessed_at(read: Read) -> None:
    field = '<field name="p" type="password">{}</field>'
    cards = [
        '<card title="T" template="true"><field type="login"></field></card>',
        f'<card title="A">{field.format("a")}{field.format("b")}</card>',
        f'<card title="B"><label_id>1</label_id>{field.format("a")}</card>',
    ]
    export = read(f'<?xml version="1.0"?>\n<database>{"".join(cards)}<label id="1" name="Oma"/></database>')
    assert (export.input.seen, rejected(export)) == (2, [(1, "several_passwords")])
    assert export.logins[0].folder == "Oma"
