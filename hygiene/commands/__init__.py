"""A file per command: options in, a journey, a report out."""
