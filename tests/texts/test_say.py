import tomllib
from importlib.resources import files

import pytest

from hygiene.texts import LANGUAGES, current_language, knows, say, use_language


@pytest.mark.parametrize(("n", "form"), [(0, "other"), (1, "one"), (2, "other"), (21, "other"), (1000, "other")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_counts_fits_its_number(language: str, n: int, form: str) -> None:
    use_language(language)
    texts = tomllib.loads(files("hygiene.texts").joinpath(language, "cli.toml").read_text(encoding="utf-8"))
    forms = texts["session"]["forgotten"]
    assert forms["one"] != forms["other"]
    assert say("cli.session.forgotten", n=n) == forms[form].replace("{n}", str(n))


def test_the_language_stays_until_it_is_changed() -> None:
    for language in LANGUAGES:
        use_language(language)
        assert current_language() == language
        assert say("cli.bad_language.next", languages="x").endswith(": x.")


def test_a_language_that_is_not_spoken_changes_nothing() -> None:
    use_language("sv")
    with pytest.raises(ValueError, match="de"):
        use_language("de")
    assert current_language() == "sv"


@pytest.mark.parametrize("key", ["nowhere.at_all", "cli.nothing", "cli.help.deeper", "cli", "", "..", "../en/cli.help"])
def test_a_text_that_is_missing_is_a_fault_and_no_empty_sentence(key: str) -> None:
    assert not knows(key) or key == "cli"
    with pytest.raises((KeyError, IndexError)):
        say(key)


def test_a_value_that_is_missing_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("cli.bad_language.next")
    with pytest.raises(KeyError):
        say("cli.session.forgotten")


def test_what_stands_in_a_value_is_text_and_no_placeholder() -> None:
    assert "{n} {languages!r}" in say("cli.bad_language.next", languages="{n} {languages!r}")
