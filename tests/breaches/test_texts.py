import tomllib
from importlib.resources import files

import pytest

from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.texts import LANGUAGES, say, use_language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words_and_no_words_are_without_a_reason(language: str) -> None:
    text = files("hygiene.texts").joinpath(language, "breaches.toml").read_text(encoding="utf-8")
    assert list(tomllib.loads(text)["unknown"]) == [str(reason) for reason in Reason]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_asked_for_consent_is_told_to_whom_the_five_characters_go(language: str) -> None:
    use_language(language)
    host = RangeSettings().host
    assert host in say("breaches.consent.ask", host=host)
    assert host in say("breaches.consent.explain", host=host)
    use_language("en")
