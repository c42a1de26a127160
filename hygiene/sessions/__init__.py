"""What is kept of an audit under way, sealed, so that nothing that was answered is ever lost or seen by others."""

from hygiene.sessions.database import UnusableStoreError
from hygiene.sessions.keychain import KeptIn, Keychain
from hygiene.sessions.session import ACCOUNTS, AUDIT, CHECKLISTS, Beginning, Session, SessionSummary
from hygiene.sessions.store import Store, open_store, set_aside

__all__ = [
    "ACCOUNTS",
    "AUDIT",
    "CHECKLISTS",
    "Beginning",
    "KeptIn",
    "Keychain",
    "Session",
    "SessionSummary",
    "Store",
    "UnusableStoreError",
    "open_store",
    "set_aside",
]
