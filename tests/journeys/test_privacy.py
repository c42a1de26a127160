"""The checklists of platforms, as those who go through them do it."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hygiene.journeys.checklists import Walk, checklists
from hygiene.platforms.model import Use
from hygiene.platforms.progress import Result
from hygiene.platforms.reading import load_catalogue
from hygiene.reports import schema
from tests.journeys.program import ROOT, Program, Ran

VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.platforms/1")), format_checker=FormatChecker())
FACEBOOK = load_catalogue().platform("facebook")
SETTINGS = len(FACEBOOK.settings_for(Use.PRIVATE))
AS_PRIVATE_PERSON = "1\n"
ALL_IN_ORDER = AS_PRIVATE_PERSON + "2\n" * SETTINGS


def settings_of(ran: Ran) -> dict[str, dict[str, Any]]:
    document = json.loads(ran.out)
    VALIDATOR.validate(document)
    return {each["id"]: each for each in document["platforms"][0]["settings"]}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_list_for_machines_keeps_to_its_schema(program: Program, language: str) -> None:
    ran = program.run("privacy", "list", "--format", "json", "--lang", language)
    document = json.loads(ran.out)
    VALIDATOR.validate(document)
    assert ran.code == 0
    assert [each["id"] for each in document["platforms"]] == list(load_catalogue().ids)


def test_the_list_for_people_tells_state_and_date_of_each(program: Program) -> None:
    ran = program.run("privacy", "list")
    lines = ran.out.splitlines()
    assert len(lines) == len(load_catalogue().ids)
    assert any("Delicious" in line and "closed" in line and "22 November 2026" in line for line in lines)


def test_whoever_goes_through_a_platform_has_it_in_order(program: Program) -> None:
    ran = program.run("privacy", "facebook", "--format", "json", typed=ALL_IN_ORDER)
    assert ran.code == 0
    assert {(each["standing"], each["origin"]) for each in settings_of(ran).values()} == {("in_order", "shown")}
    assert "How do you use your profile on Facebook?" in ran.err
    assert "About 9 minutes left" in ran.err
    assert "About 1 minute left" in ran.err


def test_what_is_recommended_follows_the_use(program: Program) -> None:
    private = program.run("privacy", "facebook", "--no-input", "--use", "private").out
    organisation = program.run("privacy", "facebook", "--no-input", "--use", "organisation").out
    assert "Recommended: friends" in private
    assert "Recommended: everyone" in organisation
    assert "Old public posts" in private
    assert "Old public posts" not in organisation


def test_what_was_answered_is_kept_and_only_the_rest_is_asked(program: Program) -> None:
    broken_off = program.run("privacy", "facebook", typed=AS_PRIVATE_PERSON + "1\n4\n")
    assert broken_off.code == 130
    assert "Every answer given so far is saved." in broken_off.err
    gone_on = program.run("privacy", "--format", "json", typed="3\n" * (SETTINGS - 1))
    answers = [each["answer"] for each in settings_of(gone_on).values()]
    assert answers == ["done", *["not-now"] * (SETTINGS - 1)]
    assert gone_on.code == 3
    assert "How do you use" not in gone_on.err


def test_going_back_takes_the_last_answer_back(program: Program) -> None:
    ran = program.run("privacy", "facebook", "--format", "json", typed="1\n4\n<\n1\n" + "2\n" * (SETTINGS - 1))
    assert settings_of(ran)["second-factor"]["answer"] == "done"
    assert ran.code == 0


def test_all_is_asked_once_more_where_that_is_wanted(program: Program) -> None:
    program.run("privacy", "facebook", typed=ALL_IN_ORDER)
    nothing_left = program.run("privacy", "facebook")
    assert nothing_left.code == 0
    assert "Nothing is left to ask" in nothing_left.err
    again = program.run("privacy", "facebook", "--again", "--format", "json", typed="1\n" + "3\n" * SETTINGS)
    assert {each["answer"] for each in settings_of(again).values()} == {"not-now"}


def test_an_audit_never_goes_on_with_checklists_and_removes_none(program: Program) -> None:
    program.run("privacy", "facebook", typed=ALL_IN_ORDER)
    assert program.run("audit", "--resume", "--offline").code == 2
    program.run("audit", "--demo", "--offline", typed="1\n" * 20)
    assert "Nothing is left to ask" in program.run("privacy", "facebook").err


def test_what_is_kept_is_listed_and_forgotten_like_an_audit(program: Program) -> None:
    program.run("privacy", "facebook", typed=ALL_IN_ORDER)
    (line,) = program.run("session", "list").out.splitlines()
    assert "checklists, begun" in line
    assert f"{SETTINGS + 1} answers" in line
    assert program.run("session", "forget", line.split()[0]).code == 0
    assert program.run("session", "list").out == "No audits are kept.\n"


def test_an_answer_holds_for_a_year() -> None:
    answers = {
        "privacy:facebook/use": "private 2024-01-01T10:00:00+02:00",
        "privacy:facebook/second-factor": "done 2025-11-21T10:00:00+02:00",
        "privacy:facebook/future-posts": "done 2025-11-22T10:00:00+02:00",
        "privacy:facebook/tag-review": "nonsense 2026-11-22T10:00:00+02:00",
        "privacy:facebook/login-alerts": "done",
    }
    (checklist,) = checklists(Walk([FACEBOOK], date(2026, 11, 22)), answers)
    assert checklist.use is Use.PRIVATE
    assert {item.setting.id: item.result for item in checklist.items if item.result} == {"future-posts": Result.DONE}


def test_nothing_readable_is_kept(program: Program) -> None:
    program.run("privacy", "facebook", typed=ALL_IN_ORDER)
    kept = b"".join(path.read_bytes() for path in program.home.rglob("*") if path.is_file())
    assert kept
    assert b"facebook" not in kept
    assert b"second-factor" not in kept


def test_every_platform_has_its_own_sheet_to_take_along(program: Program) -> None:
    page = program.run("privacy", "--no-input", "--format", "html").out
    assert page.count('<section class="platform"') == len(load_catalogue().ids)
    boxes = sum(len(each.settings) for each in load_catalogue())
    assert page.count('class="box"') == boxes
    markdown = program.run("privacy", "--no-input", "--format", "markdown").out
    assert markdown.count("- [ ] ") == boxes
    rows = list(csv.DictReader(io.StringIO(program.run("privacy", "--no-input", "--format", "csv").out)))
    assert len(rows) == boxes
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_nothing_is_asked_and_nothing_is_kept_where_a_list_is_only_printed(program: Program) -> None:
    ran = program.run("privacy", "facebook", "--no-input")
    assert (ran.code, ran.err) == (0, "")
    assert list(program.home.iterdir()) == []


def test_what_is_left_of_a_closed_platform_is_told(program: Program) -> None:
    ran = program.run("privacy", "delicious", "--no-input")
    assert "Delicious (closed in 2017)" in ran.out
    assert "What remains to be done" in ran.out
    assert "If you use the same password elsewhere, change it there." in " ".join(ran.out.split())


def test_a_setting_that_was_checked_long_ago_may_no_longer_exist(program: Program, tmp_path: Path) -> None:
    own = tmp_path / "old.toml"
    own.write_text('id = "facebook"\n[[settings]]\nid = "future-posts"\nchecked = 2020-01-01\n', encoding="utf-8")
    ran = program.run("privacy", "facebook", "--no-input", "--catalogue", own)
    assert ran.out.count("This is known as of 1 January 2020: check whether it still exists.") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("privacy", "myspace-of-old", "--no-input"), "There is no checklist"),
        (("privacy",), "No platform was named."),
        (("privacy", "facebook", "--use", "public"), "private, professional, organisation"),
        (("privacy", "facebook", "--format", "yaml"), "text, json, markdown, html, csv"),
        (("privacy", "list", "--format", "html"), "text, json"),
        (("privacy", "facebook", "--no-input", "--catalogue", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_done_is_told(program: Program, words: tuple[str, ...], told: str) -> None:
    ran = program.run(*words)
    assert ran.code == 2
    assert told in ran.err
    assert ran.out == ""


SAMPLES = ROOT / "tests" / "sources" / "data_exports"


def test_what_an_export_shows_is_measured_with_file_key_and_date(program: Program) -> None:
    ran = program.run(
        *("privacy", "--no-input", "--use", "private", "--work-domain", "kunta.example", "--format", "json"),
        *("--data-export", SAMPLES / "x"),
    )
    document = json.loads(ran.out)
    VALIDATOR.validate(document)
    assert ran.code == 1
    assert [each["id"] for each in document["platforms"]] == ["x"]
    shown = settings_of(ran)["profile-visibility"]
    assert (shown["standing"], shown["origin"]) == ("to_fix", "measured")
    assert shown["measured"]["file"] == "data/protected-history.js"
    assert {each["what"] for each in document["mentions"]} == {"work_address", "employer"}
    assert "nothing is concluded from its silence" in " ".join(ran.err.split())
    assert "laaksonen" not in ran.out + ran.err


def test_a_contradiction_is_pointed_out_kindly(program: Program) -> None:
    platform = load_catalogue().platform("discord")
    typed = AS_PRIVATE_PERSON + "2\n" * len(platform.settings_for(Use.PRIVATE))
    ran = program.run("privacy", "--data-export", SAMPLES / "discord", typed=typed)
    told = " ".join(ran.out.split())
    assert "You answered that this is in order, but your data export shows otherwise." in told
    assert ran.code == 1


def test_what_an_export_shows_to_be_in_order_is_not_asked_about(program: Program) -> None:
    ran = program.run("privacy", "--use", "private", "--data-export", SAMPLES / "instagram", typed="2\n" * 30)
    assert "Instagram, 2/" not in ran.err
    assert "Instagram, 3/" in ran.err


def test_the_duties_that_a_profile_brings_are_told(program: Program) -> None:
    ran = program.run(
        *("privacy", "linkedin", "--no-input", "--work-domain", "kunta.example"),
        *("--data-export", SAMPLES / "linkedin"),
    )
    told = " ".join(ran.out.split())
    assert "LinkedIn: a work e-mail address is in the details of the profile (Email Addresses.csv" in told
    assert "representative of your organisation" in told


def test_an_export_that_is_none_is_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    ran = program.run("privacy", "--no-input", "--data-export", tmp_path / "holiday")
    assert ran.code == 2
    assert "The data export holiday is none that can be read here." in " ".join(ran.err.split())


def test_a_policy_s_folder_may_hold_platforms_of_its_own(program: Program, tmp_path: Path) -> None:
    own = tmp_path / "our-town" / "platforms"
    own.mkdir(parents=True)
    (own.parent / "policy.toml").write_text(
        'id = "our-town"\nversion = "1"\n[names]\nfi = "Meidän"\nsv = "Vår"\nen = "Ours"\n', encoding="utf-8"
    )
    (own / "facebook.toml").write_text('id = "facebook"\nname = "The Book"\n', encoding="utf-8")
    policies = ("--policy", "municipality", "--policy", own.parent)
    assert "The Book" in program.run("privacy", "list", *policies).out
    assert program.run("policy", "check", "municipality", own.parent).code == 0
    (own / "facebook.toml").write_text('id = "facebook"\nname = 3\n', encoding="utf-8")
    ran = program.run("policy", "check", "municipality", own.parent)
    assert ran.code == 2
    assert "platforms/facebook.toml:2: name: this must be text in quotation marks." in ran.out


def test_files_of_platforms_are_checked(program: Program, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('id = "facebook"\nstate = "ajar"\n', encoding="utf-8")
    ran = program.run("policy", "check", "--catalogue", own)
    assert (ran.code, ran.out.count("\n")) == (2, 1)
    assert "own.toml:2: state: only these will do: open, closed." in ran.out
    own.write_text('id = "facebook"\nname = "The Book"\n', encoding="utf-8")
    assert program.run("policy", "check", "--catalogue", own).code == 0
    assert program.run("policy", "check").code == 2


def test_what_is_due_for_review_is_told(program: Program, tmp_path: Path) -> None:
    own = tmp_path / "old.toml"
    own.write_text('id = "facebook"\n[[settings]]\nid = "future-posts"\nchecked = 2020-01-01\n', encoding="utf-8")
    ran = program.run("data", "status", "--catalogue", own)
    assert ran.code == 1
    assert "Facebook: check whether these still exist: future-posts" in ran.out
    assert "the oldest facts are of 1 January 2020" in ran.out
    settings = sum(len(platform.settings) for platform in load_catalogue())
    assert f"{settings} settings are known from public descriptions only." in ran.out
