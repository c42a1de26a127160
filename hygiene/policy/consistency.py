"""Whether the parts of a policy fit each other: what is named exists, and what is asked can be asked.

Everything here looks at the plain content of files and passes over what is malformed, so that all that is wrong can
be told at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hygiene.evidence import Origin
from hygiene.policy.faults import Fault, Path, entries, strings
from hygiene.policy.model import Policy
from hygiene.policy.parameters import PARAMETERS
from hygiene.texts import LANGUAGES

Content = Mapping[str, Any]

_TOLD_OR_SHOWN = {Origin.TOLD.value, Origin.SHOWN.value}


def inconsistencies(content: Content, over: Policy | None) -> Iterator[Fault]:
    """Whatever does not fit together in the files of a layer, and between them and the policy below it."""
    groups = [*_ids(content, "groups"), *((group.id for group in over.groups) if over else ())]
    rules = [*_ids(content, "rules"), *((rule.id for rule in over.rules) if over else ())]
    if not rules:
        yield Fault((), "no_rules")
    if over and content.get("id") in over.layers:
        yield Fault(("id",), "duplicate_id")
    yield from _duplicates(content, over)
    yield from _circumstances(content, over)
    for place, rule in entries(content, "rules"):
        yield from _unknown(place, rule, "group", groups)
        yield from _rule(place, rule)
    for section in ("exemptions", "tighten"):
        for place, entry in entries(content, section):
            yield from _unknown(place, entry, "rule", rules)
    yield from _either_or(content)
    yield from _summary(content)
    checks = _checks(content, over)
    for place, change in entries(content, "tighten"):
        yield from _parameters(place, change, checks.get(_text(change, "rule"), ""), all_needed=False)


def _either_or(content: Content) -> Iterator[Fault]:
    for place, entry in entries(content, "service_exemptions"):
        if bool(_text(entry, "service")) == bool(_text(entry, "kind")):
            yield Fault(place, "service_or_kind")
    for place, contact in entries(content, "contacts"):
        if not contact.get("phone") and not contact.get("link"):
            yield Fault(place, "unreachable")


def _ids(content: Content, section: str) -> list[str]:
    return [_text(entry, "id") for _, entry in entries(content, section)]


def _text(entry: Content, name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _unknown(place: Path, entry: Content, name: str, known: Collection[str]) -> Iterator[Fault]:
    value = _text(entry, name)
    if value and value not in known:
        yield Fault((*place, name), f"unknown_{name}")


def _duplicates(content: Content, over: Policy | None) -> Iterator[Fault]:
    """Ids that stand twice. Answers are kept by the ids of rules and circumstances alike, so these share one space."""
    below: Sequence[Any] = (*over.rules, *over.circumstances) if over else ()
    for sections, taken in (
        (("rules", "circumstances"), {each.id for each in below}),
        (("groups",), {group.id for group in over.groups} if over else set()),
        (("units",), set()),
        (("frameworks",), {framework.id for framework in over.frameworks} if over else set()),
        (("contacts",), {contact.id for contact in over.contacts} if over else set()),
    ):
        for section in sections:
            for place, entry in entries(content, section):
                if (own := _text(entry, "id")) in taken:
                    yield Fault((*place, "id"), "duplicate_id")
                taken.add(own)
    changed: set[str] = set()
    for place, change in entries(content, "tighten"):
        if (rule := _text(change, "rule")) in changed:
            yield Fault((*place, "rule"), "duplicate_id")
        changed.add(rule)


def _circumstances(content: Content, over: Policy | None) -> Iterator[Fault]:
    """A circumstance may depend on earlier ones only, so that none can depend on itself."""
    known = {each.id for each in over.circumstances} if over else set()
    for section in ("circumstances", "rules"):
        for place, entry in entries(content, section):
            for needed in strings(entry, "applies_if"):
                if needed not in known:
                    yield Fault((*place, "applies_if"), "unknown_circumstance")
            if section == "circumstances":
                known.add(_text(entry, "id"))
                yield from _uneven(place, entry, ("explain",))


def _summary(content: Content) -> Iterator[Fault]:
    """The shares of a side go to one place; units are told of only where there are some."""
    summary = content.get("summary")
    if not isinstance(summary, dict):
        return
    for side in ("it", "dpo"):
        keeper = summary.get(side)
        if isinstance(keeper, dict) and ("folder" in keeper) == ("mail" in keeper):
            yield Fault(("summary", side), "folder_or_mail")
    if summary.get("unit_tables") is True and not content.get("units"):
        yield Fault(("summary", "unit_tables"), "no_units")


def _rule(place: Path, rule: Content) -> Iterator[Fault]:
    yield from _uneven(place, rule, ("ask", "explain"))
    accepted = set(strings(rule, "accepts"))
    if _TOLD_OR_SHOWN & accepted and not any("ask" in _texts(rule, language) for language in LANGUAGES):
        yield Fault((*place, "accepts"), "told_needs_question")
    if rule.get("check") == "answer" and Origin.MEASURED.value in accepted:
        yield Fault((*place, "accepts"), "answer_is_told")
    check = _text(rule, "check")
    if check and check not in PARAMETERS:
        yield Fault((*place, "check"), "unknown_check", {"checks": ", ".join(PARAMETERS)})
    yield from _parameters(place, rule, check, all_needed=True)


def _uneven(place: Path, entry: Content, names: Sequence[str]) -> Iterator[Fault]:
    """A text that stands in some languages has to stand in all of them."""
    for name in names:
        stated = [language for language in LANGUAGES if name in _texts(entry, language)]
        for language in LANGUAGES if stated else ():
            if language in entry and language not in stated:
                yield Fault((*place, language, name), "missing_language")


def _texts(entry: Content, language: str) -> Content:
    texts = entry.get(language)
    return texts if isinstance(texts, dict) else {}


def _checks(content: Content, over: Policy | None) -> dict[str, str]:
    below = {rule.id: rule.check for rule in over.rules} if over else {}
    return below | {_text(rule, "id"): _text(rule, "check") for _, rule in entries(content, "rules")}


def _parameters(place: Path, entry: Content, check: str, *, all_needed: bool) -> Iterator[Fault]:
    if check not in PARAMETERS:
        return
    allowed = PARAMETERS[check]
    given = entry.get("parameters", {})
    if not isinstance(given, dict):
        return
    for name, value in given.items():
        if name not in allowed:
            yield Fault((*place, "parameters", name), "unknown_name")
        elif isinstance(value, int) and value not in allowed[name]:
            limits = {"least": allowed[name][0], "most": allowed[name][-1]}
            yield Fault((*place, "parameters", name), "out_of_range", limits)
    for name in allowed if all_needed else ():
        if name not in given:
            yield Fault((*place, "parameters", name), "missing")
