"""What one mail shows: a service that knows an address of the mailbox's owner, or nothing."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from unicodedata import normalize

from hygiene.evidence import AccountKind, Certainty
from hygiene.mailbox.bodies import TooDeepError, text_of
from hygiene.mailbox.headers import Headers, day_in, decoded, displayed_name
from hygiene.mailbox.model import Found, Mail, Unreadable
from hygiene.mailbox.remembered import mail_domain, names_an_organisation, service, site
from hygiene.mailbox.senders import Proof, Sender, named_site, sender_of
from hygiene.mailbox.signs import (
    SIGNS_IN_WORDS,
    Lives,
    Sign,
    is_mere_offer,
    is_offer,
    is_page,
    is_parcel,
    is_shared,
    sign_in_subject,
    sign_in_text,
    speaks_of_leave,
    speaks_of_recipient,
)

_SPAM_LABELS = re.compile(r"(?:^|,)\s*\"?(?:spam|roskaposti|skräppost)\"?\s*(?:,|$)", re.IGNORECASE)
_SPAM_LEVEL = 5
_SERVICES_SPEAK = re.compile(
    r"(?:^|[._+-])(?:no-?_?\.?reply|do-?not-?reply|ei-?vastaa|svara-?ej|info|news|newsletter|uutiskirje|nyhetsbrev|mail|"
    r"mailer|email|post|service|services|support|security|secure|help|hello|hei|hej|team|account|accounts|member|members|"
    r"membership|jasen\w*|medlem\w*|asiakas\w*|kund\w*|order|orders|tilau\w*|order\w*|kuitti|kvitto|receipts?|billing|"
    r"lasku\w*|invoices?|faktura|booking|varau\w*|bokning\w*|notify|notifications?|ilmoitu\w*|alerts?|update|updates|"
    r"verify|verification|confirm\w*|vahvist\w*|bekrafta\w*|registration|signup|welcome|tervetuloa|valkommen|"
    r"customer\w*|donor\w*|lahjoitta\w*|givar\w*|privacy|tili|konto|login|auth|identity|id|marketing|offers?|club|"
    r"kauppa|verkkokauppa|shop|store|sales|automailer|automated|auto|recommendations?|reminders?|muistutu\w*|biljett\w*|"
    r"lip[pu]u\w*|tickets?|system|admin|password|digest|messages?|palvelu|tjanst)(?:$|[._+\d-])",
    re.IGNORECASE,
)


_NO_REPLY = re.compile(r"(?:no|not|ei|älä|svara)[._-]?(?:t[._-])?(?:reply|vastaa|vastata|svara|ej)", re.IGNORECASE)
_PERSON = re.compile(r"[a-z]{2,}[._-][a-z]{2,}")
_REPLY = re.compile(r"(?:re|vs|sv|fw|fwd|vl|vb)\s*:", re.IGNORECASE)
_SHORTEST_NAME = 3
_SHORTEST_LABEL = 5
_SAID_BY_SUBJECT = (Sign.ENDED, Sign.NO_ACCOUNT, Sign.MESSAGE, Sign.WELCOME, Sign.RECEIPT)
_TAKEN_BACK = (Sign.RESET, Sign.SECURITY, Sign.SIGN_UP, Sign.DOING, Sign.ACCOUNT, Sign.INVITATION)
_TAKES_BACK = (Sign.ENDED, Sign.NO_ACCOUNT)
_RETURNED = (*_TAKES_BACK, Sign.MESSAGE)
"""What the text of an invitation may tell, so that it is none."""
_BY_DOUBTS = tuple(Certainty)


class Passed(Enum):
    """Why a mail that was read shows nothing."""

    JUNK = auto()
    NO_SIGN = auto()


@dataclass(frozen=True, slots=True)
class Sight:
    """A service that knows an address: `address` is "" where the mail does not say which. `day` is that of the mail.

    `certainty` is None where the mail says that there is no account any more.
    """

    site: str = field(repr=False)
    address: str = field(repr=False)
    day: date | None
    certainty: Certainty | None
    about: AccountKind = AccountKind.UNKNOWN


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
        letter = _Letter.of(found, headers, sender, address)
    except TooDeepError:
        return Unreadable("mail_too_deep")
    day = _day(headers, latest)
    if letter.sign is Sign.ENDED:
        return Sight(sender.site, address, day, None) if sender.proof is Proof.PROVEN else Passed.NO_SIGN
    certainty = _certainty(sender, letter)
    return Sight(sender.site, address, day, certainty, letter.about) if certainty else Passed.NO_SIGN


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
    where = named_site(headers)
    if not where or not _by_itself(headers, where):
        return None
    sender = sender_of(headers, where)
    return None if sender.proof is Proof.PRETENCE else sender


def _by_itself(headers: Headers, where: str) -> bool:
    """Whether a mail was sent by a service, and not by a person."""
    local, _, domain = headers.addresses("from")[0].rpartition("@")
    if not names_an_organisation(domain):
        return bool(_NO_REPLY.search(local))  # where people have mailboxes, it takes more to be a service
    if _speaks_for_service(local, where) or _is_sent_by_machine(headers):
        return True
    shown = displayed_name(headers.first("from"))
    return bool(shown) and not _is_person(local, shown, where)


def _is_person(local: str, shown: str, where: str) -> bool:
    """Whether the first part of an address is a person's name, as the name shown beside it has it.

    A service that shows its own name may have one part of that in its address, as a choir has that it is one; a person
    may have the other part in a domain of their own.
    """
    names, parts = set(re.findall(r"\w+", _in_ascii(shown))), set(re.split(r"[._-]", local))
    shared = names & parts
    if shared and len(names) > 1 and names <= {*parts, where.partition(".")[0]}:
        return True
    if _is_called_like(shown, where) or _shares_a_word(shown, where):
        return len(shared) > 1
    return (len(names) > 1 and bool(shared)) or _PERSON.fullmatch(local) is not None


def _in_ascii(text: str) -> str:
    return normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").casefold()


def _nature(where: str) -> AccountKind:
    known = service(where)
    return known.nature if known else AccountKind.UNKNOWN


def _is_of(category: str, where: str) -> bool:
    known = service(where)
    return known is not None and category in known.categories


def _speaks_for_service(local: str, where: str) -> bool:
    """Whether this first part of an address is that of a service, and not a name."""
    return bool(_SERVICES_SPEAK.search(local)) or local in where or where.partition(".")[0] in local


def _is_called_like(shown: str, where: str) -> bool:
    """Whether the name shown beside an address is that of the sender's site, and not a person's."""
    name = re.sub(r"\W", "", _in_ascii(shown))
    return len(name) >= _SHORTEST_NAME and name in re.sub(r"\W", "", where)


def _shares_a_word(shown: str, where: str) -> bool:
    """Whether the name shown beside an address and the sender's site share a word: a club's do, and a department's."""
    name, label = (re.sub(r"\W", "", _in_ascii(each)) for each in (shown, where.partition(".")[0]))
    words = [word for word in re.findall(r"\w+", _in_ascii(shown)) if len(word) >= _SHORTEST_LABEL]
    return (len(label) >= _SHORTEST_LABEL and name.startswith(label)) or any(word in label for word in words)


