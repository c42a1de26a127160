"""The audit in words: what every report for people tells. All text that leaves here is inert."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from hygiene.evidence import NO_BREACH, BreachList, BreachNature, BreachSource, Evidence, Exposure, Input, Origin
from hygiene.findings import Finding, Outcome, Verdict
from hygiene.policy.model import Rule
from hygiene.reports.document import AuditReport
from hygiene.texts import breach_words, current_language, say
from hygiene.texts.inert import inert

ORDER = (Verdict.MET, Verdict.BROKEN, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE, Verdict.EXEMPT)
"""The order in which verdicts are counted and pictured."""

_NO_SERVICE = NO_BREACH | {BreachNature.SPAM_LIST}
_OF_ONE_ACCOUNT = {
    "work_address_on_private_service",
    "work_address_traced",
    "private_address_on_work_service",
    "work_user_name_elsewhere",
}
"""Reasons that each account is found by for itself, and whose words count accounts alone."""

_LONGEST_LABEL = 80
_URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Discovery:
    """One finding: what was found, and the labels of the accounts that it concerns."""

    problem: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """The next step, and every finding that it settles."""

    discoveries: tuple[Discovery, ...]
    next: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A rule that is not kept, and the steps that mend it."""

    title: str
    why: str
    urgency: str
    origin: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, what would make it known, and the titles of the rules that it leaves open."""

    discovery: Discovery
    next: str
    titles: tuple[str, ...]


def one_line(text: str) -> str:
    """Text from outside on one line, and inert."""
    return inert(" ".join(text.split()))


def shortened(label: str) -> str:
    """A label on one line, inert, and cut where it is longer than anybody needs to recognise an account."""
    label = one_line(label)
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def policy_line(report: AuditReport) -> str:
    """Which policy the audit was held against."""
    policy = report.policy
    return say("report.policy", name=one_line(policy.names[current_language()]), version=one_line(policy.version))


def preamble(report: AuditReport) -> Iterator[str]:
    """What stands below the title: policy, date, and how to treat the report."""
    yield policy_line(report)
    if made := report.made_on:
        yield say("report.made_on", date=date_in_words(made))
    yield say("report.demo") if report.is_demo else say("report.private")
    yield from _breach_sources(report.evidence)
    if known := report.evidence.breach_list:
        yield say("exposure.list.used", n=len(known.breaches), date=date_in_words(known.as_of))
        if left_out := ignored(known):
            yield say("exposure.list.ignored", n=left_out)


def _breach_sources(evidence: Evidence) -> Iterator[str]:
    """How many passwords each source of breach data answered for, and how old its data are."""
    # A password that is missing from the list that the program carries was held against it all the same.
    answers = [
        answer
        for answer in evidence.exposures.values()
        if answer.exposure is not Exposure.UNKNOWN or answer.source is BreachSource.EMBEDDED
    ]
    counted = Counter((answer.source, answer.as_of) for answer in answers)
    for (source, as_of), n in counted.items():
        yield say("breaches.answered.passwords", n=n, source=breach_source(source, as_of))


def breach_source(source: BreachSource, as_of: date | None) -> str:
    """Where an answer about a breach came from, and how old its data are where that is known."""
    name = say(f"breaches.source.{source}")
    if as_of is None:
        return say("breaches.answered.by", source=name)
    return say("breaches.answered.by_dated", source=name, date=date_in_words(as_of))


def ignored(known: BreachList) -> int:
    """How many entries of a list of breaches are no breach of a service, nor of anything that counts as one."""
    return sum(breach.nature in _NO_SERVICE for breach in known.breaches)


def opening(report: AuditReport) -> Iterator[str]:
    """Where one stands, in a few sentences."""
    counts = report.counts
    if counts[Verdict.BROKEN]:
        yield say("report.opening.to_fix", n=counts[Verdict.BROKEN])
    elif report.complete:
        yield say("report.opening.nothing_to_fix")
    else:
        yield say("report.opening.nothing_found_but_incomplete")
    if counts[Verdict.UNKNOWN]:
        yield say("report.opening.unknown", n=counts[Verdict.UNKNOWN])
    elif not report.complete:
        yield say("report.opening.partly_unknown")
    if unread := sum(len(each.rejected) for each in report.evidence.inputs):
        yield say("report.opening.not_read", n=unread)
    if unread := sum(len(each.rejected) for each in report.evidence.mailboxes):
        yield say("mailbox.opening.not_read", n=unread)
    if unread := sum(len(each.unread) for each in report.evidence.data_exports):
        yield say("data_exports.not_read", n=unread)


def shown_verdicts(report: AuditReport) -> list[Verdict]:
    """The verdicts that are counted before the reader; exemptions only where there are any."""
    return [verdict for verdict in ORDER if verdict is not Verdict.EXEMPT or report.counts[verdict]]


def summary(report: AuditReport) -> str:
    """The line that counts how many rules have each verdict."""
    counts = report.counts
    counted = (say(f"report.counted.{verdict}", n=counts[verdict]) for verdict in shown_verdicts(report))
    return say("report.summary", counts=", ".join(counted))


def tasks(report: AuditReport) -> list[Task]:
    """What to do, the most important first."""
    return [_task(report.policy.rule(outcome.rule), outcome) for outcome in report.by_urgency(Verdict.BROKEN)]


def _task(rule: Rule, outcome: Outcome) -> Task:
    known = [finding for finding in outcome.findings if finding.verdict is not Verdict.UNKNOWN]
    return Task(
        title=title(rule),
        why=one_line(rule.texts[current_language()].why),
        urgency=say(f"report.severity.{rule.severity}"),
        origin=origin_in_words(outcome.origin),
        steps=_steps(rule, known),
    )


def _steps(rule: Rule, findings: Iterable[Finding]) -> tuple[Step, ...]:
    together: dict[tuple[str, tuple[str, ...]], list[Discovery]] = {}
    for finding in _told_together(findings):
        settled_by = next_step(rule, finding), live((*finding.remedy.links, *rule.links))
        together.setdefault(settled_by, []).append(_discovery(finding))
    if not together:
        together[one_line(rule.texts[current_language()].action), live(rule.links)] = []
    return tuple(Step(tuple(found), following, links) for (following, links), found in together.items())


def _told_together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with those that say the same of one account each made one that says it of all of them."""
    alike: dict[object, list[Finding]] = {}
    for place, finding in enumerate(findings):
        is_of_one = finding.reason in _OF_ONE_ACCOUNT and not finding.remedy.links
        alike.setdefault(finding.reason if is_of_one else place, []).append(finding)
    for first, *others in alike.values():
        about = tuple(label for each in (first, *others) for label in each.about)
        yield replace(first, about=about, values={"n": len(about)}) if others else first


