"""What a link tells about itself: in words for whoever got it, and as `hygiene.link/1` for programs."""

from collections.abc import Callable, Iterator

from hygiene.errors import ExitCode
from hygiene.reports.json import as_json
from hygiene.reports.wrapping import wrapped
from hygiene.services.links import LinkReading, Noticed, Sign
from hygiene.texts import current_language, say
from hygiene.texts.inert import inert

_NAMING_WHAT_IT_IS_LIKE = (Sign.USER_INFO, Sign.LIKE_KNOWN)


def verdict(reading: LinkReading) -> str:
    """`deceptive`, `doubtful`, `known` or `unknown`."""
    if reading.is_deceptive:
        return "deceptive"
    if reading.signs:
        return "doubtful"
    return "known" if reading.leads_to_known else "unknown"


def exit_code(reading: LinkReading) -> ExitCode:
    """What is told to the shell: a link about which nothing was noticed is in order only where its owner is known."""
    if reading.signs:
        return ExitCode.SOMETHING_TO_FIX
    return ExitCode.NOTHING_TO_FIX if reading.leads_to_known else ExitCode.NOT_COMPLETE


def _text(reading: LinkReading, width: int) -> str:
    return "".join(f"{line}\n" for text, first in _paragraphs(reading) for line in _lines(text, first, width))


def _lines(text: str, first: str, width: int) -> list[str]:
    # Only what stands after the last space may be longer than a line: it is an address.
    return wrapped(inert(text), width, first, breaks_words=False) or [""]


def _paragraphs(reading: LinkReading) -> Iterator[tuple[str, str]]:
    judged = verdict(reading)
    key = "known_own" if judged == "known" and reading.is_own else judged
    yield say(f"link.verdict.{key}", service=reading.service), ""
    if reading.host:
        yield "", ""
        yield say("link.leads_to", host=reading.shown), ""
        if reading.shown != reading.host:
            yield reading.host, "  "
        yield _owner(reading), ""
    for heading, texts in (
        ("noticed", [_sign(noticed, reading) for noticed in reading.signs]),
        ("cannot_know", [say(f"link.limits.{limit}") for limit in ("page", "taken_over", "sender")]),
    ):
        if texts:
            yield "", ""
            yield say(f"link.{heading}"), ""
            for text in texts:
                yield text, "- "
    yield "", ""
    yield say("link.next"), ""
    yield say(f"link.advice.{judged}"), ""


def _owner(reading: LinkReading) -> str:
    if reading.is_own:
        return say("link.own", site=reading.site)
    if reading.service:
        return say("link.known", site=reading.site, service=reading.service)
    return say("link.unknown_owner", site=reading.site)


def _sign(noticed: Noticed, reading: LinkReading) -> str:
    values = {"domain": noticed.domain, "host": reading.host, "shown": reading.shown}
    if noticed.domain and noticed.sign in _NAMING_WHAT_IT_IS_LIKE:
        return say(f"link.sign_like.{noticed.sign}", **values)
    return say(f"link.sign.{noticed.sign}", **values)


def _json(reading: LinkReading, _width: int) -> str:
    return as_json(
        {
            "schema": "hygiene.link/1",
            "language": current_language(),
            "verdict": verdict(reading),
            "host": reading.host,
            "site": reading.site,
            "shown": reading.shown,
            "service": reading.service,
            "is_own": reading.is_own,
            "signs": [
                {"sign": noticed.sign.value, "domain": noticed.domain, "message": _sign(noticed, reading)}
                for noticed in reading.signs
            ],
        }
    )


LINK_FORMATS: dict[str, Callable[[LinkReading, int], str]] = {"text": _text, "json": _json}
"""How each form of the answer is made, in the current language, with lines of text of at most so many columns."""
