"""What an organisation demands, once read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
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
    """One demand. Its id is lasting; `covers` are the ids of the guidance that it comes from, `sources` names others.

    `check` names an entry of `hygiene.checks.CHECKS`, `parameters` are that check's own. The question is answered yes
    or no, and `met_by` is the answer that meets the rule; where `may_not_concern` holds, "does not concern me" is a
    third choice. `applies_if` are ids of circumstances that must all be so. `links` are https addresses that help with
    the next step. `layer` is the id of the policy that states the rule, `origins` those of the policies that have
    tightened a value of it since, by the name of the value: `severity`, `accepts` or `parameters.<name>`.
    """

    id: str
    group: str
    severity: Severity
    check: str
    texts: Mapping[str, RuleTexts]
    covers: tuple[str, ...] = ()
    accepts: frozenset[Origin] = frozenset({Origin.TOLD})
    sources: tuple[str, ...] = ()
    parameters: Mapping[str, int] = field(default_factory=dict)
    applies_if: tuple[str, ...] = ()
    met_by: str = "yes"
    may_not_concern: bool = False
    links: tuple[str, ...] = ()
    layer: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)

    def origin_of(self, value: str) -> str:
        """The id of the policy that a value of this rule comes from, as it stands."""
        return self.origins.get(value, self.layer)

    @property
    def is_asked(self) -> bool:
        """Whether asking an employee can tell anything about the rule."""
        return self.accepts != {Origin.MEASURED} and all(texts.ask for texts in self.texts.values())


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
    for work, and `work_kinds` kinds of such services; `private_services` and `private_kinds` are those that are not for
    work, whatever they are elsewhere. `exempt_services` are private, yet a work address is allowed there for good.
    `user_names` are patterns of the user names of the organisation's systems. `origins` gives, for each of all these,
    the id of the policy that names it.
    """

    domains: tuple[str, ...] = ()
    work_services: tuple[str, ...] = ()
    work_kinds: tuple[str, ...] = ()
    private_services: tuple[str, ...] = ()
    private_kinds: tuple[str, ...] = ()
    exempt_services: tuple[str, ...] = ()
    user_names: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Leave not to follow a rule, with its reason in every language, up to and including the day `until`.

    `layer` is the id of the policy that grants it.
    """

    rule: str
    reasons: Mapping[str, str]
    until: date
    layer: str = ""


@dataclass(frozen=True, slots=True)
class ServiceExemption:
    """Leave to use the work address in one private service, or in a kind of them, up to and including `until`.

    One of `service`, a domain, and `kind` is given. The reason stands in every language; `layer` is the policy's id.
    """

    reasons: Mapping[str, str]
    until: date
    service: str = ""
    kind: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation that is large enough to be told of by itself, named in every language."""

    id: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of demands from outside, such as a directive.

    What a rule serves in it follows the framework's name among the rule's `sources`. `link` leads to its text
    ("": none).
    """

    id: str
    name: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the shares of one side, named in every language, and where they go: into a folder, or by mail."""

    names: Mapping[str, str]
    folder: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Collecting:
    """How the organisation collects the anonymised summary. `keepers` are those of the sides `it` and `dpo`."""

    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    unit_tables: bool = False


class Situation(StrEnum):
    """What may have happened to somebody who needs help at once."""

    SCAM = "scam"
    ACCOUNT = "account"
    DEVICE = "device"
    RECIPIENT = "recipient"
    """Something was sent to the wrong person."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call in some situations. `phone` and `link` are "" where there is none.

    `place` is the code of the country that the contact serves, "" for one of the organisation's own. `notes` say in
    every language when or how to call; empty where nothing needs saying.
    """

    id: str
    names: Mapping[str, str]
    helps_with: frozenset[Situation]
    phone: str = ""
    link: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


COUNTRIES = ("fi", "se")
"""The countries whose authorities a policy may name."""

LOCKABLE = ("online", "range_url", "breach_url", "work_domains")
"""What a policy may lock: whether services on the network are asked, at which addresses, and whose work it is."""

RETENTION = "retention_months"
RETENTION_MONTHS, LONGEST_RETENTION_MONTHS = 13, 60
"""How long things are kept where no policy says so, and the longest that one may say."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules and parameters, with the ids of the layers that they were put together from, general first.

    Rules stand in the order of their groups. `id`, `version` and `names` are those of the last layer. `settings` are
    values for the program by name; `locked` are those of `LOCKABLE` that neither a flag nor a configuration changes.
    `units` and `summary` are those of the lowest layer that states any.
    """

    id: str
    version: str
    names: Mapping[str, str]
    groups: tuple[Group, ...]
    rules: tuple[Rule, ...]
    circumstances: tuple[Circumstance, ...] = ()
    organisation: Organisation = field(default_factory=Organisation)
    layers: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    exemptions: tuple[Exemption, ...] = ()
    service_exemptions: tuple[ServiceExemption, ...] = ()
    summary: Collecting = field(default_factory=Collecting)
    units: tuple[Unit, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def retention_months(self) -> int:
        """How many months after its last use something is kept on an employee's computer."""
        return int(self.settings.get(RETENTION, RETENTION_MONTHS))

    @property
    def questions(self) -> frozenset[str]:
        """The ids of all that an employee may be asked about: rules and circumstances."""
        return frozenset(each.id for each in self.rules) | {each.id for each in self.circumstances}

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def serves(self, rule: Rule) -> list[tuple[Framework, str]]:
        """What a rule serves in the frameworks: each with the place in it, such as an article."""
        return [
            (framework, source[len(framework.name) :].lstrip(", "))
            for source in rule.sources
            for framework in self.frameworks
            if source.startswith((f"{framework.name} ", f"{framework.name}, "))
        ]

    def exemption(self, rule_id: str, today: date) -> Exemption | None:
        """The exemption from a rule that still holds today, the one that lasts longest; None where there is none."""
        holding = (given for given in self.exemptions if given.rule == rule_id and today <= given.until)
        return max(holding, key=lambda given: given.until, default=None)

    def ended(self, today: date) -> tuple[Exemption | ServiceExemption, ...]:
        """The exemptions that count no more today."""
        given: tuple[Exemption | ServiceExemption, ...] = self.exemptions + self.service_exemptions
        return tuple(each for each in given if each.until < today)
