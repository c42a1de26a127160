from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hygiene.errors import PolicyError
from hygiene.evidence import Origin
from hygiene.findings import Severity
from hygiene.policy.reading import load_policy, problems

Write = Callable[[str, str], str]

TOWN = """
id = "town"
version = "1"
names = { fi = "Kunta", sv = "Kommun", en = "Town" }
"""
DEPARTMENT = TOWN.replace("town", "library").replace("Town", "Library")
REASON = '{ fi = "Muutto.", sv = "Flytt.", en = "A move." }'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return to_file


def test_a_layer_tightens_and_each_value_remembers_where_it_comes_from(write: Write) -> None:
    tightened = """
[[tighten]]
rule = "long-passwords"
severity = "high"
parameters = { min_length = 20 }
[[tighten]]
rule = "unique-passwords"
accepts = ["measured"]
"""
    policy = load_policy(["municipality", write("town.toml", TOWN + tightened)])
    length, reuse = policy.rule("long-passwords"), policy.rule("unique-passwords")

    assert policy.layers == ("municipality", "town")
    assert length.severity is Severity.HIGH
    assert length.parameters == {"min_length": 20, "min_length_with_second_factor": 8}
    assert reuse.accepts == {Origin.MEASURED}
    assert length.origin_of("severity") == "town"
    assert length.origin_of("parameters.min_length") == "town"
    assert length.origin_of("parameters.min_length_with_second_factor") == "municipality"
    assert (reuse.origin_of("accepts"), reuse.origin_of("severity")) == ("town", "municipality")


def test_layers_add_domains_services_groups_and_rules(write: Write) -> None:
    town = write(
        "town.toml", TOWN + '[organisation]\ndomains = ["town.example"]\nexempt_services = ["union.example"]\n'
    )
    added = """
organisation = { domains = ["library.example", "town.example"], work_services = ["books.example"] }
groups = [{ id = "loans", names = { fi = "Lainat", sv = "Lån", en = "Loans" } }]
[[rules]]
id = "devices-emptied"
group = "loans"
severity = "low"
check = "password_reuse"
accepts = ["measured"]
fi = { title = "a", why = "b", action = "c" }
sv = { title = "a", why = "b", action = "c" }
en = { title = "a", why = "b", action = "c" }
"""
    policy = load_policy(["municipality", town, write("library.toml", DEPARTMENT + added)])
    organisation = policy.organisation

    assert organisation.domains == ("town.example", "library.example")
    assert (organisation.work_services, organisation.exempt_services) == (("books.example",), ("union.example",))
    assert organisation.origins == {
        "town.example": "town",
        "union.example": "town",
        "library.example": "library",
        "books.example": "library",
    }
    assert (policy.rules[-1].id, policy.rules[-1].layer, policy.groups[-1].id) == (
        "devices-emptied",
        "library",
        "loans",
    )
    assert (policy.id, policy.layers) == ("library", ("municipality", "town", "library"))


@pytest.mark.parametrize(
    ("change", "field", "value", "least"),
    [
        ('rule = "long-passwords"\nseverity = "low"', "severity", "low", "medium"),
        ('rule = "strong-passwords"\nparameters = { min_score = 2 }', "parameters.min_score", 2, 3),
        ('rule = "long-passwords"\nparameters = { min_length = 12 }', "parameters.min_length", 12, 15),
        ('rule = "training"\naccepts = ["told", "shown"]', "accepts", "shown", "told"),
    ],
)
def test_loosening_is_an_error_that_names_rule_and_value(
    write: Write, change: str, field: str, value: object, least: object
) -> None:
    town = write("town.toml", f"{TOWN}[[tighten]]\n{change}\n")
    (problem,) = problems(town, ["municipality"])

    assert (problem.key, problem.field, problem.values) == ("loosens", field, {"value": value, "least": least})
    assert change.startswith(f'rule = "{problem.rule}"')
    assert problem.line == 7
    with pytest.raises(PolicyError) as raised:
        load_policy(["municipality", town])
    told = str(raised.value.values["problems"])
    assert problem.rule in told
    assert str(value) in told


def test_the_same_values_again_are_no_loosening(write: Write) -> None:
    same = """
[[tighten]]
rule = "strong-passwords"
severity = "high"
accepts = ["told", "measured"]
parameters = { min_score = 3 }
"""
    assert problems(write("town.toml", TOWN + same), ["municipality"]) == []


