"""A release as one page for a management group, with pictures beside the figures, and an annex that tells all rules."""

from hygiene.release import COUNTED, Release
from hygiene.reports.pages import STYLES, bar, page
from hygiene.reports.releases import ReleaseReport, content
from hygiene.texts import say

_STYLES = (*STYLES, "release.css")


def render(report: ReleaseReport) -> str:
    """The release as an HTML document that holds everything it needs; printed, it is one sheet of A4."""
    topics = content.topics(report.policy, report.release)
    periods, trend = content.trend(report)
    return page(
        "release.html.jinja",
        _STYLES,
        content=content,
        report=report,
        release=report.release,
        topics=[(topic, list(bar(topic.sums)) if topic.sums else []) for topic in topics],
        known=_known(report.release),
        training=content.training(report),
        periods=periods,
        trend=trend,
        verdicts=COUNTED,
    )


def render_annex(report: ReleaseReport) -> str:
    """What the page leaves out: every rule, every unit that may be told of, and what was not counted."""
    return page(
        "annex.html.jinja",
        _STYLES,
        content=content,
        report=report,
        release=report.release,
        topics=content.topics(report.policy, report.release),
        units=content.units(report.policy, report.release),
        verdicts=COUNTED,
    )


def _known(release: Release) -> list[tuple[str, int, float]]:
    """Of how many people something was measured, and of how many all was told, with their shares in per cent."""
    if release.measured is None or not release.participants:
        return []
    told = max(0, release.participants - release.measured)
    people = ((say("collecting.page.measured"), release.measured), (say("collecting.page.told"), told))
    return [(name, count, round(100 * count / release.participants, 1)) for name, count in people]