def gaps(report: AuditReport) -> list[Gap]:
    """Everything that is not known, each reason once; the rules that are unknown as a whole come first."""
    wholly = report.by_urgency(Verdict.UNKNOWN)
    partly = [outcome for outcome in report.outcomes if outcome.verdict is not Verdict.UNKNOWN]
    together: dict[tuple[Discovery, str], list[str]] = {}
    for outcome in [*wholly, *partly]:
        rule = report.policy.rule(outcome.rule)
        for reason in _reasons(rule, outcome):
            together.setdefault(reason, []).append(title(rule))
    return [Gap(found, following, tuple(titles)) for (found, following), titles in together.items()]


def _reasons(rule: Rule, outcome: Outcome) -> list[tuple[Discovery, str]]:
    unknown = [finding for finding in outcome.findings if finding.verdict is Verdict.UNKNOWN]
    if outcome.verdict is Verdict.UNKNOWN and not unknown:
        return [(Discovery(say("report.none.reason"), ()), say("report.none.next"))]
    return [(_discovery(finding), next_step(rule, finding)) for finding in unknown]


def groups(report: AuditReport) -> list[tuple[str, dict[Verdict, int]]]:
    """The name of each group that has rules, and how many of them have each verdict."""
    verdicts: dict[str, Counter[Verdict]] = {group.id: Counter() for group in report.policy.groups}
    for outcome in report.outcomes:
        verdicts[report.policy.rule(outcome.rule).group][outcome.verdict] += 1
    return [
        (shortened(group.names[current_language()]), {verdict: verdicts[group.id][verdict] for verdict in ORDER})
        for group in report.policy.groups
        if verdicts[group.id]
    ]


def titles(report: AuditReport, verdict: Verdict) -> list[tuple[str, str]]:
    """The titles of the rules with this verdict, and how each is known."""
    return [
        (title(report.policy.rule(outcome.rule)), origin_name(outcome.origin))
        for outcome in report.outcomes
        if outcome.verdict is verdict
    ]


