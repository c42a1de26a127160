"""Whatever a service does, what it did not answer wholly and properly is unknown, and never "not found"."""

from pathlib import Path

import pytest

from hygiene.breaches.range_service import look_up
from hygiene.breaches.settings import RangeSettings
from hygiene.evidence import BreachAnswer, Exposure
from hygiene.secret import Secret
from tests.breaches.behaviours import BEHAVIOURS
from tests.breaches.server import CONTROLS, certificate_for, prefix_of, range_server

HARMLESS = {"true", "lower_case", "line_feeds", "no_dates", "closes_afterwards"}
UNRULY = {"answers_twice"}

LIES = {"other_prefix", "same_list_for_all", "knows_nothing"}
"""Proper lists: nothing is wrong with them but that they are not what was asked for."""

REASONS = {
    "too_slow": {"drips_body", "drips_headers", "stalls"},
    "no_connection": {"hangs_up", "resets"},
    "redirected": {"redirects", "redirects_for_good", "sends_to_plain_http", "not_modified"},
    "service_refused": {"bad_request", "unauthorised", "forbidden", "not_found"},
    "service_failing": {"fails", "bad_gateway", "unavailable"},
    "rate_limited": {
        "too_many_requests",
        "come_back_at_once",
        "come_back_tomorrow",
        "come_back_in_a_million_years",
        "closed_until_2100",
    },
    "incomplete_answer": {
        "cut_off_by_closing",
        "whole_but_unframed",
        "shorter_than_promised",
        "promises_a_terabyte",
        "cut_between_chunks",
        "cut_in_a_chunk",
        "chunk_of_huge_size",
        "chunk_of_negative_size",
        "unframed_body_without_end",
        "cut_gzip",
        "gzip_without_its_end",
        "gzip_twice",
        "gzip_with_a_tail",
        "gzip_bomb",
    },
    "wrong_service": LIES,
}
REASON_OF = {behaviour: reason for reason, behaviours in REASONS.items() for behaviour in behaviours}

BREACHED = "Perhosniitty-77"
PASSWORDS = [Secret(BREACHED), Secret("Vattentorn 1912"), Secret("tuntematon sotilas 3")]


def _ask(behaviour: str, spare: list[str]) -> tuple[list[BreachAnswer], list[str]]:
    is_slow = REASON_OF.get(behaviour) == "too_slow"
    with range_server(breached={BREACHED: 7}, behaviour=behaviour, spare=spare) as server:
        settings = RangeSettings(
            url=server.url,
            ca_file=server.ca_file,
            # Short where it will be waited for in full, and yet long enough for a busy machine to answer truly.
            deadline_per_request=20 if not is_slow else 1.5 if spare else 0.3,
            deadline_total=60,
            attempts=1 if is_slow else 2,
            pause=0.01,
        )
        answers = look_up(PASSWORDS, settings)
    return [answers[password] for password in PASSWORDS], server.prefixes


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS.keys() - HARMLESS - UNRULY))
def test_a_hostile_service_gets_no_belief_and_no_more_questions(behaviour: str) -> None:
    answers, asked = _ask(behaviour, spare=[])
    assert [answer.exposure for answer in answers] == [Exposure.UNKNOWN] * len(PASSWORDS)
    assert {answer.reason for answer in answers} == {REASON_OF.get(behaviour, "untrusted_answer")}
    assert set(asked) <= {prefix_of(control) for control in CONTROLS}
    assert asked


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS.keys() - HARMLESS - UNRULY - LIES))
def test_a_service_that_turns_hostile_is_not_believed_either(behaviour: str) -> None:
    answers, asked = _ask(behaviour, spare=list(CONTROLS))
    assert [answer.exposure for answer in answers] == [Exposure.UNKNOWN] * len(PASSWORDS)
    assert {answer.reason for answer in answers} == {REASON_OF.get(behaviour, "untrusted_answer")}
    assert set(asked) > {prefix_of(control) for control in CONTROLS}


@pytest.mark.parametrize("behaviour", sorted(HARMLESS))
def test_what_is_merely_unusual_is_understood(behaviour: str) -> None:
    answers, _ = _ask(behaviour, spare=[])
    assert [answer.exposure for answer in answers] == [Exposure.FOUND, Exposure.NOT_FOUND, Exposure.NOT_FOUND]
    assert answers[0].count == 7


