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
from tests.reports.test_page import Site, ask, log, show_page
from tests.reports.test_page import site as site
from tests.summary.people import PERIOD, draw, policy
from tests.summary.test_noise import LEAST, released
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


def show(
    browser: Chrome,
    site: Site,
    people: int = 200,
    *,
    form: str = "html",
    width: int = 1280,
    scheme: str = "light",
    shown: ReleaseReport | None = None,
) -> None:
    page = str(RELEASE_FORMATS[form](shown or report(people)))
    show_page(browser, site, page, width=width, scheme=scheme)


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


@pytest.mark.parametrize("form", ["html", "annex"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Chrome, site: Site, scheme: str, form: str) -> None:
    show(browser, site, scheme=scheme, form=form)
    ask(browser, files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(done, failure => done({failure: String(failure)}))"
    )
    assert len(found["passes"]) > 15
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


TABLES = """return [...document.querySelectorAll(arguments[0] + ' tbody tr')].map(row => [
    row.cells[0].innerText.trim(),
    [...row.cells].slice(1).map(cell => Number(cell.textContent)),
    [...row.querySelectorAll('svg')].map(svg => {
        const whole = svg.getBoundingClientRect().width;
        return [...svg.querySelectorAll('.fill')].map(part => part.getBoundingClientRect().width / whole * 100);
    })])"""


def test_every_picture_stands_beside_figures_that_say_the_same(browser: Chrome, site: Site) -> None:
    show(browser, site)
    overview = browser.execute_script(TABLES, "[aria-labelledby=overview] > table")
    assert len(overview) == len(policy().groups)
    for _, counts, (drawn,) in overview:
        assert drawn == pytest.approx([100 * count / sum(counts) for count in counts if count], abs=1)
    known = browser.execute_script(TABLES, "[aria-labelledby=overview] .known")
    assert sum(people for _, (people,), _ in known) == 200
    assert all(drawn[1] == pytest.approx(people / 2, abs=1) for _, (people,), (drawn,) in known)
    trend = browser.execute_script(TABLES, "[aria-labelledby=trend]")
    assert len(trend) == len(policy().groups)
    for _, shares, drawings in trend:
        assert len(shares) == 3
        assert [drawn[1] for drawn in drawings] == pytest.approx(shares, abs=1)
    training = browser.execute_script(TABLES, "[aria-labelledby=training]")
    assert len(training) == 5
    assert all(drawn[1] == pytest.approx(people / 2, abs=1) for _, (people,), (drawn,) in training)
    assert not any("training" in title.lower() for title, _, _ in training)
    assert ask(browser, "return [...document.querySelectorAll('main svg')].every(svg => svg.ariaHidden === 'true')")


def pages(browser: Chrome) -> int:
    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf = base64.b64decode(made["data"])
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_on_paper_it_is_one_page(browser: Chrome, site: Site, language: str) -> None:
    texts.use_language(language)
    full = report(200)
    earlier = (replace(full.earlier[0], period="2026-Q3"), *full.earlier)
    for shown in (report(30), replace(full, earlier=earlier), replace(noisy(), earlier=earlier)):
        show(browser, site, shown=shown)
        assert pages(browser) == 1


def noisy() -> ReleaseReport:
    """A release to whose figures noise was added: of all, it says the most about its protection."""
    return ReleaseReport(policy(), replace(released(LEAST), period="2027-Q2", seal="0f" * 32))


def test_the_annex_tells_rule_by_rule(browser: Chrome, site: Site) -> None:
    for width in (360, 1280):
        show(browser, site, form="annex", width=width)
        assert ask(browser, "return [innerWidth, document.documentElement.scrollWidth]") == [width, width]
    rules = ask(browser, "return document.querySelectorAll('[aria-labelledby=rules] tbody tr').length")
    assert rules == len(policy().rules)
    assert 2 <= pages(browser) <= 4
