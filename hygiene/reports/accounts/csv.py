"""The list of accounts as a table, a row for each step about an account, for a spreadsheet."""

from collections.abc import Iterator

from hygiene.reports.accounts import content
from hygiene.reports.accounts.document import AccountsReport
from hygiene.reports.spreadsheet import as_csv

COLUMNS = (
    *("done", "account", "domain", "side", "address", "second_factor", "found_in", "certainty"),
    *("last_used", "first_seen", "last_seen", "ended"),
    *("step", "what_to_do", "links"),
)


def render(report: AccountsReport) -> str:
    """The list as CSV with a heading. No field of it is a formula."""
    return as_csv(COLUMNS, _rows(report))


def _rows(report: AccountsReport) -> Iterator[tuple[str, ...]]:
    for row in report.shown:
        about = (
            content.label(row),
            row.site,
            row.kind.value,
            f"{row.address.value} {row.address_number or ''}".rstrip(),
            row.second_factor.value,
            " ".join(row.found_in),
            row.certainty.value,
            *(day.isoformat() if day else "" for day in (row.last_used, row.first_seen, row.last_seen)),
            row.ended,
        )
        for action in row.actions:
            ticked = "x" if content.is_ticked(action) else ""
            yield ticked, *about, action.step.value, content.step(action), " ".join(content.links(action))
        if not row.actions:
            yield "", *about, "", "", ""
