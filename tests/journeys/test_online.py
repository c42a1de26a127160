"""The audit and the range service: asked only with consent, believed only when it answers truly."""

import json
import re
from pathlib import Path

import pytest

from tests.breaches.server import range_server
from tests.journeys.program import Program

EXPORT = """name,url,username,password,note
Kirjasto,https://kirjasto.example/,aino@posti.example,kivi-orava-tuuli-93-sahti,
Pankki,https://pankki.example/,aino@posti.example,valas-kanootti-sumu-47-helmi,
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def exposures(out: str) -> dict[str, tuple[str, int | None]]:
    return {login["entry"]: (login["breached"], login["breach_count"]) for login in json.loads(out)["logins"]}


def test_what_the_service_knows_is_found_and_the_rest_is_not(program: Program, export: Path) -> None:
    with range_server(breached={"kivi-orava-tuuli-93-sahti": 12}, tls=False) as server:
        ran = program.run("audit", export, "--no-input", "--online", "--range-url", server.url, "--format", "json")
        assert exposures(ran.out) == {"1:1": ("found", 12), "1:2": ("not_found", 0)}
        assert server.requests
        for request in server.requests:
            assert re.search(r"/range/[0-9A-Fa-f]{5}(?![0-9A-Fa-f])", request.path)


@pytest.mark.parametrize("behaviour", ["portal", "fails"])
def test_a_service_that_does_not_answer_truly_leaves_everything_unknown(
    program: Program, export: Path, behaviour: str
) -> None:
    with range_server(breached={}, behaviour=behaviour, tls=False) as server:
        ran = program.run("audit", export, "--no-input", "--online", "--range-url", server.url, "--format", "json")
    assert exposures(ran.out) == {"1:1": ("unknown", None), "1:2": ("unknown", None)}
    assert ran.code in (1, 3)


@pytest.mark.parametrize(("answer", "asks"), [("1", True), ("2", False)])
def test_nothing_leaves_before_consent(program: Program, export: Path, answer: str, asks: bool) -> None:
    with range_server(breached={}, tls=False) as server:
        words = ("audit", export, "--online", "--range-url", server.url, "--work-domain", "kunta.example")
        ran = program.run(*words, typed=f"{answer}\n")
        assert "first five" in ran.err
        assert bool(server.requests) is asks


def test_offline_asks_nobody_and_nothing(program: Program, export: Path) -> None:
    with range_server(breached={}, tls=False) as server:
        words = ("audit", export, "--offline", "--range-url", server.url, "--work-domain", "kunta.example")
        ran = program.run(*words, typed="3\n" * 40)
        assert "first five" not in ran.err
        assert not server.requests
