"""What the work addresses end in, asked of the employee where nothing else tells."""

from hygiene.conversation import Conversation
from hygiene.services.domains import mail_domain, names_an_organisation
from hygiene.sessions import Session
from hygiene.texts import say

_KEPT = "work_domain"


def ask_work_domain(conversation: Conversation, session: Session) -> frozenset[str]:
    """The organisation's domain, asked for once in a session; empty where the employee has none."""
    kept = session.get(_KEPT)
    while kept is None:
        typed = conversation.ask(say("audit.work_domain.ask"), say("audit.work_domain.explain"))
        domain = mail_domain(typed) if "@" in typed else typed.strip().lower()
        if not typed or names_an_organisation(domain):
            kept = domain
            session.set(_KEPT, domain)
        else:
            conversation.tell(say("audit.work_domain.not_one"))
    return frozenset({kept} - {""})
