"""A release as plain text."""

from collections.abc import Iterator

from hygiene.reports.releases import ReleaseReport, content
from hygiene.texts import say


def render(report: ReleaseReport) -> str:
    """The release as lines; a screen reader can read it from top to bottom."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: ReleaseReport) -> Iterator[str]:
    release = report.release
    yield say("summary.report.title")
    yield from content.preamble(report)
    yield ""
    yield from content.opening(release)
    for topic in content.topics(report.policy, release):
        yield from ("", topic.name)
        for line in topic.lines:
            yield f"- {line.title}"
            yield f"  {content.counts_in_words(line)} ({content.how_known(line)})"
    yield from _units(report)
    yield from ("", say("summary.heading.training"))
    trained = content.training(report)
    for title, why, people in trained:
        yield f"- {title}: {say('summary.report.counted.broken', n=people)}. {why}"
    if not trained:
        yield say("summary.report.no_training")
    periods, of_topics = content.trend(report)
    if len(periods) > 1:
        yield from ("", say("summary.heading.trend"))
        for name, shares in of_topics:
            yield f"- {name}: " + ", ".join(
                f"{period} {say('summary.report.per_cent', share=share) if share is not None else '–'}"
                for period, share in zip(periods, shares, strict=True)
            )
    for heading, lines in (
        (say("summary.heading.protection"), content.protection(release)),
        (say("summary.heading.limits"), content.limits(release)),
        (say("summary.heading.set_aside"), content.set_aside(release.set_aside)),
    ):
        yield from ("", heading)
        yield from (f"- {each}" for each in lines)


def _units(report: ReleaseReport) -> Iterator[str]:
    for place, unit in enumerate(content.units(report.policy, report.release)):
        yield from ("", say("collecting.heading.units")) if place == 0 else ("",)
        yield f"{unit.name}. {say('summary.report.participants', people=unit.people)}"
        yield from (f"- {line.title}: {content.counts_in_words(line)}" for line in unit.lines)
