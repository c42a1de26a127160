import os
from dataclasses import replace
from pathlib import Path

import pytest

from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.reports import FORMATS
from hygiene.reports.text import Role, lines, render
from hygiene.texts import LANGUAGES, say, use_language
from tests.reports.audits import CANARIES, HOSTILE, IN_ORDER, ORDINARY

GOLDEN = Path(__file__).with_name("golden")


def assert_golden(name: str, rendered: str) -> None:
    """Hold a report against the file that shows how it should be; HYGIENE_UPDATE_GOLDEN=1 writes the file anew."""
    golden = GOLDEN / name
    if os.environ.get("HYGIENE_UPDATE_GOLDEN") == "1":
        golden.write_text(rendered, encoding="utf-8", newline="\n")
    assert rendered == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_ordinary_audit_is_told_as_it_should_be(name: str, language: str) -> None:
    use_language(language)
    assert_golden(f"ordinary.{language}{FORMATS[name].extension}", FORMATS[name].render(ORDINARY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_terminal_gets_narrow_lines(language: str) -> None:
    use_language(language)
    assert_golden(f"ordinary-40-columns.{language}.txt", render(ORDINARY, 40))


@pytest.mark.parametrize("name", FORMATS)
def test_an_audit_in_which_all_is_well_says_so(name: str) -> None:
    assert_golden(f"in-order.en{FORMATS[name].extension}", FORMATS[name].render(IN_ORDER))


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_link_is_wider_than_the_terminal(language: str, width: int) -> None:
    use_language(language)
    for report in (ORDINARY, HOSTILE):
        assert all(len(line) <= width for role, line in lines(report, width) if role is not Role.LINK)


def test_links_stand_whole_on_a_line_of_their_own() -> None:
    links = [line.strip() for role, line in lines(ORDINARY, 40) if role is Role.LINK]
    assert "https://kunta.example/salasana?kieli=fi&tapa=itse" in links
    assert all(link.startswith("https://") and " " not in link for link in links)


def test_the_text_report_ends_with_the_count_of_each_verdict() -> None:
    *_, (role, last) = lines(ORDINARY, 200)
    assert role is Role.SUMMARY
    assert last == "Summary: 3 in order, 6 to fix, 2 unknown, 1 does not concern you, 1 exempt."


def test_a_long_list_of_accounts_is_cut_in_text_and_whole_elsewhere() -> None:
    assert "Foorumi 9" not in render(ORDINARY)
    assert say("report.more.accounts", n=5) in render(ORDINARY)
    for name in ("json", "markdown", "html"):
        assert "Foorumi 9" in FORMATS[name].render(ORDINARY)


def test_many_findings_about_one_rule_are_cut_in_text_with_their_number() -> None:
    first = ORDINARY.outcomes[0]
    many = replace(ORDINARY, outcomes=(replace(first, findings=first.findings[:1] * 20),))
    assert render(many).count(say("report.part.problem")) == 8
    assert say("report.more.findings", n=12) in render(many)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_no_report_holds_a_password_a_user_name_or_an_address(name: str, language: str) -> None:
    use_language(language)
    rendered = FORMATS[name].render(ORDINARY).casefold()
    assert not [canary for canary in CANARIES if canary.casefold() in rendered]


@pytest.mark.parametrize("width", [-1, 0, 1, 3])
def test_a_width_that_no_terminal_has_breaks_nothing(width: int) -> None:
    assert render(ORDINARY, width).endswith("exempt.\n")


def test_a_large_vault_is_told_a_next_step_and_a_reason_once_and_few_links() -> None:
    use_language("en")
    links = [tuple(f"https://{shop}{number}.example/" for number in range(5)) for shop in "abc"]
    broken = [
        Finding(Verdict.BROKEN, "password_reused", (shop,), values={"n": 2, "times": 2}, remedy=Remedy("", {}, of_shop))
        for shop, of_shop in zip("abc", links, strict=True)
    ]
    unsure = [Finding(Verdict.UNKNOWN, "strength_unknown", (shop,), values={"n": 1}) for shop in "abc"]
    shown = render(replace(IN_ORDER, outcomes=(Outcome("unique-passwords", Verdict.BROKEN, None, (*broken, *unsure)),)))
    told = " ".join(shown.split())
    assert told.count("Next step:") == 2
    assert told.count("https://") == 6
    assert "9 more links" in told
    assert all(f"- {shop} " in told for shop in "abc")
