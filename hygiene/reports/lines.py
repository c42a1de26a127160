"""Text broken into lines, for a terminal, a pipe and a screen reader."""

from textwrap import wrap

_NARROWEST = 20


def wrapped(text: str, width: int, first: str = "") -> list[str]:
    """The lines of a paragraph. Those after the first go in as far as the mark `first` before it."""
    following = " " * len(first)
    return wrap(text, max(width, _NARROWEST), initial_indent=first, subsequent_indent=following, break_on_hyphens=False)
