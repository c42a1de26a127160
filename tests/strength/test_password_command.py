"""The commands as a shell runs them."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pexpect
import pytest
from jsonschema import Draft202012Validator

from hygiene.evidence import Exposure
from hygiene.findings import Verdict
from hygiene.journeys.single_check import check_password
from hygiene.policy.reading import load_policy
from hygiene.reports import schema
from hygiene.reports.password import render_json, render_text
from hygiene.secret import Secret
from hygiene.strength.passphrases import passphrase_words
from hygiene.texts import LANGUAGES, use_language

STRONG = "kastrull-myrten-hängsle-bro-gaffel"


def hygiene(*arguments: str, piped: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "hygiene", *arguments], input=piped, capture_output=True, check=False)


def report(*arguments: str, piped: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(hygiene("password", "--format", "json", *arguments, piped=piped).stdout)
    Draft202012Validator(json.loads(schema("hygiene.password/1"))).validate(document)
    return document


def test_a_weak_password_is_told_in_words_and_times() -> None:
    run = hygiene("password", "--lang", "en", piped=b"Laukaa2024!\n")
    text = run.stdout.decode()
    assert run.returncode == 1
    assert "weak (1 of 4)" in text
    assert "11 characters" in text
    assert "hundred guesses an hour" in text
    assert "stolen password database" in text
    assert "needs 15" in text
    assert "hygiene generate" in text
    assert "Laukaa" not in text + run.stderr.decode()


def test_a_strong_password_meets_the_policy_as_far_as_is_known() -> None:
    run = hygiene("password", "--lang", "en", piped=STRONG.encode())
    assert run.returncode == 3
    assert "as far as is known" in run.stdout.decode()
    assert hygiene("password", "--exit-zero", piped=STRONG.encode()).returncode == 0


def test_machines_read_what_the_schema_says() -> None:
    document = report(piped=b"Laukaa2024!\r\nsecond line\n")
    assert document["length"] == 11
    assert document["verdict"] == "broken"
    assert {"place", "year", "shape"} <= set(document["reasons"])
    assert report(piped=STRONG.encode())["verdict"] == "unknown"
    assert report(piped=b"")["verdict"] == "broken"
    assert report(piped=b"\xff\xfe\x00")["length"] == 3


def test_the_policy_is_content_with_less_beside_a_second_factor() -> None:
    password = b"xq7Rw!2kLp"
    assert report(piped=password)["verdict"] == "broken"
    assert report("--second-factor", piped=password)["verdict"] == "unknown"


def test_the_name_of_the_organisation_counts_as_known() -> None:
    password = "Näätälänkylä2024!".encode()
    alone, known = report(piped=password), report("--work-domain", "naatalankyla.example", piped=password)
    assert known["guesses_log10"] < alone["guesses_log10"]
    assert "known" in known["reasons"]


def test_a_breached_password_is_told_so() -> None:
    document = report(piped=b"qwerty123")
    assert document["breached"] == "found"
    assert document["verdict"] == "broken"


@pytest.mark.parametrize("password", ["Laukaa2024!", STRONG, "", "qwerty123", "\ud800x", "x" * 5000, "\x1b[31m[/x]"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_can_be_told_in_every_language(password: str, language: str) -> None:
    use_language(language)
    try:
        made = check_password(Secret(password), load_policy(["municipality"]))
        text = render_text(made, 60)
        Draft202012Validator(json.loads(schema("hygiene.password/1"))).validate(json.loads(render_json(made)))
    finally:
        use_language("en")
    assert max(map(len, text.splitlines())) <= 60
    assert len(password) < 4 or password not in text
    assert made.breached.exposure in Exposure


def test_the_policy_decides() -> None:
    policy = load_policy(["municipality"])
    content = {"min_length": 8, "min_length_with_second_factor": 8, "min_score": 0}
    lax = replace(policy, rules=tuple(replace(rule, parameters=content) for rule in policy.rules))
    password = Secret("Kotkansiipi4")
    assert check_password(password, policy).verdict is Verdict.BROKEN
    assert check_password(password, lax).verdict is Verdict.UNKNOWN


def test_at_a_terminal_the_password_is_typed_unseen() -> None:
    terminal = pexpect.spawn(
        sys.executable, ["-m", "hygiene", "password", "--lang", "en"], encoding="utf-8", timeout=20, env={**os.environ}
    )
    terminal.expect("does not show")
    terminal.sendline("Kanariefagel77")
    terminal.expect(pexpect.EOF)
    shown = terminal.before or ""
    terminal.close()
    assert "of 4)" in shown
    assert "Kanariefagel77" not in shown
    assert terminal.exitstatus == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passphrase_stands_alone_on_standard_output(language: str) -> None:
    run = hygiene("generate", "--lang", language, "--words", "6")
    words = run.stdout.decode().removesuffix(os.linesep).split("-")
    assert run.returncode == 0
    assert len(words) == 6
    assert set(words) <= set(passphrase_words(language))
    told = re.search(r"6\D+(\d+)\D+(\d+[.,]\d)", run.stderr.decode())
    assert told
    assert int(told[1]) == len(passphrase_words(language))


def test_a_random_password_is_as_long_as_was_asked() -> None:
    run = hygiene("generate", "--characters", "32", "--quiet")
    assert len(run.stdout.decode().strip()) == 32
    assert run.stderr == b""


@pytest.mark.parametrize(
    "arguments", [("--words", "3"), ("--words", "x"), ("--characters", "5"), ("--words", "2000000000")]
)
def test_what_makes_no_safe_password_is_refused(arguments: tuple[str, ...]) -> None:
    run = hygiene("generate", *arguments)
    assert run.returncode == 2
    assert run.stdout == b""
    assert run.stderr
