"""Mailboxes as evidence: what is to be read is told first, and nothing of a mail is kept but whose service sent it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hygiene.conversation import Conversation
from hygiene.errors import HygieneError, MissingKeyError
from hygiene.journeys.interview import yes_or_no
from hygiene.mailbox import Mailbox, Progress, read_mailbox, scan
from hygiene.mailbox.servers import Credentials, Server
from hygiene.secret import Secret
from hygiene.services.domains import is_within, mail_domain
from hygiene.sessions import Keychain, Session
from hygiene.texts import say

_CONSENT = "mailbox"


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """Which mailboxes are to be read: files and folders, and servers."""

    paths: Sequence[Path] = ()
    servers: Sequence[Server] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.paths or self.servers)


def read_mailboxes(
    wanted: Mailboxes,
    work_domains: frozenset[str],
    first_number: int,
    asked: tuple[Conversation, Session] | None,
    progress: Callable[[], Progress],
) -> list[Mailbox]:
    """Read each mailbox for the traces of work addresses; none where the employee does not agree.

    `first_number` is the place of the first one among the inputs. Without somebody to ask, to have named a mailbox is
    consent enough. Raises `SourceError` where one cannot be read as a whole, and `MissingKeyError` where the server
    wants a password that nobody has given.
    """
    if not wanted:
        return []
    if not work_domains:
        if asked is None:
            raise HygieneError("mailbox.no_work_domain")
        asked[0].tell(say("mailbox.no_work_domain.problem"))
        return []
    if asked and not _agreed(wanted, *asked):
        return []
    conversation = asked[0] if asked else None
    boxes = []
    for number, path in enumerate(wanted.paths, start=first_number):
        boxes.append(_of_work(read_mailbox(path, number, progress()), work_domains))
    for number, server in enumerate(wanted.servers, start=first_number + len(wanted.paths)):
        from hygiene.mailbox.imap import read_imap

        mails = read_imap(server, _credentials(server, conversation), progress())
        boxes.append(_of_work(scan(mails, number, server.name, "imap"), work_domains))
    if conversation:
        for box in boxes:
            _tell(conversation, box)
    return boxes


def keep_credentials(server: Server, credentials: Credentials) -> None:
    """Keep the user name and the password in the keyring. Raises `MissingKeyError` where no keyring takes them."""
    kept = json.dumps([credentials.user, credentials.password.reveal()])
    Keychain().keep_secret(_name(server), Secret(kept))


def kept_credentials(server: Server) -> Credentials | None:
    """What the keyring holds for this server; None where there is nothing, or no keyring."""
    try:
        found = Keychain().find_secret(_name(server))
        user, password = json.loads(found.reveal()) if found else ("", "")
    except (MissingKeyError, ValueError):
        return None
    return Credentials(user, Secret(password)) if user else None


def remove_credentials(server: Server) -> bool:
    """Remove them; whether there were any."""
    return Keychain().remove_secret(_name(server))


def ask_credentials(server: Server, conversation: Conversation) -> Credentials:
    """The user name and the password as they are typed. Raises `MissingKeyError` where either is left out."""
    user = conversation.ask(say("mailbox.login.user", name=server.name), say("mailbox.login.explain"))
    password = conversation.ask_secret(say("mailbox.login.password", name=server.name)) if user else None
    if not user or not password:
        raise MissingKeyError("mailbox.no_login", name=server.name)
    return Credentials(user, password)


def _name(server: Server) -> str:
    return f"mailbox {server.name}"


def _credentials(server: Server, conversation: Conversation | None) -> Credentials:
    kept = kept_credentials(server)
    if kept is None and conversation is None:
        raise MissingKeyError("mailbox.no_login", name=server.name)
    return kept or ask_credentials(server, conversation)  # type: ignore[arg-type]  # there is somebody to ask


def _agreed(wanted: Mailboxes, conversation: Conversation, session: Session) -> bool:
    if session.get(_CONSENT) is None:
        names = [*(path.name for path in wanted.paths), *(server.name for server in wanted.servers)]
        conversation.tell(say("mailbox.consent.explain"))
        if wanted.servers:
            conversation.tell(say("mailbox.consent.server"))
        question = say("mailbox.consent.ask", n=len(names), names=", ".join(names))
        session.set(_CONSENT, conversation.choose(yes_or_no(question)))
    return session.get(_CONSENT) == "yes"


def _of_work(box: Mailbox, work_domains: frozenset[str]) -> Mailbox:
    """The mailbox with the traces of work addresses alone: a private address at a private service concerns nobody."""
    return Mailbox(
        box.input, tuple(trace for trace in box.traces if is_within(mail_domain(trace.address), work_domains))
    )


def _tell(conversation: Conversation, box: Mailbox) -> None:
    account = box.input
    services = len({trace.site for trace in box.traces})
    conversation.tell(say("mailbox.read", n=services, name=account.name, seen=account.seen))
    if account.left_out:
        conversation.tell(say("mailbox.left_out", n=account.left_out))
    if account.rejected:
        conversation.tell(say("mailbox.not_read", n=len(account.rejected)))
