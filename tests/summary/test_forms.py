"""A release for the programs of others: spreadsheets, and tools that read OSCAL."""

import csv
import json
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from trestle.core import validator_factory  # noqa: F401 - the next one can be imported after this one alone
from trestle.core.all_validator import AllValidator
from trestle.oscal.assessment_results import AssessmentResults

from hygiene import texts
from hygiene.errors import HygieneError
from hygiene.findings import Verdict
from hygiene.policy.model import Framework
from hygiene.reports import schema
from hygiene.reports.releases import RELEASE_FORMATS, ReleaseReport, require
from hygiene.summary.rules import release
from tests.summary.people import draw, policy
from tests.summary.test_release import totals_of

WORDS_OF_PROTECTION = {"en": "multiple of 5", "fi": "jaollinen luvulla 5", "sv": "multipel av 5"}


@pytest.fixture(autouse=True)
def english() -> object:
    yield
    texts.use_language("en")


@cache
def report(people: int = 200) -> ReleaseReport:
    """A release in which everybody has been trained, so that this rule is masked."""
    drawn = [replace(each, verdicts={**each.verdicts, "training": Verdict.MET}) for each in draw(people)]
    return ReleaseReport(policy(), replace(release(totals_of(drawn), policy(), ()), seal="0f" * 32))


def hostile() -> ReleaseReport:
    """The same, by a policy whose words would be formulas, and whose frameworks are written with odd signs."""
    words = '=HYPERLINK("https://evil.example","+1")'
    rules = tuple(
        replace(rule, texts={language: replace(text, title=words) for language, text in rule.texts.items()})
        for rule in policy().rules
    )
    groups = tuple(replace(group, names=dict.fromkeys(texts.LANGUAGES, "@SUM(A1)")) for group in policy().groups)
    return replace(report(), policy=replace(policy(), rules=rules, groups=groups))


def workbook(shown: ReleaseReport) -> openpyxl.Workbook:
    made = RELEASE_FORMATS["xlsx"](shown)
    assert isinstance(made, bytes)
    return openpyxl.load_workbook(BytesIO(made))


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("form", ["text", "html", "annex", "csv", "json", "xlsx", "oscal"])
def test_each_form_says_how_the_figures_are_protected_and_what_they_cannot_show(form: str, language: str) -> None:
    texts.use_language(language)
    if form == "xlsx":
        sheets = workbook(report()).worksheets
        shown = "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    else:
        shown = str(RELEASE_FORMATS[form](report()))
    assert WORDS_OF_PROTECTION[language] in shown
    assert texts.say("summary.limits.collusion") in shown.replace("&#39;", "'")


def test_the_table_is_as_published() -> None:
    rows = list(csv.DictReader(str(RELEASE_FORMATS["csv"](report())).splitlines()))
    published = json.loads(schema("hygiene.release.csv/1"))
    for row in rows:
        jsonschema.validate(row, published)
    assert sum(row["masked"] == "1" for row in rows) == 1
    for wrong in ({"met": "-5"}, {"note": "=1+1"}, {"masked": "1"}, {"period": "2026"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**rows[0], **wrong}, published)


def test_the_workbook_holds_the_figures_as_numbers() -> None:
    rules = workbook(report()).worksheets[1]
    head, *rows = (tuple(cell.value for cell in row) for row in rules.iter_rows())
    assert head[1:5] == ("In order", "To fix", "Unknown", "Not concerned")
    told = [each for each in report().release.rules if each.counts]
    figures = [row[1:5] for row in rows if isinstance(row[1], int)]
    assert Counter(figures) == Counter(tuple(each.counts.values()) for each in told if each.counts)
    assert len([row for row in rows if row[1] == "Not told."]) == 1


def test_no_cell_of_the_workbook_can_be_a_formula_and_the_file_tells_no_time() -> None:
    book = workbook(hostile())
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sum(str(cell.value).startswith(("=", "@")) for cell in cells) > 40
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert not any(cell.hyperlink for cell in cells)
    assert book.properties.created.year == 2000
    assert not book.properties.creator
    assert RELEASE_FORMATS["xlsx"](report()) == RELEASE_FORMATS["xlsx"](report())


def test_where_workbooks_cannot_be_written_that_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    require("xlsx")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    require("csv")
    with pytest.raises(HygieneError) as told:
        require("xlsx")
    assert told.value.key == "collecting.no_xlsx"


def oscal(tmp_path: Path, shown: ReleaseReport) -> dict[str, Any]:
    """A release as OSCAL that trestle has read, and found to be in order."""
    path = tmp_path / "assessment-results.json"
    path.write_text(str(RELEASE_FORMATS["oscal"](shown)), encoding="utf-8")
    read = AssessmentResults.oscal_read(path)
    assert isinstance(read, AssessmentResults)
    assert AllValidator().model_is_valid(read, True, None)
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["assessment-results"]
    return results


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_trestle_reads_the_release_as_assessment_results(tmp_path: Path, language: str) -> None:
    texts.use_language(language)
    read = oscal(tmp_path, report())
    (result,) = read["results"]
    assert read["metadata"]["oscal-version"].startswith("1.2.")
    assert (result["start"][:10], result["end"][:10]) == ("2026-10-01", "2027-01-01")
    assert len(result["observations"]) == len(report().release.rules)
    observed = {each["uuid"]: each for each in result["observations"]}
    named = {finding["title"]: finding for finding in result["findings"]}
    assert {"NIST SP 800-63B-4 3.1.1.2", "NIS2 21(2)(g)", "NIS2 21(2)(j)", "GDPR 32", "Julkri HAL-12"} <= {*named}
    for finding in named.values():
        related = [observed[each["observation-uuid"]] for each in finding["related-observations"]]
        counts = [{prop["name"]: prop["value"] for prop in each["props"]} for each in related]
        broken = any(int(each.get("broken", 0)) for each in counts)
        # Nobody's figures are proof that something is fulfilled.
        status = finding["target"]["status"]
        assert (status["state"], status["reason"]) == ("not-satisfied", "fail" if broken else "other")
    assert named["Julkri HAL-12"]["target"]["status"]["reason"] == "other"
    (select,) = result["reviewed-controls"]["control-selections"]
    reviewed = {each["control-id"] for each in select["include-controls"]}
    assert reviewed == {each["target"]["target-id"] for each in named.values()}


def test_trestle_reads_what_is_odd(tmp_path: Path) -> None:
    odd = Framework("odd", "Odd & Sons (1)")
    rules = tuple(replace(rule, sources=("Odd & Sons (1), §§ (ä) [3]",)) for rule in policy().rules)
    for shown in (
        report(30),
        hostile(),
        replace(report(), policy=replace(policy(), frameworks=())),
        replace(report(), policy=replace(policy(), frameworks=(odd,), rules=rules)),
        replace(report(), release=replace(report().release, seal="", period="2027-Q1")),
    ):
        assert oscal(tmp_path, shown)["results"]


def test_the_same_release_has_the_same_identifiers_and_another_one_others(tmp_path: Path) -> None:
    first, again = (oscal(tmp_path, report()) for _ in range(2))
    later = replace(report().release, seal="1f" * 32)
    other = oscal(tmp_path, replace(report(), release=later))
    assert first["uuid"] == again["uuid"] != other["uuid"]
    assert first["results"] == again["results"]
