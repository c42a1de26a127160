"""Checklists in every format: whole, inert, and a sheet of paper for each platform."""

import base64
import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import cmarkgfm
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from selenium.webdriver import Chrome

from hygiene.errors import ExitCode
from hygiene.platforms.model import Platform, Setting, SettingTexts, Use
from hygiene.platforms.progress import Checklist, Item, Measured, Mention, Result, Standing
from hygiene.platforms.reading import load_catalogue
from hygiene.reports import schema
from hygiene.reports.checklists import CHECKLIST_FORMATS
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.texts import LANGUAGES, use_language

TODAY = date(2026, 11, 22)
CATALOGUE = load_catalogue()
VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.platforms/1")), format_checker=FormatChecker())
NASTY = '=cmd|"/c calc"!A1 <script>alert(1)</script> [x](https://evil.example) \x1b[2J\u202e'


def checklist(platform: Platform, use: Use | None = Use.PRIVATE) -> Checklist:
    """One setting of each kind: done, left for later, not found, measured, contradicted, and nothing known."""
    settings = platform.settings_for(use) if use else platform.settings
    shown = Measured("off", "data/a.json", "a > b", date(2026, 11, 23))
    known = [
        {"result": Result.DONE, "answered": TODAY},
        {"result": Result.NOT_NOW, "answered": TODAY},
        {"result": Result.NOT_FOUND, "answered": TODAY},
        {"measured": Measured("", "apps.json", "*", TODAY, 2)},
        {"result": Result.ALREADY, "answered": TODAY, "measured": shown},
    ]
    on = [setting for setting in settings if setting.recommended[Use.PRIVATE].word == "on"]
    ordered = [*[each for each in settings if each not in on[1:2]][:4], *on[1:2], *settings[5:]]
    filled = [Item(setting, **each) for setting, each in zip(ordered, known, strict=False)]  # type: ignore[arg-type]
    return Checklist(platform, (*filled, *map(Item, ordered[len(known) :])), use)


def hostile(platform: Platform) -> Platform:
    """The platform as an organisation's file could name it, had it not been checked."""

    def spoil(setting: Setting) -> Setting:
        return replace(
            setting, texts=dict.fromkeys(LANGUAGES, SettingTexts(NASTY, NASTY)), link='https://x.example/"><b>'
        )

    return replace(platform, name=NASTY, settings=tuple(map(spoil, platform.settings)))


ALL = ChecklistReport(tuple(Checklist(each, tuple(map(Item, each.settings))) for each in CATALOGUE), TODAY)
GONE_THROUGH = ChecklistReport(
    (checklist(CATALOGUE.platform("facebook")), checklist(CATALOGUE.platform("instagram"), None)),
    TODAY,
    is_result=True,
    mentions=(Mention("LinkedIn", "work_address", "Email Addresses.csv", TODAY),),
)
HOSTILE = ChecklistReport((checklist(hostile(CATALOGUE.platform("x"))),), TODAY, is_result=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", [ALL, GONE_THROUGH, HOSTILE], ids=["all", "gone through", "hostile"])
def test_every_checklist_keeps_to_the_published_schema(report: ChecklistReport, language: str) -> None:
    use_language(language)
    VALIDATOR.validate(json.loads(CHECKLIST_FORMATS["json"](report)))


@pytest.mark.parametrize("form", CHECKLIST_FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_tells_of_every_setting(form: str, language: str) -> None:
    use_language(language)
    made = CHECKLIST_FORMATS[form](ALL)
    told = " ".join(made.replace("&#39;", "'").replace("\\", "").replace('""', '"').split())
    for platform in CATALOGUE:
        for setting in platform.settings:
            assert setting.texts[language].title.replace("&", "&amp;" if form == "html" else "&") in told


@pytest.mark.parametrize("form", CHECKLIST_FORMATS)
def test_nothing_in_a_checklist_comes_alive(form: str) -> None:
    made = CHECKLIST_FORMATS[form](HOSTILE)
    assert not {"\x1b", "\u202e"} & {*made}
    if form == "html":
        assert "<script" not in made
        assert "<b>" not in made
    if form == "markdown":
        page = cmarkgfm.github_flavored_markdown_to_html(made)
        assert "<script" not in page
        assert "evil.example" not in re.findall(r'href="([^"]*)"', page)
        assert not [link for link in re.findall(r'href="([^"]*)"', page) if "evil" in link]
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(made)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_words_for_where_a_setting_stands() -> None:
    told = " ".join(CHECKLIST_FORMATS["text"](GONE_THROUGH).split())
    for words in (
        "In order (shown)",
        "Left for later",
        "Not found",
        "Your data export of 22 November 2026 shows: 2 entries (apps.json, *)",
        "To fix (measured) Your data export of 23 November 2026 shows: off",
        "You answered that this is in order, but your data export shows otherwise.",
        "LinkedIn: a work e-mail address is in the details of the profile",
    ):
        assert words in told, words


def test_the_exit_code_follows_what_is_known() -> None:
    platform = CATALOGUE.platform("facebook")
    in_order = tuple(Item(setting, Result.DONE, TODAY) for setting in platform.settings_for(Use.PRIVATE))
    settled = ChecklistReport((Checklist(platform, in_order, Use.PRIVATE),), TODAY, is_result=True)
    assert ALL.exit_code is ExitCode.NOTHING_TO_FIX
    assert settled.exit_code is ExitCode.NOTHING_TO_FIX
    assert GONE_THROUGH.exit_code is ExitCode.SOMETHING_TO_FIX
    left = (*in_order[1:], Item(in_order[0].setting, Result.NOT_NOW, TODAY))
    assert ChecklistReport((Checklist(platform, left, Use.PRIVATE),), TODAY, is_result=True).exit_code is (
        ExitCode.NOT_COMPLETE
    )
    assert settled.count(Standing.IN_ORDER) == len(in_order)


def open_page(browser: Chrome, report: ChecklistReport, folder: Path, *, width: int, scheme: str = "light") -> None:
    page = folder / "checklists.html"
    page.write_text(CHECKLIST_FORMATS["html"](report), encoding="utf-8")
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(page.as_uri())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Chrome, tmp_path: Path, width: int, scheme: str
) -> None:
    use_language("fi")
    open_page(browser, GONE_THROUGH, tmp_path, width=width, scheme=scheme)
    assert browser.execute_script("return document.documentElement.scrollWidth") == width
    browser.execute_script(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(done, failure => done({failure: String(failure)}))"
    )
    assert len(found["passes"]) > 15
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_platform_begins_on_a_sheet_of_its_own(browser: Chrome, tmp_path: Path, language: str) -> None:
    use_language(language)
    three = [CATALOGUE.platform(each) for each in ("delicious", "bluesky", "strava")]
    private = tuple(Checklist(each, tuple(map(Item, each.settings_for(Use.PRIVATE))), Use.PRIVATE) for each in three)
    open_page(browser, ChecklistReport(private, TODAY), tmp_path, width=1280)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))) == len(three)
