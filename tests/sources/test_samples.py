"""Every sample is known by exactly one source, and all bring the same logins."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hygiene.secret import Secret
from hygiene.sources import SOURCES, UndecidedError, Way, formats, read_export
from hygiene.sources.model import HEAD

SAMPLES = Path(__file__).parents[1] / "samples"
REFERENCE: list[dict[str, Any]] = tomllib.loads((SAMPLES / "reference.toml").read_text(encoding="utf-8"))["login"]
KNOWN: dict[str, dict[str, Any]] = tomllib.loads((SAMPLES / "samples.toml").read_text(encoding="utf-8"))


# Their content is not seen before they are opened.
WRAPPED = {".zip", ".1pux"}


@pytest.mark.parametrize("name", KNOWN)
def test_a_sample_brings_the_reference_logins(name: str) -> None:
    can = KNOWN[name]
    password = Secret(can["password"]) if "password" in can else None
    export = read_export(SAMPLES / name, 3, Way(source=can["source"] if "named" in can else None, password=password))

    assert export.input.source == can["source"]
    assert (export.input.number, export.input.name) == (3, name)
    assert export.input.rejected == ()
    assert export.input.not_logins == can.get("not_logins", 0)
    assert export.input.left_out == can.get("left_out", 0)
    assert export.input.seen == export.input.read == len(REFERENCE) + export.input.not_logins + export.input.left_out

    assert len(export.logins) == len(REFERENCE)
    for login, reference in zip(export.logins, REFERENCE, strict=True):
        name_is_email = "emails" in can and "@" in reference["username"]
        assert login.urls == tuple(reference["urls"] if can.get("several_urls") else reference["urls"][:1])
        assert login.username == ("" if name_is_email else reference["username"])
        assert login.email == (reference["username"] if name_is_email else "")
        assert (login.password.reveal() if login.password else "") == reference["password"]
        assert login.title == ("" if can.get("untitled") else reference["title"])
        assert login.folder == (can["folders"] + reference["folder"] if "folders" in can else "")
        assert login.has_second_factor is (True if can.get("second_factor") and "second_factor" in reference else None)
        assert login.changed == (date(2024, 5, 17) if "changed" in can else None)
        assert login.dates_password is (can.get("changed") == "password")
        assert [password.reveal() for password in login.previous] == can.get("previous", [])


@pytest.mark.parametrize(
    "name",
    [
        path.name
        for path in sorted(SAMPLES.iterdir())
        if path.suffix not in {".toml", *WRAPPED} and not path.name.startswith(".")
    ],
)
def test_a_sample_is_recognised_by_exactly_one_source(name: str) -> None:
    head = (SAMPLES / name).read_bytes()[:HEAD]
    can = KNOWN.get(name, {"source": "bitwarden-json"})
    assert [source.name for source in SOURCES if source.recognises(head)] == ([] if "named" in can else [can["source"]])


@pytest.mark.parametrize("name", [name for name, can in KNOWN.items() if "named" in can])
def test_what_names_nothing_of_what_it_holds_is_left_to_its_user(name: str) -> None:
    with pytest.raises(UndecidedError) as caught:
        read_export(SAMPLES / name, 1)
    assert caught.value.fitting == (KNOWN[name]["source"],)


def test_every_format_has_a_sample() -> None:
    assert {sample["source"] for sample in KNOWN.values()} == {name for name, _ in formats()}


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    disguised = tmp_path / "chrome.csv"
    disguised.write_bytes((SAMPLES / "bitwarden.json").read_bytes())
    assert read_export(disguised, 1).input.source == "bitwarden-json"


def test_entries_count_rows_that_bring_no_login_too() -> None:
    logins = read_export(SAMPLES / "lastpass.csv", 2).logins
    assert [login.entry for login in logins] == [f"2:{row}" for row in (1, 3, 4, 5, 6, 7, 8, 9)]


def test_an_export_shows_nothing_of_what_it_holds() -> None:
    shown = repr(read_export(SAMPLES / "bitwarden.csv", 1))
    for reference in REFERENCE:
        for personal in (reference["title"], reference["username"], reference["password"], *reference["urls"]):
            assert not personal or personal not in shown
