import re
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from hygiene.reports.content import one_line
from hygiene.reports.markdown import literal, render
from tests.reports.audits import HOSTILE, HOSTILE_TEXTS, ORDINARY

MARKUP = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&@:/=$^'\" \n\tw12ahtps;"), max_size=60)


def as_github_shows_it(markdown: str) -> str:
    """The page that GitHub's own reader makes, with nothing held back: what came alive would be in it."""
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def read_aloud(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


@given(MARKUP | st.text())
@pytest.mark.parametrize(("before", "after"), [("", ""), ("- ", ""), ("### 1. ", ""), ("**", "**"), ("| a | ", " |")])
def test_any_text_is_shown_as_it_is(before: str, after: str, text: str) -> None:
    if not text.strip():
        return
    line = f"{before}{literal(text)}{after}"
    markdown = f"| x | y |\n| --- | --- |\n{line}" if before.startswith("|") else line
    page = as_github_shows_it(markdown)
    tags = set(re.findall(r"<(/?\w+)[^>]*>", page))
    ours = {"p", "ul", "li", "h3", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag.removeprefix("/") for tag in tags} <= ours
    assert one_line(text).replace(" ", "") in read_aloud(page).replace(" ", "")


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
def test_nothing_from_outside_comes_alive(hostile: str) -> None:
    page = as_github_shows_it(literal(hostile))
    assert not re.search(r"<(?!/?(p|code)>)", page)


def test_only_our_own_links_are_live_in_a_hostile_report() -> None:
    page = as_github_shows_it(render(HOSTILE))
    assert set(re.findall(r'href="([^"]*)"', page)) == {
        "https://safe.example/a%20b%22%3E%3Cscript%3Ex%3C/script%3E(y)%1B%E2%80%AE"
    }
    assert not re.search(r"<(script|img|style|input|iframe)", page)


def test_the_report_has_its_headings_links_and_table() -> None:
    page = as_github_shows_it(render(ORDINARY))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 7
    assert 'href="https://kunta.example/salasana?kieli=fi&amp;tapa=itse"' in page
    assert len(re.findall(r"<th[ >]", page)) == 6
