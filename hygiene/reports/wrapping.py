"""Paragraphs broken into lines, for a terminal, a pipe and a screen reader."""

from textwrap import wrap

_NARROWEST = 20


def wrapped(
    text: str, width: int, first: str = "", following: str | None = None, *, breaks_words: bool = True
) -> list[str]:
    """The lines of a paragraph behind the mark `first`; those after it stand behind `following`, or go in as far.

    Where no words are broken, one that is longer than a line, such as a link, stays whole.
    """
    return wrap(
        text,
        max(width, _NARROWEST),
        initial_indent=first,
        subsequent_indent=" " * len(first) if following is None else following,
        break_long_words=breaks_words,
        break_on_hyphens=False,
    )
