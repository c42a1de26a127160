"""A release as a table for a spreadsheet: ids, integers and empty cells, so that no cell can be a formula."""

import csv
from io import StringIO

from hygiene.release import COUNTED
from hygiene.reports.releases import ReleaseReport


def render(report: ReleaseReport) -> str:
    """One line for each rule; where it is masked, its numbers are empty."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(["period", "participants", "rule", *COUNTED, "masked"])
    for each in report.release.rules:
        counts = [each.counts[verdict] if each.counts else "" for verdict in COUNTED]
        writer.writerow([report.release.period, report.release.participants, each.rule, *counts, int(each.masked)])
    return made.getvalue()
