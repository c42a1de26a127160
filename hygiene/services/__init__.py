"""Facts about services: whose a domain is, which domains share a login, where to change a password."""
