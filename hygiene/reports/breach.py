"""The answer about one address: in words for its owner, and as `hygiene.breach/1` for programs."""

from collections.abc import Iterator
from typing import Any

from hygiene.evidence import NO_BREACH, AddressAnswer, AddressSource, Breach, BreachNature, Exposure, StealerLogs
from hygiene.reports.json import as_json
from hygiene.reports.wrapping import wrapped
from hygiene.texts import breach_words, current_language, say
from hygiene.texts.inert import inert

_HARMLESS = NO_BREACH | {BreachNature.SPAM_LIST}


def asks_for_action(answer: AddressAnswer) -> bool:
    """Whether its owner has something to do about the answer."""
    return bool(answer.logs and answer.logs.sites) or any(breach.nature not in _HARMLESS for breach in answer.breaches)


def render_text(answer: AddressAnswer, shown: str, width: int, *, on_screen: bool) -> str:
    """The answer in words. `shown` stands for the address; what is of a delicate kind is told `on_screen` alone."""
    lines: list[str] = []
    for paragraph in _paragraphs(answer, shown, on_screen=on_screen):
        # A paragraph without spaces is kept whole: it may be a link.
        lines += wrapped(inert(paragraph), width, breaks_words=False)
        lines.append("")
    return "\n".join(lines)


def render_json(answer: AddressAnswer) -> str:
    """The answer as indented JSON with a newline at its end. It holds neither the address nor a delicate name."""
    told = _told(answer)
    document = {
        "schema": "hygiene.breach/1",
        "language": current_language(),
        "exposure": answer.exposure.value,
        "source": answer.source.value if answer.source else None,
        "reason": answer.reason,
        "message": say(f"breaches.unknown.{answer.reason}") if answer.reason else None,
        "action_needed": asks_for_action(answer),
        "ignored": len(answer.breaches) - len(told),
        "breaches": [_breach(breach) for breach in told],
        "stealer_logs": _logs(answer.logs) if answer.logs else None,
    }
    return as_json(document)


def _paragraphs(answer: AddressAnswer, shown: str, *, on_screen: bool) -> Iterator[str]:
    told = _told(answer)
    why = say(f"breaches.unknown.{answer.reason}") if answer.reason else ""
    yield say(f"exposure.result.{answer.exposure}", address=shown, n=len(told), why=why)
    for breach in told:
        is_hidden = breach.is_sensitive and not on_screen
        title = say("exposure.sensitive_name") if is_hidden else breach.title
        yield say(f"exposure.nature.{breach.nature}", title=title, when=_when(breach))
        if not breach.is_verified:
            yield say("exposure.result.unverified")
        if breach.nature is not BreachNature.UNKNOWN:
            data = breach_words.UNDISCLOSED if is_hidden else " ".join(breach.data)
            yield say("exposure.result.leaked", data=breach_words.leaked(data, breach.other_data))
        yield say("exposure.result.next", text=_advice(breach))
    if answer.logs:
        yield from _paragraphs_on_logs(answer.logs, shown, on_screen=on_screen)
    if ignored := len(answer.breaches) - len(told):
        yield say("exposure.result.ignored", n=ignored)
    if answer.exposure is not Exposure.UNKNOWN and answer.source is not None:
        yield say(f"exposure.source.{answer.source}")
        if answer.source is not AddressSource.DOMAIN_FILE:
            yield say("exposure.result.limits")
        yield say("exposure.result.attribution")


def _paragraphs_on_logs(logs: StealerLogs, shown: str, *, on_screen: bool) -> Iterator[str]:
    if logs.reason:
        yield say("exposure.logs.unknown", address=shown, why=say(f"breaches.unknown.{logs.reason}"))
    elif not logs.sites:
        yield say("exposure.logs.none", address=shown)
    else:
        yield say("exposure.logs.found", address=shown, n=len(logs.sites))
        yield ", ".join(logs.sites) if on_screen else say("exposure.logs.on_screen")
        yield say("exposure.result.next", text=say("exposure.advice.stealer_log"))


def _told(answer: AddressAnswer) -> list[Breach]:
    return [breach for breach in answer.breaches if breach.nature not in NO_BREACH]


def _when(breach: Breach) -> str:
    return breach_words.when(breach.happened.strftime("%Y-%m") if breach.happened else "")


def _advice(breach: Breach) -> str:
    if breach.nature is BreachNature.SERVICE and not breach.lost_passwords:
        return say("exposure.advice.no_passwords")
    return say(f"exposure.advice.{breach.nature}")


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "name": None if breach.is_sensitive else breach.name,
        "title": None if breach.is_sensitive else breach.title,
        "nature": breach.nature.value,
        "happened": breach.happened.isoformat() if breach.happened else None,
        "data": [] if breach.is_sensitive else list(breach.data),
        "other_data": 0 if breach.is_sensitive else breach.other_data,
        "lost_passwords": None if breach.nature is BreachNature.UNKNOWN else breach.lost_passwords,
        "verified": None if breach.nature is BreachNature.UNKNOWN else breach.is_verified,
        "sensitive": breach.is_sensitive,
        "advice": _advice(breach),
    }


def _logs(logs: StealerLogs) -> dict[str, Any]:
    return {
        "sites": None if logs.reason else len(logs.sites),
        "reason": logs.reason,
        "message": say(f"breaches.unknown.{logs.reason}") if logs.reason else None,
    }
