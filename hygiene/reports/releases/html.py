"""A release as one page for a management group, with a table beside each picture."""

from hygiene.release import COUNTED
from hygiene.reports.pages import STYLES, bar, page
from hygiene.reports.releases import ReleaseReport, content


def render(report: ReleaseReport) -> str:
    """The release as an HTML document that holds everything it needs."""
    topics = content.topics(report.policy, report.release)
    periods, trend = content.trend(report)
    return page(
        "release.html.jinja",
        (*STYLES, "release.css"),
        content=content,
        report=report,
        release=report.release,
        topics=topics,
        bars=[(topic.name, list(bar(topic.sums, per_cent=True))) for topic in topics if topic.sums],
        training=content.training(report),
        periods=periods,
        trend=trend,
        verdicts=COUNTED,
        zip=zip,
    )
