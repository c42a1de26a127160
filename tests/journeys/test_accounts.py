"""The list of accounts, as those who use it see it from one time to the next."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hygiene.evidence import AccountKind, Certainty, Login, Trace, TraceSource
from hygiene.journeys.inventory import take_inventory
from hygiene.journeys.traces import follow_traces
from hygiene.policy.model import Organisation
from hygiene.reports import schema
from hygiene.services.sides import Line
from tests.journeys.program import Program, Ran
from tests.mailbox.mails import mail, mbox

VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.accounts/1")), format_checker=FormatChecker())
HEADER = "name,url,username,password,note\n"
WORK = "aino.laaksonen@kunta.example"
ZALANDO = f"Zalando,https://www.zalando.fi/,{WORK},valas-kanootti-sumu-47-helmi,\n"
MOVED = "Zalando,https://www.zalando.fi/,aino@posti.example,valas-kanootti-sumu-47-helmi,\n"
PHOTOS = f"Kuvat,https://kuvat.example/,{WORK},kivi-orava-tuuli-93-sahti,\n"
INTRANET = "Intranet,https://netti.kunta.example/,ailaak01,pouta*Rengas*kolme*8142,\n"
DELICIOUS = "Delicious,https://delicious.com/,aino,pilvi*Saapas*viisi*7731,\n"
FORMULA = f'"=HYPERLINK(""https://evil.example"")",https://www.tori.fi/,{WORK},metsä*Saapas*neljä*7731,\n'
ARGUMENTS = ("--work-domain", "kunta.example")
SPOTIFY = {
    "from": "Spotify <no-reply@spotify.com>",
    "authentication_results": "mx.kunta.example; dkim=pass header.d=spotify.com",
}


def export(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "vienti.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def listed(ran: Ran) -> dict[str, dict[str, Any]]:
    document = json.loads(ran.out)
    VALIDATOR.validate(document)
    return {each["label"]: each for each in document["accounts"]}


def steps(account: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["step"], each["progress"]) for each in account["steps"]]


def take(program: Program, path: Path, typed: str = "", *more: str) -> Ran:
    return program.run("accounts", path, *ARGUMENTS, "--format", "json", *more, typed=typed)


def test_each_account_has_its_side_its_address_and_its_steps(program: Program, tmp_path: Path) -> None:
    ran = take(program, export(tmp_path, ZALANDO, PHOTOS, INTRANET, DELICIOUS), "", "--no-input")
    accounts = listed(ran)
    assert ran.code == 1
    assert list(accounts) == ["Delicious", "Zalando", "Kuvat", "Intranet"]
    told = [(each["kind"], each["address"], each["ended"]) for each in accounts.values()]
    assert told == [
        ("unknown", "name", "2017"),
        ("private", "work", None),
        ("unknown", "work", None),
        ("work", "name", None),
    ]
    assert steps(accounts["Zalando"])[0] == ("move_to_own", "open")
    assert accounts["Zalando"]["steps"][0]["links"][0] == "https://www.zalando.fi/myaccount/details/"
    assert steps(accounts["Delicious"]) == [("forget", "open")]
    assert steps(accounts["Kuvat"]) == [("decide", "open")]
    assert steps(accounts["Intranet"]) == []


def test_addresses_of_one_kind_are_told_apart_by_numbers(program: Program, tmp_path: Path) -> None:
    rows = [
        f"Vinted,https://www.vinted.fi/,{name},x{name},\n"
        for name in (WORK, "kirjuri@kunta.example", "a@posti.example")
    ]
    ran = program.run("accounts", export(tmp_path, *rows), *ARGUMENTS, "--no-input", "--format", "json")
    held = [(each["address"], each["address_number"]) for each in listed(ran).values()]
    assert sorted(held, key=str) == [("own", None), ("work", 1), ("work", 2)]


def test_mails_tell_from_when_to_when_a_service_wrote(program: Program, tmp_path: Path) -> None:
    letters = [
        mail(date="Sat, 6 Jan 2024 09:12:11 +0200"),
        mail(date="Mon, 4 Mar 2024 09:12:11 +0200", subject="Your receipt"),
        mail(**SPOTIFY),
    ]
    path = tmp_path / "posti.mbox"
    path.write_bytes(mbox(*letters))
    words = ("accounts", "--mailbox", path, *ARGUMENTS, "--no-input")
    accounts = listed(program.run(*words, "--format", "json"))
    seen = {label: (each["first_seen"], each["last_seen"], each["last_used"]) for label, each in accounts.items()}
    assert seen["Netflix"] == ("2024-01-06", "2024-03-04", None)
    assert seen["Spotify"] == ("2024-01-06", "2024-01-06", None)
    told = " ".join(program.run(*words, "--lang", "en").out.split())
    assert "Signs of it: 6 January 2024 – 4 March 2024" in told
    assert told.count("Signs of it: 6 January 2024") == 2


@pytest.mark.parametrize("form", ["text", "json", "html", "markdown", "csv"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_form_tells_an_address_a_user_name_or_a_password(
    program: Program, tmp_path: Path, form: str, language: str
) -> None:
    path = export(tmp_path, ZALANDO, MOVED, INTRANET)
    ran = program.run("accounts", path, *ARGUMENTS, "--no-input", "--format", form, "--lang", language)
    assert ran.code == 1
    assert "Zalando" in ran.out
    assert [word for word in ("laaksonen", "aino@", "ailaak01", "kanootti") if word in ran.out + ran.err] == []


def test_the_worksheet_holds_what_is_to_be_done_and_no_formula(program: Program, tmp_path: Path) -> None:
    path = export(tmp_path, FORMULA, INTRANET)
    ran = program.run("accounts", path, *ARGUMENTS, "--no-input", "--worksheet", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["domain"] for row in rows} == {"tori.fi"}
    assert rows[0]["account"].startswith("'=HYPERLINK")
    assert all(row["done"] == "" and row["what_to_do"] for row in rows)


def test_a_doubt_is_asked_about_once_and_the_answer_holds_for_other_lists_and_audits(
    program: Program, tmp_path: Path
) -> None:
    path = export(tmp_path, PHOTOS, INTRANET)
    first = take(program, path, "1\n")
    assert "Is the account “Kuvat” for work or for leisure?" in first.err
    assert steps(listed(first)["Kuvat"]) == [("move_to_own", "open")]
    second = take(program, path, "2\n")
    assert "for work or for leisure?" not in second.err
    assert listed(second)["Kuvat"]["kind"] == "private"
    audit = program.run("audit", path, *ARGUMENTS, "--offline", typed="")
    assert "for work or for leisure?" not in audit.err
    again = take(program, path, "2\n", "--again")
    assert "Is the account “Kuvat” for work or for leisure?" in again.err
    assert listed(again)["Kuvat"]["kind"] == "work"


def test_progress_is_asked_for_the_next_time_and_told_beside_what_the_files_show(
    program: Program, tmp_path: Path
) -> None:
    first = take(program, export(tmp_path, ZALANDO))
    assert "Last time" not in first.err
    asked = len(listed(first)["Zalando"]["steps"])
    second = take(program, export(tmp_path, ZALANDO), "1\n" * asked)
    assert "Last time there was a step about “Zalando”" in second.err
    assert steps(listed(second)["Zalando"])[0] == ("move_to_own", "still_shown")
    assert second.code == 1
    third = take(program, export(tmp_path, MOVED))
    assert "Last time" not in third.err
    assert json.loads(third.out)["no_longer_shown"] >= 1
    assert "move_to_own" not in [step for step, _ in steps(listed(third)["Zalando"])]
    assert json.loads(take(program, export(tmp_path, MOVED)).out)["no_longer_shown"] == 0


def test_what_is_not_done_yet_is_asked_about_again(program: Program, tmp_path: Path) -> None:
    path = export(tmp_path, ZALANDO, DELICIOUS)
    take(program, path)
    second = take(program, path, "3\n")
    assert second.err.count("Last time there was") == 1
    assert {progress for each in listed(second).values() for _, progress in steps(each)} == {"open"}
    assert take(program, path, "3\n").err.count("Last time there was") == 1


def test_nothing_given_is_told_with_the_next_step(program: Program) -> None:
    ran = program.run("accounts")
    assert ran.code == 2
    assert "hygiene accounts EXPORT" in ran.err


def test_the_demonstration_lists_its_accounts_and_keeps_nothing(program: Program) -> None:
    ran = program.run("accounts", "--demo", "--format", "json")
    assert ran.code == 1
    assert len(listed(ran)) == 11
    assert "No audits are kept." in program.run("session", "list").out


def test_what_was_kept_is_listed_and_removed_with_all_else(program: Program, tmp_path: Path) -> None:
    take(program, export(tmp_path, PHOTOS), "1\n")
    assert "accounts" in program.run("session", "list").out
    program.run("session", "forget", "--all")
    assert "for work or for leisure?" in take(program, export(tmp_path, PHOTOS), "1\n").err


LINE = Line(frozenset({"kunta.example"}), date(2026, 11, 22))


def trace(
    site: str,
    certainty: Certainty = Certainty.CERTAIN,
    address: str = WORK,
    about: AccountKind = AccountKind.UNKNOWN,
) -> Trace:
    return Trace(site, address, TraceSource.MAILBOX, certainty, about=about)


def test_a_trace_belongs_to_the_login_of_the_same_service_and_address() -> None:
    logins = [
        Login("1:1", urls=("https://www.zalando.fi/",), username=WORK.upper()),
        Login("1:2", urls=("https://www.youtube.com/",), username=WORK),
    ]
    accounts = take_inventory(logins, LINE)
    traces = [trace("zalando.fi"), trace("google.com"), trace("zalando.fi", address="aino@posti.example")]
    assert [each.entry for each in follow_traces(traces, accounts, LINE)] == ["1:1", "1:2", ""]


def test_traces_of_one_account_are_one_and_as_sure_as_the_surest() -> None:
    traces = [trace("zalando.fi", Certainty.POSSIBLE), trace("zalando.fi"), trace("zalando.fi", Certainty.LIKELY)]
    (one,) = follow_traces(traces, [], LINE)
    assert (one.certainty, one.kind, one.uses_work_address) == (Certainty.CERTAIN, AccountKind.PRIVATE, True)
    assert one.label == "Zalando"


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        (["work"], "work"),
        (["work", "work"], "work"),
        (["work", "unknown"], "unknown"),
        (["work", "private"], "unknown"),
        (["private", "unknown"], "private"),
        (["unknown"], "unknown"),
    ],
)
def test_an_account_is_one_of_work_only_where_every_trace_says_so(about: list[str], kind: str) -> None:
    traces = [trace("telia.fi", about=AccountKind(each)) for each in about]
    (one,) = follow_traces(traces, [], LINE)
    assert one.kind is AccountKind(kind)


def test_business_at_a_private_service_is_asked_about_unless_the_policy_names_the_service() -> None:
    traces = [trace("netflix.com", about=AccountKind.WORK)]
    (one,) = follow_traces(traces, [], LINE)
    assert one.kind is AccountKind.UNKNOWN
    named = Line(LINE.work_domains, LINE.today, Organisation(private_services=("netflix.com",)))
    (one,) = follow_traces(traces, [], named)
    assert one.kind is AccountKind.PRIVATE


def test_the_employees_word_makes_a_trace_certain_or_does_away_with_it() -> None:
    told = Line(LINE.work_domains, LINE.today, told={"puoti.example": AccountKind.PRIVATE})
    (one,) = follow_traces([trace("puoti.example", Certainty.POSSIBLE)], [], told)
    assert (one.certainty, one.kind) == (Certainty.CERTAIN, AccountKind.PRIVATE)
    not_mine = Line(LINE.work_domains, LINE.today, not_mine=frozenset({"puoti.example"}))
    assert follow_traces([trace("puoti.example")], [], not_mine) == ()
