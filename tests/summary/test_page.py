"""The report of a release as Chromium shows it."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

import pytest
from selenium.webdriver import Chrome

from hygiene import texts
from hygiene.findings import Verdict
from hygiene.release import Release
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport
from hygiene.summary.rules import release
from tests.reports.conftest import browser as browser
from tests.reports.test_page import Site, ask, emulate, log
from tests.reports.test_page import site as site
from tests.summary.people import PERIOD, draw, policy
from tests.summary.test_release import totals_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    texts.use_language("en")


@cache
def report(people: int) -> ReleaseReport:
    """Three releases, in which everybody has been trained."""
    period, made = PERIOD, list[Release]()
    for seed in range(3):
        drawn = [replace(each, verdicts={**each.verdicts, "training": Verdict.MET}) for each in draw(people, seed)]
        made.append(replace(release(totals_of(drawn, period=period), policy(), tuple(made)), seal="0f" * 32))
        period = period.next
    return ReleaseReport(policy(), made[-1], tuple(made[:-1]))


def show(browser: Chrome, site: Site, people: int = 200, *, width: int = 1280, scheme: str = "light") -> None:
    site.page, site.asked = RELEASE_FORMATS["html"](report(people)).encode(), []
    emulate(browser, scheme=scheme)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    log(browser, "performance")
    log(browser, "browser")
    browser.get(site.url)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("people", [30, 200])
def test_the_page_fits_asks_for_nothing_and_complains_of_nothing(
    browser: Chrome, site: Site, people: int, language: str
) -> None:
    texts.use_language(language)
    for width in (360, 1280):
        show(browser, site, people, width=width)
        assert ask(browser, "return document.documentElement.lang") == language
        events = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
        requests = [
            each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"
        ]
        assert [url for url in requests if url != "data:,"] == [site.url]
        assert log(browser, "browser") == []
        assert ask(browser, "return [innerWidth, document.documentElement.scrollWidth]") == [width, width]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Chrome, site: Site, scheme: str) -> None:
    show(browser, site, scheme=scheme)
    ask(browser, files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(done, failure => done({failure: String(failure)}))"
    )
    assert len(found["passes"]) > 20
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


def test_every_picture_has_a_table_beside_it_that_says_the_same(browser: Chrome, site: Site) -> None:
    show(browser, site)
    pictured = ask(
        browser,
        """return [...document.querySelectorAll('section[aria-labelledby=overview] .bar')].map(bar =>
            [bar.querySelector('.group').textContent,
             [...bar.querySelectorAll('.on')].map(text => parseInt(text.textContent))])""",
    )
    tabled = ask(
        browser,
        """return [...document.querySelectorAll('section[aria-labelledby=overview] tbody tr')].map(row =>
            [row.cells[0].textContent, [...row.cells].slice(1).map(cell => Number(cell.textContent))])""",
    )
    assert len(pictured) == len(policy().groups)
    for (name, shares), (topic, counts) in zip(pictured, tabled, strict=True):
        assert name == topic
        expected = [round(100 * count / sum(counts)) for count in counts if 100 * count / sum(counts) >= 7]
        assert shares == expected
    trend = ask(browser, "return document.querySelectorAll('section[aria-labelledby=trend] .bar svg').length")
    assert trend == 3 * len(policy().groups)
    assert "training" not in ask(
        browser, "return document.querySelector('[aria-labelledby=training] tbody').textContent"
    )


def test_the_page_prints(browser: Chrome, site: Site) -> None:
    show(browser, site)
    made = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pdf = base64.b64decode(made["data"])
    assert pdf.startswith(b"%PDF-")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 9
