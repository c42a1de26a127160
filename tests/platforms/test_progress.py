"""Where a setting stands, from what was answered and what an export shows."""

from datetime import date

import pytest

from hygiene.evidence import Origin
from hygiene.platforms.model import Confidence, Setting, SettingTexts, Use, Value
from hygiene.platforms.progress import Item, Measured, Result, Standing, is_as_good

TODAY = date(2026, 11, 22)


def setting(private: str, professional: str = "your-choice", link: str = "https://platform.example/") -> Setting:
    return Setting(
        id="profile-visibility",
        texts={"en": SettingTexts("Who sees the profile", "Because it matters.")},
        recommended={
            Use.PRIVATE: Value(private),
            Use.PROFESSIONAL: Value(professional),
            Use.ORGANISATION: Value("does-not-apply"),
        },
        confidence=Confidence.MEDIUM,
        checked=date(2026, 1, 1),
        source="a test",
        link=link,
    )


def measured(value: str, as_of: date = TODAY, count: int | None = None) -> Measured:
    return Measured(value, "profile.json", "visibility", as_of, count)


@pytest.mark.parametrize(
    ("value", "recommended", "good"),
    [
        ("on", "on", True),
        ("off", "on", False),
        ("nobody", "friends", True),
        ("friends", "followers", True),
        ("everyone", "friends", False),
        ("friends-of-friends", "friends", False),
        ("everyone", "your-choice", True),
        ("off", "reviewed", None),
        ("on", "friends", None),
    ],
)
def test_a_value_is_held_against_what_is_recommended(value: str, recommended: str, good: bool | None) -> None:
    assert is_as_good(value, Value(recommended)) is good


def test_words_of_its_own_cannot_be_compared() -> None:
    assert is_as_good("on", Value("", {"en": "two people at least"})) is None


@pytest.mark.parametrize(
    ("result", "shown", "expected"),
    [
        (None, None, (Standing.UNKNOWN, None)),
        (Result.DONE, None, (Standing.IN_ORDER, Origin.SHOWN)),
        (Result.ALREADY, None, (Standing.IN_ORDER, Origin.SHOWN)),
        (Result.NOT_NOW, None, (Standing.UNKNOWN, None)),
        (Result.NOT_FOUND, None, (Standing.UNKNOWN, None)),
        (Result.NOT_MINE, None, (Standing.LEFT_OUT, Origin.TOLD)),
        (None, measured("friends"), (Standing.IN_ORDER, Origin.MEASURED)),
        (None, measured("everyone"), (Standing.TO_FIX, Origin.MEASURED)),
        (Result.DONE, measured("everyone"), (Standing.TO_FIX, Origin.MEASURED)),
        (Result.NOT_MINE, measured("everyone"), (Standing.TO_FIX, Origin.MEASURED)),
        (Result.DONE, measured("everyone", date(2026, 11, 1)), (Standing.IN_ORDER, Origin.SHOWN)),
        (Result.NOT_NOW, measured("everyone", date(2026, 11, 1)), (Standing.TO_FIX, Origin.MEASURED)),
        (None, measured("", count=0), (Standing.IN_ORDER, Origin.MEASURED)),
        (None, measured("", count=3), (Standing.UNKNOWN, None)),
    ],
)
def test_where_a_setting_stands(
    result: Result | None, shown: Measured | None, expected: tuple[Standing, Origin | None]
) -> None:
    item = Item(setting("friends"), result, TODAY if result else None, shown)
    assert item.standing(Use.PRIVATE) == expected


def test_what_was_confirmed_without_a_link_is_told_and_not_shown() -> None:
    item = Item(setting("friends", link=""), Result.DONE, TODAY)
    assert item.standing(Use.PRIVATE) == (Standing.IN_ORDER, Origin.TOLD)


def test_a_profile_that_may_be_public_is_in_order_either_way() -> None:
    item = Item(setting("friends"), measured=measured("everyone"))
    assert item.standing(Use.PROFESSIONAL) == (Standing.IN_ORDER, Origin.MEASURED)


def test_where_the_use_is_not_known_only_what_holds_for_every_use_is_concluded() -> None:
    assert Item(setting("friends"), measured=measured("everyone")).standing(None)[0] is Standing.UNKNOWN
    assert Item(setting("friends"), measured=measured("friends")).standing(None)[0] is Standing.IN_ORDER


def test_a_setting_grows_stale_the_sooner_the_less_sure_it_is() -> None:
    checked = setting("on")
    assert not checked.is_stale(date(2026, 9, 28))
    assert checked.is_stale(date(2026, 9, 29))