def _is_sent_by_machine(headers: Headers) -> bool:
    return _is_generated(headers) or _is_bulk(headers) or "feedback-id" in headers


def _is_generated(headers: Headers) -> bool:
    return headers.first("auto-submitted").lower().startswith("auto-generated")


def _is_bulk(headers: Headers) -> bool:
    bulk = headers.first("precedence").lower() in ("bulk", "list")
    return bulk or "list-unsubscribe" in headers


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a mail is about, and what makes that doubtful."""

    sign: Sign
    is_shared: bool
    may_be_by_hand: bool
    names_recipient: bool
    about: AccountKind

    @classmethod
    def of(cls, mail: Mail, headers: Headers, sender: Sender, address: str) -> "_Letter":
        """What the subject tells, and where that is not enough, the text. Raises `TooDeepError`."""
        subject = decoded(headers.first("subject"))
        local = headers.addresses("from")[0].partition("@")[0]
        shown = displayed_name(headers.first("from"))
        known = service(sender.site)
        # What a service does not tell of itself, or cannot prove, the text may.
        is_plain = sender.proof is Proof.PROVEN and _nature(sender.site) is not AccountKind.UNKNOWN
        text = "" if is_plain and sign_in_subject(subject) in _SAID_BY_SUBJECT else text_of(mail.whole())
        said = f"{subject} {text}"
        is_named = _names(address, said)
        sign = _sign(subject, text, headers, address)
        by_machine = sign in SIGNS_IN_WORDS or _speaks_for_service(local, sender.site) or _is_sent_by_machine(headers)
        # Large services have staff who write by hand, in the name of their departments.
        by_machine = by_machine or _is_called_like(shown, sender.site)
        by_machine = by_machine or (known is None and _shares_a_word(shown, sender.site))
        lives = Lives.in_text(f"{shown} {said}")
        # A stable or a cinema has towns and schools among its customers too.
        shared = lives.are_of_work and not _speaks_for_service(local, sender.site)
        shared = shared or _is_about_shared(said, sender.site)
        if known is None and lives.promise_as_spam:
            sign = Sign.NO_ACCOUNT
        by_hand = bool(_REPLY.match(subject)) or not by_machine
        return cls(sign, shared, by_hand, is_named, _side(lives, sender.site, is_shared=shared))


def _sign(subject: str, text: str, headers: Headers, address: str) -> Sign:
    """What a mail is about: by its subject, unless its text takes that back or tells what the subject does not."""
    sign = sign_in_subject(subject)
    is_advertised = _is_bulk(headers) and is_offer(subject, text)
    if is_advertised and sign is Sign.ACCOUNT and not _names(address, subject):
        sign = Sign.NEWSLETTER
    takes_back = _RETURNED if sign is Sign.INVITATION else _TAKES_BACK
    if sign is None or (sign in _TAKEN_BACK and sign_in_text(text) in takes_back):
        sign = sign_in_text(text)
        if sign in (Sign.MESSAGE, Sign.ACCOUNT, Sign.DOING, Sign.RECEIPT, Sign.WELCOME) and is_advertised:
            sign = None  # every newsletter ends with where to manage one's subscription
    if sign is Sign.NEWSLETTER and _is_generated(headers) and not (_is_bulk(headers) or speaks_of_leave(text)):
        sign = None  # sent to one person, for something that happened
    if sign not in (None, Sign.NEWSLETTER):
        return sign
    said = f"{subject} {text}"
    is_letter = sign is None and _is_bulk(headers) and not is_advertised and speaks_of_recipient(said)
    is_mere = is_mere_offer(subject, text)
    if is_letter or (_names(address, said) and not is_mere):
        return Sign.PERSONAL
    return Sign.NEWSLETTER if sign or _is_bulk(headers) or is_mere else Sign.NOTICE


def _is_about_shared(said: str, where: str) -> bool:
    """Whether a mail is about what several people look after, or anybody may be sent."""
    is_parcel_of_anybody = _is_of("postal", where) and is_parcel(said)
    return is_shared(said) or is_parcel_of_anybody or (_is_of("social", where) and is_page(said))


def _side(lives: Lives, where: str, *, is_shared: bool) -> AccountKind:
    """The side of which a mail itself speaks beyond doubt."""
    if lives.are_business:
        return AccountKind.WORK
    # Trade unions and authorities speak of work to private persons too.
    at_work = _is_of("union", where) or _is_of("government", where)
    is_private = not is_shared and lives.are_private(at_work=at_work)
    return AccountKind.PRIVATE if is_private else AccountKind.UNKNOWN


def _names(address: str, text: str) -> bool:
    """Whether a text names the person whose address this is, as its first part spells the name."""
    first = re.split(r"[._+-]", address.partition("@")[0])[0]
    found = len(first) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", _in_ascii(text))
    return bool(found)


def _certainty(sender: Sender, letter: _Letter) -> Certainty | None:
    if letter.sign in (Sign.NO_ACCOUNT, Sign.INVITATION):
        return None
    by_anybody = letter.about is not AccountKind.PRIVATE or letter.sign is Sign.NEWSLETTER
    if letter.sign not in SIGNS_IN_WORDS and by_anybody and service(sender.site) is None:
        return None  # whoever knows an address from the organisation's pages may write to it
    # Who writes in another's name through a mailing company seldom knows what to call whom.
    is_believed = sender.proof is Proof.PROVEN or (sender.proof is Proof.CARRIED and letter.names_recipient)
    doubts = 0 if is_believed else 1 if sender.proof is Proof.CLAIMED else 2
    doubts += (letter.sign is Sign.NEWSLETTER) + letter.is_shared + letter.may_be_by_hand
    return _BY_DOUBTS[min(doubts, len(_BY_DOUBTS) - 1)]


def _day(headers: Headers, latest: date) -> date | None:
    written = day_in(headers.first("date"), latest)
    if written:
        return written
    return next((day for text in headers.all("received") if (day := day_in(text.rpartition(";")[2], latest))), None)
