"""Every file of the catalogue is whole, in three languages, and advises no harm."""

import re
import tomllib
from datetime import date
from typing import Any

import pytest

from hygiene.platforms import shape
from hygiene.platforms.model import State, Use
from hygiene.platforms.reading import builtin_ids, load_catalogue
from hygiene.services.domains import site
from tests.house.source_code import PACKAGE

CATALOGUE = PACKAGE / "platforms" / "catalogue"
PLATFORMS = list(load_catalogue())
BY_ID = {platform.id: platform for platform in PLATFORMS}

HARMFUL = re.compile(r"scan|skann|nudity|alaston|naken|safe-?browsing|selaussuoj", re.IGNORECASE)
"""Protections that some public lists tell people to turn off."""

NAMED = (
    *("facebook", "instagram", "x", "linkedin", "youtube", "flickr", "wikipedia", "wordpress", "blogger"),
    *("irc-galleria", "second-life", "habbo", "delicious", "suomi24", "reddit", "teams", "file-sharing"),
    *("whatsapp", "tiktok", "snapchat", "discord", "pinterest", "threads", "mastodon", "bluesky", "telegram"),
    *("signal", "google", "microsoft", "apple", "strava", "zoom", "slack", "steam", "spotify"),
)
"""The platforms that the guidance names, and those that people use today beside them."""


def content(platform: str) -> dict[str, Any]:
    return tomllib.loads((CATALOGUE / f"{platform}.toml").read_text(encoding="utf-8"))


def test_no_platform_is_missing() -> None:
    assert set(NAMED) <= set(builtin_ids())


@pytest.mark.parametrize("platform", builtin_ids())
def test_the_file_is_well_formed(platform: str) -> None:
    assert list(shape.malformed(content(platform))) == []


@pytest.mark.parametrize("platform", builtin_ids())
def test_the_file_is_named_for_its_platform(platform: str) -> None:
    assert content(platform)["id"] == platform


def test_nothing_goes_by_the_name_of_another() -> None:
    for names in (
        [name for each in PLATFORMS for name in (each.id, *each.also)],
        [s for each in PLATFORMS for s in each.sites],
    ):
        assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.id)
def test_a_site_is_a_registrable_domain(platform: Any) -> None:
    for each in platform.sites:
        assert site(each) == each


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.id)
def test_an_open_platform_has_settings_that_matter(platform: Any) -> None:
    if platform.state is State.OPEN:
        assert 6 <= len(platform.settings) <= 15
        assert len(platform.settings_for(Use.PRIVATE)) >= 5
        assert len(platform.settings_for(Use.PROFESSIONAL)) >= 4
    assert platform.checked <= date(2026, 11, 30)


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.id)
def test_no_protection_is_told_to_be_turned_off(platform: Any) -> None:
    for setting in platform.settings:
        if HARMFUL.search(setting.id + setting.texts["en"].title + setting.texts["fi"].title):
            assert {value.word for value in setting.recommended.values()} <= {"on", "does-not-apply"}, setting.id
        if "second-factor" in setting.id:
            assert {value.word for value in setting.recommended.values()} <= {"on", "does-not-apply"}, setting.id


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.id)
def test_a_setting_concerns_somebody(platform: Any) -> None:
    for setting in platform.settings:
        assert any(setting.concerns(use) for use in Use), setting.id


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.id)
def test_nobody_is_said_to_have_seen_what_nobody_has(platform: Any) -> None:
    for setting in content(platform.id).get("settings", ()):
        if setting["confidence"] == "high":
            assert {"source", "checked"} <= setting.keys(), "say who opened the service, and when"
