"""What is kept of audits under way and of those that were finished, sealed: nothing is lost or seen by others."""

from hygiene.sessions.database import UnusableStoreError
from hygiene.sessions.keychain import KeptIn, Keychain
from hygiene.sessions.past_audits import BrokenThing, PastAudit, PastRule
from hygiene.sessions.session import AUDIT, CHECKLISTS, SUPPORT, Beginning, Note, Session, SessionSummary
from hygiene.sessions.store import Store, open_store, set_aside

__all__ = [
    "AUDIT",
    "CHECKLISTS",
    "SUPPORT",
    "Beginning",
    "BrokenThing",
    "KeptIn",
    "Keychain",
    "Note",
    "PastAudit",
    "PastRule",
    "Session",
    "SessionSummary",
    "Store",
    "UnusableStoreError",
    "open_store",
    "set_aside",
]
