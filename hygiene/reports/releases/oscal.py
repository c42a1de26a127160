"""A release as assessment results of OSCAL 1.2, for the tools of those who hold an organisation against frameworks.

Each rule that is told of is an observation, and each place of a framework that rules serve is a finding. No finding is
ever `satisfied`: figures that are rounded, masked or noisy, and about those alone who took part, prove that of nobody.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from hygiene.evidence import Origin
from hygiene.findings import Verdict
from hygiene.policy.model import Framework, Policy, Rule
from hygiene.release import COUNTED, RuleCounts
from hygiene.reports.content import one_line, title
from hygiene.reports.json import as_json
from hygiene.reports.releases import ReleaseReport, content
from hygiene.texts import current_language, say

_VERSION = "1.2.1"
_NAMESPACE = "urn:hygiene:release:1"
_METHODS = {Origin.MEASURED: "TEST", Origin.SHOWN: "EXAMINE", Origin.TOLD: "INTERVIEW"}
_NO_TOKEN = re.compile(r"[^A-Za-z0-9.]+")

Object = dict[str, Any]


def render(report: ReleaseReport) -> str:
    """The release as indented JSON with a newline at its end. The same release gets the same identifiers each time."""
    return as_json({"assessment-results": _Document(report).results()})


class _Document:
    """One document in the making: what its parts are about, and their identifiers."""

    def __init__(self, report: ReleaseReport) -> None:
        self._report, self._release, self._policy = report, report.release, report.policy
        self._start, self._end = _quarter(report.release.period)
        rules = {rule.id: rule for rule in report.policy.rules}
        self._told = [(rules[each.rule], each) for each in report.release.rules if each.rule in rules]

    def _id(self, *about: str) -> str:
        return str(uuid5(_root(self._release.seal or self._release.period), "/".join(about)))

    def results(self) -> Object:
        remarks = "\n\n".join([*content.opening(self._release), *content.limits(self._release)])
        return {
            "uuid": self._id("results"),
            "metadata": {
                "title": say("summary.report.title"),
                "last-modified": datetime.now(UTC).isoformat(timespec="seconds"),
                "version": self._release.period,
                "oscal-version": _VERSION,
                "remarks": "\n\n".join(content.protection(self._release)),
            },
            "import-ap": {"href": f"#{self._id('policy')}"},
            "results": [
                {
                    "uuid": self._id("result"),
                    "title": f"{say('summary.report.title')} {self._release.period}",
                    "description": " ".join(content.preamble(self._report)),
                    # A release knows its quarter, and no other time.
                    "start": self._start,
                    "end": self._end,
                    "props": [_prop("participants", self._release.participants)],
                    "reviewed-controls": {"control-selections": [self._selection()]},
                    "observations": [self._observation(rule, counts) for rule, counts in self._told],
                    **self._findings(),
                    "remarks": remarks,
                }
            ],
            "back-matter": {"resources": [*self._resources()]},
        }

    def _selection(self) -> Object:
        controls = _served(self._policy, self._told)
        return {"include-controls": [{"control-id": each} for each in controls]} if controls else {"include-all": {}}

    def _observation(self, rule: Rule, counts: RuleCounts) -> Object:
        numbers = [_prop(verdict, counts.counts[verdict]) for verdict in COUNTED] if counts.counts else []
        return {
            "uuid": self._id("observation", rule.id),
            "title": title(rule),
            "description": content.counts_in_words(content.line(rule, counts)),
            "props": [_prop("rule", rule.id), _prop("masked", str(counts.masked).lower()), *numbers],
            "methods": [_METHODS[origin] for origin in Origin if origin in rule.accepts],
            "collected": self._start,
            "remarks": one_line(rule.texts[current_language()].why),
        }

    def _findings(self) -> Object:
        served = _served(self._policy, self._told)
        found = [self._finding(control, *served[control]) for control in served]
        return {"findings": found} if found else {}

    def _finding(self, control: str, name: str, told: list[tuple[Rule, RuleCounts]]) -> Object:
        broken = any(counts.counts and counts.counts[Verdict.BROKEN] for _, counts in told)
        return {
            "uuid": self._id("finding", control),
            "title": name,
            "description": "\n\n".join(
                f"{title(rule)}: {content.counts_in_words(content.line(rule, counts))}" for rule, counts in told
            ),
            "target": {
                "type": "objective-id",
                "target-id": control,
                "status": {
                    "state": "not-satisfied",
                    "reason": "fail" if broken else "other",
                    "remarks": say("collecting.oscal.never_satisfied"),
                },
            },
            "related-observations": [{"observation-uuid": self._id("observation", rule.id)} for rule, _ in told],
        }

    def _resources(self) -> Iterator[Object]:
        policy = self._policy
        yield {
            "uuid": self._id("policy"),
            "title": one_line(policy.names[current_language()]),
            "description": f"{policy.id} {policy.version}",
        }
        for framework in policy.frameworks:
            link = {"rlinks": [{"href": framework.link}]} if framework.link else {}
            yield {"uuid": self._id("framework", framework.id), "title": one_line(framework.name), **link}


def _served(
    policy: Policy, told: list[tuple[Rule, RuleCounts]]
) -> dict[str, tuple[str, list[tuple[Rule, RuleCounts]]]]:
    """For each place of a framework, by its token: its name, and the rules that serve it."""
    served: dict[str, tuple[str, list[tuple[Rule, RuleCounts]]]] = {}
    for rule, counts in told:
        for framework, place in policy.serves(rule):
            name = one_line(f"{framework.name} {place}")
            served.setdefault(_token(framework, place), (name, []))[1].append((rule, counts))
    return served


def _token(framework: Framework, place: str) -> str:
    """A place in a framework as an id of OSCAL, which begins with a letter and knows no brackets."""
    return "_".join(part for part in ("c", framework.id, _NO_TOKEN.sub(".", place).strip(".")) if part)


def _prop(name: str, value: str | int) -> Object:
    return {"name": name, "ns": _NAMESPACE, "value": str(value)}


def _root(seal: str) -> UUID:
    """A namespace for the identifiers of one release. Those of version 5 are made of names, and repeat."""
    return uuid5(NAMESPACE_URL, f"{_NAMESPACE}:{seal}")


def _quarter(period: str) -> tuple[str, str]:
    year, quarter = (int(part) for part in period.split("-Q"))
    starts = (date(year, 3 * quarter - 2, 1), date(year + quarter // 4, 3 * (quarter % 4) + 1, 1))
    first, after = (datetime(start.year, start.month, 1, tzinfo=UTC).isoformat() for start in starts)
    return first, after
