import json
import unicodedata
from html.parser import HTMLParser

import pytest

from hygiene.reports import FORMATS
from hygiene.reports.content import shortened
from hygiene.reports.html import render as render_html
from hygiene.texts import LANGUAGES, use_language
from tests.reports.audits import HOSTILE, HOSTILE_TEXTS, ORDINARY

STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_no_report_holds_a_character_that_steers_a_terminal(name: str, language: str) -> None:
    use_language(language)
    rendered = FORMATS[name].render(HOSTILE)
    assert {char for char in rendered if unicodedata.category(char) in STEERING} == {"\n"}
    rendered.encode("utf-8")


def test_the_strings_of_the_json_report_are_inert_once_read() -> None:
    def strings(node: object) -> list[str]:
        if isinstance(node, str):
            return [node]
        if isinstance(node, dict):
            return [text for key, value in node.items() for text in (key, *strings(value))]
        return [text for each in node for text in strings(each)] if isinstance(node, list) else []

    found = strings(json.loads(FORMATS["json"].render(HOSTILE)))
    assert len(found) > len(HOSTILE_TEXTS)
    for text in found:
        assert {char for char in text if unicodedata.category(char) in STEERING} <= {"\n"}


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def elements(page: str) -> _Elements:
    parser = _Elements()
    parser.feed(page)
    return parser


def test_the_page_gains_no_element_attribute_or_link_from_outside() -> None:
    ordinary, hostile = elements(render_html(ORDINARY)), elements(render_html(HOSTILE))
    assert hostile.tags <= ordinary.tags
    assert hostile.attributes <= ordinary.attributes
    assert hostile.links == {
        "#content",
        "data:,",
        "https://safe.example/a%20b%22%3E%3Cscript%3Ex%3C/script%3E(y)%1B%E2%80%AE",
    }


def test_the_page_evaluates_no_template_from_outside() -> None:
    assert "{{ 7 * 7 }}{% raw %}{n}" in render_html(HOSTILE)


def test_a_label_of_ten_thousand_characters_is_cut_where_people_read_it() -> None:
    long = next(text for text in HOSTILE_TEXTS if len(text) == 10_000)
    assert len(shortened(long)) == 80
    for name in ("markdown", "html"):
        assert shortened(long) in FORMATS[name].render(HOSTILE)
