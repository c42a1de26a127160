"""The service that knows breaches and addresses: when it does as it should, and whatever else it does."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hygiene.breaches.accounts import (
    KNOWN_IN_RANGES,
    KNOWN_IN_THE_CLEAR,
    find_out_plan,
    look_up_by_range,
    look_up_in_logs,
    look_up_in_the_clear,
)
from hygiene.breaches.pace import Pace
from hygiene.breaches.reasons import Reason
from hygiene.breaches.records import Plan
from hygiene.breaches.services import fetch_breach_list
from hygiene.breaches.settings import ServiceSettings
from hygiene.breaches.typed import as_asked, as_key, masked
from hygiene.errors import HygieneError
from hygiene.evidence import AddressAnswer, AddressSource, BreachList, BreachNature, Exposure, StealerLogs
from hygiene.secret import Secret
from tests.breaches.v3_server import HOSTILE, KEY, TEST_DOMAIN, V3Server, digest_of, v3_server, whole_list

AINO = Secret("aino.kanari@kunta.example")
WRONG_KEY = Secret("f" * 32)


@pytest.fixture
def pace(tmp_path: Path) -> Pace:
    return Pace(tmp_path / "ask-again")


def in_the_clear(server: V3Server, pace: Pace, address: Secret = AINO, key: Secret = KEY) -> AddressAnswer:
    return look_up_in_the_clear([address], server.settings(), pace, key)[address]


def by_range(server: V3Server, pace: Pace, address: Secret = AINO, known: BreachList | None = None) -> AddressAnswer:
    return look_up_by_range([address], server.settings(), pace, KEY, known)[address]


def list_of(server: V3Server, pace: Pace) -> BreachList:
    fetched = fetch_breach_list(server.settings(), pace)
    assert isinstance(fetched, BreachList)
    return fetched


def test_the_list_is_fetched_without_a_key_and_without_a_word_about_anybody(pace: Pace) -> None:
    with v3_server() as server:
        fetched = list_of(server, pace)
    assert len(fetched.breaches) == len(whole_list())
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("GET", "/breaches", b"")
    assert request.headers.keys() == {"Host", "User-Agent", "Accept-Encoding"}


def test_the_plan_is_asked_with_the_key_alone(pace: Pace) -> None:
    for takes_ranges in (True, False):
        with v3_server(takes_ranges=takes_ranges) as server:
            assert find_out_plan(server.settings(), pace, KEY) == Plan(takes_ranges, date(2027, 5, 30))
        (request,) = server.requests
        assert request.path == "/subscription/status"
        assert request.headers["hibp-api-key"] == KEY.reveal()


def test_an_address_in_the_clear(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Kauppa", "Uutiset"]}) as server:
        answer = in_the_clear(server, pace)
        assert in_the_clear(server, pace, Secret("liisa@kunta.example")) == AddressAnswer(
            Exposure.NOT_FOUND, AddressSource.IN_THE_CLEAR
        )
    assert (answer.exposure, answer.source) == (Exposure.FOUND, AddressSource.IN_THE_CLEAR)
    kauppa, uutiset = answer.breaches
    assert (kauppa.site, kauppa.happened, kauppa.lost_passwords) == ("kauppa.example", date(2025, 5, 11), True)
    assert (uutiset.lost_passwords, uutiset.other_data) == (False, 1)
    assert (
        server.paths[1] == "/breachedaccount/aino.kanari%40kunta.example?truncateResponse=false&IncludeUnverified=true"
    )


def test_an_address_by_six_characters(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Kauppa", "Tuntematon"]}, takes_ranges=True) as server:
        known = list_of(server, pace)
        answer = by_range(server, pace, known=known)
        assert by_range(server, pace, Secret("liisa@kunta.example"), known).exposure is Exposure.NOT_FOUND
    assert (answer.exposure, answer.source) == (Exposure.FOUND, AddressSource.RANGE)
    assert [breach.nature for breach in answer.breaches] == [BreachNature.SERVICE, BreachNature.UNKNOWN]
    assert server.paths[1:3] == [
        "/breachedaccount/range/567159",
        f"/breachedaccount/range/{digest_of(AINO.reveal())[:6]}",
    ]
    everything = repr(server.requests).upper()
    assert "KANARI" not in everything
    assert digest_of(AINO.reveal())[6:12] not in everything


def test_several_addresses_are_asked_once_each_and_the_control_once(pace: Pace) -> None:
    addresses = [Secret(f"nimi{number}@kunta.example") for number in range(12)]
    with v3_server({addresses[3].reveal(): ["Adobe"]}, takes_ranges=True) as server:
        ranged = look_up_by_range([*addresses, *addresses], server.settings(), pace, KEY, None)
        clear = look_up_in_the_clear([*addresses, *addresses], server.settings(), pace, KEY)
    assert list(ranged) == list(clear) == addresses
    for answers in (ranged, clear):
        assert [answer.exposure for answer in answers.values()].count(Exposure.FOUND) == 1
        assert answers[addresses[3]].exposure is Exposure.FOUND
    assert len(server.requests) == 2 * (len(addresses) + 1)
    asked = [path.split("/")[2].split("%40")[0] for path in server.paths[len(addresses) + 2 :]]
    assert asked != sorted(asked, key=lambda name: int(name.removeprefix("nimi")))


@pytest.mark.parametrize(
    ("local", "exposure", "natures", "verified"),
    [
        ("account-exists", Exposure.FOUND, [BreachNature.SERVICE], True),
        ("multiple-breaches", Exposure.FOUND, [BreachNature.SERVICE] * 3, True),
        ("opt-out", Exposure.NOT_FOUND, [], True),
        ("sensitive-breach", Exposure.NOT_FOUND, [], True),
        ("spam-list-only", Exposure.FOUND, [BreachNature.SPAM_LIST], True),
        ("stealer-log", Exposure.FOUND, [BreachNature.STEALER_LOG], True),
        ("unverified-breach", Exposure.FOUND, [BreachNature.SERVICE], False),
    ],
)
def test_the_service_s_own_test_addresses(
    pace: Pace, local: str, exposure: Exposure, natures: list[BreachNature], *, verified: bool
) -> None:
    with v3_server() as server:
        answer = in_the_clear(server, pace, Secret(f"{local}@{TEST_DOMAIN}"))
    assert answer.exposure is exposure
    assert [breach.nature for breach in answer.breaches] == natures
    assert all(breach.is_verified is verified for breach in answer.breaches)


def test_what_was_made_up_or_withdrawn_is_no_breach_of_anybody_s_address(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Tekaistu", "Peruttu"]}) as server:
        answer = in_the_clear(server, pace)
    assert answer.exposure is Exposure.NOT_FOUND
    assert len(answer.breaches) == 2


def test_what_malware_recorded_of_an_address(pace: Pace) -> None:
    liisa, other = Secret("liisa@kunta.example"), Secret("aino@muu.example")
    with v3_server(logs={AINO.reveal(): ["kauppa.example", "a\x1b[2J.example", "kauppa.example"]}) as server:
        assert find_out_plan(server.settings(), pace, KEY) == Plan(False, date(2027, 5, 30), has_logs=True)
        answers = look_up_in_logs([AINO, liisa, other], server.settings(), pace, KEY)
        asked = server.paths[1:]
    assert len(answers[AINO].sites) == 2
    assert not any("\x1b" in site for site in answers[AINO].sites)
    assert answers[liisa] == StealerLogs()
    assert answers[other] == StealerLogs(reason=Reason.NOT_ALLOWED)
    assert asked[0] == "/stealerlogsbyemail/stealer-log%40hibp-integration-tests.com"
    assert len(asked) == 4


@pytest.mark.parametrize("behaviour", sorted(HOSTILE.keys() - {"a_list_of_names"}))
def test_whatever_a_hostile_service_says_about_logs_is_unknown(pace: Pace, behaviour: str) -> None:
    with v3_server(behaviour=behaviour, logs={}) as server:
        (logs,) = look_up_in_logs([AINO], server.settings(), pace, KEY).values()
    assert logs.sites == ()
    assert logs.reason


def test_a_key_that_is_refused_and_a_plan_that_does_not_allow_it(pace: Pace) -> None:
    with v3_server() as server:
        assert find_out_plan(server.settings(), pace, WRONG_KEY) is Reason.KEY_REFUSED
        assert in_the_clear(server, pace, key=WRONG_KEY).reason == "key_refused"
        assert by_range(server, pace).reason == "not_allowed"
    assert not [path for path in server.paths if "kanari" in path]


def test_a_service_that_says_not_found_to_everything_is_not_believed(pace: Pace) -> None:
    with v3_server(behaviour="true") as server:
        settings = server.settings(url=f"{server.url}/elsewhere")
        answer = look_up_in_the_clear([AINO], settings, pace, KEY)[AINO]
    assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "wrong_service")
    assert not [path for path in server.paths if "kanari" in path]


def test_a_service_without_the_address_that_all_have_is_not_believed(pace: Pace) -> None:
    with v3_server(behaviour="unknowing", takes_ranges=True) as server:
        assert by_range(server, pace).reason == "wrong_service"
    assert len(server.requests) == 1


def test_one_range_given_as_the_answer_to_every_question_is_the_answer_to_none(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Kauppa"]}, behaviour="same_range", takes_ranges=True) as server:
        answer = by_range(server, pace)
    assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "untrusted_answer")


def test_a_list_that_is_given_twice_is_no_answer_to_the_first_question_either(pace: Pace) -> None:
    addresses = [Secret(f"nimi{number}@kunta.example") for number in range(3)]
    breached = {address.reveal(): ["Kauppa"] for address in addresses}
    with v3_server(breached, "one_stale_range", hostile_from=1, takes_ranges=True) as server:
        answers = look_up_by_range(addresses, server.settings(), pace, KEY, None)
    assert [answer.reason for answer in answers.values()] == ["untrusted_answer"] * 3


def test_a_page_that_says_not_found_is_not_what_the_service_says(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Kauppa"]}, "not_found_page", hostile_from=1, logs={}) as server:
        assert in_the_clear(server, pace).reason == "service_refused"
    with v3_server(behaviour="not_found_page", hostile_from=1, logs={AINO.reveal(): ["kauppa.example"]}) as server:
        (logs,) = look_up_in_logs([AINO], server.settings(), pace, KEY).values()
    assert logs == StealerLogs(reason=Reason.SERVICE_REFUSED)


@pytest.mark.parametrize("cut", ["half_a_range", "first_tenth_of_a_range"])
def test_a_range_that_was_cut_off_between_two_entries_is_no_answer(pace: Pace, cut: str) -> None:
    with v3_server(behaviour=cut, hostile_from=1, takes_ranges=True) as server:
        assert by_range(server, pace).reason == "untrusted_answer"
    assert len(server.requests) == 2


@pytest.mark.parametrize("hostile_from", [0, 1])
@pytest.mark.parametrize("behaviour", sorted(HOSTILE))
def test_whatever_a_hostile_service_says_about_an_address_is_unknown(
    pace: Pace, behaviour: str, hostile_from: int
) -> None:
    for takes_ranges in (True, False):
        addresses = {AINO.reveal(): ["Kauppa"]}
        with v3_server(addresses, behaviour, hostile_from=hostile_from, takes_ranges=takes_ranges) as server:
            settings = server.settings(attempts=1)
            fresh = Pace(Path(server.ca_file.parent, "ask-again"))
            if takes_ranges:
                answer = look_up_by_range([AINO], settings, fresh, KEY, None)[AINO]
            else:
                answer = look_up_in_the_clear([AINO], settings, fresh, KEY)[AINO]
        assert answer.exposure is Exposure.UNKNOWN
        assert answer.breaches == ()
        assert answer.reason in {*Reason} - {Reason.NOT_ASKED}
        assert len(server.requests) == hostile_from + 1


@pytest.mark.parametrize("behaviour", sorted(HOSTILE))
def test_whatever_a_hostile_service_says_else_is_unknown(pace: Pace, behaviour: str) -> None:
    with v3_server(behaviour=behaviour) as server:
        settings = server.settings(attempts=1)
        assert isinstance(fetch_breach_list(settings, pace), Reason)
        assert isinstance(find_out_plan(settings, Pace(server.ca_file.parent / "another"), KEY), Reason)
    assert len(server.requests) == 2 or behaviour in {"come_back_tomorrow", "closed_until_2100"}


def test_a_short_pause_is_kept_and_the_answer_comes_after_it(pace: Pace) -> None:
    with v3_server({AINO.reveal(): ["Adobe"]}, pauses=["1"]) as server:
        begun = datetime.now(UTC)
        assert in_the_clear(server, pace).exposure is Exposure.FOUND
        assert datetime.now(UTC) - begun >= timedelta(seconds=1)
    assert len(server.requests) == 3


def test_a_long_pause_is_kept_over_commands(pace: Pace, tmp_path: Path) -> None:
    with v3_server(pauses=["3600"]) as server:
        assert in_the_clear(server, pace).reason == "rate_limited"
        assert len(server.requests) == 1
        another_command = Pace(tmp_path / "ask-again")
        assert 3500 < another_command.seconds_left() <= 3600
        assert in_the_clear(server, another_command).reason == "rate_limited"
        assert len(server.requests) == 1
    kept = (tmp_path / "ask-again").read_text(encoding="ascii")
    assert datetime.fromisoformat(kept) > datetime.now(UTC)
    assert {path.name for path in tmp_path.iterdir()} == {"ask-again"}


def test_a_pause_without_an_end_is_kept_for_a_while(pace: Pace) -> None:
    with v3_server(pauses=[None]) as server:
        settings = server.settings(patience=1.0)
        assert look_up_in_the_clear([AINO], settings, pace, KEY)[AINO].reason == "rate_limited"
    assert 0 < pace.seconds_left() <= 6


@pytest.mark.parametrize(
    "kept",
    [b"", b"\xff", b"tomorrow", b"2026-13-45T00:00:00+00:00", b"2999-01-01T00:00:00+00:00", b"2999-01-01T00:00:00"],
)
def test_a_time_that_cannot_be_true_forbids_nothing(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "ask-again").write_bytes(kept)
    assert Pace(tmp_path / "ask-again").seconds_left() == 0


def test_a_pause_holds_in_this_command_even_where_it_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    pace = Pace(tmp_path / "file" / "ask-again")
    pace.hold_off(float("inf"))
    assert 86_000 < pace.seconds_left() <= 86_400


def test_nothing_is_logged(pace: Pace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for behaviour in ("true", "fails", "a_wrong_type", "resets"):
        with v3_server(behaviour=behaviour) as server:
            in_the_clear(server, pace)
    assert caplog.records == []


def test_an_unknown_authority_is_told_neither_the_key_nor_the_address(pace: Pace) -> None:
    with v3_server() as server:
        answer = look_up_in_the_clear([AINO], ServiceSettings(url=server.url), pace, KEY)[AINO]
    assert (answer.exposure, answer.reason) == (Exposure.UNKNOWN, "no_secure_connection")
    assert server.requests == []


@pytest.mark.parametrize("url", ["http://haveibeenpwned.com/api/v3", "ftp://x.example", "https://a:b@x.example", "x"])
def test_only_https_or_loopback_is_asked(url: str) -> None:
    with pytest.raises(HygieneError, match=r"breaches\.bad_range_url"):
        ServiceSettings(url=url)


def test_the_form_in_which_an_address_is_asked() -> None:
    assert as_asked("  Aino.Kanari@KUNTA.example\n") == AINO
    # What a page that it was copied from adds is no part of it, and an address with it would be in no breach.
    for copied in (
        "aino.kanari@kunta.example.",
        "aino.kanari@kunta.example\u200b",
        "\ufeffaino.kanari@kun\u00adta.example",
    ):
        assert as_asked(copied) == AINO
    assert digest_of(KNOWN_IN_RANGES.reveal()) == "567159D622FFBB50B11B0EFD307BE358624A26EE"
    assert KNOWN_IN_THE_CLEAR.reveal().endswith(TEST_DOMAIN)
    for other in (
        "",
        "aino",
        "aino@",
        "@kunta.example",
        "aino@kunta",
        "aino kanari@kunta.example",
        "a\ud800@x.example",
    ):
        assert as_asked(other) is None
    assert masked(AINO) == "a…@kunta.example"


@pytest.mark.parametrize("typed", ["", "0" * 31, "0" * 33, "g" * 32, "0" * 16 + "\r\nX: 1" + "0" * 10, "٠" * 32])
def test_what_is_no_key_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(HygieneError, match=r"exposure\.bad_key") as refused:
        as_key(Secret(typed))
    assert refused.value.values == {}
    assert as_key(Secret(f" {KEY.reveal().upper()}\n")) == KEY
