"""Exit codes, and errors that carry the key of their own explanation instead of a sentence."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the program tells the shell. Documented in README.md; when 1 and 3 both hold, it is 1."""

    NOTHING_TO_FIX = 0
    SOMETHING_TO_FIX = 1
    WRONG_USAGE = 2
    NOT_COMPLETE = 3
    KEY_OR_PERMISSION_MISSING = 4
    INTERRUPTED = 130


class HygieneError(Exception):
    """A failure that the user can act on.

    `key` names a table in `texts/` that holds `problem` (what is wrong) and `next` (what to do about it);
    `values` fill the placeholders of both. Neither may ever hold a password, a user name or an address,
    and no error is raised `from` an exception whose text could quote a file's content.
    """

    exit_code = ExitCode.WRONG_USAGE

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class SourceError(HygieneError):
    """A file that was to bring evidence cannot be read as what it should be."""


class PolicyError(HygieneError):
    """A policy is not well formed, or the one asked for does not exist."""


class SessionError(HygieneError):
    """What was kept of an earlier audit cannot be read or written."""


class MissingKeyError(HygieneError):
    """A key or a permission that the work needs is not there."""

    exit_code = ExitCode.KEY_OR_PERMISSION_MISSING


class RefusedError(HygieneError):
    """A rule of the organisation's own protection does not permit what was asked for."""

    exit_code = ExitCode.KEY_OR_PERMISSION_MISSING
