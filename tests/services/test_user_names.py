"""Patterns of the user names of the organisation's systems."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygiene.services.user_names import is_work_user_name

WORK = ("kunta.example",)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("kk####", "kk1234", True),
        ("kk####", "KK1234", True),
        ("kk####", "TOWN\\kk1234", True),
        ("kk####", "kk1234@kunta.example", True),
        ("kk####", "kk1234@ad.kunta.example", True),
        ("kk####", "kk1234@posti.example", False),
        ("kk####", "kk12345", False),
        ("kk####", "xkk1234", False),
        ("????##", "aila01", True),
        ("????##", "äilä01", True),
        ("????##", "ai1a01", False),
        ("ext-*", "ext-aino", True),
        ("ext-*", "ext-", True),
        ("ext-*", "next-aino", False),
        ("a*-*z", "aino-laaz", True),
        ("a*-*z", "aino-laa", False),
        ("a.b", "axb", False),
        ("kk####", "", False),
    ],
)
def test_a_name_fits_a_pattern_or_not(pattern: str, name: str, fits: bool) -> None:
    assert is_work_user_name(name, [pattern], WORK) is fits


def test_no_name_and_no_pattern_takes_long() -> None:
    begun = time.process_time()
    for pattern in ("a*a*a", "*aaaa*aaaa", "???????*???????*#"):
        is_work_user_name("a" * 64, [pattern], WORK)
        is_work_user_name("a" * 100_000, [pattern], WORK)
    assert time.process_time() - begun < 5


@given(st.text(), st.from_regex(r"[a-z#?._-]{0,10}(\*[a-z#?._-]{0,10}){0,2}", fullmatch=True))
def test_nothing_raises(name: str, pattern: str) -> None:
    is_work_user_name(name, [pattern], WORK)
