"""Outlook's own files (.pst, .ost), through the library libpff where it is installed."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from hygiene.errors import SourceError
from hygiene.mailbox.model import MOST_BYTES, MOST_HEAD, Found, Mail, Mails, Progress, Unreadable, is_junk

MAGIC = b"!BDN"
_DEEPEST = 64


def read_pst(path: Path, progress: Progress) -> Mails:
    """The mails of all folders. Raises `SourceError` where the library is missing or the file is not sound."""
    library = _library()
    if library is None:
        raise SourceError("mailbox.no_libpff", name=path.name)
    file = library.file()
    folders = _opened(file, path)
    if folders is None:
        raise SourceError("mailbox.damaged", name=path.name)
    try:
        for done, (folder, in_junk) in enumerate(folders, start=1):
            yield from _mails(folder, in_junk=in_junk)
            progress(done, len(folders))
    finally:
        file.close()


def _library() -> Any:
    try:
        import pypff
    except ImportError:
        return None
    return pypff


def _opened(file: Any, path: Path) -> list[tuple[Any, bool]] | None:
    """The folders of a file, and whether each is for spam; None where it is not sound."""
    try:
        file.open(str(path))
        return list(_folders(file.get_root_folder(), "", 0))
    except (OSError, MemoryError, RuntimeError):
        return None


def _folders(folder: Any, above: str, depth: int) -> Iterator[tuple[Any, bool]]:
    """A folder and all below it, and whether each is for spam."""
    if depth > _DEEPEST:
        raise RuntimeError
    name = f"{above}/{folder.name or ''}"
    yield folder, any(is_junk(part) for part in name.split("/"))
    for place in range(folder.number_of_sub_folders):
        yield from _folders(folder.get_sub_folder(place), name, depth + 1)


def _mails(folder: Any, *, in_junk: bool) -> Iterator[Found]:
    for place in range(folder.number_of_sub_messages):
        try:
            message = folder.get_sub_message(place)
            head = (message.transport_headers or "")[:MOST_HEAD].encode("utf-8", "replace")
        except (OSError, MemoryError):
            yield Unreadable("mail_unreadable")
            continue
        # What never went through the internet has no header: what colleagues wrote, and what one wrote oneself.
        yield Mail(head or b"X-Internal: yes", partial(_whole, message), is_junk=in_junk)


def _whole(message: Any) -> bytes:
    for kind, part in (("plain", "plain_text_body"), ("html", "html_body")):
        try:
            body = getattr(message, part)
        except (OSError, MemoryError):
            continue
        if body:
            text = body[:MOST_BYTES] if isinstance(body, bytes) else str(body)[:MOST_BYTES].encode("utf-8", "replace")
            return b"Content-Type: text/%b; charset=utf-8\n\n%b" % (kind.encode(), text)
    return b""
