"""Labelled logins, judged as the audit judges them."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.work_addresses.sets import Label, lines
from hygiene.evidence import Login
from hygiene.journeys.inventory import take_inventory
from hygiene.services.sides import Line, Placement, placement

_GIVEN = {Placement.MISPLACED: Label.PRIVATE, Placement.DOUBTFUL: Label.ASK, Placement.FINE: Label.FINE}


def judged(half: Path) -> Iterator[tuple[Label, Label, str]]:
    """The true label of each login, the one that it is given, and its title."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (half / "logins.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["organisation"]].append(row)
    for name, line in lines(half).items():
        yield from _of_organisation(rows[name], line)


def _of_organisation(rows: list[dict[str, str]], line: Line) -> Iterator[tuple[Label, Label, str]]:
    logins = [
        Login(f"1:{number}", row["title"], tuple(row["urls"].split()), row["username"], row["email"])
        for number, row in enumerate(rows, start=1)
    ]
    for row, account in zip(rows, take_inventory(logins, line), strict=True):
        placed = placement(account.kind, uses_work_address=account.uses_work_address)
        yield Label(row["label"]), _GIVEN[placed], row["title"]
