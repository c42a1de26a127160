"""The platforms that the evidence shows an employee to use: their checklists are offered, and no others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hygiene.conversation import Conversation, Subject
from hygiene.evidence import Account, PlatformSetting
from hygiene.journeys.checklists import Walk, checklists, go_through, minutes, newest, questions_left
from hygiene.journeys.interview import yes_or_no
from hygiene.platforms.model import Platform
from hygiene.platforms.progress import Standing
from hygiene.platforms.reading import Catalogue
from hygiene.reports.checklists import content
from hygiene.sessions import Session
from hygiene.sources.data_exports import DataExport
from hygiene.texts import say

_MOST_NAMED = 6
_CONSENT = "checklists"


def walk_of(catalogue: Catalogue, accounts: Iterable[Account], exports: Sequence[DataExport], today: date) -> Walk:
    """The platforms in use, by the sites of the accounts and by the exports, with what the exports show."""
    sites = {account.site for account in accounts if account.site}
    platforms = [*catalogue.on_sites(sites), *(platform for export in exports for platform in export.platforms)]
    unique = {platform.id: platform for platform in platforms if platform.settings}
    return Walk(list(unique.values()), today, measured=newest(exports))


def offer(conversation: Conversation, audit: Session, answers: Session, walk: Walk) -> None:
    """Ask whether to go through the checklists now, and do so where the employee agrees.

    The consent is kept with the audit, the answers about settings in a session that outlives it.
    """
    open_questions = questions_left(walk, answers.answers)
    if not open_questions or audit.get(_CONSENT) == "no":
        return
    if audit.get(_CONSENT) is None:
        names = [platform.name for platform in walk.platforms]
        named = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        question = yes_or_no(say("privacy.offer", n=len(names), names=named, minutes=minutes(open_questions)))
        conversation.tell(say("privacy.offer_explain"))
        audit.set(_CONSENT, conversation.choose(replace(question, subject=Subject.PLATFORM)))
    if audit.get(_CONSENT) == "yes":
        conversation.tell(say("privacy.greeting"))
        go_through(conversation, answers, walk)


def known_settings(walk: Walk, answers: Mapping[str, str]) -> tuple[PlatformSetting, ...]:
    """What is known of every setting of the platforms, as evidence."""
    return tuple(
        PlatformSetting(
            checklist.platform.id,
            checklist.platform.name,
            content.title(item.setting),
            {Standing.IN_ORDER: True, Standing.TO_FIX: False}.get(standing),
            origin,
            content.link(item.setting),
        )
        for checklist in checklists(walk, answers)
        for item in checklist.items
        for standing, origin in [item.standing(checklist.use)]
        if standing is not Standing.LEFT_OUT
    )


def employer_named_on(exports: Iterable[DataExport]) -> tuple[str, ...]:
    """The names of the platforms on which a profile names the employer or holds a work address."""
    return tuple(dict.fromkeys(mention.platform for export in exports for mention in export.mentions))


def platforms_of(exports: Iterable[DataExport]) -> list[Platform]:
    """The platforms that the exports are from, each once."""
    return list({platform.id: platform for export in exports for platform in export.platforms}.values())
