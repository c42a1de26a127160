import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hygiene.evidence import Evidence
from hygiene.reports import FORMATS, SCHEMAS, schema
from hygiene.reports.document import AuditReport
from hygiene.texts import LANGUAGES, use_language
from tests.reports.audits import HOSTILE, IN_ORDER, ORDINARY, POLICY

VALIDATOR = Draft202012Validator(json.loads(schema("hygiene.report/1")), format_checker=FormatChecker())


def document(report: AuditReport) -> Any:
    return json.loads(FORMATS["json"].render(report))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_published_schema_is_one_and_says_what_it_describes(name: str) -> None:
    published = json.loads(schema(name))
    Draft202012Validator.check_schema(published)
    # A line of a table has no room to name its schema.
    assert name.endswith(".csv/1") or published["properties"]["schema"] == {"const": name}


def test_an_unknown_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schema("hygiene.nothing/1")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", [ORDINARY, IN_ORDER, HOSTILE, AuditReport(POLICY, Evidence(), ())])
def test_every_report_keeps_to_the_published_schema(report: AuditReport, language: str) -> None:
    use_language(language)
    VALIDATOR.validate(document(report))


def spoil(path: str, value: object) -> Callable[[Any], None]:
    def change(node: Any) -> None:
        *way, last = path.split("/")
        for step in way:
            node = node[int(step) if step.isdecimal() else step]
        node[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        spoil("extra", 1),
        spoil("logins/0/password", "x"),
        spoil("logins/0/username", "x"),
        spoil("logins/0/entry", "0:4"),
        spoil("logins/0/kind", "other"),
        spoil("logins/0/strength/score", 5),
        spoil("logins/0/breached", None),
        spoil("rules/0/verdict", "fine"),
        spoil("rules/0/origin", "guessed"),
        spoil("rules/0/findings/0/verdict", "met"),
        spoil("rules/0/findings/0/remedy/links", ["javascript:alert(1)"]),
        spoil("rules/0/findings/0/values", {"n": [1]}),
        spoil("counts/met", -1),
        spoil("counts/perhaps", 1),
        spoil("inputs/0/rejected_rows/0/content", "x"),
        spoil("made_on", "yesterday"),
        spoil("schema", "hygiene.report/2"),
    ],
)
def test_the_schema_is_strict(change: Callable[[Any], None]) -> None:
    spoiled = document(ORDINARY)
    change(spoiled)
    assert not VALIDATOR.is_valid(spoiled)


def test_every_input_row_is_accounted_for() -> None:
    for each in document(ORDINARY)["inputs"]:
        assert each["seen"] == each["read"] + each["rejected"]
        assert each["rejected"] == len(each["rejected_rows"])


def test_rules_and_logins_are_all_there_and_the_counts_are_theirs() -> None:
    made = document(ORDINARY)
    assert [rule["id"] for rule in made["rules"]] == [rule.id for rule in POLICY.rules]
    for verdict, count in made["counts"].items():
        assert count == sum(rule["verdict"] == verdict for rule in made["rules"])
    assert [login["entry"] for login in made["logins"]] == [a.login.entry for a in ORDINARY.evidence.accounts]
    assert made["complete"] is False


def test_what_was_not_looked_up_is_unknown_and_never_not_found() -> None:
    by_label = {login["label"]: login for login in document(ORDINARY)["logins"]}
    without_password = by_label["Kuntosali"]
    assert not without_password["has_password"]
    assert without_password["breached"] == "unknown"
    assert without_password["strength"] is None
    assert by_label["Sähköposti"]["breach_reason"] == "not_in_embedded_list"
    assert by_label["Kirjasto"]["breach_count"] == 1234
