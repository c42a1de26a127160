"""Files from outside: all that is wrong is told, with its line, and an organisation's own is laid over ours."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hygiene.errors import PolicyError
from hygiene.platforms.model import Use
from hygiene.platforms.reading import load_catalogue, problems
from hygiene.policy.reading import describe

INTRANET = """id = "intranet"
name = "Intranet"
state = "open"
kinds = ["work"]
checked = 2026-11-01
source = "The communications unit"
[fi]
terms = "Organisaatio omistaa tiedot."
download = "Pyydä tiedot viestinnästä."
close = "Tili päättyy työsuhteen mukana."
never_private = "Nimi ja yksikkö näkyvät kaikille työntekijöille."
[sv]
terms = "Organisationen äger uppgifterna."
download = "Be kommunikationen om uppgifterna."
close = "Kontot upphör med anställningen."
never_private = "Namn och enhet syns för alla anställda."
[en]
terms = "The organisation owns the data."
download = "Ask communications for the data."
close = "The account ends with the employment."
never_private = "Name and unit are seen by all employees."
[[settings]]
id = "picture"
confidence = "high"
recommended = { private = "does-not-apply", professional = "your-choice", organisation = "does-not-apply" }
fi = { title = "Kuva", why = "Kuvan voi jättää pois." }
sv = { title = "Bild", why = "Bilden kan lämnas bort." }
en = { title = "Picture", why = "The picture may be left out." }
"""

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "own.toml") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_platform_is_added_with_no_line_of_code(write: Write) -> None:
    catalogue = load_catalogue([write(INTRANET)])
    assert "intranet" in catalogue.ids
    added = catalogue.platform("intranet")
    assert [setting.id for setting in added.settings_for(Use.PROFESSIONAL)] == ["picture"]
    assert added.setting("picture").checked.isoformat() == "2026-11-01"


def test_a_recommendation_is_changed_and_all_else_stays(write: Write) -> None:
    changed = load_catalogue(
        [write('id = "facebook"\n[[settings]]\nid = "future-posts"\nrecommended = { private = "only-me" }\n')]
    ).platform("facebook")
    ours = load_catalogue().platform("facebook")
    assert changed.setting("future-posts").recommended[Use.PRIVATE].word == "only-me"
    assert changed.setting("future-posts").texts == ours.setting("future-posts").texts
    assert (
        changed.setting("future-posts").recommended[Use.ORGANISATION]
        == ours.setting("future-posts").recommended[Use.ORGANISATION]
    )
    assert [each.id for each in changed.settings] == [each.id for each in ours.settings]


def test_one_file_is_laid_over_another(write: Write) -> None:
    over = write('id = "intranet"\nname = "The new intranet"\n', "over.toml")
    assert load_catalogue([write(INTRANET), over]).platform("intranet").name == "The new intranet"


def test_a_folder_is_read_in_the_order_of_its_names(write: Write, tmp_path: Path) -> None:
    write(INTRANET, "a.toml")
    write('id = "intranet"\nname = "The new intranet"\n', "b.toml")
    assert load_catalogue([str(tmp_path)]).platform("intranet").name == "The new intranet"


def test_every_error_is_told_with_its_line_and_setting(write: Write) -> None:
    spoilt = (
        INTRANET.replace('"open"', '"ajar"')
        .replace('name = "Intranet"', 'name = "Intra\\u202enet"')
        .replace('confidence = "high"', 'confidence = "quite"\nlink = "http://intranet.example/"\ncolour = "red"')
        .replace('why = "Bilden kan lämnas bort."', 'why = ""')
        .replace('close = "The account ends with the employment."\n', "")
    )
    found = [(each.line, each.rule, each.field, each.key) for each in problems([write(spoilt)])]
    assert found == [
        (2, "", "name", "unshowable"),
        (3, "", "state", "not_one_of"),
        (17, "", "en.close", "missing"),
        (23, "picture", "confidence", "not_one_of"),
        (24, "picture", "link", "bad_link"),
        (25, "picture", "colour", "unknown_name"),
        (28, "picture", "sv.why", "empty"),
    ]


def test_what_is_missing_is_told_in_one_order(write: Write) -> None:
    found = problems([write('id = "intranet"\n')])
    assert [each.field for each in found][:8] == ["name", "state", "kinds", "checked", "source", "fi", "sv", "en"]


def test_an_error_in_a_change_is_told_where_it_stands(write: Write) -> None:
    change = 'id = "facebook"\n[[settings]]\nid = "house-rule"\nconfidence = "high"\n'
    found = problems([write(change)])
    assert {(each.line, each.rule) for each in found} == {(2, "house-rule")}
    assert {each.key for each in found} == {"missing", "missing_language"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("id = ", "not_toml"),
        ("", "missing"),
        ('id = "Facebook"', "bad_id"),
        ("settings = 3", "not_list"),
        ("settings = [3]", "not_table"),
        ('id = ["facebook"]', "not_text"),
        ('id = "facebook"\nchecked = 2026-11-22T10:00:00', "not_date"),
        ('id = "facebook"\nended = true', "not_number"),
        ('id = "facebook"\nsettings = [{ id = "a" }, { id = "a" }]', "duplicate_id"),
        ('id = "facebook"\nsettings = [{ id = "future-posts", recommended = { private = [] } }]', "not_one_of"),
        ('id = "facebook"\nstate = "closed"', "missing"),
    ],
)
def test_whatever_stands_in_a_file_is_told_and_never_raised(write: Write, text: str, key: str) -> None:
    assert key in {problem.key for problem in problems([write(text)])}


def test_the_error_tells_every_problem_in_words(write: Write) -> None:
    place = write('id = "facebook"\nname = ""\nkinds = ["fun"]\n')
    with pytest.raises(PolicyError) as refused:
        load_catalogue([place])
    assert refused.value.key == "privacy.not_well_formed"
    assert refused.value.values["n"] == 2
    assert str(refused.value.values["problems"]).splitlines() == [describe(each) for each in problems([place])]


@pytest.mark.parametrize("name", ["nowhere.toml", "x" * 5000, "a\0b"])
def test_a_place_that_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(PolicyError, match="no_catalogue"):
        load_catalogue([str(tmp_path / name)])


def test_a_platform_is_found_by_any_of_its_names() -> None:
    catalogue = load_catalogue()
    assert catalogue.named("Facebook") is catalogue.named(" facebook ") is catalogue.platform("facebook")
    assert catalogue.named("nothing of the kind") is None
    assert [each.id for each in catalogue.on_sites({"facebook.com", "kunta.example"})] == ["facebook"]
