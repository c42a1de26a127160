"""Mailboxes that are folders: Maildir, and folders of mails or of whole mailboxes, as programs keep and export them."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from hygiene.errors import SourceError
from hygiene.mailbox.mbox import is_mbox, read_mbox
from hygiene.mailbox.model import MOST_BYTES, MOST_MAILS, Found, Mails, Progress, Unreadable, is_junk, mail_of

_MAILDIR = ("cur", "new")
_MAILS = {".eml", ".emlx", ".mht"}
NO_MAILS = {".msg": "mail_of_outlook", ".pst": "mailbox_in_folder", ".ost": "mailbox_in_folder"}
"""What cannot be read among the files of a folder, and why: keys below `sources.rejected`."""

_HEAD = 4096


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir: its mails lie in `cur` and in `new`."""
    return all((folder / name).is_dir() for name in _MAILDIR)


def read_folder(folder: Path, progress: Progress) -> Mails:
    """The mails of every file below a folder that holds any. Files that are something else are passed over."""
    files = sorted(_files(folder))
    for done, path in enumerate(files, start=1):
        yield from _mails(path, folder)
        progress(done, len(files))


def read_eml(path: Path) -> Iterator[Found]:
    """The one mail of a file."""
    yield _mail(path, in_junk=False)


def _files(folder: Path) -> Iterator[Path]:
    found = 0
    for place, _, names in os.walk(folder):  # it does not follow links to folders
        for name in names:
            path = Path(place, name)
            if stat.S_ISREG(path.lstat().st_mode):  # a pipe or a device may never end
                yield path
                found += 1
        if found > MOST_MAILS:
            raise SourceError("mailbox.too_many", limit=MOST_MAILS)


def _mails(path: Path, top: Path) -> Iterable[Found]:
    kind = path.suffix.lower()
    if reason := NO_MAILS.get(kind):
        return [Unreadable(reason)]
    in_junk = any(is_junk(part) for part in path.relative_to(top).parts[:-1]) or is_junk(top.name)
    if kind in _MAILS or _is_of_maildir(path):
        return [_mail(path, in_junk=in_junk)]
    try:
        with path.open("rb") as file:
            if not is_mbox(file.read(_HEAD)):
                return ()
    except OSError:
        return [Unreadable("mail_unreadable")]
    return _mbox(path)


def _mbox(path: Path) -> Mails:
    try:
        yield from read_mbox(path, lambda _done, _total: None)
    except OSError:
        yield Unreadable("mail_unreadable")


def _is_of_maildir(path: Path) -> bool:
    return path.parent.name in _MAILDIR and is_maildir(path.parent.parent)


def _mail(path: Path, *, in_junk: bool) -> Found:
    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".emlx":
                file.readline(_HEAD)  # how long the mail is
            return mail_of(file.read(MOST_BYTES), is_junk=in_junk)
    except OSError:
        return Unreadable("mail_unreadable")
