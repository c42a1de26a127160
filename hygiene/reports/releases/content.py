"""A release in words: what every report of one for people tells. All text that leaves here is inert."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hygiene.findings import Verdict
from hygiene.policy.model import Policy, Rule
from hygiene.release import COUNTED, Release, RuleCounts
from hygiene.reports.content import one_line, shortened, title
from hygiene.reports.releases import ReleaseReport
from hygiene.texts import current_language, say

_MOST_TRAINING = 5
_MOST_PERIODS = 4
_REJECTED = ("foreign", "damaged", "other_side", "other_period", "other_rules", "false", "spoiled")
_NOT_COUNTED = (*_REJECTED, "duplicate", "replaced", "unpaired")


@dataclass(frozen=True, slots=True)
class Line:
    """A rule of a release: what it demands, whether the program can measure it, and its counts (None: masked)."""

    title: str
    measurable: bool
    counts: Mapping[Verdict, int] | None


def line(rule: Rule, counts: RuleCounts) -> Line:
    """The line of a rule with these counts."""
    return Line(title(rule), rule.check != "answer", counts.counts)


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of rules: its name, its lines, and the sums of those that are not masked (None: all are)."""

    name: str
    lines: tuple[Line, ...]

    @property
    def sums(self) -> dict[Verdict, int] | None:
        """How many answers have each verdict."""
        told = [line.counts for line in self.lines if line.counts]
        return {verdict: sum(counts[verdict] for counts in told) for verdict in COUNTED} if told else None


def preamble(report: ReleaseReport) -> Iterator[str]:
    """What stands below the title."""
    year, quarter = report.release.period.split("-Q")
    policy = report.policy
    yield say("summary.report.period", quarter=quarter, year=year)
    yield say("report.policy", name=one_line(policy.names[current_language()]), version=one_line(policy.version))


def opening(release: Release) -> Iterator[str]:
    """Who took part, and how the figures came to be known."""
    yield say("summary.report.participants", people=release.participants)
    if release.small:
        yield say("summary.report.small", n=release.protection.headlines, least=release.protection.small)
    if release.measured is None:
        yield say("summary.report.measured_masked")
    else:
        yield say("summary.report.measured", people=release.measured)


def topics(policy: Policy, release: Release) -> list[Topic]:
    """The groups of rules that a release tells of, in the policy's order. Rules that the policy lacks are left out."""
    told = {each.rule: each for each in release.rules}
    made = []
    for group in policy.groups:
        lines = tuple(line(rule, told[rule.id]) for rule in policy.rules if rule.group == group.id and rule.id in told)
        if lines:
            made.append(Topic(shortened(group.names[current_language()]), lines))
    return made


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A unit that may be told of: its name, about how many people of it took part, and the headline rules."""

    name: str
    people: int
    lines: tuple[Line, ...]


def units(policy: Policy, release: Release) -> list[UnitTable]:
    """The units that a release tells of, in the policy's order. Units and rules that the policy lacks are left out."""
    names = {unit.id: one_line(unit.names[current_language()]) for unit in policy.units}
    rules = {rule.id: rule for rule in policy.rules}
    return [
        UnitTable(
            names[each.unit],
            each.participants,
            tuple(line(rules[counts.rule], counts) for counts in each.rules if counts.rule in rules),
        )
        for each in release.units
        if each.unit in names
    ]


def how_known(line: Line) -> str:
    """Whether a rule can be measured, or is always told."""
    return say("summary.report.measurable" if line.measurable else "summary.report.told")


def counts_in_words(line: Line) -> str:
    """The counts of a rule, or that they are masked."""
    if line.counts is None:
        return say("summary.report.masked")
    return ", ".join(say(f"summary.report.counted.{verdict}", n=line.counts[verdict]) for verdict in COUNTED)


def training(report: ReleaseReport) -> list[tuple[str, str, int]]:
    """The rules that most people break: what it demands, what to do, and how many people break it."""
    told = [each for each in report.release.rules if each.counts and each.counts[Verdict.BROKEN]]
    worst = sorted(told, key=_broken, reverse=True)[:_MOST_TRAINING]
    rules = {rule.id: rule for rule in report.policy.rules}
    return [
        (title(rules[each.rule]), one_line(rules[each.rule].texts[current_language()].why), _broken(each))
        for each in worst
        if each.rule in rules
    ]


def _broken(each: RuleCounts) -> int:
    return each.counts[Verdict.BROKEN] if each.counts else 0


def trend(report: ReleaseReport) -> tuple[list[str], list[tuple[str, list[int | None]]]]:
    """The periods, oldest first, and for each group how many per cent of the answers that concern someone are met."""
    releases = [*report.earlier, report.release][-_MOST_PERIODS:]
    of_release = [{topic.name: _met(topic) for topic in topics(report.policy, each)} for each in releases]
    names = [topic.name for topic in topics(report.policy, report.release)]
    return [each.period for each in releases], [(name, [each.get(name) for each in of_release]) for name in names]


def _met(topic: Topic) -> int | None:
    sums = topic.sums
    concerned = sum(sums.values()) - sums[Verdict.NOT_APPLICABLE] if sums else 0
    return round(100 * sums[Verdict.MET] / concerned) if sums and concerned else None


def protection(release: Release) -> Iterator[str]:
    """How the figures were protected."""
    rules = release.protection
    yield say("summary.protection.shares")
    if rules.noise:
        yield say("collecting.protection.noise", scale=rules.noise)
    else:
        yield say("summary.protection.rounding", step=rules.rounding)
        yield say("summary.protection.masking", least=rules.mask_below)
    yield say("summary.protection.release", minimum=rules.minimum, changes=rules.changes)
    if not release.small:
        yield say("summary.protection.anonymous", least=rules.small)
    if release.units:
        yield say("collecting.protection.units", least=rules.unit_minimum)
    yield say("summary.protection.seal", seal=release.seal)


def limits(release: Release) -> Iterator[str]:
    """What the figures cannot show."""
    yield say("summary.limits.taking_part")
    yield say("summary.limits.told")
    if release.protection.noise:
        # One in twenty counts is further off than this.
        yield say("collecting.limits.rough", most=3 * release.protection.noise)
    yield say("summary.limits.false")
    yield say("collecting.limits.sums")
    yield say("summary.limits.collusion")


def set_aside(counts: Mapping[str, int]) -> list[str]:
    """What was not counted, and why: a line for each reason that there is."""
    found = [say(f"summary.set_aside.{reason}", n=counts[reason]) for reason in _NOT_COUNTED if counts.get(reason)]
    return found or [say("summary.set_aside.nothing")]


def unpaired(release: Release) -> int:
    """How many shares lack their counterpart."""
    return release.set_aside.get("unpaired", 0)


def rejected(release: Release) -> int:
    """How many files or pairs could not be counted for what they are."""
    return sum(release.set_aside.get(reason, 0) for reason in _REJECTED)