@pytest.mark.parametrize(
    "change",
    [
        'rule = "no-such-rule"\nseverity = "high"',
        'rule = "training"\nparameters = { min_score = 4 }',
        'rule = "strong-passwords"\nmet_by = "no"',
        'rule = "strong-passwords"\nparameters = { min_score = 5 }',
    ],
)
def test_nothing_else_can_be_changed(write: Write, change: str) -> None:
    assert len(problems(write("town.toml", f"{TOWN}[[tighten]]\n{change}\n"), ["municipality"])) == 1


def test_a_rule_of_another_layer_cannot_be_stated_anew(write: Write) -> None:
    again = """
[[rules]]
id = "training"
group = "support"
severity = "low"
check = "password_reuse"
accepts = ["measured"]
fi = { title = "a", why = "b", action = "c" }
sv = { title = "a", why = "b", action = "c" }
en = { title = "a", why = "b", action = "c" }
"""
    (problem,) = problems(write("town.toml", TOWN + again), ["municipality"])
    assert (problem.key, problem.rule, problem.field) == ("duplicate_id", "training", "id")


def test_an_exemption_holds_up_to_its_last_day(write: Write) -> None:
    given = f'[[exemptions]]\nrule = "training"\nuntil = 2027-06-30\nreason = {REASON}\n'
    policy = load_policy(["municipality", write("town.toml", TOWN + given)])

    holding = policy.exemption("training", date(2027, 6, 30))
    assert holding is not None
    assert (holding.reasons["sv"], holding.until, holding.layer) == ("Flytt.", date(2027, 6, 30), "town")
    assert policy.exemption("training", date(2027, 7, 1)) is None
    assert policy.exemption("copyright", date(2027, 6, 30)) is None


def test_a_department_cannot_excuse_itself_from_what_its_organisation_demands(write: Write) -> None:
    town = write("town.toml", TOWN + '[organisation]\ndomains = ["town.example"]\n')
    excuses = f"""
organisation = {{ exempt_services = ["games.example"] }}
exemptions = [{{ rule = "training", until = 2027-06-30, reason = {REASON} }}]
"""
    found = problems(write("library.toml", DEPARTMENT + excuses), ["municipality", town])
    assert [(problem.key, problem.rule) for problem in found] == [
        ("excuses_itself", ""),
        ("excuses_itself", "training"),
    ]


def test_a_locked_setting_stays(write: Write) -> None:
    locked = TOWN.replace('version = "1"', 'version = "1"\nlocked = ["online"]') + "[settings]\nonline = false\n"
    town = write("town.toml", locked)
    same = write("same.toml", DEPARTMENT + "[settings]\nonline = false\n")
    other = write("other.toml", DEPARTMENT + "[settings]\nonline = true\n")

    assert load_policy(["municipality", town, same]).locked == {"online"}
    (problem,) = problems(other, ["municipality", town])
    assert (problem.key, problem.field) == ("locked_below", "settings.online")


def test_how_long_things_are_kept_is_only_ever_shortened(write: Write) -> None:
    def keeping(name: str, base: str, months: object) -> str:
        return write(f"{name}.toml", base + f"[settings]\nretention_months = {months}\n")

    town = keeping("town", TOWN, 24)
    assert load_policy(["municipality"]).retention_months == 13
    assert load_policy(["municipality", town]).retention_months == 24
    for months in (24, 1):
        assert load_policy(["municipality", town, keeping("same", DEPARTMENT, months)]).retention_months == months
    (problem,) = problems(keeping("longer", DEPARTMENT, 25), ["municipality", town])
    assert (problem.key, problem.field, problem.values) == ("kept_longer", "settings.retention_months", {"most": 24})
    for odd, key in ((0, "bad_months"), (61, "bad_months"), (-1, "bad_months"), ("1.5", "not_number")):
        (problem,) = problems(keeping("odd", DEPARTMENT, odd), ["municipality"])
        assert (problem.key, problem.field) == (key, "settings.retention_months")


def test_a_layer_without_rules_needs_one_below_it(write: Write) -> None:
    town = write("town.toml", TOWN)
    assert [problem.key for problem in problems(town)] == ["no_rules"]
    assert problems(town, ["municipality"]) == []


def test_the_same_layer_twice_is_an_error(write: Write) -> None:
    town = write("town.toml", TOWN)
    assert [problem.key for problem in problems(town, ["municipality", town])] == ["duplicate_id"]
