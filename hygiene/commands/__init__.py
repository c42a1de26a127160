"""A file per command: options in, a journey, a report out."""

from hygiene.commands import (
    accounts,
    audit,
    breach,
    data,
    generate,
    history,
    incident,
    link,
    mailbox,
    password,
    policy,
    privacy,
    schema,
    session,
    summary,
    support,
)

REGISTER = (
    audit.register,
    password.register,
    breach.register,
    generate.register,
    accounts.register,
    privacy.register,
    link.register,
    mailbox.register,
    incident.register,
    support.register,
    history.register,
    policy.register,
    session.register,
    summary.register,
    data.register,
    schema.register,
)
"""What adds each command to the application, in the order of the help."""
