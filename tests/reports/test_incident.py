"""The page for somebody to whom something has just happened."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from hygiene.policy.model import Contact, Situation
from hygiene.policy.reading import load_policy
from hygiene.reports.incident import INCIDENT_FORMATS, IncidentPage, steps
from hygiene.texts import LANGUAGES, say, use_language
from tests.reports.test_markdown import as_github_shows_it, read_aloud

OWN = Contact(
    "it-on-call",
    dict.fromkeys(LANGUAGES, "Päivystys"),
    frozenset({Situation.DEVICE}),
    "+358 9 000 0000",
    "https://it.example/",
)
EVERYTHING = IncidentPage(load_policy(["municipality"]), list(Situation))


def with_own(*situations: Situation) -> IncidentPage:
    policy = replace(EVERYTHING.policy, contacts=(OWN, *EVERYTHING.policy.contacts))
    return IncidentPage(policy, situations)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", INCIDENT_FORMATS)
def test_every_form_tells_every_step_and_contact(form: str, language: str) -> None:
    use_language(language)
    page = _plain(form, INCIDENT_FORMATS[form](EVERYTHING, 80))
    for situation in Situation:
        assert say(f"incident.{situation}.title") in page
        for part in ("now", "keep"):
            told = steps(situation, part)
            assert len(told) >= 3
            for step in told:
                assert _plain("text", step) in page
    for contact in EVERYTHING.policy.contacts:
        assert contact.names[language] in page
        assert contact.phone in page
        assert contact.link.removeprefix("https://") in page


def test_the_first_step_stands_before_anybody_to_call() -> None:
    use_language("en")
    page = INCIDENT_FORMATS["text"](EVERYTHING, 80)
    assert page.index(steps(Situation.SCAM, "now")[0][:20]) < page.index(say("incident.contacts"))


def test_one_situation_shows_only_those_who_help_in_it() -> None:
    assert [name for name, _ in IncidentPage(EVERYTHING.policy, [Situation.RECIPIENT]).contacts] == ["own"]
    helping = dict(with_own(Situation.DEVICE).contacts)
    assert helping["own"] == [OWN]
    assert "fi-cyber-security" not in {each.id for each in helping["fi"]}


def test_who_has_no_contacts_of_their_own_is_told_where_to_look() -> None:
    use_language("en")
    assert say("incident.no_own_contacts")[:40] in INCIDENT_FORMATS["text"](EVERYTHING, 80)
    assert say("incident.no_own_contacts")[:40] not in INCIDENT_FORMATS["text"](with_own(Situation.DEVICE), 80)


@pytest.mark.parametrize("width", [30, 40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal_but_a_link(language: str, width: int) -> None:
    use_language(language)
    lines = INCIDENT_FORMATS["text"](EVERYTHING, width).splitlines()
    assert [line for line in lines if len(line) > width and "https://" not in line] == []


@pytest.mark.parametrize("form", INCIDENT_FORMATS)
def test_hostile_names_stay_inert(form: str) -> None:
    hostile = replace(OWN, names=dict.fromkeys(LANGUAGES, "\x1b[2J[a](https://evil.example)<script>"))
    page = IncidentPage(replace(EVERYTHING.policy, contacts=(hostile,)), [Situation.DEVICE])
    made = INCIDENT_FORMATS[form](page, 80)
    assert "\x1b" not in made
    if form == "html":
        assert "<script" not in made
    if form == "markdown":
        assert 'href="https://evil.example"' not in as_github_shows_it(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_it_is_one_sheet(browser: Chrome, tmp_path: Path, language: str) -> None:
    use_language(language)
    page = tmp_path / "incident.html"
    page.write_text(INCIDENT_FORMATS["html"](EVERYTHING, 80), encoding="utf-8")
    browser.get(page.as_uri())
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed))) == 1


def _plain(form: str, page: str) -> str:
    """A page without its markup and line breaks."""
    if form == "markdown":
        page = as_github_shows_it(page)
    return read_aloud(page) if form in ("html", "markdown") else " ".join(page.split())
