"""What is kept of audits under way and of those that were finished, sealed: nothing is lost or seen by others."""

from hygiene.sessions.database import LockedStoreError, UnusableStoreError
from hygiene.sessions.keychain import KeptIn, Keychain
from hygiene.sessions.opening import is_anything_kept, open_store, set_aside
from hygiene.sessions.passphrase import AskPassphrase, Occasion
from hygiene.sessions.past_audits import BrokenThing, PastAudit, PastRule
from hygiene.sessions.session import ACCOUNTS, AUDIT, CHECKLISTS, SUPPORT, Beginning, Note, Session, SessionSummary
from hygiene.sessions.store import Store

__all__ = [
    "ACCOUNTS",
    "AUDIT",
    "CHECKLISTS",
    "SUPPORT",
    "AskPassphrase",
    "Beginning",
    "BrokenThing",
    "KeptIn",
    "Keychain",
    "LockedStoreError",
    "Note",
    "Occasion",
    "PastAudit",
    "PastRule",
    "Session",
    "SessionSummary",
    "Store",
    "UnusableStoreError",
    "is_anything_kept",
    "open_store",
    "set_aside",
]
