"""The guided session on paper."""

import base64
import re
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from hygiene.policy.reading import load_policy
from hygiene.reports.guided_sheet import PROMISES, SHEET_FORMATS, STEPS, lines_of, questions
from hygiene.texts import LANGUAGES, use_language
from tests.journeys.program import Program
from tests.reports.test_markdown import as_github_shows_it, read_aloud

POLICY = load_policy(["municipality"])


def plain(form: str, sheet: str) -> str:
    if form == "markdown":
        sheet = as_github_shows_it(sheet)
    return read_aloud(sheet) if form in ("html", "markdown") else " ".join(sheet.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", SHEET_FORMATS)
def test_every_form_has_every_step_and_question_with_its_boxes(form: str, language: str) -> None:
    use_language(language)
    sheet = SHEET_FORMATS[form](POLICY, 80)
    shown = plain(form, sheet)
    for step in STEPS:
        for line in lines_of(step):
            assert plain("text", line) in shown
    asked = [question for _, group in questions(POLICY) for question in group]
    rules = [rule for rule in POLICY.rules if rule.is_asked]
    assert len(asked) == len(rules) + len(POLICY.circumstances)
    for text, _ in asked:
        assert plain("text", text) in shown
    boxes = 1 + sum(5 if may_not_concern else 4 for _, may_not_concern in asked)
    box = {"text": "[ ] ", "markdown": "- [ ] ", "html": 'class="box"'}[form]
    assert sheet.count(box) == boxes
    assert len(re.findall(rf"\b{PROMISES}\. |<span class=.room", sheet)) >= 1


@pytest.mark.parametrize("width", [30, 40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    use_language(language)
    assert [line for line in SHEET_FORMATS["text"](POLICY, width).splitlines() if len(line) > width] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_it_is_two_sheets_printed_on_both_sides(browser: Chrome, tmp_path: Path, language: str) -> None:
    use_language(language)
    page = tmp_path / "sheet.html"
    page.write_text(SHEET_FORMATS["html"](POLICY, 80), encoding="utf-8")
    browser.get(page.as_uri())
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed))) <= 4


@pytest.mark.parametrize("form", SHEET_FORMATS)
def test_it_is_printed_without_a_terminal(program: Program, form: str) -> None:
    use_language("sv")
    ran = program.run("support", "--checklist", "--format", form, "--lang", "sv")
    assert (ran.code, ran.out) == (0, SHEET_FORMATS[form](POLICY, 80))
    written = program.run("support", "--checklist", "--format", form, "-o", "sheet")
    assert (written.code, written.out) == (0, "")
    assert (program.home / "sheet").stat().st_size > 3000
    assert program.run("support", "--checklist", "--format", "csv").code == 2


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)
