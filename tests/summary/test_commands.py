"""`hygiene summary`, as its users run it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pexpect
import pytest

from benchmarks.employees import answered, released_by_the_real_command
from hygiene import texts
from hygiene.findings import Verdict
from hygiene.release import Protection
from hygiene.reports import schema
from hygiene.summary.folders import Reason
from hygiene.summary.ledger import begin_ledger, held, read_ledger
from hygiene.summary.period import Period
from hygiene.summary.record import Answers
from tests.journeys.program import Program
from tests.summary.people import draw, policy
from tests.summary.people import write as write_for

ENVIRONMENT = os.environ | {"HYGIENE_LANG": "en"}
NOW = Period.of(datetime.now(UTC).astimezone().date())


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    texts.use_language("en")


def write(folder: Path, people: list[Answers]) -> None:
    """Shares of the present quarter, as the commands expect them."""
    write_for(folder, people, period=NOW)


def test_the_real_exports_of_many_employees_combine_into_true_figures(tmp_path: Path) -> None:
    """A hundred here; `python -m benchmarks.anonymity` does the same with five hundred."""
    release, kept = released_by_the_real_command(tmp_path, 100)
    jsonschema.validate(release, json.loads(schema("hygiene.release/1")))
    assert (release["participants"], release["unpaired"], release["rejected"]) == (100, 0, 0)
    assert len(release["rules"]) == len(kept) == 8
    for each in release["rules"]:
        assert not each["masked"]
        assert abs(each["met"] - kept[each["id"]]) <= 2
        assert abs(each["broken"] - (100 - kept[each["id"]])) <= 2


def test_exporting_again_replaces_and_the_next_quarter_bears_another_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home = tmp_path / "summary", tmp_path / "home"
    monkeypatch.setenv("HYGIENE_HOME", str(home))
    monkeypatch.setenv("HYGIENE_LANG", "en")
    for answer in ("yes", "no", "yes"):
        answered(home, f'training = "{answer}"', folder)
    pairings = {path.read_bytes()[32:48] for path in folder.rglob("*.share")}
    assert len(pairings) == 1
    assert sorted(path.read_bytes()[48] for path in (folder / "it").iterdir()) == [1, 2, 3]
    write(folder, draw(30))
    ran = combine(Program(home), folder, "--new-ledger")
    assert "2 pairs were replaced" in ran[1]
    assert json.loads(ran[0])["set_aside"][Reason.REPLACED] == 2
    assert json.loads(ran[0])["participants"] == 30


def combine(program: Program, folder: Path, *more: str | Path) -> tuple[str, str]:
    ran = program.run(
        "summary", "combine", folder / "it", folder / "dpo", "--ledger", folder / "ledger", "--format", "json", *more
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.out, ran.err


def test_what_would_leave_is_shown_and_nothing_leaves_without_consent(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "summary"
    words = ("audit", "--offline", "--summary-to", folder)
    ran = program.run(*words, typed="3\n" * 60 + "2\n" * 5)
    assert not folder.exists(), ran.err
    shown = program.run("summary", "export", folder, typed="2\n")
    assert (shown.code, folder.exists()) == (0, False)
    assert "Nothing was written" in shown.err
    assert all(policy().rule(rule.id).texts["en"].title in re.sub(r"\s+", " ", shown.err) for rule in policy().rules)
    gone = program.run("summary", "export", folder, typed="")
    assert (gone.code, folder.exists()) == (0, False)
    agreed = program.run("summary", "export", folder, typed="?\n1\n")
    assert agreed.code == 0
    files = [*folder.rglob("*.share")]
    assert sorted(path.parent.name for path in files) == ["dpo", "it"]
    for path in files:
        assert path.name in re.sub(r"\s+", " ", agreed.err)
        # On request every byte was shown before.
        for at in range(0, 1024, 16):
            assert path.read_bytes()[at : at + 16].hex(" ") in agreed.err


def test_nothing_is_exported_that_is_no_audit_of_this_quarter(program: Program, tmp_path: Path) -> None:
    for words in (("summary", "export", tmp_path), ("audit", "--demo", "--no-input", "--summary-to", tmp_path / "s")):
        ran = program.run(*words)
        assert (ran.code, ran.out) == (2, "")
    assert not (tmp_path / "s").exists()
    program.run("audit", "--demo", typed="1\n" * 60)
    assert program.run("summary", "export", tmp_path / "s", "--no-input").code == 2


def test_a_share_is_explained(program: Program, tmp_path: Path) -> None:
    write(tmp_path, draw(1))
    (path,) = (tmp_path / "it").iterdir()
    ran = program.run("summary", "inspect", path)
    assert ran.code == 0
    assert str(NOW) in ran.out
    assert "holds no answer of anybody" in ran.out
    assert "How it is protected" in ran.out
    assert "What it cannot show" in ran.out
    whole = program.run("summary", "inspect", path, "--bytes").out
    assert len(re.findall(r"^ *\d+  [0-9a-f ]{47}$", whole, re.MULTILINE)) == 64
    path.write_bytes(path.read_bytes()[:-1])
    assert program.run("summary", "inspect", path).code == 2
    assert program.run("summary", "inspect", tmp_path).code == 2


def test_a_release_is_made_once_and_shown_again(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "summary"
    write(folder, draw(60))
    missing = program.run("summary", "combine", folder / "it", folder / "dpo", "--ledger", folder / "ledger")
    assert missing.code == 2
    out, _ = combine(program, folder, "--new-ledger")
    words = ("summary", "combine", folder / "it", folder / "dpo", "--ledger", folder / "ledger")
    again = program.run(*words)
    assert (again.code, again.out) == (4, "")
    assert NOW.next.start.isoformat() in again.err
    shown = program.run("summary", "show", folder / "ledger", "--format", "json")
    assert (shown.code, shown.out) == (0, out)
    for form, begins in (("text", "Account hygiene"), ("html", "<!DOCTYPE html>"), ("csv", "period,")):
        assert program.run("summary", "show", folder / "ledger", "--format", form).out.startswith(begins)
    assert program.run("summary", "show", folder / "ledger", "--period", "2020-Q1").code == 2
    assert program.run("summary", "show", folder / "ledger", "--period", "soon").code == 2
    (folder / "ledger").write_bytes((folder / "ledger").read_bytes().replace(b":60", b":65", 1))
    tampered = program.run("summary", "show", folder / "ledger")
    assert (tampered.code, tampered.out) == (2, "")


def test_too_few_are_refused_and_what_was_set_aside_is_told(program: Program, tmp_path: Path) -> None:
    write(tmp_path, draw(19))
    (tmp_path / "it/notes").write_text("hei")
    words = ("summary", "combine", tmp_path / "it", tmp_path / "dpo", "--ledger", tmp_path / "ledger", "--new-ledger")
    ran = program.run(*words)
    assert (ran.code, ran.out) == (4, "")
    assert "1 file is none of the summary's." in ran.err
    assert "as soon as 20 have taken part" in ran.err


def test_two_who_combine_at_once_make_one_release(program: Program, tmp_path: Path) -> None:
    write(tmp_path, draw(60))
    begin_ledger(tmp_path / "ledger")
    words = ["summary", "combine", str(tmp_path / "it"), str(tmp_path / "dpo"), "--ledger", str(tmp_path / "ledger")]
    with held(tmp_path / "ledger"):
        loser = program.run(*words)
    assert (loser.code, loser.out) == (2, "")
    assert "right now" in loser.err
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "hygiene", *words],
            env=ENVIRONMENT | {"HYGIENE_HOME": str(tmp_path)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    told = [(each.communicate()[1], each.returncode) for each in running]
    # The others were told to wait, or came when there was a release of this quarter already.
    assert [code for _, code in told].count(0) == 1
    assert all("right now" in err or "already" in err for err, code in told if code)
    assert len(read_ledger(tmp_path / "ledger")) == 1


def test_with_noise_where_many_took_part_and_not_where_few_did(program: Program, tmp_path: Path) -> None:
    least = Protection.least_for_noise(len(policy().rules))
    write(tmp_path / "few", draw(60))
    words = ("--laplace", "--new-ledger", "--format", "json")
    few = ("summary", "combine", tmp_path / "few/it", tmp_path / "few/dpo", "--ledger", tmp_path / "few/ledger")
    refused = program.run(*few, *words)
    assert (refused.code, refused.out) == (4, "")
    assert str(least) in refused.err
    # Nothing was released, so the same quarter may be released without noise.
    assert program.run(*few).code == 0
    write(tmp_path, draw(1) * least)
    release = json.loads(combine(program, tmp_path, *words[:2])[0])
    assert abs(release["participants"] - least) < 12 * release["protection"]["noise"]
    assert {each["masked"] for each in release["rules"]} == {False}
    assert (
        program.run("summary", "show", tmp_path / "ledger", "--format", "json").out
        == json.dumps(release, ensure_ascii=False, indent=2) + "\n"
    )


def test_a_workbook_is_written_into_a_file_and_never_onto_a_screen(program: Program, tmp_path: Path) -> None:
    write(tmp_path, draw(60))
    combine(program, tmp_path, "--new-ledger")
    words = ("summary", "show", tmp_path / "ledger", "--format", "xlsx")
    assert program.run(*words, "-o", tmp_path / "release.xlsx").code == 0
    assert (tmp_path / "release.xlsx").read_bytes().startswith(b"PK")
    assert program.run(*words, "-o", tmp_path / "release.xlsx").code == 2
    screen = pexpect.spawn(sys.executable, ["-m", "hygiene", *map(str, words)], encoding="utf-8", env=ENVIRONMENT)
    screen.expect("a terminal cannot show it")
    screen.expect(pexpect.EOF)


def test_two_parties_on_two_machines(program: Program, tmp_path: Path) -> None:
    write(tmp_path, draw(60))
    for side in ("it", "dpo"):
        ran = program.run("summary", "combine", tmp_path / side, "--partial", tmp_path / f"{side}.sum")
        assert ran.code == 0, ran.err
    again = ("summary", "combine", tmp_path / "it", "--partial", tmp_path / "both", "--with", tmp_path / "dpo.sum")
    assert program.run(*again).code == 0
    assert "a partial sum of 60 shares" in program.run("summary", "inspect", tmp_path / "both").out
    words = ("summary", "combine", tmp_path / "both", tmp_path / "dpo.sum", "--ledger", tmp_path / "l", "--new-ledger")
    ran = program.run(*words, "--format", "json")
    assert json.loads(ran.out)["participants"] == 60
    assert any(each[Verdict.MET] for each in json.loads(ran.out)["rules"])