def exemptions(report: AuditReport) -> list[str]:
    """Each rule that the organisation has given leave not to follow, until when, and why."""
    return [
        say(
            "report.exempt_until",
            title=title(report.policy.rule(outcome.rule)),
            until=date_in_words(given.until),
            reason=one_line(given.reasons[current_language()]),
        )
        for outcome in report.outcomes
        if (given := report.exemption(outcome))
    ]


def account_of(each: Input) -> list[tuple[str, str]]:
    """What became of the rows of one input: the name of each number, and the number."""
    counts = {"seen": each.seen, "read": each.read, "rejected": len(each.rejected)}
    counts |= {name: count for name, count in (("not_logins", each.not_logins), ("left_out", each.left_out)) if count}
    return [
        (say("report.input.kind"), one_line(each.source)),
        *((_name_of_count(each, name), str(count)) for name, count in counts.items()),
    ]


def name_of_rejected(each: Input) -> str:
    """What the table of rows that could not be read is called."""
    return _name_of_count(each, "rejected")


def not_read(each: Input, rows: str, reason: str) -> str:
    """A line about rows that could not be read for one reason."""
    key = "mailbox.input.rejected_rows" if each.is_mailbox else "report.input.rejected_rows"
    return say(key, rows=rows, reason=reason)


def _name_of_count(each: Input, name: str) -> str:
    return say(f"mailbox.input.{name}") if each.is_mailbox else say(f"report.input.{name}")


def rejections(each: Input) -> list[tuple[str, str]]:
    """The numbers of the rows that could not be read, and why, each reason once."""
    rows: dict[str, list[str]] = {}
    for rejection in each.rejected:
        rows.setdefault(rejection.reason, []).append(str(rejection.row))
    return [(", ".join(numbers), one_line(say(f"sources.rejected.{reason}"))) for reason, numbers in rows.items()]


def title(rule: Rule) -> str:
    """What a rule demands."""
    return one_line(rule.texts[current_language()].title)


def problem(finding: Finding) -> str:
    """What was found, in words."""
    return _said(f"{finding.reason}.problem", finding.values)


def next_step(rule: Rule, finding: Finding) -> str:
    """What to do about a finding: its own remedy, else what its reason says or the rule's own action."""
    if key := finding.remedy.key:
        return _said(f"{key}.next", finding.remedy.values)
    if finding.verdict is Verdict.UNKNOWN:
        return _said(f"{finding.reason}.next", finding.values)
    return one_line(rule.texts[current_language()].action)


def _said(key: str, values: Mapping[str, str | int]) -> str:
    return one_line(say(f"checks.{key}", **{name: _value_in_words(name, values) for name in values}))


def _value_in_words(name: str, values: Mapping[str, str | int]) -> str | int:
    """Values of these names are keys, and said in sentences; all others are said as they are."""
    value = values[name]
    match name:
        case "why":
            return say(f"breaches.unknown.{value}")
        case "answered_by":
            source, _, as_of = str(value).partition(" ")
            return breach_source(BreachSource(source), date.fromisoformat(as_of) if as_of else None)
        case "count":
            return breach_words.times(int(value), is_rounded="rounded" in values)
        case "parts":
            return " ".join(say(f"strength.reasons.{reason}") for reason in str(value).split(",") if reason)
        case "until":
            return date_in_words(date.fromisoformat(str(value)))
        case "when":
            return breach_words.when(str(value))
        case "data":
            return breach_words.leaked(str(value), int(values.get("other_data", 0)))
        case _:
            return value


def origin_name(origin: Origin | None) -> str:
    """How something is known, in a word."""
    return say(f"report.origin.{origin or 'none'}")


def origin_in_words(origin: Origin | None) -> str:
    """How something is known, in a sentence."""
    if origin is None:
        return say("report.origin.none")
    return say("report.label", label=origin_name(origin), text=say(f"report.origin_meaning.{origin}"))


def date_in_words(day: date) -> str:
    """A date as it is written in the current language."""
    return say("report.date", day=day.day, month=say(f"report.month.{day.month}"), year=day.year)


def live(links: Iterable[str]) -> tuple[str, ...]:
    """The links that may be followed: https addresses, spelt so that they end nothing that they stand in."""
    spelt = (quote(link, safe=_URL_CHARACTERS) for link in links if link.startswith("https://"))
    return tuple(dict.fromkeys(spelt))


def _discovery(finding: Finding) -> Discovery:
    return Discovery(problem(finding), tuple(shortened(label) for label in finding.about))
