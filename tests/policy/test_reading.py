import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hygiene.errors import PolicyError
from hygiene.policy.parameters import PARAMETERS
from hygiene.policy.reading import MOST_TOLD, describe, load_policy, problems, schema
from hygiene.texts import LANGUAGES, current_language, say, use_language

DOCS = Path(__file__).parents[2] / "docs"

GOOD = """\
id = "own"
version = "1"
names = { fi = "Oma", sv = "Egen", en = "Own" }

[[groups]]
id = "all"
names = { fi = "Kaikki", sv = "Alla", en = "All" }

[[circumstances]]
id = "has-phone"
fi = { ask = "Onko?" }
sv = { ask = "Har du?" }
en = { ask = "Do you?" }

[[rules]]
id = "phone-locked"
group = "all"
severity = "low"
check = "answer"
accepts = ["told"]
applies_if = ["has-phone"]
links = ["https://intranet.example/puhelin?x=1#y"]
[rules.fi]
title = "Puhelin lukitaan"
why = "Se voi kadota."
action = "Lukitse puhelin."
ask = "Onko puhelin lukittu?"
[rules.sv]
title = "Telefonen låses"
why = "Den kan tappas bort."
action = "Lås telefonen."
ask = "Är telefonen låst?"
[rules.en]
title = "The phone is locked"
why = "It may get lost."
action = "Lock the phone."
ask = "Is the phone locked?"
"""

ALL_AT_ONCE = """\
id = "Own"
version = "1"
names = { fi = "Oma", sv = "Egen" }
colour = "red"

[organisation]
domains = ["town.example", "Not A Domain", "town"]

[[groups]]
id = "all"
names = { fi = "Kaikki", sv = "", en = "A\\u001b[31mll" }

[[circumstances]]
id = "first"
applies_if = ["second"]
fi = { ask = "a?", explain = "b" }
sv = { ask = "a?", explain = "b" }
en = { ask = "a?" }

[[circumstances]]
id = "second"
fi = { ask = "a?" }
sv = { ask = "a?" }
en = { ask = "a?" }

[[rules]]
id = "one"
group = "nope"
severity = "highest"
check = "password_strength"
accepts = []
parameters = { min_length = 15 }
links = ["http://own.example/"]
[rules.fi]
title = 'T'
why = \"\"\"Two
lines\"\"\"
action = 3
[rules.sv]
title = "T"
why = "w"
action = "a"

[[rules]]
id = "one"
group = "all"
severity = "low"
check = "gut_feeling"
accepts = ["told"]
may_not_concern = "true"
met_by = "maybe"
fi = { title = "t", why = "w", action = "a", ask = "q" }
sv = { title = "t", why = "w", action = "a" }
en = { title = "t", why = "w", action = "a", asks = "q" }

[[rules]]
id = "two"
group = "all"
severity = "low"
check = "answer"
accepts = ["measured", "told"]
covers = "U1"
fi = { title = "t", why = "w", action = "a" }
sv = { title = "t", why = "w", action = "a" }
en = { title = "t", why = "w", action = "a" }

[[exemptions]]
rule = "three"
until = "soon"
reason = "because"
"""

SIX_LINKS = ", ".join(f'"https://{name}.example/"' for name in "abcdef")
LENGTHS = "{ min_length = 15, min_length_with_second_factor = 7 }"


@pytest.fixture(autouse=True)
def language_is_put_back() -> Iterator[None]:
    before = current_language()
    yield
    use_language(before)


def test_a_policy_of_one_s_own_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    policy = load_policy([str(path)])
    (rule,) = policy.rules

    assert (policy.id, policy.version, policy.names["sv"], policy.layers) == ("own", "1", "Egen", ("own",))
    assert (rule.id, rule.applies_if, rule.met_by, rule.layer) == ("phone-locked", ("has-phone",), "yes", "own")
    assert rule.texts["fi"].ask == "Onko puhelin lukittu?"
    assert policy.circumstances[0].texts["en"].ask == "Do you?"


