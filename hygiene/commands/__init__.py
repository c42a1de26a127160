"""A file per command: options in, a journey, a report out."""

from hygiene.commands import audit, generate, password, policy, schema, session, summary

REGISTER = (
    audit.register,
    password.register,
    generate.register,
    policy.register,
    session.register,
    summary.register,
    schema.register,
)
"""What adds each command to the application, in the order of the help."""
