"""A release as a table for a spreadsheet: ids, integers and sentences of our own, so that no cell can be a formula."""

import csv
from collections.abc import Sequence
from io import StringIO

from hygiene.release import COUNTED, RuleCounts
from hygiene.reports.releases import ReleaseReport, content

HEADINGS = ("period", "participants", "rule", *COUNTED, "masked", "unit", "note")


def render(report: ReleaseReport) -> str:
    """One line for each rule of the organisation, and of each unit; where it is masked, its numbers are empty.

    The last lines hold no numbers: their notes say how the figures were protected and what they cannot show.
    """
    release = report.release
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(release.period, release.participants, release.rules))
    for unit in release.units:
        writer.writerows(_rows(release.period, unit.participants, unit.rules, unit.unit))
    for note in (*content.protection(release), *content.limits(release)):
        writer.writerow([release.period, *[""] * (len(HEADINGS) - 2), note])
    return made.getvalue()


def _rows(period: str, people: int, rules: Sequence[RuleCounts], unit: str = "") -> list[list[str | int]]:
    return [
        [
            *(period, people, each.rule),
            *(each.counts[verdict] if each.counts else "" for verdict in COUNTED),
            *(int(each.masked), unit, ""),
        ]
        for each in rules
    ]
