"""The report as one page that holds everything it needs: no script, no font, picture or style from elsewhere."""

from hygiene.evidence import Origin
from hygiene.findings import Verdict
from hygiene.reports import content, data_exports
from hygiene.reports.changes import of_report
from hygiene.reports.document import AuditReport
from hygiene.reports.pages import STYLES, bar, page
from hygiene.reports.progress import TOLD


def render(report: AuditReport) -> str:
    """The report as an HTML document, for a screen of any width, light or dark, and for print."""
    return page(
        "report.html.jinja",
        (*STYLES, "release.css"),
        content=content,
        counts=report.counts,
        data_exports=data_exports,
        groups=[(name, counts, list(bar(counts))) for name, counts in content.groups(report)],
        origins=list(Origin),
        report=report,
        verdicts=content.shown_verdicts(report),
        changes=of_report(report),
        told=TOLD,
        Verdict=Verdict,
    )
