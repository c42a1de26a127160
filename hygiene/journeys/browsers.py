"""Whether the lists that browsers keep may be read, asked before anything is."""

from collections.abc import Callable
from pathlib import Path

from hygiene.conversation import Conversation
from hygiene.journeys.interview import yes_or_no
from hygiene.sources.browser_lists import find_browser_lists
from hygiene.texts import say


def permitted_lists(tell: Callable[[str], None], conversation: Conversation | None) -> tuple[Path, ...]:
    """The browsers' lists that may be read. Where nobody can be asked, whoever wanted them read has agreed."""
    found = find_browser_lists()
    if not found:
        tell(say("browsers.none_found"))
        return ()
    tell(say("browsers.explain"))
    if any(each.browser == "Firefox" for each in found):
        tell(say("browsers.firefox"))
    browsers = ", ".join(dict.fromkeys(each.browser for each in found))
    if conversation and conversation.choose(yes_or_no(say("browsers.ask", browsers=browsers))) != "yes":
        return ()
    return tuple(each.path for each in found)
