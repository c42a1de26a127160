import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from hygiene.checks import CHECKS
from hygiene.evidence import Origin
from hygiene.policy.model import Circumstance, Policy, Rule
from hygiene.policy.parameters import PARAMETERS
from hygiene.policy.reading import builtin_packs, load_policy, problems
from hygiene.texts import LANGUAGES

PACKS = Path(str(files("hygiene.policy"))) / "packs"
MEASURED = {*PARAMETERS} - {"answer", "employer_in_profile", "privacy_settings"}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(["municipality"])


@pytest.mark.parametrize("pack", builtin_packs())
def test_a_pack_passes_every_check_that_a_file_from_outside_must_pass(pack: str) -> None:
    assert problems(str(PACKS / pack)) == []


@pytest.mark.parametrize("pack", builtin_packs())
def test_a_pack_says_the_same_read_as_a_pack_and_as_a_folder(pack: str) -> None:
    assert load_policy([pack]) == load_policy([str(PACKS / pack)])


def test_a_pack_is_read_without_pydantic() -> None:
    code = (
        "import sys; from hygiene.policy.reading import load_policy; load_policy(['municipality']);"
        " print([name for name in sys.modules if name.startswith('pydantic')])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert printed.strip() == "[]"


def test_the_checks_that_a_policy_can_name_are_those_that_exist() -> None:
    assert set(PARAMETERS) == set(CHECKS)


def test_every_check_has_a_rule(policy: Policy) -> None:
    assert {rule.check for rule in policy.rules} == set(PARAMETERS)


def test_every_rule_can_be_asked_about_and_every_text_is_there(policy: Policy) -> None:
    for rule in policy.rules:
        assert set(rule.texts) == set(LANGUAGES)
        assert rule.is_asked == (rule.accepts != {Origin.MEASURED}), rule.id
        assert not rule.is_asked or all(texts.explain for texts in rule.texts.values()), rule.id


def test_only_what_is_measured_today_accepts_measured(policy: Policy) -> None:
    for rule in policy.rules:
        measured = {Origin.MEASURED} if rule.check in MEASURED else set()
        shown = {Origin.MEASURED, Origin.SHOWN} if rule.check == "privacy_settings" else set()
        told = {Origin.TOLD} if rule.is_asked else set()
        assert rule.accepts == told | measured | shown, rule.id


def test_every_rule_names_where_it_comes_from(policy: Policy) -> None:
    assert [rule.id for rule in policy.rules if not (rule.covers or rule.sources)] == []


def test_every_rule_stands_in_its_group_s_place(policy: Policy) -> None:
    groups = [group.id for group in policy.groups]
    assert [groups.index(rule.group) for rule in policy.rules] == sorted(
        groups.index(rule.group) for rule in policy.rules
    )
    assert {rule.group for rule in policy.rules} == set(groups)


@pytest.mark.parametrize(
    ("holding", "measured", "at_most"),
    [
        pytest.param((), False, 18, id="uses no social media, gave no export"),
        pytest.param((), True, 9, id="uses no social media, gave an export"),
        pytest.param(("uses-social-media",), False, 28, id="uses social media in private, gave no export"),
        pytest.param(("uses-social-media",), True, 20, id="uses social media in private, gave an export"),
    ],
)
def test_the_interview_is_short(policy: Policy, holding: tuple[str, ...], measured: bool, at_most: int) -> None:
    def concerns(subject: Rule | Circumstance) -> bool:
        return all(needed in holding for needed in subject.applies_if)

    questions = [*filter(concerns, policy.circumstances)]
    asked = [rule for rule in policy.rules if rule.is_asked]
    rules = [rule for rule in asked if concerns(rule) and not (measured and rule.check in MEASURED)]
    assert 0 < len(questions) + len(rules) <= at_most


def test_texts_fit_a_question(policy: Policy) -> None:
    """A title fits a line of a list, a reason two lines, and no text ends without its full stop or question mark."""
    for rule in policy.rules:
        for language, texts in rule.texts.items():
            where = (rule.id, language)
            assert len(texts.title) <= 80, where
            assert len(texts.why) <= 160, where
            assert len(texts.ask) <= 200, where
            assert texts.ask.endswith("?") or not rule.is_asked, where
            assert all(text.endswith(".") for text in (texts.why, texts.action, texts.explain) if text), where
            assert not texts.title.endswith("."), where
