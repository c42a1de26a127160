"""One calm page for somebody to whom something has just happened: what to do first, whom to call, what to keep."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hygiene.policy.model import COUNTRIES, Contact, Policy, Situation
from hygiene.reports.markdown import literal
from hygiene.reports.pages import page
from hygiene.reports.wrapping import wrapped
from hygiene.texts import current_language, knows, say
from hygiene.texts.inert import inert

_STYLES = ("colours.css", "style.css", "print.css", "emergency.css")
OWN = "own"
"""Stands for the organisation where others are named by their country."""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """The page for these situations, with the contacts of a policy that help in them."""

    policy: Policy
    situations: Sequence[Situation]

    @property
    def is_whole(self) -> bool:
        """Whether the page speaks of every situation."""
        return len(self.situations) == len(Situation)

    @property
    def contacts(self) -> list[tuple[str, list[Contact]]]:
        """The contacts by place: the organisation's own, which may be none, then those of each country."""
        helping = [each for each in self.policy.contacts if each.helps_with.intersection(self.situations)]
        places = [(place, [each for each in helping if (each.place or OWN) == place]) for place in (OWN, *COUNTRIES)]
        return [(place, contacts) for place, contacts in places if contacts or place == OWN]


def title(situation: Situation) -> str:
    """A situation in the words of whoever is in it."""
    return say(f"incident.{situation}.title")


def steps(situation: Situation, part: str) -> list[str]:
    """What to do now (`now`) or what to keep (`keep`) in a situation, in order."""
    found: list[str] = []
    while knows(key := f"incident.{situation}.{part}.{len(found) + 1}"):
        found.append(say(key))
    return found


def preamble(shown: IncidentPage) -> list[str]:
    """What stands above everything else."""
    told = [say("incident.calm"), say("incident.offline")]
    if shown.is_whole:
        commands = ", ".join(f"hygiene incident {situation}" for situation in Situation)
        told.append(say("incident.another", commands=commands))
    return told


def note(contact: Contact) -> str:
    """When or how to call a contact; "" where nothing needs saying."""
    return inert(contact.notes.get(current_language(), ""))


def name(contact: Contact) -> str:
    """What a contact is called."""
    return inert(contact.names[current_language()])


def _text(shown: IncidentPage, width: int) -> str:
    return "".join(f"{line}\n" for line in _lines(shown, width))


def _lines(shown: IncidentPage, width: int) -> Iterator[str]:
    for text in (say("incident.title"), *preamble(shown)):
        yield from wrapped(text, width)
    for situation in shown.situations:
        yield from _heading(title(situation), width)
        for part in ("now", "keep"):
            yield from ("", *wrapped(say(f"incident.heading.{part}"), width))
            for number, step in enumerate(steps(situation, part), start=1):
                yield from wrapped(step, width, f"{number}. ")
    yield from _heading(say("incident.contacts"), width)
    for place, contacts in shown.contacts:
        yield from ("", say(f"incident.place.{place}"))
        yield from () if contacts else wrapped(say("incident.no_own_contacts"), width)
        for contact in contacts:
            yield from _contact(contact, width)


def _heading(text: str, width: int) -> Iterator[str]:
    lines = wrapped(text, width)
    yield from ("", "", *lines, "-" * max(map(len, lines)))


def _contact(contact: Contact, width: int) -> Iterator[str]:
    yield from wrapped(name(contact), width, "- ")
    if contact.phone:
        yield from wrapped(say("incident.phone", phone=contact.phone), width, "  ")
    if contact.link:
        yield f"  {say('incident.link', link=contact.link)}"
    yield from wrapped(note(contact), width, "  ")


def _markdown(shown: IncidentPage, _width: int) -> str:
    return "\n\n".join(_blocks(shown)) + "\n"


def _blocks(shown: IncidentPage) -> Iterator[str]:
    yield f"# {literal(say('incident.title'))}"
    yield from map(literal, preamble(shown))
    for situation in shown.situations:
        yield f"## {literal(title(situation))}"
        for part in ("now", "keep"):
            yield f"### {literal(say(f'incident.heading.{part}'))}"
            yield "\n".join(f"{number}. {literal(step)}" for number, step in enumerate(steps(situation, part), start=1))
    yield f"## {literal(say('incident.contacts'))}"
    for place, contacts in shown.contacts:
        yield f"### {literal(say(f'incident.place.{place}'))}"
        yield "\n".join(map(_item, contacts)) or literal(say("incident.no_own_contacts"))


def _item(contact: Contact) -> str:
    told = [f"**{literal(name(contact))}**"]
    if contact.phone:
        told.append(literal(say("incident.phone", phone=contact.phone)))
    if contact.link:
        told.append(f"<{contact.link}>")
    if note(contact):
        told.append(literal(note(contact)))
    return "- " + "  \n  ".join(told)


def _html(shown: IncidentPage, _width: int) -> str:
    told = {"preamble": preamble, "title": title, "steps": steps, "name": name, "note": note}
    return page("emergency.html.jinja", _STYLES, shown=shown, **told)


INCIDENT_FORMATS: dict[str, Callable[[IncidentPage, int], str]] = {"text": _text, "markdown": _markdown, "html": _html}
"""How each form of the page is made, in the current language, with lines of text of at most so many columns."""
