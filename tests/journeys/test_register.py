"""The register of the organisation's accounts, as whoever keeps it has it checked."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hygiene.checks.registered_accounts import lacks
from hygiene.errors import SourceError
from hygiene.evidence import Registered
from hygiene.findings import Lack
from hygiene.reports import schema
from hygiene.sources.register import example, read_register
from tests.journeys.program import Program

VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.register/1")), format_checker=FormatChecker())
TODAY = date(2026, 11, 22)
WORK = frozenset({"laaksola.example"})
WHOLE = {
    "owner": "Museum assistant",
    "deputy": "Head of the museum",
    "approved": "Communications, 2026",
    "recovery": "museo@laaksola.example",
    "second_factor": True,
    "checked": date(2026, 1, 1),
}


def account(**other: object) -> Registered:
    return Registered(1, "instagram.com", **{**WHOLE, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (account(), ()),
        (account(owner=" "), (Lack.OWNER,)),
        (account(deputy="", approved=""), (Lack.APPROVAL, Lack.DEPUTY)),
        (account(second_factor=False), (Lack.SECOND_FACTOR,)),
        (account(second_factor=None), (Lack.SECOND_FACTOR_UNKNOWN,)),
        (account(recovery="aino@posti.example"), (Lack.PRIVATE_RECOVERY,)),
        (account(recovery=""), (Lack.RECOVERY_UNKNOWN,)),
        (account(recovery="+358 00 000"), (Lack.RECOVERY_UNKNOWN,)),
        (account(checked=None), (Lack.NEVER_CHECKED,)),
        (account(checked=date(2027, 1, 1)), (Lack.NEVER_CHECKED,)),
        (account(checked=date(2025, 10, 31)), (Lack.CHECKED_LONG_AGO,)),
        (account(checked=date(2025, 11, 1)), ()),
    ],
)
def test_each_account_is_told_what_it_lacks(one: Registered, expected: tuple[Lack, ...]) -> None:
    assert lacks(one, WORK, TODAY) == expected


def test_without_the_organisations_domain_no_recovery_address_is_known() -> None:
    assert lacks(account(), frozenset(), TODAY) == (Lack.DOMAIN_UNKNOWN,)
    assert lacks(account(recovery=""), frozenset(), TODAY) == (Lack.RECOVERY_UNKNOWN,)


def test_the_example_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "register.toml"
    path.write_text(example(), encoding="utf-8")
    first, second = read_register(path)
    assert lacks(first, WORK, TODAY) == ()
    assert Lack.DEPUTY in lacks(second, WORK, TODAY)


def test_a_table_of_a_spreadsheet_says_the_same_as_toml(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "service,account,owner,second_factor,checked\n"
        "instagram.com,kirjasto,Library,Kyllä,2026-10-01\nfacebook.com,,,nej,\n",
        encoding="utf-8-sig",
    )
    first, second = read_register(path)
    assert (first.second_factor, first.checked, first.owner) == (True, date(2026, 10, 1), "Library")
    assert (second.number, second.second_factor, second.checked, second.owner) == (2, False, None, "")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("r.toml", '[[accounts]]\nservice = "a.fi"\n\nowner = 7\n', "r.toml:4: owner: this must be text"),
        ("r.toml", '[[accounts]]\nowner = "x"\n', "r.toml:1: service: the domain of the service is missing"),
        ("r.toml", '[[accounts]]\nservice = "a.fi"\nchecked = "soon"\n', "r.toml:3: checked: this must be a day"),
        ("r.toml", '[[accounts]]\nservice = "a.fi"\nsecret = "x"\n', "r.toml:3: -: there is no such field"),
        ("r.toml", "[[accounts]\n", "r.toml:1: -: this cannot be read as TOML"),
        ("r.csv", "service,second_factor\na.fi,true\nb.fi,maybe\n", "r.csv:3: second_factor: this must be true"),
        ("r.csv", "service,checked\na.fi,1.10.2026\n", "r.csv:2: checked: this must be a day"),
        ("r.csv", "service\na.fi,too,many\n", "r.csv:2: -: there is no such field"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_field(
    program: Program, tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    ran = program.run("accounts", "--organisation", path)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"service\n"])
def test_what_is_no_register_is_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("r.toml", "r.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(SourceError):
            read_register(path)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv"])
def test_no_form_names_a_person_or_an_address(program: Program, tmp_path: Path, language: str, form: str) -> None:
    path = tmp_path / "register.toml"
    path.write_text(
        '[[accounts]]\nservice = "instagram.com"\naccount = "aino@laaksola.example"\n'
        'owner = "Aino L"\nrecovery = "a@posti.example"\n',
        encoding="utf-8",
    )
    words = ("accounts", "--organisation", path, "--work-domain", "laaksola.example", "--format", form)
    ran = program.run(*words, "--lang", language)
    assert ran.code == 1
    assert "instagram" in ran.out
    assert [word for word in ("aino", "Aino", "posti.example") if word in ran.out + ran.err] == []
    if form == "json":
        VALIDATOR.validate(json.loads(ran.out))


def test_the_register_is_read_alone(program: Program, tmp_path: Path) -> None:
    ran = program.run("accounts", tmp_path / "vienti.csv", "--organisation", tmp_path / "r.toml")
    assert ran.code == 2
    assert "alone" in ran.err


def test_what_is_no_account_is_told_with_what_to_write_instead(tmp_path: Path) -> None:
    path = tmp_path / "register.toml"
    path.write_text('[[account]]\nservice = "x.example"\n', encoding="utf-8")
    with pytest.raises(SourceError) as told:
        read_register(path)
    assert "register.toml:1" in str(told.value.values["problems"])
    assert "[[accounts]]" in str(told.value.values["problems"])
