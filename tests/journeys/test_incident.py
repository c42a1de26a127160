"""`hygiene incident`, as somebody in need of help runs it."""

from pathlib import Path

import pytest

from tests.journeys.program import Program

OWN = """\
id = "own"
version = "1"
names = { fi = "Oma", sv = "Egen", en = "Own" }

[[contacts]]
id = "it-on-call"
names = { fi = "Tietohallinnon päivystys", sv = "It-stödets jour", en = "IT on call" }
helps_with = ["scam", "device"]
phone = "+358 9 000 0000"
"""


@pytest.mark.parametrize("situation", ["scam", "account", "device", "recipient"])
def test_one_matter_at_a_time_without_a_question(program: Program, situation: str) -> None:
    ran = program.run("incident", situation)
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.count("In the next ten minutes") == 1
    assert "Whom to call" in ran.out


def test_an_organisations_own_contacts_come_first(program: Program, tmp_path: Path) -> None:
    policy = tmp_path / "own.toml"
    policy.write_text(OWN, encoding="utf-8")
    ran = program.run("incident", "scam", "--policy", "municipality", "--policy", str(policy), "--lang", "fi")
    assert ran.out.index("Tietohallinnon päivystys") < ran.out.index("Hätänumero")
    assert "ei ole lisännyt" not in ran.out


def test_an_unknown_matter_tells_the_known_ones(program: Program) -> None:
    ran = program.run("incident", "fire")
    assert ran.code == 2
    assert "scam, account, device, recipient" in ran.err


def test_a_contact_that_cannot_be_reached_is_told_to_the_author(program: Program, tmp_path: Path) -> None:
    policy = tmp_path / "own.toml"
    policy.write_text(OWN.replace('phone = "+358 9 000 0000"', 'place = "de"'), encoding="utf-8")
    ran = program.run("policy", "check", "municipality", str(policy))
    assert ran.code == 2
    assert "own.toml:5: it-on-call: a contact needs a phone number or a link." in ran.out
    assert "only these will do: fi, se." in ran.out
