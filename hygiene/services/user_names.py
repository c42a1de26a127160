"""Patterns of user names: `#` is a digit, `?` a letter, `*` any signs or none, anything else is itself.

Small and capital letters are one. A pattern takes time in proportion to the length of the name, whatever it is.
"""

import re
from collections.abc import Iterable
from functools import cache

from hygiene.services.domains import is_within, mail_domain

_LONGEST = 64
_SIGNS = {"#": r"[0-9]", "?": r"[^\W\d_]"}


def is_work_user_name(name: str, patterns: Iterable[str], work_domains: Iterable[str]) -> bool:
    """Whether a user name fits a pattern, by itself or with the domain of its system before or behind it."""
    bare = bare_user_name(name, work_domains)
    return bool(bare) and len(bare) <= _LONGEST and any(_pattern(each).fullmatch(bare) for each in patterns)


def bare_user_name(name: str, work_domains: Iterable[str]) -> str:
    """A user name without the domain of its system, in lower case; "" for an e-mail address of any other domain."""
    bare = name.strip().casefold().rpartition("\\")[2]
    domain = mail_domain(bare)
    if not domain:
        return bare
    return bare.rpartition("@")[0] if is_within(domain, work_domains) else ""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    first, *others = (
        "".join(_SIGNS.get(sign, re.escape(sign)) for sign in part) for part in pattern.casefold().split("*")
    )
    # What a star took once is never taken back, but for the last part, which has to stand at the end.
    between = "".join(f"(?>.*?{part})" for part in others[:-1])
    last = f".*{others[-1]}" if others else ""
    return re.compile(first + between + last, re.DOTALL)
