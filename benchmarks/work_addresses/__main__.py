"""Print how well work addresses at private services are found: `python -m benchmarks.work_addresses`.

`--errors` names the rows of the building half and of the practice that were judged wrongly; those of the half that is
set aside are never shown.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.work_addresses import logins, mails
from benchmarks.work_addresses.sets import HALVES, PRACTICE, Figures, Label

Judge = Callable[[Path], Iterator[tuple[Label, Label, str]]]

JUDGES: Mapping[str, Judge] = {
    "logins": logins.judged,
    "mails": mails.judged,
}
"""What is judged, and what judges it: the true label of each row, the given one, and what to call the row."""

_HERE = Path(__file__).parent


def main() -> None:
    """Judge both halves and the practice, and print a line for each kind of row."""
    head = "".join(f"{name:>11}" for name in ("rows", "precision", "recall", "accused", "asked", "missed"))
    print(f"{'':24}{head}")
    for kind, judge in JUDGES.items():
        for half in (*HALVES, PRACTICE):
            judged = list(judge(_HERE / half))
            print(f"{f'{kind}, {half}':24}{_figures(Figures.of((true, given) for true, given, _ in judged))}")
            if "--errors" in sys.argv and half in (HALVES[0], PRACTICE):
                for true, given, name in judged:
                    if true is not given:
                        print(f"    {true} taken for {given}: {name}")
    print("\naccused: rows called private that are not; asked: private rows asked about; missed: called fine")


def _figures(figures: Figures) -> str:
    accused = figures.count(Label.ASK, Label.PRIVATE) + figures.count(Label.FINE, Label.PRIVATE)
    counted = (accused, figures.count(Label.PRIVATE, Label.ASK), figures.count(Label.PRIVATE, Label.FINE))
    shares = f"{figures.rows:>11}{figures.precision:>11.3f}{figures.recall:>11.3f}"
    return shares + "".join(f"{count:>11}" for count in counted)


if __name__ == "__main__":
    main()
