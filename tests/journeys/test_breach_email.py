"""`hygiene breach email` and `hygiene breach key`, with a keyring and a service of the tests' own."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hygiene.reports import schema
from tests import own_keyring
from tests.breaches.v3_server import KEY, TEST_DOMAIN, V3Server, digest_of, v3_server, whole_list
from tests.journeys.keyrings import Command
from tests.journeys.program import Program, Ran

ADDRESS = "aino.kanari@kunta.example"


def document(ran: Ran) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(said, json.loads(schema("hygiene.breach/1")))
    return said


def email(server: V3Server, *more: str | Path) -> tuple[str | Path, ...]:
    return ("breach", "email", ADDRESS, "--breach-url", server.url, *more)


def test_the_way_that_gives_least_away_is_taken_after_consent(command: Command) -> None:
    with v3_server({ADDRESS: ["Kauppa", "Varasloki"]}, takes_ranges=True, tls=False) as server:
        ran = command.with_key()(*email(server), typed="1\n")
    assert ran.code == 1
    assert "first six" in " ".join(ran.err.split())
    assert "a…@kunta.example is in 2 data breaches" in " ".join(ran.out.split())
    assert "in May 2025" in ran.out
    assert "from another device" in " ".join(ran.out.split())
    assert server.paths == [
        "/subscription/status",
        "/breaches",
        "/breachedaccount/range/567159",
        f"/breachedaccount/range/{digest_of(ADDRESS)[:6]}",
    ]


def test_before_consent_nothing_leaves(command: Command) -> None:
    with v3_server({ADDRESS: ["Kauppa"]}, tls=False) as server:
        refused = command.with_key()(*email(server), typed="2\n")
        silent = command(*email(server, "--no-input", "--format", "json"))
    assert (refused.code, silent.code) == (3, 3)
    assert server.requests == []
    assert document(silent)["reason"] == "not_asked"


def test_the_address_itself_leaves_only_after_a_consent_of_its_own(command: Command) -> None:
    with v3_server({ADDRESS: ["Kauppa"]}, tls=False) as server:
        assert command.with_key()(*email(server), typed="1\n2\n").code == 3
        assert command(*email(server, "--online", "--no-input")).code == 3
        assert server.paths == ["/subscription/status"] * 2
        assert command(*email(server), typed="1\n1\n").code == 1
        assert command(*email(server, "--online", "--in-the-clear", "--no-input")).code == 1
    assert sum("kanari" in path for path in server.paths) == 2


def test_stealer_logs_are_asked_for_where_key_and_owner_allow_it(command: Command, tmp_path: Path) -> None:
    asked = f"/stealerlogsbyemail/{ADDRESS.replace('@', '%40')}"
    with v3_server(takes_ranges=True, logs={ADDRESS: ["kauppa.example", "kerho.example"]}, tls=False) as server:
        assert "in the domains that its holder" in " ".join(
            command.with_key()("breach", "key", "test", "--breach-url", server.url).out.split()
        )
        refused = command(*email(server), typed="1\n2\n")
        silent = command(*email(server, "--online", "--no-input"))
        assert (refused.code, silent.code, asked in server.paths) == (0, 0, False)
        assert "on which websites malware" in " ".join(refused.err.split())
        ran = command(*email(server), typed="1\n1\n")
        said = command(*email(server, "--online", "--in-the-clear", "--no-input", "--format", "json"))
        kept = command(*email(server, "--online", "--in-the-clear", "--no-input", "-o", tmp_path / "answer.txt"))
        assert server.paths.count(asked) == 3
    assert (ran.code, said.code, kept.code) == (1, 1, 1)
    told = " ".join(ran.out.split())
    assert "recorded the address a…@kunta.example on 2 websites: kauppa.example, kerho.example" in told
    assert "The device was infected" in told
    assert "from another device" in told
    assert document(said)["stealer_logs"] == {"sites": 2, "reason": None, "message": None}
    assert "kerho.example" not in said.out + (tmp_path / "answer.txt").read_text(encoding="utf-8")


def test_logs_about_a_domain_that_the_key_was_not_given_for_are_unknown(command: Command) -> None:
    address = "aino@muu.example"
    with v3_server({address: []}, logs={}, tls=False) as server:
        words = ("breach", "email", address, "--breach-url", server.url, "--online", "--in-the-clear", "--no-input")
        ran = command.with_key()(*words)
        said = command(*words, "--format", "json")
    assert (ran.code, said.code) == (3, 3)
    assert "It is not known whether malware on a device has recorded" in " ".join(ran.out.split())
    assert (document(said)["exposure"], document(said)["stealer_logs"]["reason"]) == ("not_found", "not_allowed")


def test_an_address_from_standard_input_is_asked_about_where_flags_allow_it(command: Command) -> None:
    with v3_server({ADDRESS: ["Uutiset"]}, tls=False) as server:
        words = ("breach", "email", "-", "--breach-url", server.url, "--online", "--in-the-clear", "--format", "json")
        ran = command.with_key()(*words, typed=f"{ADDRESS}\n")
    said = document(ran)
    assert (ran.code, said["exposure"], said["source"]) == (1, "found", "in_the_clear")
    (uutiset,) = said["breaches"]
    assert (uutiset["name"], uutiset["lost_passwords"], uutiset["other_data"]) == ("Uutiset", False, 1)
    assert uutiset["data"] == ["email-addresses", "names"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("local", "code"),
    [
        ("account-exists", 1),
        ("multiple-breaches", 1),
        ("opt-out", 0),
        ("sensitive-breach", 0),
        ("spam-list-only", 0),
        ("stealer-log", 1),
        ("unverified-breach", 1),
    ],
)
def test_the_service_s_own_test_addresses(command: Command, local: str, code: int, language: str) -> None:
    with v3_server(tls=False) as server:
        url = ("--breach-url", server.url, "--online", "--in-the-clear", "--no-input", "--lang", language)
        text = command.with_key()("breach", "email", f"{local}@{TEST_DOMAIN}", *url)
        said = command("breach", "email", f"{local}@{TEST_DOMAIN}", *url, "--format", "json")
    assert (text.code, said.code) == (code, code)
    assert document(said)["action_needed"] is (code == 1)
    assert local not in text.out + said.out
    if local in ("opt-out", "sensitive-breach"):
        assert "haveibeenpwned.com/NotifyMe" in text.out


def test_without_a_key_or_with_a_wrong_one_it_ends_with_4(command: Command, program: Program) -> None:
    with v3_server(keys=(), tls=False) as server:
        assert command(*email(server, "--online")).code == 4
        assert server.requests == []
        ran = command.with_key()(*email(server, "--online"))
        without_keyring = program.run(*email(server, "--online"), environment=own_keyring.NONE)
    assert ran.code == 4
    assert "breach key set" in ran.err
    assert (without_keyring.code, without_keyring.out) == (4, "")
    assert "keyring" in without_keyring.err


def test_a_service_that_fails_leaves_it_unknown_with_its_reason(command: Command) -> None:
    with v3_server(behaviour="portal", tls=False) as server:
        ran = command.with_key()(*email(server, "--online", "--format", "json"))
    said = document(ran)
    assert (ran.code, said["exposure"], said["reason"]) == (3, "unknown", "untrusted_answer")
    assert said["breaches"] == []


def test_a_pause_that_the_service_asks_for_holds_over_commands(command: Command) -> None:
    with v3_server(pauses=["900"], tls=False) as server:
        words = email(server, "--online", "--format", "json")
        assert [document(command.with_key()(*words))["reason"] for _ in range(2)] == ["rate_limited"] * 2
    assert len(server.requests) == 1
    assert [path.name for path in command.home.iterdir()] == ["ask-again-127.0.0.1"]


def test_the_organisation_s_file_needs_neither_key_nor_network(program: Program, tmp_path: Path) -> None:
    of_domain, breaches = tmp_path / "domain.json", tmp_path / "breaches.json"
    of_domain.write_text(json.dumps({"aino.kanari": ["Kauppa", "Kerho"]}), encoding="utf-8")
    breaches.write_text(json.dumps(whole_list()), encoding="utf-8")
    words = ("breach", "email", ADDRESS, "--breached-domain", of_domain, "--breach-url", "http://127.0.0.1:9")
    unnamed = program.run(*words)
    assert (unnamed.code, "--work-domain" in unnamed.err) == (2, True)
    bare = program.run(*words, "--work-domain", "kunta.example", "--format", "json")
    assert [each["nature"] for each in document(bare)["breaches"]] == ["unknown"] * 2
    full = program.run(*words, "--work-domain", "kunta.example", "--breach-list", breaches, "--format", "json")
    kauppa, delicate = document(full)["breaches"]
    assert (full.code, kauppa["happened"]) == (1, "2025-05-11")
    assert (delicate["sensitive"], delicate["name"], delicate["title"], delicate["data"]) == (True, None, None, [])
    on_screen = program.run(*words, "--work-domain", "kunta.example", "--breach-list", breaches)
    assert "Kerho" in on_screen.out
    target = tmp_path / "answer.txt"
    assert program.run(*words, "--work-domain", "kunta.example", "--breach-list", breaches, "-o", target).code == 1
    written = target.read_text(encoding="utf-8")
    assert "Kauppa" in written
    assert "Kerho" not in written
    assert "delicate" in written
    other = program.run("breach", "email", "x@toinen.example", *words[3:], "--work-domain", "kunta.example")
    assert other.code == 3
    none = program.run("breach", "email", "liisa@kunta.example", *words[3:], "--work-domain", "kunta.example")
    assert none.code == 0


def test_a_policy_may_forbid_the_network_and_lock_the_address_of_the_service(command: Command, tmp_path: Path) -> None:
    policy = tmp_path / "own.toml"
    head = 'id = "own"\nversion = "1"\n[names]\nfi = "a"\nsv = "b"\nen = "c"\n'
    names = ("--policy", "municipality", "--policy", policy)
    policy.write_text(f"{head}[settings]\nonline = false\n", encoding="utf-8")
    with v3_server(tls=False) as server:
        assert command.with_key()(*email(server, *names)).code == 4
        assert command("breach", "key", "test", "--breach-url", server.url, *names).code == 4
        policy.write_text(
            f'locked = ["breach_url"]\n{head}[settings]\nbreach_url = "https://breaches.example/v3"\n', encoding="utf-8"
        )
        locked = command(*email(server, *names))
        assert server.requests == []
    assert locked.code == 2
    assert "breach_url" in locked.err
    elsewhere = command("breach", "email", ADDRESS, *names)
    assert elsewhere.code == 4, "the key of one service is for no other"
    assert "breaches.example" in elsewhere.err


@pytest.mark.parametrize(
    "words",
    [
        ("breach", "email", "kanari"),
        ("breach", "email", "kanari@"),
        ("breach", "email", "-"),
        ("breach", "email"),
        ("breach", "email", ADDRESS, "--format", "html"),
        ("breach", "email", ADDRESS, "--breach-url", "http://service.example/kanari"),
        ("breach", "email", ADDRESS, "--breach-list", "kanari-nowhere"),
        ("breach", "email", ADDRESS, "--no-such-option=kanari"),
        ("breach", "key", "set", "kanari"),
        ("breach", "key", "set", "-"),
        ("breach", "key", "kanari"),
    ],
)
def test_what_was_typed_wrongly_is_told_and_not_repeated(command: Command, words: tuple[str, ...]) -> None:
    ran = command(*(word.replace("kanari-nowhere", "nowhere.json") for word in words), typed="kanari\n")
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) >= 2


def test_a_key_is_kept_tried_out_and_removed(command: Command) -> None:
    with v3_server(takes_ranges=True, tls=False) as server:
        url = ("--breach-url", server.url)
        assert command("breach", "key", "test", *url).code == 4
        assert command("breach", "key", "set", "-", *url, typed=f" {KEY.reveal().upper()}\n").code == 0
        assert command.keyring.kept == {("hygiene", "breach-key 127.0.0.1"): KEY.reveal()}
        ran = command("breach", "key", "test", *url)
        assert (ran.code, server.paths) == (0, ["/subscription/status"])
        assert "30 May 2027" in ran.out
        assert "six characters" in ran.out
        assert command("breach", "key", "remove", *url).code == 0
        assert command("breach", "key", "remove", *url).code == 0
    assert command.keyring.kept == {}
    assert not list(command.home.iterdir())


def test_a_key_that_is_refused_or_cannot_be_tried_out(command: Command) -> None:
    with v3_server(keys=(), tls=False) as server:
        assert command.with_key()("breach", "key", "test", "--breach-url", server.url).code == 4
    with v3_server(behaviour="fails", tls=False) as server:
        assert command("breach", "key", "test", "--breach-url", server.url).code == 3


@pytest.mark.parametrize("subcommand", ["set", "remove", "test"])
def test_without_a_keyring_no_key_is_kept_anywhere(program: Program, subcommand: str) -> None:
    more = ("-",) if subcommand == "set" else ()
    ran = program.run("breach", "key", subcommand, *more, typed=f"{KEY.reveal()}\n", environment=own_keyring.NONE)
    assert (ran.code, ran.out) == (4, "")
    assert KEY.reveal() not in ran.err
    assert not list(program.home.iterdir())


def test_nobody_at_the_keyboard_is_no_consent(command: Command) -> None:
    with v3_server({ADDRESS: ["Kauppa"]}, tls=False) as server:
        ran = command.with_key()(*email(server), typed="")
    assert (ran.code, server.requests) == (3, [])
    assert "unforeseen" not in ran.err
