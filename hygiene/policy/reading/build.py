"""From the plain content of a policy's files to the model. The content is known to be well formed by now."""

from collections.abc import Mapping, Sequence
from typing import Any

from hygiene.evidence import Origin
from hygiene.findings import Severity
from hygiene.policy.model import (
    Circumstance,
    CircumstanceTexts,
    Collecting,
    Contact,
    Exemption,
    Framework,
    Group,
    Keeper,
    Organisation,
    Policy,
    Rule,
    RuleTexts,
    ServiceExemption,
    Situation,
    Unit,
)
from hygiene.policy.overlay import Layer, Tightening
from hygiene.texts import LANGUAGES

Content = Mapping[str, Any]


def build(content: Content) -> Layer:
    """The policy that the files state, and what it tightens in the one it is laid over."""
    layer = content["id"]
    policy = Policy(
        id=layer,
        version=content["version"],
        names=content["names"],
        groups=tuple(Group(group["id"], group["names"]) for group in content.get("groups", ())),
        rules=tuple(_rule(rule, layer) for rule in content.get("rules", ())),
        circumstances=tuple(_circumstance(each) for each in content.get("circumstances", ())),
        organisation=_organisation(content.get("organisation", {}), layer),
        layers=(layer,),
        settings=content.get("settings", {}),
        locked=frozenset(content.get("locked", ())),
        exemptions=tuple(
            Exemption(given["rule"], given["reason"], given["until"], layer) for given in content.get("exemptions", ())
        ),
        service_exemptions=tuple(
            ServiceExemption(given["reason"], given["until"], given.get("service", ""), given.get("kind", ""), layer)
            for given in content.get("service_exemptions", ())
        ),
        summary=_collecting(content.get("summary", {})),
        units=tuple(Unit(**unit) for unit in content.get("units", ())),
        frameworks=tuple(Framework(**framework) for framework in content.get("frameworks", ())),
        contacts=tuple(_contact(each) for each in content.get("contacts", ())),
    )
    return Layer(policy, tuple(_tightening(each) for each in content.get("tighten", ())))


def _rule(content: Content, layer: str) -> Rule:
    return Rule(
        id=content["id"],
        group=content["group"],
        severity=Severity(content["severity"]),
        check=content["check"],
        texts={language: RuleTexts(**content[language]) for language in LANGUAGES},
        covers=tuple(content.get("covers", ())),
        accepts=_origins(content["accepts"]),
        sources=tuple(content.get("sources", ())),
        parameters=content.get("parameters", {}),
        applies_if=tuple(content.get("applies_if", ())),
        met_by=content.get("met_by", "yes"),
        may_not_concern=content.get("may_not_concern", False),
        links=tuple(content.get("links", ())),
        layer=layer,
    )


def _circumstance(content: Content) -> Circumstance:
    return Circumstance(
        id=content["id"],
        texts={language: CircumstanceTexts(**content[language]) for language in LANGUAGES},
        applies_if=tuple(content.get("applies_if", ())),
    )


def _contact(content: Content) -> Contact:
    return Contact(
        id=content["id"],
        names=content["names"],
        helps_with=frozenset(map(Situation, content["helps_with"])),
        phone=content.get("phone", ""),
        link=content.get("link", ""),
        notes=content.get("notes", {}),
        place=content.get("place", ""),
    )


def _organisation(content: Mapping[str, Sequence[str]], layer: str) -> Organisation:
    return Organisation(
        **{kind: tuple(domains) for kind, domains in content.items()},
        origins={domain: layer for domains in content.values() for domain in domains},
    )


def _collecting(content: Content) -> Collecting:
    keepers = {side: Keeper(**content[side]) for side in ("it", "dpo") if side in content}
    return Collecting(keepers, content.get("unit_tables", False))


def _tightening(content: Content) -> Tightening:
    return Tightening(
        rule=content["rule"],
        severity=Severity(content["severity"]) if "severity" in content else None,
        accepts=_origins(content["accepts"]) if "accepts" in content else None,
        parameters=content.get("parameters", {}),
    )


def _origins(names: Sequence[str]) -> frozenset[Origin]:
    return frozenset(Origin(name) for name in names)
