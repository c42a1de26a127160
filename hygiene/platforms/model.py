"""A platform and its privacy settings, once read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Use(StrEnum):
    """How a profile is used. What is recommended depends on it."""

    PRIVATE = "private"
    """As a private person."""
    PROFESSIONAL = "professional"
    """Professionally, under one's own name."""
    ORGANISATION = "organisation"
    """In the organisation's name."""


class State(StrEnum):
    """Whether a platform can still be used."""

    OPEN = "open"
    CLOSED = "closed"


class Confidence(StrEnum):
    """How sure it is that a setting is there and is called as described."""

    HIGH = "high"
    """Somebody opened the service and saw it there, under this name."""
    MEDIUM = "medium"
    """Public descriptions say so; nobody opened the service."""
    LOW = "low"


class Device(StrEnum):
    """Where a setting is found."""

    WEB = "web"
    ANDROID = "android"
    IOS = "ios"


KINDS = (
    *("account", "blog", "bookmarks", "encyclopedia", "exercise", "file-sharing", "forum", "games", "meetings"),
    *("messaging", "music", "photos", "social", "video", "virtual-world", "work"),
)
"""What a platform can be for."""

NOT_FOR_THIS_USE = "does-not-apply"
YOUR_CHOICE = "your-choice"

VALUES = (
    *("on", "off", "reviewed", "limited"),
    *("nobody", "only-me", "friends", "contacts", "followers", "people-you-follow", "members"),
    *("friends-of-friends", "everyone"),
    *(YOUR_CHOICE, NOT_FOR_THIS_USE),
)
"""The values that have words of their own, in `texts/*/privacy.toml` below `value`."""

AUDIENCES: Mapping[str, int] = {
    **dict.fromkeys(("nobody", "only-me"), 0),
    **dict.fromkeys(("friends", "contacts", "followers", "people-you-follow", "members"), 1),
    "friends-of-friends": 2,
    "everyone": 3,
}
"""How far each audience reaches: a value that reaches no farther than the recommended one is as good."""

REVIEW_DAYS: Mapping[Confidence, int] = {Confidence.HIGH: 365, Confidence.MEDIUM: 270, Confidence.LOW: 180}
"""How long a setting stands before somebody should see whether it still exists."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting should be: a word of `VALUES`, or words of its own in every language where `word` is empty."""

    word: str
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SettingTexts:
    """A setting in one language. `menus` holds the way through the menus by device, in the platform's own labels."""

    title: str
    why: str
    menus: Mapping[Device, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the platform's own export of one's data tells the value of a setting.

    `file` is the end of a path in the export. `key` leads to the value: each part is the name of a member, `*` for
    every element of a list, or `name=value` for the elements of a list whose member has that value. `values` gives
    the value of `VALUES` for each content; where it is empty, what is found there is counted. Where the file is a
    history, `newest` leads to the moments of its entries: only the content of the newest counts.
    """

    file: str
    key: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    newest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `source` tells where its facts were found.

    `link` leads to it, or to the platform's settings where it has no address of its own; "" where there is neither.
    """

    id: str
    texts: Mapping[str, SettingTexts]
    recommended: Mapping[Use, Value]
    confidence: Confidence
    checked: date
    source: str
    link: str = ""
    proofs: tuple[Proof, ...] = ()

    def concerns(self, use: Use) -> bool:
        """Whether a profile of this use has the setting at all."""
        return self.recommended[use].word != NOT_FOR_THIS_USE

    def is_stale(self, today: date) -> bool:
        """Whether it was checked so long ago that it may no longer exist."""
        return today > self.checked + timedelta(days=REVIEW_DAYS[self.confidence])


@dataclass(frozen=True, slots=True)
class PlatformTexts:
    """What there is to know of a platform besides its settings, in one language.

    `terms`: who owns the data and what the platform may do with it; `download` and `close`: how to take the data out
    and how to close the account; `never_private`: what no setting hides; `remains`: what is left to do where the
    platform is closed ("" where it is open).
    """

    terms: str
    download: str
    close: str
    never_private: str
    remains: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a platform's export that holds an e-mail address, a text of the profile, or a connected program."""

    file: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What the platform's own export of one's data holds. `marks` are ends of paths that only this export has."""

    marks: tuple[str, ...]
    addresses: tuple[Place, ...] = ()
    profile_texts: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform. `also` are other ids it goes by, `sites` its registrable domains, `ended` the year it was closed.

    `links` leads to `settings`, `terms`, `download` and `close` as far as there is an address for them.
    """

    id: str
    name: str
    state: State
    kinds: tuple[str, ...]
    checked: date
    texts: Mapping[str, PlatformTexts]
    settings: tuple[Setting, ...] = ()
    sites: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ended: int | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    export: ExportFacts | None = None

    def settings_for(self, use: Use) -> tuple[Setting, ...]:
        """The settings that a profile of this use has."""
        return tuple(setting for setting in self.settings if setting.concerns(use))

    def setting(self, setting_id: str) -> Setting:
        """The setting with this id; KeyError where there is none."""
        for setting in self.settings:
            if setting.id == setting_id:
                return setting
        raise KeyError(setting_id)