def test_every_error_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ALL_AT_ONCE, encoding="utf-8")
    found = [(problem.line, problem.rule, problem.field, problem.key) for problem in problems(str(path))]

    assert sorted(found) == sorted([
        (1, "", "id", "bad_id"),
        (3, "", "names.en", "missing_language"),
        (4, "", "colour", "unknown_name"),
        (7, "", "organisation.domains", "bad_domain"),
        (7, "", "organisation.domains", "bad_domain"),
        (11, "all", "names.sv", "empty"),
        (11, "all", "names.en", "unshowable"),
        (15, "first", "applies_if", "unknown_circumstance"),
        (18, "first", "en.explain", "missing_language"),
        (26, "one", "en", "missing_language"),
        (28, "one", "group", "unknown_group"),
        (29, "one", "severity", "not_one_of"),
        (31, "one", "accepts", "empty"),
        (32, "one", "parameters.min_length", "unknown_name"),
        (32, "one", "parameters.min_score", "missing"),
        (33, "one", "links", "bad_link"),
        (36, "one", "fi.why", "unshowable"),
        (38, "one", "fi.action", "not_text"),
        (45, "one", "id", "duplicate_id"),
        (48, "one", "check", "unknown_check"),
        (50, "one", "may_not_concern", "not_boolean"),
        (51, "one", "met_by", "not_one_of"),
        (53, "one", "sv.ask", "missing_language"),
        (54, "one", "en.ask", "missing_language"),
        (54, "one", "en.asks", "unknown_name"),
        (61, "two", "accepts", "told_needs_question"),
        (61, "two", "accepts", "answer_is_told"),
        (62, "two", "covers", "not_list"),
        (68, "three", "rule", "unknown_rule"),
        (69, "three", "until", "not_date"),
        (70, "three", "reason", "not_table"),
    ])  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_told_in_the_user_s_language(tmp_path: Path, language: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ALL_AT_ONCE, encoding="utf-8")
    use_language(language)
    found = problems(str(path))
    told = [describe(problem) for problem in found]

    for problem, line in zip(found, told, strict=True):
        assert line.startswith(f"{path}:{problem.line}: ")
        assert line.endswith(say(f"policy.faults.{problem.key}", **problem.values))
        assert re.search(r"[{}]", line.replace('{ fi = "...", sv = "...", en = "..." }', "")) is None

    with pytest.raises(PolicyError) as raised:
        load_policy([str(path)])
    problem_text = say(f"{raised.value.key}.problem", **raised.value.values)
    assert all(line in problem_text for line in told[:MOST_TOLD])
    assert told[MOST_TOLD] not in problem_text
    assert say("policy.more", n=len(told) - MOST_TOLD) in problem_text
    assert say(f"{raised.value.key}.next", **raised.value.values)


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ('version = "1"', 'version = "one and a half"', "bad_version"),
        ('title = "Puhelin lukitaan"', f'title = "{"x" * 121}"', "too_long"),
        ('check = "answer"', 'check = "Answer!"', "unknown_check"),
        ("https://intranet.example/puhelin?x=1#y", "https://user:word@intranet.example/", "bad_link"),
        ("https://intranet.example/puhelin?x=1#y", "https://intranet.example/\\u202e", "bad_link"),
        ("https://intranet.example/puhelin?x=1#y", "javascript:alert(1)", "bad_link"),
        ('links = ["', f'links = [{SIX_LINKS}, "', "too_many"),
        ('check = "answer"', f'check = "password_length"\nparameters = {LENGTHS}', "out_of_range"),
        ('check = "answer"', 'check = "password_strength"\nparameters = { min_score = 3.0 }', "not_number"),
        ("Se voi kadota.", "Se voi\\u200b kadota.", "unshowable"),
        ('id = "phone-locked"', 'id = "has-phone"', "duplicate_id"),
        ('id = "phone-locked"', 'id = "phone-locked\\n"', "bad_id"),
    ],
)
def test_one_fault_is_one_problem(tmp_path: Path, good: str, bad: str, key: str) -> None:
    assert GOOD.count(good) == 1
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(good, bad), encoding="utf-8")
    assert [problem.key for problem in problems(str(path))] == [key]


def test_a_folder_is_read_as_one_and_each_problem_names_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    head, rules = GOOD.split("[[rules]]")
    (folder / "a.toml").write_text(head, encoding="utf-8")
    (folder / "b.toml").write_text("[[rules]]" + rules, encoding="utf-8")
    (folder / "notes.txt").write_text("not read", encoding="utf-8")
    assert load_policy([str(folder)]).rules[0].id == "phone-locked"

    (folder / "c.toml").write_text('version = "2"\n\n[[groups]]\nid = "all"\nnames = 1\n', encoding="utf-8")
    found = [(Path(problem.file).name, problem.line, problem.field, problem.key) for problem in problems(str(folder))]
    assert found == [
        ("c.toml", 1, "version", "stated_twice"),
        ("c.toml", 4, "id", "duplicate_id"),
        ("c.toml", 5, "names", "not_table"),
    ]


def test_a_faulty_layer_does_not_make_those_above_it_look_faulty(tmp_path: Path) -> None:
    (tmp_path / "general.toml").write_text(GOOD.replace('"low"', '"lowest"'), encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        'id = "b"\nversion = "1"\nnames = { fi = "a", sv = "b", en = "c" }\n[[tighten]]\nrule = "phone-locked"\n'
        'severity = "higher"\n',
        encoding="utf-8",
    )
    found = problems(str(tmp_path / "own.toml"), [str(tmp_path / "general.toml")])
    assert [(Path(problem.file).name, problem.field) for problem in found] == [
        ("general.toml", "severity"),
        ("own.toml", "severity"),
    ]


def test_the_example_of_the_documentation_is_a_policy(tmp_path: Path) -> None:
    text = (DOCS / "policy.md").read_text(encoding="utf-8")
    example, collecting = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    path = tmp_path / "our-town.toml"
    path.write_text(f"{example}\n{collecting}", encoding="utf-8")

    assert [describe(problem) for problem in problems(str(path), ["municipality"])] == []
    policy = load_policy(["municipality", str(path)])
    assert policy.rule("long-passwords").parameters["min_length"] == 18
    assert policy.rule("devices-emptied").texts["sv"].ask == "Tömmer du alltid enheten när den lämnas tillbaka?"
    assert policy.locked == {"online", "work_domains"}
    assert policy.summary.unit_tables
    assert [unit.id for unit in policy.units] == ["schools"]
    assert (policy.summary.keepers["it"].folder, policy.summary.keepers["dpo"].folder) == ("S:/yhteenveto/it", "")


def test_the_documentation_names_every_check_and_part() -> None:
    text = (DOCS / "policy.md").read_text(encoding="utf-8")
    for check, parameters in PARAMETERS.items():
        assert f"| `{check}` |" in text
        assert all(f"`{name}`" in text for name in parameters)
    for table in (
        schema._Policy,
        schema._Rule,
        schema._Tightening,
        schema._Exemption,
        schema._Organisation,
        schema._Summary,
        schema._Keeper,
        schema._Unit,
        schema._Framework,
    ):
        assert [name for name in table.model_fields if not re.search(rf"[`\[.]{name}[`\]]", text)] == []
    assert set(LANGUAGES) == set(schema._Labels.model_fields) == set(schema._Sentences.model_fields)
