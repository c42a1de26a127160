"""Whether a password is known from a breach: several answers to one question, and the only network code."""
