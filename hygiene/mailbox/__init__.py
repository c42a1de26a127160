"""Mailboxes: which services know an address of their owner, by the mails that those services send by themselves."""

from collections.abc import Callable
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.mailbox.folders import is_maildir, read_eml, read_folder
from hygiene.mailbox.headers import Headers
from hygiene.mailbox.mbox import is_mbox, read_mbox
from hygiene.mailbox.model import Mailbox, Mails, Progress
from hygiene.mailbox.pst import MAGIC, read_pst
from hygiene.mailbox.scanning import scan

__all__ = ["Mailbox", "Mails", "Progress", "read_mailbox", "scan"]

_HEAD = 8 * 2**10


def read_mailbox(path: Path, number: int, progress: Progress) -> Mailbox:
    """The traces in a mailbox, and the account of its mails; `number` is its place among the inputs, from 1.

    Reads mbox, Maildir, folders of mails and of mailboxes, single mails and Outlook's own files, told apart by what
    they hold. Nothing is written, and of a mail nothing stays but its service, the address and its day.

    Raises `SourceError` where the mailbox as a whole cannot be read.
    """
    try:
        source, read = _kind(path)
        box = scan(read(path, progress), number, path.name, source)
    except FileNotFoundError:
        key = "mailbox.missing"
    except (OSError, ValueError):  # ValueError: the name holds what no file name can
        key = "mailbox.unreadable"
    else:
        if not box.input.seen:
            raise SourceError("mailbox.empty", name=path.name)
        return box
    raise SourceError(key, name=path.name)  # outside the handler, so that no other exception hangs on it


def _kind(path: Path) -> tuple[str, Callable[[Path, Progress], Mails]]:
    if path.is_dir():
        return ("maildir" if is_maildir(path) else "mail-folder"), read_folder
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise SourceError("mailbox.not_a_mailbox", name=path.name)
    with path.open("rb") as file:
        beginning = file.read(_HEAD)
    if beginning.startswith(MAGIC):
        return "pst", read_pst
    if is_mbox(beginning):
        return "mbox", read_mbox
    if "from" in Headers(beginning):
        return "eml", lambda mail, _progress: read_eml(mail)
    raise SourceError("mailbox.not_a_mailbox", name=path.name)
