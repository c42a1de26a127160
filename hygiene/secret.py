"""A value that never shows itself."""

from typing import NoReturn

MASK = "********"


class Secret:
    """A password or another text that must not reach a screen, a file, a log or a traceback.

    Only `reveal` and `utf8` give the content back, so a search for these two names finds every place that
    handles a secret in the clear. Two secrets with the same content are equal and hash alike, so that they
    can be keys of a dictionary; Python salts that hash for each process.
    """

    __slots__ = ("_content",)

    def __init__(self, content: str) -> None:
        self._content = content

    def reveal(self) -> str:
        """The content in the clear, exactly as its owner typed it."""
        return self._content

    def utf8(self) -> bytes | None:
        """The content as UTF-8, or None where it has a lone surrogate and so has no UTF-8 form."""
        try:
            return self._content.encode("utf-8")
        except UnicodeEncodeError:
            return None

    def __bool__(self) -> bool:
        return bool(self._content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, format_spec: str) -> str:
        return MASK

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "Secret":
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is never serialised")
