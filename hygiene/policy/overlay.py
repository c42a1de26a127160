"""One policy laid over another, as a department's is over the general one: it may add and tighten, never loosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from hygiene.evidence import Origin
from hygiene.findings import Severity
from hygiene.policy.faults import Fault, entries, strings
from hygiene.policy.model import RETENTION, Collecting, Organisation, Policy, Rule
from hygiene.policy.parameters import is_looser

_STRICTNESS = {severity: place for place, severity in enumerate(reversed(Severity))}


@dataclass(frozen=True, slots=True)
class Tightening:
    """What a layer changes in a rule below it; None and empty leave the value as it is."""

    rule: str
    severity: Severity | None = None
    accepts: frozenset[Origin] | None = None
    parameters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layer:
    """A policy as its own files state it, not yet laid over another."""

    policy: Policy
    tightenings: tuple[Tightening, ...] = ()


def lay(layer: Layer, over: Policy | None) -> Policy:
    """The two together; every value keeps the id of the layer that it comes from. `loosenings` must have found none."""
    upper = layer.policy
    if over is None:
        return replace(upper, rules=_by_group(upper))
    rules = {rule.id: rule for rule in over.rules}
    for change in layer.tightenings:
        rules[change.rule] = _tighten(rules[change.rule], change, upper.id)
    together = replace(
        upper,
        groups=over.groups + upper.groups,
        rules=(*rules.values(), *upper.rules),
        circumstances=over.circumstances + upper.circumstances,
        organisation=_join(over.organisation, upper.organisation),
        layers=over.layers + upper.layers,
        settings={**over.settings, **upper.settings},
        locked=over.locked | upper.locked,
        exemptions=over.exemptions + upper.exemptions,
        service_exemptions=over.service_exemptions + upper.service_exemptions,
        summary=over.summary if _collects(over) else upper.summary,
        units=over.units if _collects(over) else upper.units,
        frameworks=over.frameworks + upper.frameworks,
        contacts=upper.contacts + over.contacts,
    )
    return replace(together, rules=_by_group(together))


def loosenings(content: Mapping[str, Any], over: Policy) -> Iterator[Fault]:
    """Whatever in the files of a layer would loosen the policy below it. The content may be malformed elsewhere."""
    below = {rule.id: rule for rule in over.rules}
    for place, change in entries(content, "tighten"):
        for rule in _named(change, below):
            for value, values in _looser(change, rule):
                yield Fault((*place, *value), "loosens", values)
    if over.organisation != Organisation():
        yield from _excuses(content, over, below)
    # A department may not lead the shares, of both sides perhaps, to itself.
    yield from (Fault((name,), "locked_below") for name in ("summary", "units") if _collects(over) and name in content)
    settings = content.get("settings")
    for name, value in (settings if isinstance(settings, dict) else {}).items():
        if name in over.locked and value != over.settings.get(name):
            yield Fault(("settings", name), "locked_below")
        if name == RETENTION and isinstance(value, int) and value > over.settings.get(RETENTION, value):
            yield Fault(("settings", name), "kept_longer", {"most": over.retention_months})


def _collects(policy: Policy) -> bool:
    return policy.summary != Collecting() or bool(policy.units)


def _excuses(content: Mapping[str, Any], over: Policy, below: Mapping[str, Rule]) -> Iterator[Fault]:
    # The policy that describes the organisation speaks for it; what is laid over it may not excuse itself.
    for place, exemption in entries(content, "exemptions"):
        for _ in _named(exemption, below):
            yield Fault((*place, "rule"), "excuses_itself")
    for place, _ in entries(content, "service_exemptions"):
        yield Fault(place, "excuses_itself")
    for loosening in ("exempt_services", "work_kinds"):
        for each in strings(content.get("organisation"), loosening):
            if each not in getattr(over.organisation, loosening):
                yield Fault(("organisation", loosening), "excuses_itself")


def _named(entry: Mapping[str, Any], rules: Mapping[str, Rule]) -> Iterator[Rule]:
    name = entry.get("rule")
    if isinstance(name, str) and name in rules:
        yield rules[name]


def _looser(change: Mapping[str, Any], rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, str | int]]]:
    severity = change.get("severity")
    if severity in list(Severity) and _STRICTNESS[Severity(severity)] < _STRICTNESS[rule.severity]:
        yield ("severity",), {"value": severity, "least": rule.severity.value}
    accepted = {origin.value for origin in rule.accepts}
    for origin in strings(change, "accepts"):
        if origin in list(Origin) and origin not in accepted:
            yield ("accepts",), {"value": origin, "least": ", ".join(sorted(accepted))}
    parameters = change.get("parameters")
    for name, value in (parameters if isinstance(parameters, dict) else {}).items():
        if isinstance(value, int) and name in rule.parameters and is_looser(name, value, rule.parameters[name]):
            yield ("parameters", name), {"value": value, "least": rule.parameters[name]}


def _tighten(rule: Rule, change: Tightening, layer: str) -> Rule:
    changed = {f"parameters.{name}": layer for name in change.parameters}
    if change.severity:
        changed["severity"] = layer
    if change.accepts:
        changed["accepts"] = layer
    return replace(
        rule,
        severity=change.severity or rule.severity,
        accepts=change.accepts or rule.accepts,
        parameters={**rule.parameters, **change.parameters},
        origins={**rule.origins, **changed},
    )


def _join(below: Organisation, above: Organisation) -> Organisation:
    named = [each.name for each in fields(Organisation) if each.name != "origins"]
    both = {name: tuple(dict.fromkeys((*getattr(below, name), *getattr(above, name)))) for name in named}
    return Organisation(**both, origins={**above.origins, **below.origins})


def _by_group(policy: Policy) -> tuple[Rule, ...]:
    place = {group.id: number for number, group in enumerate(policy.groups)}
    return tuple(sorted(policy.rules, key=lambda rule: place[rule.group]))