def test_one_list_given_as_the_answer_to_two_questions_is_the_answer_to_neither() -> None:
    answers, _ = _ask("same_list_for_all", spare=list(CONTROLS))
    assert [(answer.exposure, answer.reason) for answer in answers] == [(Exposure.UNKNOWN, "untrusted_answer")] * 3


@pytest.mark.parametrize("tls", [True, False])
def test_a_reply_nobody_asked_for_is_not_taken_for_the_next_one(*, tls: bool) -> None:
    breached = [f"lentokone{number}" for number in range(20)]
    with range_server(breached, behaviour="answers_twice", tls=tls) as server:
        settings = RangeSettings(url=server.url, ca_file=server.ca_file, connections=1)
        answers = look_up(map(Secret, breached), settings)
    assert Exposure.NOT_FOUND not in {answer.exposure for answer in answers.values()}
    assert server.connections > 1


def test_one_failing_range_leaves_the_others_their_answers() -> None:
    others = [*CONTROLS, "Vattentorn 1912"]
    with range_server([BREACHED], behaviour="fails", spare=others) as server:
        answers = look_up(PASSWORDS[:2], RangeSettings(url=server.url, ca_file=server.ca_file, pause=0.01))
    assert [answers[password].exposure for password in PASSWORDS[:2]] == [Exposure.UNKNOWN, Exposure.NOT_FOUND]


def _reason_of_all(settings: RangeSettings) -> str | None:
    answers = look_up(PASSWORDS, settings).values()
    assert {answer.exposure for answer in answers} == {Exposure.UNKNOWN}
    (reason,) = {answer.reason for answer in answers}
    return reason


def test_an_unknown_authority_is_not_trusted() -> None:
    with range_server() as server:
        assert _reason_of_all(RangeSettings(url=server.url)) == "no_secure_connection"
    assert server.requests == []


def test_a_certificate_for_another_name_is_not_trusted() -> None:
    with range_server(certificate=certificate_for("elsewhere.example")) as server:
        assert _reason_of_all(RangeSettings(url=server.url, ca_file=server.ca_file)) == "no_secure_connection"
    assert server.requests == []


def test_a_certificate_that_has_run_out_is_not_trusted() -> None:
    with range_server(certificate=certificate_for("127.0.0.1", expired=True)) as server:
        assert _reason_of_all(RangeSettings(url=server.url, ca_file=server.ca_file)) == "no_secure_connection"
    assert server.requests == []


def test_a_server_without_tls_is_not_spoken_to_in_the_clear() -> None:
    with range_server(tls=False) as server:
        url = server.url.replace("http:", "https:")
        assert _reason_of_all(RangeSettings(url=url, ca_file=server.ca_file)) == "no_secure_connection"
    assert server.requests == []


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with range_server(tls=False) as server:
        pass
    assert _reason_of_all(RangeSettings(url=server.url, pause=0.01)) == "no_connection"


def test_the_time_for_all_is_not_exceeded_by_the_time_for_each() -> None:
    with range_server(behaviour="stalls", spare=list(CONTROLS)) as server:
        settings = RangeSettings(url=server.url, ca_file=server.ca_file, deadline_per_request=600, deadline_total=1)
        answers = look_up(PASSWORDS, settings).values()
    assert {answer.exposure for answer in answers} == {Exposure.UNKNOWN}
    # Whichever of the two notices first.
    assert {answer.reason for answer in answers} <= {"out_of_time", "too_slow"}


def test_a_service_that_asks_to_be_left_alone_for_long_is_left_alone() -> None:
    with range_server(behaviour="come_back_tomorrow", spare=list(CONTROLS)) as server:
        settings = RangeSettings(url=server.url, ca_file=server.ca_file, connections=1)
        assert _reason_of_all(settings) == "rate_limited"
    assert len(server.requests) == len(CONTROLS) + 1


def test_what_will_not_pass_is_not_tried_again() -> None:
    with range_server(behaviour="forbidden", spare=list(CONTROLS)) as server:
        assert _reason_of_all(RangeSettings(url=server.url, ca_file=server.ca_file)) == "service_refused"
    assert len(server.requests) == len(CONTROLS) + len(PASSWORDS)


def test_attempts_are_bounded() -> None:
    with range_server(behaviour="come_back_at_once", spare=list(CONTROLS)) as server:
        settings = RangeSettings(url=server.url, ca_file=server.ca_file, attempts=4, pause=0.001)
        assert _reason_of_all(settings) == "rate_limited"
    assert len(server.requests) == len(CONTROLS) + 4 * len(PASSWORDS)
