"""The audit from the command line to the report."""

import json
import stat
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hygiene.reports import schema
from tests.journeys.program import Program, Ran

EXPORT = """name,url,username,password,note
Kirjasto,https://kirjasto.example/,aino@posti.example,salasana,
Neulojat,https://neulojat.example/,aino@posti.example,salasana,
Intranet,https://netti.kunta.example/,aino,Kivi-Orava-Tuuli-93!,
Puoti,https://puoti.example/,Aino.Laaksonen+ale@KUNTA.example,Kivi-Orava-Tuuli-93!,
Pankki,https://pankki.example/,4815,valas kanootti sumu helmi,
"""
ANSWERS = """unique-passwords = "no"
uses-social-media = "no"
help-at-once = "no"
training = "dont-know"

[accounts]
"puoti.example" = "private"
"kirjasto.example" = "private"
"neulojat.example" = "private"
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def report_of(ran: Ran) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(report, json.loads(schema("hygiene.report/1")))
    return report


def rule(report: dict[str, Any], rule_id: str) -> dict[str, Any]:
    return next(each for each in report["rules"] if each["id"] == rule_id)


def test_an_export_with_answers_given_beforehand(program: Program, export: Path, answers: Path) -> None:
    ran = program.run(
        *("audit", export, "--no-input", "--answers", answers, "--work-domain", "kunta.example", "--format", "json")
    )
    assert ran.code == 1
    report = report_of(ran)
    assert report["inputs"][0]["seen"] == report["inputs"][0]["read"] == 5
    assert not report["complete"]

    reused = rule(report, "unique-passwords")
    assert (reused["verdict"], reused["origin"]) == ("broken", "measured")
    assert [finding["entries"] for finding in reused["findings"]] == [["1:1", "1:2"], ["1:3", "1:4"]]
    across = rule(report, "work-passwords-apart")
    assert across["verdict"] == "broken"
    assert across["findings"][0]["entries"] == ["1:3", "1:4"]
    misplaced = rule(report, "work-address-for-work")
    assert (misplaced["verdict"], misplaced["findings"][0]["entries"]) == ("broken", ["1:4"])
    breached = rule(report, "no-breached-passwords")
    assert breached["verdict"] == "broken"
    assert breached["findings"][0]["entries"] == ["1:1", "1:2"]
    assert rule(report, "help-at-once")["verdict"] == "broken"
    assert rule(report, "help-at-once")["origin"] == "told"
    assert rule(report, "training")["verdict"] == "unknown"
    assert rule(report, "privacy-settings")["verdict"] == "not_applicable"
    kinds = {login["entry"]: login["kind"] for login in report["logins"]}
    assert kinds == {"1:1": "private", "1:2": "private", "1:3": "work", "1:4": "private", "1:5": "unknown"}
    assert report["counts"]["broken"] == sum(each["verdict"] == "broken" for each in report["rules"])


def test_without_a_work_domain_its_rule_is_unknown_and_never_met(program: Program, export: Path) -> None:
    report = report_of(program.run("audit", export, "--no-input", "--format", "json"))
    assert rule(report, "work-address-for-work")["verdict"] == "unknown"
    assert not report["complete"]


def test_an_unreadable_row_leaves_the_audit_incomplete(program: Program, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(
        "name,url,username,password,note\nA,https://a.example/,aino,valas kanootti sumu 47 helmi,\nB,https://b.example/\n"
        "C,https://c.example/,aino,pouta rengas kolme 8142 lehmus,\n"
    )
    ran = program.run("audit", export, "--no-input", "--work-domain", "kunta.example", "--format", "json")
    report = report_of(ran)
    assert report["inputs"][0] | {} == {
        **report["inputs"][0],
        "seen": 3,
        "read": 2,
        "rejected": 1,
    }
    assert report["inputs"][0]["rejected_rows"][0]["row"] == 2
    assert rule(report, "unique-passwords")["verdict"] == "unknown"
    assert ran.code == 3


def test_the_demonstration_runs_through_without_a_question(program: Program) -> None:
    for language, closing in (("fi", "Yhteenveto:"), ("sv", "Sammanfattning:"), ("en", "Summary:")):
        ran = program.run("audit", "--demo", "--no-input", "--lang", language)
        assert ran.code == 1
        assert ran.out.splitlines()[-1].startswith(closing)


def test_exit_zero_and_quiet(program: Program, export: Path) -> None:
    ran = program.run("audit", export, "--no-input", "--exit-zero", "--quiet")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_report_file_is_private_and_never_overwritten_unasked(program: Program, export: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    words = ("audit", export, "--no-input", "--format", "html", "-o", target)
    assert program.run(*words).code == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.write_text("mine")
    refused = program.run(*words)
    assert (refused.code, target.read_text()) == (2, "mine")
    assert "--force" in refused.err
    assert program.run(*words, "--force").code == 1
    assert target.read_text().startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".hygiene")] == []


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "--demo", "export.csv"),
        ("audit", "--demo", "--online", "--offline"),
        ("audit", "--resume", "--no-input"),
        ("audit", "--demo", "--format", "interpretive-dance"),
        ("audit", "--demo", "--work-domain", "gmail.com"),
        ("audit", "--demo", "--policy", "nowhere.toml"),
        ("audit", "--demo", "--answers", "nowhere.toml"),
        ("audit", "--demo", "--lang", "no"),
        ("audit", "--demo", "--range-url", "http://service.example/"),
        ("audit", "--resume"),
        ("audit", "--no-such-option"),
        ("no-such-command",),
        ("schema", "hygiene.nothing/1"),
        ("session", "forget"),
        ("session", "forget", "cafebabe"),
    ],
)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_wrong_usage_is_told_with_a_next_step(program: Program, words: tuple[str, ...], language: str) -> None:
    ran = program.run(*words, environment={"HYGIENE_LANG": language})
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) >= 2
    assert "unforeseen" not in ran.err
    assert "odottamaton" not in ran.err


def test_what_was_typed_wrongly_is_not_repeated(program: Program) -> None:
    ran = program.run("audit", "--password=hunter2-canary")
    assert ran.code == 2
    assert "hunter2-canary" not in ran.err
