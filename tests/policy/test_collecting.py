"""How a policy says that the anonymised summary is collected."""

from pathlib import Path

import pytest

from hygiene.policy.reading import load_policy, problems

COLLECTING = """id = "town"
version = "1"
names = { fi = "Kunta", sv = "Kommun", en = "Town" }
[summary]
unit_tables = true
[summary.it]
names = { fi = "Tietohallinto", sv = "Dataförvaltningen", en = "IT services" }
mail = "it@town.example"
[summary.dpo]
names = { fi = "Tietosuoja", sv = "Dataskydd", en = "Data protection" }
folder = "/srv/dpo"
[[units]]
id = "schools"
names = { fi = "Koulut", sv = "Skolorna", en = "The schools" }
[[frameworks]]
id = "own"
name = "Our strategy"
link = "https://town.example/strategy"
"""


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ('mail = "it@town.example"', 'mail = "IT <it@town.example>"', "bad_mail"),
        ('mail = "it@town.example"', 'mail = "it@town.example"\nfolder = "/srv"', "folder_or_mail"),
        ('mail = "it@town.example"', "", "folder_or_mail"),
        ("[[units]]", "[[groups]]", "no_units"),
        ('"https://town.example/strategy"', '"http://town.example/"', "bad_link"),
        ('id = "own"', 'id = "nis2"', "duplicate_id"),
        ("unit_tables = true", 'unit_tables = "yes"', "not_boolean"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, good: str, bad: str, key: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text(COLLECTING, encoding="utf-8")
    assert problems(str(path), ["municipality"]) == []
    path.write_text(COLLECTING.replace(good, bad), encoding="utf-8")
    assert [problem.key for problem in problems(str(path), ["municipality"])] == [key]


def test_a_department_cannot_lead_shares_to_itself(tmp_path: Path) -> None:
    town, department = tmp_path / "town.toml", tmp_path / "department.toml"
    town.write_text(COLLECTING, encoding="utf-8")
    below = ["municipality", str(town)]
    department.write_text(COLLECTING.replace('"town"', '"library"').replace('"own"', '"other"'), encoding="utf-8")
    assert [problem.key for problem in problems(str(department), below)] == ["locked_below", "locked_below"]
    department.write_text('id = "library"\nversion = "1"\nnames = { fi = "K", sv = "B", en = "L" }\n', encoding="utf-8")
    policy = load_policy([*below, str(department)])
    assert policy.summary == load_policy(below).summary
    assert [unit.id for unit in policy.units] == ["schools"]


def test_what_a_rule_serves_is_the_place_that_follows_the_name_of_a_framework() -> None:
    policy = load_policy(["municipality"])
    served = {rule.id: [(each.id, place) for each, place in policy.serves(rule)] for rule in policy.rules}
    assert served["long-passwords"] == [("nist-800-63b-4", "3.1.1.2")]
    assert served["second-factor"] == [("nis2", "21(2)(j)")]
    assert ("julkri", "HAL-12") in served["training"]
    assert served["copyright"] == []
    # Every framework is served.
    assert {each for places in served.values() for each, _ in places} == {each.id for each in policy.frameworks}
    placeless = {source for rule in policy.rules if not served[rule.id] for source in rule.sources}
    assert placeless == set()
