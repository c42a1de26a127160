"""The audit offers the checklists of platforms that the evidence shows, and takes what is known of them in."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hygiene.platforms.model import Use
from hygiene.platforms.reading import load_catalogue
from tests.journeys.program import ROOT, Program, Ran, command

SAMPLES = ROOT / "tests" / "sources" / "data_exports"
SETTINGS = len(load_catalogue().platform("facebook").settings_for(Use.PRIVATE))
ANSWERS = 'uses-social-media = "yes"\nworks-online = "no"\n'
AUDIT = ("audit", "--offline", "--work-domain", "kunta.example", "--format", "json")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(
        "name,url,username,password,note\n"
        "Face,https://www.facebook.com/,aino,kivi-orava-tuuli-93-sahti,\n"
        "Blog,https://blog.example/,aino,valas-kanootti-sumu-47-helmi,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def rule(ran: Ran, rule_id: str) -> Any:
    return next(each for each in json.loads(ran.out)["rules"] if each["id"] == rule_id)


def test_the_checklists_of_platforms_in_use_are_offered_and_no_others(
    program: Program, export: Path, answers: Path
) -> None:
    typed = "1\n" + "1\n" + "2\n" * SETTINGS + "1\n" * 40
    ran = program.run(*AUDIT, export, "--answers", answers, typed=typed)
    told = " ".join(ran.err.split())
    assert "According to what was read you use Facebook." in told
    assert f"Facebook, {SETTINGS}/{SETTINGS}:" in told
    assert "Instagram" not in told
    found = rule(ran, "privacy-settings")
    assert (found["verdict"], found["origin"]) == ("met", "shown")
    # What was gone through here is known to the checklists themselves.
    assert "Nothing is left to ask" in program.run("privacy", "facebook").err


def test_whoever_declines_is_asked_the_question_instead(program: Program, export: Path, answers: Path) -> None:
    ran = program.run(*AUDIT, export, "--answers", answers, typed="2\n" + "1\n" * 40)
    found = rule(ran, "privacy-settings")
    assert (found["verdict"], found["origin"]) == ("met", "told")
    assert "Facebook, 1/" not in ran.err


def test_what_an_export_shows_breaks_the_rule_without_a_word(program: Program, answers: Path) -> None:
    ran = program.run(*AUDIT, "--no-input", "--answers", answers, "--data-export", SAMPLES / "discord")
    found = rule(ran, "privacy-settings")
    assert (found["verdict"], found["origin"]) == ("broken", "measured")
    assert [each["about"] for each in found["findings"] if each["verdict"] == "broken"] == [
        ["Two-factor authentication"]
    ]
    assert any(each["reason"] == "privacy_settings_unknown" for each in found["findings"])


def test_a_profile_that_names_the_employer_raises_the_duties(program: Program, answers: Path) -> None:
    ran = program.run(*AUDIT, "--no-input", "--answers", answers, "--data-export", SAMPLES / "linkedin")
    found = rule(ran, "employer-in-profile")
    assert found["covers"] == ["U2", "G7"]
    assert [(each["reason"], each["about"]) for each in found["findings"]] == [("profile_names_employer", ["LinkedIn"])]


def test_an_audit_goes_on_with_its_data_exports(program: Program, answers: Path) -> None:
    first = program.run(*AUDIT, "--answers", answers, "--data-export", SAMPLES / "discord", typed="2\n")
    assert first.code == 130
    ran = program.run("audit", "--resume", "--format", "json", typed="1\n" * 60)
    assert rule(ran, "privacy-settings")["origin"] == "measured"


@pytest.fixture
def other_window(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    """`hygiene privacy facebook`, waiting for its first answer in another process."""
    process = subprocess.Popen(
        command(("privacy", "facebook")),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=program.environment(),
        cwd=program.home,
    )
    assert process.stderr
    for line in process.stderr:
        if b"How do you use your profile on Facebook?" in line:
            break
    yield process
    process.communicate(timeout=30)


def test_an_audit_goes_on_beside_another_window_that_has_the_checklists(
    program: Program, export: Path, answers: Path, other_window: subprocess.Popen[bytes]
) -> None:
    ran = program.run(*AUDIT, export, "--answers", answers, typed="1\n" * 40)
    assert other_window.poll() is None
    told = " ".join(ran.err.split())
    assert "Another window is going through the privacy settings at this moment" in told
    assert "According to what was read you use Facebook." not in told
    # The question is asked instead; of the settings themselves nothing is known.
    found = rule(ran, "privacy-settings")
    assert (found["verdict"], found["origin"]) == ("met", "told")
    assert ran.code in (1, 3)


def test_two_windows_cannot_have_the_checklists_at_once(
    program: Program, other_window: subprocess.Popen[bytes]
) -> None:
    ran = program.run("privacy", "instagram", typed="1\n")
    assert ran.code == 2
    assert "Privacy settings are already being gone through in another window." in ran.err
    assert other_window.poll() is None


def test_what_was_read_of_an_export_is_in_the_report(program: Program, answers: Path, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "x", folder)
    (folder / "data" / "account.js").write_text("{", encoding="utf-8")
    ran = program.run(*AUDIT, "--no-input", "--answers", answers, "--data-export", folder)
    report = json.loads(ran.out)
    (account,) = report["data_exports"]
    assert (account["name"], account["platforms"], account["read"]) == ("x", ["X (Twitter)"], 4)
    assert account["unread"] == [{"file": "data/account.js", "reason": "not_as_described"}]
    assert report["complete"] is False
    reasons = [each["reason"] for each in rule(ran, "privacy-settings")["findings"]]
    assert "data_export_not_read" in reasons
