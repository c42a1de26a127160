"""The audit, where services were breached and where work addresses are asked about."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hygiene.reports import schema
from tests.breaches.server import range_server
from tests.breaches.v3_server import digest_of, v3_server, whole_list
from tests.journeys.keyrings import Command
from tests.journeys.program import Program, Ran

AINO = "aino.kanari@kunta.example"
HEADER = "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,timePasswordChanged"
IN_2018, IN_2026 = 1514800000000, 1767300000000
ROWS = (
    ("https://kauppa.example", AINO, "valas kanootti sumu 47 helmi", IN_2018),
    ("https://adobe.com", AINO, "pouta rengas kolme 8142 lehmus", IN_2026),
    ("https://kerho.example", "aino", "kivi orava tuuli 93 naava", IN_2018),
    ("https://huhu.example", "aino", "saari lyhty viisi 207 koivu", IN_2018),
    ("https://uutiset.example", "aino", "metso kallio yksi 58 haapa", IN_2018),
    ("https://kirjeet.example", "aino", "torni ruuhi kaksi 61 paju", IN_2018),
    ("https://tekaistu.example", "aino", "lampi sulka kuusi 77 pihlaja", IN_2018),
)
QUIET = ("--no-input", "--work-domain", "kunta.example", "--format", "json")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    lines = [
        ",".join(f'"{field}"' for field in (url, user, password, "", url, "{00000000}", changed, changed, changed))
        for url, user, password, changed in ROWS
    ]
    path = tmp_path / "logins.csv"
    path.write_text("\n".join([",".join(f'"{name}"' for name in HEADER.split(",")), *lines]), encoding="utf-8")
    return path


@pytest.fixture
def breaches(tmp_path: Path) -> Path:
    path = tmp_path / "breaches.json"
    path.write_text(json.dumps(whole_list()), encoding="utf-8")
    return path


def rule(ran: Ran, rule_id: str = "breached-services") -> dict[str, Any]:
    report = json.loads(ran.out)
    jsonschema.validate(report, json.loads(schema("hygiene.report/1")))
    found: dict[str, Any] = next(each for each in report["rules"] if each["id"] == rule_id)
    return found


def findings(ran: Ran) -> dict[str, list[str]]:
    return {finding["reason"]: finding["entries"] for finding in rule(ran)["findings"]}


def test_the_list_is_held_against_the_export_with_nothing_leaving(
    program: Program, export: Path, breaches: Path
) -> None:
    ran = program.run("audit", export, *QUIET, "--offline", "--breach-list", breaches)
    assert rule(ran)["verdict"] == "broken"
    messages = {tuple(finding["entries"]): finding["message"] for finding in rule(ran)["findings"]}
    assert messages["1:1",] == (
        "This service lost passwords in May 2025, and yours is older. What leaked: e-mail addresses, passwords."
    )
    assert "delicate" in messages["1:3",]
    assert "nobody has confirmed" in messages["1:4",]
    assert messages.keys() == {("1:1",), ("1:3",), ("1:4",)}
    known = json.loads(ran.out)["breach_list"]
    assert known == {"breaches": len(whole_list()), "ignored": 3, "as_of": "2026-10-20"}
    text = program.run("audit", export, *QUIET[:3], "--offline", "--breach-list", breaches).out
    assert "the newest added on 20 October 2026" in " ".join(text.split())
    assert "3 of them were left out" in " ".join(text.split())


def test_without_a_list_there_is_one_unknown_and_no_noise(program: Program, export: Path) -> None:
    assert findings(program.run("audit", export, *QUIET, "--offline")) == {"breach_list_missing": []}


def test_going_online_fetches_the_list_once(program: Program, export: Path) -> None:
    with range_server(tls=False) as ranges, v3_server(tls=False) as server:
        urls = ("--online", "--range-url", ranges.url, "--breach-url", server.url)
        ran = program.run("audit", export, *QUIET, *urls)
    assert server.paths == ["/breaches"]
    assert findings(ran).keys() == {"service_breached", "service_perhaps_breached"}


@pytest.mark.parametrize(("behaviour", "why"), [("portal", "untrusted_answer"), ("fails", "service_failing")])
def test_a_list_that_cannot_be_fetched_is_unknown_with_its_reason(
    program: Program, export: Path, behaviour: str, why: str
) -> None:
    with range_server(tls=False) as ranges, v3_server(behaviour=behaviour, tls=False) as server:
        urls = ("--online", "--range-url", ranges.url, "--breach-url", server.url)
        ran = program.run("audit", export, *QUIET, *urls)
    (finding,) = rule(ran)["findings"]
    assert (finding["reason"], finding["values"]) == ("breach_list_unread", {"why": why})


def test_a_file_that_is_not_the_whole_list_is_refused_before_anything_else(
    program: Program, export: Path, breaches: Path
) -> None:
    breaches.write_text(json.dumps(whole_list()[:20]), encoding="utf-8")
    ran = program.run("audit", export, *QUIET, "--breach-list", breaches)
    assert (ran.code, ran.out) == (2, "")
    assert "breaches.json" in ran.err


def test_the_organisation_s_file_tells_of_malware_on_a_device(
    program: Program, export: Path, breaches: Path, tmp_path: Path
) -> None:
    of_domain = tmp_path / "domain.json"
    of_domain.write_text(json.dumps({"aino.kanari": ["Varasloki", "Dropbox"]}), encoding="utf-8")
    files = ("--breach-list", breaches, "--breached-domain", of_domain)
    ran = program.run("audit", export, *QUIET, "--offline", *files)
    by_reason = {finding["reason"]: finding for finding in rule(ran)["findings"]}
    assert by_reason["device_infected"]["entries"] == ["1:1", "1:3", "1:4", "1:5", "1:6", "1:7"]
    assert "another device" in by_reason["device_infected"]["remedy"]["text"]
    assert by_reason["address_breached"]["about"] == ["Dropbox"]
    doubts = {finding["reason"]: finding["about"] for finding in rule(ran, "work-address-for-work")["findings"]}
    assert doubts["trace_uncertain"] == ["Dropbox"], "the account may be gone"
    assert "kanari" not in ran.out + ran.err


@pytest.mark.parametrize("takes_ranges", [True, False])
def test_without_a_dialogue_an_address_is_asked_by_six_characters_or_not_at_all(
    command: Command, export: Path, breaches: Path, *, takes_ranges: bool
) -> None:
    with (
        range_server(tls=False) as ranges,
        v3_server({AINO: ["Dropbox"]}, takes_ranges=takes_ranges, tls=False) as server,
    ):
        urls = ("--online", "--range-url", ranges.url, "--breach-url", server.url, "--breach-list", breaches)
        ran = command.with_key()("audit", export, *QUIET, *urls, "--addresses")
    reasons = findings(ran).keys()
    asked = ["/breachedaccount/range/567159", f"/breachedaccount/range/{digest_of(AINO)[:6]}"]
    assert server.paths == ["/subscription/status", *(asked if takes_ranges else [])]
    assert ("address_breached" in reasons, "address_unknown" in reasons) == (takes_ranges, not takes_ranges)


def test_in_a_dialogue_each_consent_is_asked_for_once_and_kept(command: Command, export: Path, breaches: Path) -> None:
    with v3_server({AINO: ["Dropbox"]}, tls=False) as server:
        words = ("audit", export, "--work-domain", "kunta.example", "--breach-url", server.url, "--addresses")
        # All accounts are private; no to the passwords, yes to both ways of asking; then the employee leaves.
        ran = command.with_key()(*words, "--breach-list", breaches, typed="4\n2\n1\n1\n")
        assert ran.code == 130
        assert "that hold your work address" in " ".join(ran.err.split())
        assert "May your work address be sent" in " ".join(ran.err.split())
        once = list(server.paths)
        assert sum("kanari" in path for path in once) == 1
        again = command("audit", "--resume")
        assert again.code == 130
        assert "be sent to" not in " ".join(again.err.split())
    assert server.paths == once * 2


def test_a_dialogue_that_says_no_sends_nothing(command: Command, export: Path, breaches: Path) -> None:
    with v3_server({AINO: ["Dropbox"]}, tls=False) as server:
        words = ("audit", export, "--work-domain", "kunta.example", "--breach-url", server.url, "--addresses")
        command.with_key()(*words, typed="4\n2\n2\n")
    assert server.requests == []


def test_addresses_take_a_key_and_a_network(command: Command, export: Path) -> None:
    assert command("audit", export, *QUIET, "--addresses", "--online").code == 4
    assert command("audit", export, *QUIET, "--addresses", "--offline").code == 2


def test_the_organisation_s_file_takes_nothing_from_what_the_fetched_list_tells(
    program: Program, export: Path, tmp_path: Path
) -> None:
    of_domain = tmp_path / "domain.json"
    of_domain.write_text(json.dumps({"aino.kanari": ["Kauppa", "Varasloki"]}), encoding="utf-8")
    with range_server(tls=False) as ranges, v3_server(tls=False) as server:
        urls = ("--online", "--range-url", ranges.url, "--breach-url", server.url)
        ran = program.run("audit", export, *QUIET, *urls, "--breached-domain", of_domain)
    assert server.paths == ["/breaches"]
    found = {(finding["reason"], entry) for finding in rule(ran)["findings"] for entry in finding["entries"]}
    assert found >= {("service_breached", "1:1"), ("device_infected", "1:1")}


def test_addresses_that_were_to_be_asked_about_and_are_not_there_are_unknown(
    program: Program, export: Path, breaches: Path, tmp_path: Path
) -> None:
    of_domain = tmp_path / "domain.json"
    of_domain.write_text(json.dumps({"aino.kanari": ["Kauppa"]}), encoding="utf-8")
    files = ("--offline", "--breach-list", breaches, "--breached-domain", of_domain)
    ran = program.run("audit", export, *QUIET[:1], "--format", "json", "--work-domain", "muu.example", *files)
    assert [each["values"]["why"] for each in rule(ran)["findings"] if each["reason"] == "address_unknown"] == [
        "no_work_address"
    ]


def test_a_consent_is_for_the_service_that_it_was_given_for(command: Command, export: Path, breaches: Path) -> None:
    words = ("--work-domain", "kunta.example", "--addresses", "--breach-list", breaches)
    with v3_server({AINO: ["Dropbox"]}, tls=False) as server:
        user = command.with_key().with_key("localhost")
        user("audit", export, *words, "--breach-url", server.url, typed="4\n2\n1\n1\n")
        before = len(server.requests)
        assert before
        moved = server.url.replace("127.0.0.1", "localhost")
        ran = user("audit", "--resume", "--breach-url", moved, typed="2\n2\n2\n")
        assert ran.code == 130
        assert "ask localhost about data breaches" in " ".join(ran.err.split())
        assert len(server.requests) == before
