"""What one mail shows: a service that knows an address of the mailbox's owner, or nothing."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from hygiene.evidence import Certainty
from hygiene.mailbox.bodies import TooDeepError, text_of
from hygiene.mailbox.headers import Headers, day_in, decoded
from hygiene.mailbox.model import Found, Mail, Unreadable
from hygiene.mailbox.senders import Proof, Sender, sender_of
from hygiene.mailbox.signs import Sign, sign_in_subject, sign_in_text
from hygiene.services.domains import mail_domain, names_an_organisation, site

_SPAM_LABELS = re.compile(r"(?:^|,)\s*\"?(?:spam|roskaposti|skräppost)\"?\s*(?:,|$)", re.IGNORECASE)
_SPAM_LEVEL = 5
_SERVICES_SPEAK = re.compile(
    r"(?:^|[._+-])(?:no-?_?\.?reply|do-?not-?reply|ei-?vastaa|svara-?ej|info|news|newsletter|uutiskirje|nyhetsbrev|mail|"
    r"mailer|email|post|service|services|support|security|secure|help|hello|hei|hej|team|account|accounts|member|members|"
    r"membership|jasen\w*|medlem\w*|asiakas\w*|kund\w*|order|orders|tilau\w*|order\w*|kuitti|kvitto|receipts?|billing|"
    r"lasku\w*|invoices?|faktura|booking|varau\w*|bokning\w*|notify|notifications?|ilmoitu\w*|alerts?|update|updates|"
    r"verify|verification|confirm\w*|vahvist\w*|bekrafta\w*|registration|signup|welcome|tervetuloa|valkommen|"
    r"customer\w*|privacy|tili|konto|login|auth|identity|id|marketing|offers?|club|kauppa|verkkokauppa|shop|store|sales|"
    r"automailer|auto|system|admin|password|digest|messages?|palvelu|tjanst)(?:$|[._+\d-])",
    re.IGNORECASE,
)


class Passed(Enum):
    """Why a mail that was read shows nothing."""

    JUNK = auto()
    NO_SIGN = auto()


@dataclass(frozen=True, slots=True)
class Sight:
    """A service that knows an address: `address` is "" where the mail does not say which. `day` is that of the mail."""

    site: str = field(repr=False)
    address: str = field(repr=False)
    day: date | None
    certainty: Certainty


def judge(found: Found, latest: date) -> Sight | Passed | Unreadable:
    """What a mail shows. `latest` is the last day that a mail can be from."""
    if isinstance(found, Unreadable):
        return found
    headers = Headers(found.head)
    if not headers.are_there:
        return Unreadable("mail_without_header")
    if found.is_junk or _was_called_junk(headers):
        return Passed.JUNK
    sender = _service(headers)
    if sender is None:
        return Passed.NO_SIGN
    address = recipient(headers)
    if address and site(mail_domain(address)) == sender.site:
        return Passed.NO_SIGN  # from the same organisation, which is no service to its own people
    try:
        sign = _sign(found, headers)
    except TooDeepError:
        return Unreadable("mail_too_deep")
    certainty = _certainty(sender.proof, sign)
    return Sight(sender.site, address, _day(headers, latest), certainty) if certainty else Passed.NO_SIGN


def recipient(headers: Headers) -> str:
    """The address that the sender knows, in lower case; "" where it is one of several, or none is named.

    Where mail is forwarded, that is not the address at which it was delivered.
    """
    named = headers.addresses("to")
    delivered = [each for name in ("x-original-to", "envelope-to", "delivered-to") for each in headers.addresses(name)]
    if len(named) == 1:
        return named[0]
    return next((address for address in delivered if not named or address in named), "")


def _was_called_junk(headers: Headers) -> bool:
    if any(_SPAM_LABELS.search(decoded(labels)) for labels in headers.all("x-gmail-labels")):
        return True
    level = headers.first("x-ms-exchange-organization-scl")
    return (
        headers.first("x-spam-flag").upper().startswith("YES")
        or "SFV:SPM" in headers.first("x-forefront-antispam-report").upper()
        or (level.isascii() and level.isdigit() and int(level[:2]) >= _SPAM_LEVEL)
    )


def _service(headers: Headers) -> Sender | None:
    """The service that sent a mail by itself; None where a person wrote it, or somebody who pretends."""
    if headers.first("auto-submitted").lower().startswith("auto-replied"):
        return None
    if "list-post" in headers and headers.first("list-post").strip().upper() != "NO":
        return None  # a list on which people write to each other
    sender = sender_of(headers)
    if sender is None or sender.proof is Proof.PRETENCE or not _by_itself(headers, sender):
        return None
    return sender


def _by_itself(headers: Headers, sender: Sender) -> bool:
    address = headers.addresses("from")[0]
    local, _, domain = address.rpartition("@")
    speaks = bool(_SERVICES_SPEAK.search(local)) or local in sender.site or sender.site.partition(".")[0] in local
    if not names_an_organisation(domain) and "." in domain:
        return speaks  # where people have mailboxes, it takes more than a header to be a service
    return speaks or _is_bulk(headers) or headers.first("auto-submitted").lower().startswith("auto-generated")


def _is_bulk(headers: Headers) -> bool:
    bulk = headers.first("precedence").lower() in ("bulk", "list")
    return bulk or "list-unsubscribe" in headers or "feedback-id" in headers


def _sign(mail: Mail, headers: Headers) -> Sign | None:
    """What a mail is about: by its subject, its header, and only then by its text."""
    sign = sign_in_subject(decoded(headers.first("subject")))
    if sign is None and _is_bulk(headers):
        return Sign.NEWSLETTER
    return sign or sign_in_text(text_of(mail.whole()))


def _certainty(proof: Proof, sign: Sign | None) -> Certainty | None:
    if sign is None or sign is Sign.INVITATION:
        return None
    sure = (Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE)
    doubts = {Proof.PROVEN: 0, Proof.CLAIMED: 1}.get(proof, 2) + (sign is Sign.NEWSLETTER)
    return sure[min(doubts, len(sure) - 1)]


def _day(headers: Headers, latest: date) -> date | None:
    written = day_in(headers.first("date"), latest)
    if written:
        return written
    return next((day for text in headers.all("received") if (day := day_in(text.rpartition(";")[2], latest))), None)
