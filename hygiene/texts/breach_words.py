"""What breaches are made of, in words: when they happened, and what leaked."""

from hygiene.texts import say

UNDISCLOSED = "undisclosed"
"""Stands in place of the kinds of data where they are nobody's business but the user's."""


def when(month: str) -> str:
    """A month, `2025-05`, as in "in May 2025"; "" is an unknown time."""
    if not month:
        return say("exposure.in_month.unknown")
    year, _, number = month.partition("-")
    return say(f"exposure.in_month.{int(number)}", year=year)


def times(count: int, *, is_rounded: bool) -> str | int:
    """How often something was seen; where that is known roughly, it is said so, and in two figures."""
    return say("breaches.about", number=int(float(f"{count:.1e}"))) if is_rounded else count


def leaked(data: str, other_data: int = 0) -> str:
    """Kinds of data by their keys, with spaces between them, and how many more there are without words of ours."""
    if data == UNDISCLOSED:
        return say("exposure.undisclosed")
    kinds = [say(f"exposure.data.{each}") for each in data.split()]
    if other_data:
        kinds.append(say("exposure.other_data", n=other_data))
    return ", ".join(dict.fromkeys(kinds)) or say("exposure.nothing_leaked")
