"""`hygiene link`, as whoever got a dubious link runs it."""

import json

import pytest
from jsonschema import Draft202012Validator

from hygiene.reports import schema
from tests.journeys.program import Program

VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.link/1")))


@pytest.mark.parametrize(
    ("link", "verdict", "code"),
    [
        ("https://nordea.fi@paikka.example.com/", "deceptive", 1),
        ("https://bit.ly/3x", "doubtful", 1),
        ("https://www.nordea.fi/", "known", 0),
        ("https://paivakoti.example.net/", "unknown", 3),
    ],
)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_verdict_in_both_forms(program: Program, link: str, verdict: str, code: int, language: str) -> None:
    ran = program.run("link", link, "--format", "json", "--lang", language)
    document = json.loads(ran.out)
    VALIDATOR.validate(document)
    assert (document["verdict"], ran.code) == (verdict, code)
    told = program.run("link", link, "--lang", language)
    assert told.code == code
    for sign in document["signs"]:
        assert sign["message"][:30] in told.out


def test_nothing_of_a_link_is_told_but_where_it_leads(program: Program) -> None:
    ran = program.run(
        "link", "-", "--format", "json", typed="https://SALAISUUS:sana@example.com/polku?t=MERKKI#loppu\n"
    )
    assert not any(word in (ran.out + ran.err).lower() for word in ("salaisuus", "sana@", "polku", "merkki", "loppu"))


def test_a_link_can_be_pasted_in_place_of_being_written_on_the_command_line(program: Program) -> None:
    assert program.run("link", typed="https://www.nordea.fi/\n").code == 0


def test_what_is_no_link_is_an_error_with_a_next_step(program: Program) -> None:
    ran = program.run("link", "hei maailma", "--lang", "fi")
    assert ran.code == 2
    assert "Tämä ei ole linkki." in ran.err


def test_hostile_letters_stay_inert(program: Program) -> None:
    ran = program.run("link", "-", typed="https://\u202eexample.com\x1b[2J/\n")
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
