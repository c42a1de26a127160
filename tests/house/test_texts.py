"""What the program says: whole in three languages, and nothing that is never said."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any
from unicodedata import normalize

import pytest

from hygiene.breaches.reasons import Reason
from hygiene.checks.applicability import NOT_MY_CONCERN
from hygiene.commands.session import SHOWN
from hygiene.evidence import (
    DONT_KNOW,
    NO_BREACH,
    RATHER_NOT,
    AccountKind,
    AddressSource,
    BreachNature,
    BreachSource,
    Exposure,
    Origin,
    SecondFactor,
)
from hygiene.findings import Lack, Severity, Verdict
from hygiene.journeys.exposure import Leaving
from hygiene.journeys.guided_steps import Step
from hygiene.journeys.how import PROGRAMS
from hygiene.mailbox.folders import NO_MAILS
from hygiene.platforms.model import VALUES, Device, State, Use
from hygiene.platforms.progress import Result, Standing
from hygiene.policy.model import COUNTRIES, Situation
from hygiene.policy.reading.schema import _KEYS as FAULTS_OF_SHAPE
from hygiene.progress import Change, PromiseState
from hygiene.release import COUNTED
from hygiene.reports.accounts.document import AddressKind, FoundIn, Progress
from hygiene.reports.accounts.document import Step as AccountStep
from hygiene.reports.guided_sheet import STEPS as ON_PAPER
from hygiene.services.links import Sign
from hygiene.sessions import ACCOUNTS, AUDIT, CHECKLISTS, SUPPORT
from hygiene.sessions.keychain import KeptIn
from hygiene.sources import NEEDED
from hygiene.strength.advice import ADVICE, ATTACKS, UNITS
from hygiene.strength.estimating import REASONS
from hygiene.summary.folders import Reason as SetAsideFor
from hygiene.summary.sharing import Side
from hygiene.texts import LANGUAGES
from hygiene.texts.inert import inert
from tests.house import source_code
from tests.house.source_code import HOLE, arguments, calls, in_templates, possible_strings, returned

Text = str | Mapping[str, str]

TEXTS = source_code.PACKAGE / "texts"
PACKS = source_code.PACKAGE / "policy" / "packs"
CATALOGUE = source_code.PACKAGE / "platforms" / "catalogue"
MENUS = (".web", ".app", ".android", ".ios")
"""The labels of the platforms themselves, which speak as they please."""
AREAS = sorted({path.stem for path in TEXTS.glob("*/*.toml")})
OTHERS = [language for language in LANGUAGES if language != "en"]

NOT_KEYS = {"accounts.css", "register.toml", "accounts.html.jinja", "report.html.jinja", "sessions.db"}
"""Strings of the code that look like keys and are none."""

WITH_MEANT_SPACES = {"cli.heading.usage", "cli.session.line"}
"""Texts that others follow on the same line, or that are set in columns."""

ENGLISH_ALONE = {"the", "your", "with", "this", "that", "are", "of", "is", "not", "was", "which"}
"""Words of English that are no words of Finnish or Swedish."""


def _said_by_checks() -> Iterator[str]:
    for call, scope in calls("Finding", "about_accounts", "unknown"):
        for reason in possible_strings(call.args[1], scope):
            yield f"{reason}.problem"
            if source_code.called(call) == "unknown" or ast.unparse(call.args[0]) == "Verdict.UNKNOWN":
                yield f"{reason}.next"
    for remedy in arguments(3, "remedy", "about_accounts") | arguments(0, "key", "Remedy"):
        yield f"{remedy}.next"


FAMILIES: Mapping[str, set[str]] = {
    "accounts.address.{}": {*AddressKind},
    "accounts.found_in.{}": {*FoundIn},
    "accounts.part.{}": {
        *("side", "address", "second_factor", "found_in", "last_used", "seen", "ended", "exemption_ended"),
    },
    "accounts.progress.{}": {"done", "later", "none-now"},
    "accounts.progress_shown.{}": {*Progress} - {Progress.OPEN},
    "accounts.second_factor.{}": {*SecondFactor},
    "accounts.side.{}": {*AccountKind},
    "accounts.step.{}": {*AccountStep},
    "audit.choice.{}": {"yes", "no", DONT_KNOW, RATHER_NOT, NOT_MY_CONCERN},
    "breaches.source.{}": {*BreachSource},
    "breaches.unknown.{}": {*Reason},
    "exposure.advice.{}": {*BreachNature} - NO_BREACH,
    "exposure.consent.{}.ask": {*Leaving},
    "exposure.consent.{}.explain": {*Leaving},
    "exposure.data.{}": {HOLE},
    "exposure.in_month.{}": {str(month) for month in range(1, 13)},
    "exposure.key.{}": {"removed", "none"},
    "exposure.nature.{}": {*BreachNature} - NO_BREACH,
    "exposure.result.{}": {*Exposure},
    "exposure.source.{}": {*AddressSource},
    "checks.{}": {*_said_by_checks()},
    "cli.command.{}": arguments(0, "command", "spoken") | arguments(1, "name", "group"),
    "cli.metavar.{}": arguments(9, "metavar", "option") | arguments(1, "metavar", "argument"),
    "cli.option.{}": arguments(0, "name", "option", "argument"),
    "cli.session.shown.{}": {*SHOWN},
    "cli.session.of.{}": {ACCOUNTS, AUDIT, CHECKLISTS, SUPPORT},
    "cli.usage.{}": {"NoSuchOption", "BadOptionUsage", "MissingParameter", "BadParameter"},
    "data_exports.account.{}": {"read", "unread", "settings"},
    "data_exports.unread.{}": {"damaged", "too_large", "not_as_described"},
    "exports.columns.{}": {*NEEDED},
    "how.steps.{}": {*PROGRAMS},
    "link.advice.{}": {"deceptive", "doubtful", "known", "unknown"},
    "link.limits.{}": {"page", "taken_over", "sender"},
    "link.sign.{}": {*Sign},
    "link.sign_like.{}": {Sign.USER_INFO, Sign.LIKE_KNOWN},
    "link.verdict.{}": {"deceptive", "doubtful", "known", "known_own", "unknown"},
    "link.{}": {"noticed", "cannot_know"},
    "history.change.{}": {*Change},
    "history.part.{}": {"same", "same_password", "mended", "added"},
    "history.promise.{}": {*PromiseState},
    "history.remind.{}": {"week", "month", "quarter", "year"},
    "incident.heading.{}": {"now", "keep"},
    "incident.place.{}": {"own", *COUNTRIES},
    "incident.{}.title": {*Situation},
    "incident.{}.{}.{}": {HOLE},
    "mailbox.input.{}": {"seen", "read", "rejected", "left_out"},
    "mailbox.login.{}": {"removed", "none"},
    "policy.faults.{}": {
        *(arguments(1, "key", "Fault", "_of_form") | arguments(0, "key", "_fault", "_UnreadableError")),
        *arguments(4, "key", "Problem"),
        *FAULTS_OF_SHAPE.values(),
    },
    "privacy.about.{}": {"remains", "never_private", "terms", "download", "close"},
    "privacy.choice.{}": {*Result},
    "privacy.counted.{}": {*Standing},
    "privacy.device.{}": {*Device},
    "privacy.for_use.{}": {*Use},
    "privacy.list_for.{}": {*Use},
    "privacy.result.{}": {*Result},
    "privacy.standing.{}": {*Standing},
    "privacy.state.{}": {*State},
    "privacy.mention.{}": {"work_address", "employer"},
    "privacy.use.{}": {*Use},
    "privacy.value.{}": {*VALUES},
    "register.fault.{}": {
        "not_toml",
        "unknown_field",
        "not_yes_or_no",
        "not_date",
        "not_text",
        "no_service",
        "not_an_account",
    },
    "register.lack.{}": {*Lack},
    "report.counted.{}": {*Verdict},
    "report.heading.{}": {*Verdict} | {"inputs", "progress"},
    "report.input.{}": {"seen", "read", "rejected", "not_logins", "left_out"},
    "report.month.{}": {str(month) for month in range(1, 13)},
    "report.origin.{}": {*Origin, "none"},
    "report.origin_meaning.{}": {*Origin},
    "report.part.{}": arguments(0, "part", "_labelled") | in_templates("labelled"),
    "report.severity.{}": {*Severity},
    "report.verdict.{}": {*Verdict},
    "sessions.kept_in.{}": {*KeptIn},
    "sources.rejected.{}": arguments(1, "reason", "Rejection")
    | arguments(0, "reason", "Unfit", "Unreadable")
    | {*NO_MAILS.values()}
    | returned("_fault", "_plain")
    | arguments(2, "fault", "Record") - {"unclosed"},
    "summary.report.counted.{}": {*COUNTED},
    "summary.report.verdict.{}": {*COUNTED},
    "summary.set_aside.{}": {*SetAsideFor},
    "summary.side.{}": {side.folder for side in Side},
    "summary.verdict.{}": {*COUNTED},
    "support.consent.{}": {"read", "kept", "seen", "free"},
    "support.menu.{}": {"return", "note", "skip", "leave", "pause"},
    "support.next.{}": {"names", "skipped", "again", "plan", "record", "follow_up", "notes", "pause", "end"},
    "support.notes.doubt.{}": {"address", "identity_code", "secret"},
    "support.paper.{}.title": {*ON_PAPER},
    "support.paper.{}.say": {*ON_PAPER},
    "support.paper.{}.do": {*ON_PAPER},
    "support.plan.{}": {"html", "text"},
    "support.rules.{}": {"aloud", "alone"},
    "support.{}.title": {*Step},
    "support.{}.say": {*Step},
    "support.{}.do": {*Step},
    "strength.advice.{}": {*ADVICE},
    "strength.attack.{}": {*ATTACKS},
    "strength.duration.{}": {"moment", *UNITS},
    "strength.password.{}": {*Exposure, "met", "broken", "open", "heading_reasons", "heading_advice"},
    "strength.reasons.{}": {*REASONS},
    "strength.score.{}": {str(score) for score in range(5)},
}
"""Keys that the code puts together: the fixed part, and where what fills it in comes from."""


@cache
def texts(language: str) -> dict[str, Text]:
    """Every text of a language by its key; one that counts is a table."""
    return {
        key: text
        for area in AREAS
        for key, text in _leaves(area, tomllib.loads((TEXTS / language / f"{area}.toml").read_text(encoding="utf-8")))
    }


def _leaves(key: str, node: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(node, dict) and node.keys() != {"one", "other"}:
        for name, below in node.items():
            yield from _leaves(f"{key}.{name}", below)
    else:
        yield key, node


def wordings(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else [*text.values()]


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


def needed(text: Text) -> set[str]:
    """The values that a text cannot be said without."""
    names = set().union(*map(placeholders, wordings(text)))
    return names if isinstance(text, str) else names | {"n"}


@cache
def keys_in_code() -> frozenset[str]:
    """Every string of the code and the templates that is a key, with `HOLE` for what is filled in."""
    of_key = re.compile(rf"(?:{'|'.join(AREAS)})(?:\.(?:[\w-]|\{{\}})+)+")
    in_code = {text for tree in source_code.modules().values() for text in source_code.strings_in(tree)}
    in_pages = {key + HOLE if goes_on else key for key, goes_on in source_code.templates()}
    return frozenset(key for key in in_code | in_pages if of_key.fullmatch(key)) - NOT_KEYS


@cache
def used() -> frozenset[str]:
    """Every key that the program may say, of texts and of errors."""
    literal = {key for key in keys_in_code() if HOLE not in key}
    filled_in = {
        family.replace(HOLE, value) for family in keys_in_code() & FAMILIES.keys() for value in FAMILIES[family]
    }
    patterns = {key for key in filled_in if HOLE in key}
    matching = {key for key in texts("en") for pattern in patterns if _matches(pattern, key)}
    return frozenset((literal | filled_in | matching) - patterns)


def _matches(pattern: str, key: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(re.escape(HOLE), r"[\w-]+"), key))


def said_for(key: str) -> set[str]:
    """The texts behind a key: itself, or an error's two."""
    return {key} if key in texts("en") else {f"{key}.problem", f"{key}.next"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_area(language: str) -> None:
    assert sorted(path.stem for path in (TEXTS / language).glob("*.toml")) == AREAS


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_text(language: str) -> None:
    assert texts(language).keys() == texts("en").keys()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_placeholders(language: str) -> None:
    own, english = texts(language), texts("en")
    different = {
        key: (needed(own[key]), needed(english[key])) for key in own if needed(own[key]) != needed(english[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_placeholder_is_a_plain_name(language: str) -> None:
    for key, text in texts(language).items():
        for wording in wordings(text):
            for _, name, form, conversion in Formatter().parse(wording):
                assert name is None or (name.isidentifier() and not form and not conversion), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_clean(language: str) -> None:
    for key, text in texts(language).items():
        for wording in wordings(text):
            assert wording.strip(), key
            assert inert(wording, keep_newlines=True) == wording, key
            assert normalize("NFC", wording) == wording, key
            if key not in WITH_MEANT_SPACES:
                assert wording == wording.strip(), key
                # A command on a line of its own is set in by two spaces.
                assert "  " not in wording.replace("\n  hygiene ", ""), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_told_in_whole_sentences(language: str) -> None:
    for key, text in texts(language).items():
        if key.endswith(".problem") and not key.startswith("report.part."):
            for wording in wordings(text):
                assert wording[0].isupper() or wording[0] in "{“”-", key
                assert wording[-1] in ".!?}", key


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_holds_english(language: str) -> None:
    for key, text in [*texts(language).items(), *_texts_as_data(language)]:
        for wording in wordings(text):
            prose = re.sub(r"hygiene [a-z -]+|--[a-z-]+|\{\w+\}|https?://\S+", " ", wording)
            assert not ENGLISH_ALONE & {*re.findall(r"\b[a-z]+\b", prose.lower())}, key


def test_no_two_languages_say_a_sentence_alike() -> None:
    said: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        for key, text in [*texts(language).items(), *_texts_as_data(language)]:
            for wording in wordings(text):
                if len(re.findall(r"\b[^\W\d]{2,}\b", re.sub(r"\{\w+\}", "", wording))) > 3:
                    assert said.setdefault((key, wording), language) == language


def _texts_as_data(language: str) -> Iterator[tuple[str, str]]:
    for path in sorted([*PACKS.rglob("*.toml"), *CATALOGUE.glob("*.toml")]):
        for place, text in _in_language(path.name, tomllib.loads(path.read_text(encoding="utf-8")), language):
            if not place.endswith(MENUS):
                yield place, text


def _in_language(place: str, node: Any, language: str) -> Iterator[tuple[str, str]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, below in children:
        if name == language and isinstance(below, str):
            yield f"{place}.{name}", below
        elif name == language and isinstance(below, dict):
            yield from ((f"{place}.{field}", text) for field, text in below.items())
        else:
            yield from _in_language(f"{place}.{name}", below, language)


def test_where_the_keys_that_are_put_together_come_from_is_known() -> None:
    assert {key for key in keys_in_code() if HOLE in key} == FAMILIES.keys()
    assert {family for family, values in FAMILIES.items() if not values} == set()


def test_everything_that_is_said_has_a_text() -> None:
    assert sorted(key for key in used() if not said_for(key) <= texts("en").keys()) == []


def test_every_text_is_said() -> None:
    said = {text for key in used() for text in said_for(key)}
    assert sorted(texts("en").keys() - said) == []


def test_every_error_tells_what_is_wrong_and_what_to_do_next() -> None:
    raised = arguments(0, "key", *source_code.errors())
    assert len(raised) > 30
    assert sorted(key for key in raised if not {f"{key}.problem", f"{key}.next"} <= texts("en").keys()) == []


def test_whoever_says_a_text_gives_the_values_that_it_needs() -> None:
    checked = 0
    for call, scope in calls("say", *source_code.errors()):
        given = {keyword.arg for keyword in call.keywords}
        for key in possible_strings(call.args[0], scope) & used() if None not in given else ():
            # The name of the file is added to the errors of `sources` where it is known.
            known = given | ({"name"} if key.startswith("sources.") else set())
            for text in said_for(key):
                assert needed(texts("en")[text]) <= known, (text, ast.unparse(call))
                checked += 1
    assert checked > 100
