"""A file per command: options in, a journey, a report out."""

from hygiene.commands import audit, data, policy, privacy, schema, session

REGISTER = (audit.register, privacy.register, policy.register, session.register, data.register, schema.register)
"""What adds each command to the application, in the order of the help."""
