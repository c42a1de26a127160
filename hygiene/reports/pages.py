"""Pages: a template and styles of ours, and the pieces of a bar in a picture."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from hygiene.findings import Verdict
from hygiene.texts import current_language, say

STYLES = ("colours.css", "style.css", "print.css")
"""Of every page."""

_LEAST_LABELLED = 7.0
"""The share of a bar, in per cent, below which a number does not fit into its segment on a phone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: where it begins and how wide it is, in per cent of the bar, and the number written in it."""

    verdict: Verdict
    start: float
    width: float
    label: str

    @property
    def middle(self) -> float:
        """Where the number stands, in per cent of the bar."""
        return self.start + self.width / 2


def page(template: str, styles: Iterable[str], **values: Any) -> str:
    """A page of this folder's own template and styles, in the current language, with these values in it."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(_page_file),
    )
    return environment.get_template(template).render(
        language=current_language(),
        say=say,
        style=Markup("\n".join(map(_page_file, styles))),  # noqa: S704 - our own files: nothing from outside is in them
        **values,
    )


def bar(counts: Mapping[Verdict, int], *, per_cent: bool = False) -> Iterator[Segment]:
    """The pieces of a bar, labelled with the counts, or with their share of the whole."""
    total, before = sum(counts.values()), 0
    for verdict, count in counts.items():
        if count:
            width = 100 * count / total
            number = f"{round(width)} %" if per_cent else str(count)
            label = number if width >= _LEAST_LABELLED else ""
            yield Segment(verdict, round(100 * before / total, 3), round(width, 3), label)
            before += count


def _page_file(name: str) -> str:
    return files("hygiene.reports").joinpath("page", name).read_text(encoding="utf-8")
