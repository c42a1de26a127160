import gc
import os
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn import matching

from benchmarks.calibration import read_list
from hygiene.secret import Secret
from hygiene.strength import estimate, estimate_all, vault

PASSWORDS = [Secret(password) for password in read_list("weak")]


def test_each_different_password_is_estimated_once() -> None:
    told: list[tuple[int, int]] = []
    strengths = estimate_all(
        [*PASSWORDS[:40], *PASSWORDS[:40], Secret("")], progress=lambda *so_far: told.append(so_far)
    )
    assert list(strengths) == [*PASSWORDS[:40], Secret("")]
    assert told[-1] == (41, 41)
    assert strengths == {password: estimate(password) for password in strengths}


def knows_laukaa(_password: Secret) -> list[str]:
    return ["laukaa.example"]


def test_what_is_known_about_one_password_is_not_known_about_another() -> None:
    ours, theirs = Secret("zaqvimbor1987"), Secret("zaqvimbor1988")
    strengths = estimate_all([ours, theirs], lambda password: ["zaqvimbor"] if password == ours else [])
    assert strengths[ours].score < strengths[theirs].score


def test_no_passwords_have_no_strengths() -> None:
    assert estimate_all([]) == {}


def test_helpers_find_what_one_process_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = estimate_all(PASSWORDS, knows_laukaa)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(vault, "_helpers_for", lambda _count: 1)
    helped = estimate_all(PASSWORDS, knows_laukaa, lambda *so_far: told.append(so_far))
    assert helped == alone
    assert list(helped) == list(alone)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (len(alone), len(alone))


def test_a_helper_that_dies_costs_no_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_helpers_for", lambda _count: 1)
    # The helper runs this in place of its own beginning, and is gone.
    monkeypatch.setattr(vault, "_leave_interrupts_to_the_parent", os.abort)
    assert estimate_all(PASSWORDS[:250]) == {password: estimate(password) for password in PASSWORDS[:250]}


def test_helpers_that_cannot_start_cost_no_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_helpers_for", lambda _count: 1)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/nowhere/python")
    assert estimate_all(PASSWORDS[:250]) == {password: estimate(password) for password in PASSWORDS[:250]}


def test_a_small_vault_needs_no_helper_and_a_big_one_takes_a_few() -> None:
    assert vault._helpers_for(1_000) == 0
    assert vault._helpers_for(1_000_000) <= 3


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PASSWORDS), min_size=2, max_size=6), st.lists(st.text(max_size=12), max_size=3))
def test_an_estimate_does_not_depend_on_those_before(passwords: list[Secret], known: list[str]) -> None:
    first = estimate(passwords[0])
    for password in passwords:
        estimate(password, [password.reveal(), *known])
    assert estimate(passwords[0]) == first


def test_nothing_of_a_password_stays_behind() -> None:
    canary = "Kanariefågel77"
    before = matching.RANKED_DICTIONARIES.get("user_inputs")
    for password in (canary, canary * 9, "x" + canary[::-1], "K4nari3fåg3l77"):
        estimate(Secret(password), ["kanariefågeln.example"])
        estimate_all([Secret(password)], lambda _password: ["kanariefågeln.example"])
    assert matching.RANKED_DICTIONARIES.get("user_inputs") is before
    held = [text for text in _reachable_strings() if "kanarief" in text.lower() or "lef" + "einarak" in text.lower()]
    assert held == []


def test_what_is_searched_for_remains_would_be_seen() -> None:
    vault.__dict__["left_behind"] = {"deep": [("Kanariefågel78",)]}
    try:
        assert "Kanariefågel78" in _reachable_strings()
    finally:
        del vault.__dict__["left_behind"]


def _reachable_strings() -> set[str]:
    """Every string that a module of ours or of zxcvbn's holds on to, caches included."""
    roots = [module for name, module in sys.modules.items() if name.split(".")[0] in ("hygiene", "zxcvbn")]
    seen: set[int] = set()
    strings: set[str] = set()
    waiting: list[Any] = [module.__dict__ for module in roots if module]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            strings.add(each)
        elif id(each) not in seen and not isinstance(each, ModuleType | FrameType | Path):
            seen.add(id(each))
            if not _is_of_another_module(each):
                waiting += gc.get_referents(each)
    return strings


def _is_of_another_module(each: Any) -> bool:
    """Whether this is the namespace of a module that is neither ours nor zxcvbn's."""
    name = each.get("__name__") if isinstance(each, dict) else None
    return isinstance(name, str) and name.split(".")[0] not in ("hygiene", "zxcvbn")
