"""The flag, then the environment, then the file, then the system."""

from pathlib import Path

import pytest

from hygiene.configuration import choose_language, read_configuration
from hygiene.errors import HygieneError


def configuration_in(folder: Path, content: str, **environment: str):  # type: ignore[no-untyped-def]
    (folder / "config.toml").write_text(content, encoding="utf-8")
    return read_configuration({"HYGIENE_HOME": str(folder), **environment})


def test_no_file_is_no_setting(tmp_path: Path) -> None:
    assert read_configuration({"HYGIENE_HOME": str(tmp_path)}).language is None


def test_the_environment_lies_over_the_file(tmp_path: Path) -> None:
    content = 'language = "sv"\nwork_domains = ["kunta.example"]\npolicy = "municipality"\n'
    read = configuration_in(tmp_path, content, HYGIENE_LANG="fi", HYGIENE_WORK_DOMAIN="muu.example")
    assert (read.language, read.work_domains, read.policy) == ("fi", ("muu.example",), ("municipality",))


@pytest.mark.parametrize(
    "content", ["language = 7", 'language = "no"', "colour = 1", "work_domains = [1]", "language =", "\x00", "a.b = 1"]
)
def test_a_setting_that_is_not_understood_is_refused_and_never_passed_over(tmp_path: Path, content: str) -> None:
    with pytest.raises(HygieneError):
        configuration_in(tmp_path, content)


@pytest.mark.parametrize(
    ("words", "configured", "environment", "language"),
    [
        (["audit", "--lang", "sv"], "fi", {"LANG": "en_US.UTF-8"}, "sv"),
        (["audit", "--lang=sv"], None, {}, "sv"),
        (["audit"], "fi", {"LANG": "sv_SE.UTF-8"}, "fi"),
        (["audit"], None, {"LANG": "sv_FI.UTF-8"}, "sv"),
        (["audit"], None, {"LANG": "sv_FI", "LC_ALL": "fi_FI.UTF-8"}, "fi"),
        (["audit"], None, {"LANG": "de_DE"}, "en"),
        (["audit"], None, {"LANG": "C"}, "en"),
        (["audit", "--lang"], None, {"LANG": "fi"}, "fi"),
    ],
)
def test_the_language(words: list[str], configured: str | None, environment: dict[str, str], language: str) -> None:
    assert choose_language(words, configured, environment) == language
