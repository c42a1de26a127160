"""The HTML report as Chromium shows it."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from selenium.webdriver import Chrome, Keys

from hygiene.reports.document import AuditReport
from hygiene.reports.html import render
from hygiene.texts import LANGUAGES, say, use_language
from tests.reports.audits import HOSTILE, IN_ORDER, ORDINARY

AUDITS = {"ordinary": ORDINARY, "hostile": HOSTILE, "in order": IN_ORDER}
SCHEMES = ("light", "dark")
WIDTHS = (360, 768, 1280)


@dataclass
class Site:
    """A server on this machine that serves one page, and what it was asked for."""

    url: str
    page: bytes = b""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(served.page)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Site(f"http://127.0.0.1:{server.server_port}/report.html")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield served
        server.shutdown()
        thread.join()


def show(browser: Chrome, site: Site, report: AuditReport, *, width: int = 1280, scheme: str = "light") -> None:
    """Open the report's page in a window of this width and a system of this colour scheme."""
    show_page(browser, site, render(report), width=width, scheme=scheme)


def show_page(browser: Chrome, site: Site, page: str, *, width: int, scheme: str) -> None:
    site.page, site.asked = page.encode(), []
    emulate(browser, scheme=scheme)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    log(browser, "performance")
    log(browser, "browser")
    browser.get(site.url)


def emulate(browser: Chrome, *, medium: str = "", scheme: str = "light") -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": medium, "features": features})


def log(browser: Chrome, kind: str) -> list[Any]:
    """What the browser has put on record since it was last asked: its own complaints, or what it did."""
    return list(browser.get_log(kind))  # type: ignore[no-untyped-call]


def ask(browser: Chrome, script: str) -> Any:
    return browser.execute_script(script)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", AUDITS)
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    browser: Chrome, site: Site, name: str, language: str
) -> None:
    use_language(language)
    show(browser, site, AUDITS[name])
    assert browser.title == say("report.title")
    assert ask(browser, "return document.documentElement.lang") == language
    events = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    requests = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert [url for url in requests if url != "data:,"] == [site.url]
    assert site.asked == ["/report.html"]
    assert log(browser, "browser") == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", AUDITS)
def test_the_page_never_scrolls_sideways(browser: Chrome, site: Site, name: str, width: int) -> None:
    use_language("fi")
    show(browser, site, AUDITS[name], width=width)
    assert ask(browser, "return [innerWidth, document.documentElement.scrollWidth]") == [width, width]
    wider = """
        const seen = element => !element.closest('.unseen, .patterns, .skip');
        return [...document.querySelectorAll('body *')].filter(seen)
            .filter(element => element.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML)"""
    assert ask(browser, wider) == []


