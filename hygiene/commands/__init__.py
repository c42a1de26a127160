"""A file per command: options in, a journey, a report out."""

MODULES = {
    "audit": "audit",
    "password": "password",
    "breach": "breach",
    "generate": "generate",
    "accounts": "accounts",
    "privacy": "privacy",
    "link": "link",
    "mailbox": "mailbox",
    "incident": "incident",
    "support": "support",
    "history": "history",
    "remind": "history",
    "policy": "policy",
    "session": "session",
    "summary": "summary",
    "data": "data",
    "schema": "schema",
}
"""Each command in the order of the help, and the module of this folder that holds it: loaded where it is called."""
