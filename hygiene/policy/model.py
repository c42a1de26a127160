"""What an organisation demands, once read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hygiene.evidence import Origin
from hygiene.findings import Severity


@dataclass(frozen=True, slots=True)
class RuleTexts:
    """A rule in one language: what it demands, why, and what to do where it is broken.

    `ask` is the question put to the employee where nothing was measured ("" where the rule is never asked), `explain`
    what is said when the employee asks what the question means.
    """

    title: str
    why: str
    action: str
    ask: str = ""
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand. Its id is lasting; `covers` are the ids of the guidance that it comes from.

    `check` names an entry of `hygiene.checks.CHECKS`, `parameters` are that check's own. The question is answered yes
    or no, and `met_by` is the answer that meets the rule; where `may_not_concern` holds, "does not concern me" is a
    third choice. `applies_if` are ids of circumstances that must all be so. `layer` is the policy the rule, as it
    stands, comes from. `links` are https addresses that help with the next step.
    """

    id: str
    group: str
    severity: Severity
    check: str
    texts: Mapping[str, RuleTexts]
    covers: tuple[str, ...] = ()
    accepts: frozenset[Origin] = frozenset({Origin.TOLD})
    parameters: Mapping[str, Any] = field(default_factory=dict)
    applies_if: tuple[str, ...] = ()
    met_by: str = "yes"
    may_not_concern: bool = False
    links: tuple[str, ...] = ()
    layer: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether an employee can be asked about the rule."""
        return all(texts.ask for texts in self.texts.values())


@dataclass(frozen=True, slots=True)
class CircumstanceTexts:
    """The question behind a circumstance, in one language."""

    ask: str
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A fact about the employee's work that decides which rules apply. Answered yes or no."""

    id: str
    texts: Mapping[str, CircumstanceTexts]
    applies_if: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which rules are shown together, named in every language."""

    id: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the policy knows of the organisation. Domains are lower case, in their ASCII form.

    `domains` are the organisation's own and every alias of them; `work_services` are domains of services approved
    for work; `exempt_services` are private by nature, yet a work address is allowed there.
    """

    domains: tuple[str, ...] = ()
    work_services: tuple[str, ...] = ()
    exempt_services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules and parameters, with the layers that they were put together from, general first.

    `locked` names the settings that neither a flag nor a configuration may change.
    """

    id: str
    version: str
    names: Mapping[str, str]
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    circumstances: tuple[Circumstance, ...] = ()
    organisation: Organisation = field(default_factory=Organisation)
    layers: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