@pytest.mark.parametrize("name", AUDITS)
def test_headings_come_in_order(browser: Chrome, site: Site, name: str) -> None:
    show(browser, site, AUDITS[name])
    levels = ask(browser, "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) >= 4
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_name_and_every_column_or_row_a_header(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY)
    tables = ask(
        browser,
        """return [...document.querySelectorAll('table')].map(table => ({
            name: (table.caption ?? document.getElementById(table.getAttribute('aria-labelledby')))?.textContent ?? '',
            scopes: [...table.querySelectorAll('th')].map(th => th.scope),
            bare: [...table.rows].filter(row => !row.querySelector('th')).length,
            columns: table.tHead ? table.tHead.querySelectorAll('th[scope=col]').length : 0,
            cells: Math.max(...[...table.rows].map(row => row.cells.length))}))""",
    )
    assert len(tables) == 5
    for table in tables:
        assert table["name"].strip()
        assert set(table["scopes"]) <= {"col", "row"}
        assert table["columns"] == table["cells"] or table["bare"] == 0


def test_the_picture_says_the_same_as_the_table_beside_it(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY)
    pictured = ask(
        browser,
        """return [...document.querySelectorAll('.bar')].map(bar => [bar.querySelector('.group').textContent,
            ...[...bar.querySelectorAll('.on')].map(text => [text.classList[1], Number(text.textContent)])])""",
    )
    tabled = ask(
        browser,
        """return [...document.querySelectorAll('.unseen tbody tr')].map(row => [row.cells[0].textContent,
            ...[...row.cells].slice(1).map(cell => Number(cell.textContent))])""",
    )
    verdicts = ("met", "broken", "unknown", "not_applicable", "exempt")
    for (name, *segments), (group, *numbers) in zip(pictured, tabled, strict=True):
        assert name == group
        assert segments == [[v, n] for v, n in zip(verdicts, numbers, strict=True) if n]
    widths = ask(
        browser,
        """return [...document.querySelectorAll('.bar svg')].map(svg => [...svg.querySelectorAll('.fill')]
            .reduce((sum, rect) => sum + rect.getBoundingClientRect().width, 0) / svg.getBoundingClientRect().width)""",
    )
    assert widths == pytest.approx([1.0] * len(tabled), abs=0.01)


def test_links_lead_out_without_telling_where_from(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY)
    links = ask(browser, "return [...document.links].map(a => [a.href, a.rel])")
    outside = [(href, rel) for href, rel in links if not href.startswith(site.url)]
    assert ("https://kunta.example/salasana?kieli=fi&tapa=itse", "noopener noreferrer") in outside
    assert all(href.startswith("https://") and rel == "noopener noreferrer" for href, rel in outside)


def test_the_skip_link_is_the_first_stop_and_shows_itself(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    top = "return [document.activeElement.className, document.activeElement.getBoundingClientRect().top]"
    assert ask(browser, top) == ["skip", 0]
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert ask(browser, "return document.activeElement.id") == "content"


TEXTS_AND_GROUNDS = """
    const rgba = colour => colour.match(/[\\d.]+/g).map(Number);
    const ground = element => {
        for (let each = element; each; each = each.parentElement) {
            const colour = rgba(getComputedStyle(each).backgroundColor);
            if (colour.length == 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest('.unseen, style')) continue;
        const style = getComputedStyle(element);
        const large = parseFloat(style.fontSize) >= 24
            || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
        const put = (colour, under) =>
            found.push([walker.currentNode.data.trim().slice(0, 40), rgba(colour), under, large]);
        if (element instanceof SVGElement) {
            const verdict = element.classList[1];
            for (const under of document.querySelectorAll(`.fill.${verdict}, .mark.${verdict}`))
                put(style.fill, rgba(getComputedStyle(under).fill));
        } else put(style.color, ground(element));
    }
    return found;"""


def contrast(one: list[float], other: list[float]) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""

    def luminance(colour: list[float]) -> float:
        assert len(colour) == 3 or colour[3] == 1, "a colour that shines through cannot be judged"
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour[:3])]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_defines_it() -> None:
    assert contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)
    assert contrast([118, 118, 118], [255, 255, 255]) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_text_stands_out_from_its_ground(browser: Chrome, site: Site, medium: str, scheme: str) -> None:
    show(browser, site, ORDINARY, scheme=scheme)
    emulate(browser, medium=medium, scheme=scheme)
    texts = ask(browser, TEXTS_AND_GROUNDS)
    assert len(texts) > 150
    faint = [
        (text, contrast(colour, under))
        for text, colour, under, large in texts
        if contrast(colour, under) < (3 if large else 4.5)
    ]
    assert faint == []


def test_the_page_follows_the_colour_scheme(browser: Chrome, site: Site) -> None:
    def background(scheme: str) -> str:
        show(browser, site, ORDINARY, scheme=scheme)
        return str(ask(browser, "return getComputedStyle(document.body).backgroundColor"))

    assert background("light") != background("dark")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", AUDITS)
def test_axe_finds_nothing(browser: Chrome, site: Site, name: str, width: int, scheme: str) -> None:
    show(browser, site, AUDITS[name], width=width, scheme=scheme)
    ask(browser, files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(done, failure => done({failure: String(failure)}))"
    )
    assert len(found["passes"]) > 20
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []


def test_on_paper_rows_stay_whole_and_links_give_their_address(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY, scheme="dark")
    emulate(browser, medium="print", scheme="dark")
    printed = ask(
        browser,
        """const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
        return {skip: style('.skip').display, row: style('tr').breakInside, task: style('.tasks > li').breakInside,
            scheme: style('.links a', '::before').content, shown: document.querySelector('.links a').textContent,
            href: document.querySelector('.links a').href}""",
    )
    assert (printed["skip"], printed["row"], printed["task"]) == ("none", "avoid", "avoid")
    assert printed["scheme"].strip('"') + printed["shown"] == printed["href"]


def test_the_page_prints(browser: Chrome, site: Site) -> None:
    show(browser, site, ORDINARY)
    emulate(browser)
    made = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pdf = base64.b64decode(made["data"])
    assert pdf.startswith(b"%PDF-")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8
