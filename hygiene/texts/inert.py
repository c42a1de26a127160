"""Text from outside, made harmless before it is shown."""

from unicodedata import category

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def inert(text: str, *, keep_newlines: bool = False) -> str:
    """`text` with every character that could steer a terminal or hide from the eye replaced by a visible one.

    Controls (ESC and C1 among them), direction marks and other invisible format characters, lone surrogates, private
    and unassigned characters and the line and paragraph separators are replaced one for one; letters of every script,
    marks, symbols and spaces stay. A newline is replaced too unless `keep_newlines`.
    """
    if text.isprintable():
        return text
    return "".join(char if _is_harmless(char) or (keep_newlines and char == "\n") else REPLACEMENT for char in text)


def _is_harmless(char: str) -> bool:
    # What `isprintable` refuses is all of C* and, the plain space apart, all of Z*; other spaces (Zs) do no harm.
    return char.isprintable() or category(char) == "Zs"
