"""Checklists in words: what every format of theirs tells. All text that leaves here is inert."""

from collections.abc import Iterator
from datetime import date

from hygiene.evidence import Origin
from hygiene.platforms.model import Confidence, Device, Platform, Setting, State, Use, Value
from hygiene.platforms.progress import Checklist, Item, Measured, Standing
from hygiene.reports import data_exports
from hygiene.reports.checklists.document import ChecklistReport
from hygiene.reports.content import date_in_words, live, one_line
from hygiene.texts import current_language, say


def value_in_words(value: Value) -> str:
    """What a setting should be, in the current language."""
    return say(f"privacy.value.{value.word}") if value.word else one_line(value.own[current_language()])


def recommended(item: Item, use: Use | None) -> str:
    """What a setting should be: for the use, or for each use where it is not known and they differ."""
    values = item.recommended(use)
    words = [value_in_words(value) for _, value in values]
    if len(set(words)) == 1:
        return words[0]
    named = zip(values, words, strict=True)
    return "; ".join(say("report.label", label=say(f"privacy.for_use.{each}"), text=word) for (each, _), word in named)


def recommendation(item: Item, use: Use | None) -> str:
    """The same as a sentence with its label."""
    return say("report.label", label=say("privacy.part.recommended"), text=recommended(item, use))


def title(setting: Setting) -> str:
    """What the setting is."""
    return one_line(setting.texts[current_language()].title)


def why(setting: Setting) -> str:
    """Why it matters."""
    return one_line(setting.texts[current_language()].why)


def link(setting: Setting) -> str:
    """Where the setting is opened; "" where no address leads there."""
    return next(iter(live([setting.link])), "")


def home(platform: Platform) -> str:
    """Where the platform's settings begin; "" where no address leads there, or there is nothing to set."""
    return next(iter(live([platform.links.get("settings", "")])), "") if platform.settings else ""


def menus(setting: Setting) -> list[tuple[str, str]]:
    """The devices and the way through their menus; in English, and said to be so, where no other labels are known."""
    own, english = setting.texts[current_language()].menus, setting.texts["en"].menus
    by_path: dict[str, list[Device]] = {}
    for device in Device:
        if path := own.get(device):
            by_path.setdefault(one_line(path), []).append(device)
        elif path := english.get(device):
            by_path.setdefault(say("privacy.in_english", path=one_line(path)), []).append(device)
    return [
        (", ".join(say(f"privacy.device.{device}") for device in devices), path) for path, devices in by_path.items()
    ]


def notes(setting: Setting, today: date) -> list[str]:
    """What the reader should know of how sure all this is."""
    checked = date_in_words(setting.checked)
    if setting.is_stale(today):
        return [say("privacy.stale", date=checked)]
    if setting.confidence is Confidence.LOW:
        return [say("privacy.unsure", date=checked)]
    return []


def result(item: Item, use: Use | None) -> str:
    """Where a setting stands and how that is known; "" where it was neither answered nor measured."""
    standing, origin = item.standing(use)
    if item.result is None and item.measured is None:
        return ""
    if standing is Standing.UNKNOWN and item.result:
        return say(f"privacy.result.{item.result}")
    words = say(f"privacy.standing.{standing}")
    if origin in (Origin.MEASURED, Origin.SHOWN, Origin.TOLD) and standing is not Standing.LEFT_OUT:
        return say("privacy.standing_with_origin", standing=words, origin=say(f"report.origin.{origin}").lower())
    return words


def measured_value(found: Measured) -> str:
    """What an export shows of a setting."""
    return say("privacy.entries", n=found.count) if found.count is not None else say(f"privacy.value.{found.value}")


def measured(item: Item) -> str:
    """What an export shows, with its file, the key in it and its date; "" where none shows anything."""
    found = item.measured
    if not found:
        return ""
    return say(
        "privacy.measured",
        value=measured_value(found),
        file=one_line(found.file),
        key=one_line(found.key),
        date=date_in_words(found.as_of),
    )


def contradiction(item: Item, use: Use | None) -> str:
    """A kind word where an export shows otherwise than was answered; "" where it does not."""
    if not item.contradicts(use):
        return ""
    is_to_fix = item.standing(use)[0] is Standing.TO_FIX
    return say("privacy.contradiction.newer_export" if is_to_fix else "privacy.contradiction.older_export")


def known(item: Item, use: Use | None) -> list[str]:
    """Everything that is known of a setting, in sentences."""
    return [text for text in (result(item, use), measured(item), contradiction(item, use)) if text]


def proofs(platform: Platform, setting: Setting) -> list[str]:
    """Which files of the platform's export tell the value of a setting."""
    return list(dict.fromkeys(f"{platform.id}: {proof.file}" for proof in setting.proofs))


def about(platform: Platform) -> Iterator[tuple[str, str, str]]:
    """What else there is to know of a platform: the heading, the text, and a link or ""."""
    texts = platform.texts[current_language()]
    for name in ("remains", "never_private", "terms", "download", "close"):
        if text := getattr(texts, name):
            address = next(iter(live([platform.links.get(name, "")])), "")
            yield say(f"privacy.about.{name}"), one_line(text), address


def heading(checklist: Checklist) -> str:
    """The name of the platform, and that it is closed where it is."""
    platform = checklist.platform
    name = one_line(platform.name)
    return say("privacy.closed", name=name, year=platform.ended or "") if platform.state is State.CLOSED else name


def subheading(checklist: Checklist) -> str:
    """For which use the checklist is; "" where there are no settings."""
    if not checklist.items:
        return ""
    return say(f"privacy.list_for.{checklist.use}" if checklist.use else "privacy.list_for_any")


def checked(platform: Platform) -> str:
    """Of which day the facts are, and whether anybody has seen them in the service itself."""
    was_opened = any(setting.confidence is Confidence.HIGH for setting in platform.settings)
    return say("privacy.checked" if was_opened else "privacy.gathered", date=date_in_words(platform.checked))


def preamble(report: ChecklistReport) -> Iterator[str]:
    """What stands below the title."""
    yield say("privacy.intro")
    yield say("report.made_on", date=date_in_words(report.made_on))


def mentions(report: ChecklistReport) -> list[str]:
    """Each place in a profile that names the employer, and what that means."""
    return [
        say(
            f"privacy.mention.{mention.what}",
            platform=one_line(mention.platform),
            file=one_line(mention.file),
            date=date_in_words(mention.as_of),
        )
        for mention in report.mentions
    ]


def read(report: ChecklistReport) -> list[str]:
    """What was read of data exports, and what could not be."""
    return [text for export in report.data_exports for text in data_exports.in_sentences(export)]


def summary(report: ChecklistReport) -> str:
    """How many settings stand where; "" where nothing was gone through."""
    if not report.is_result:
        return ""
    counts = {standing: report.count(standing) for standing in Standing}
    told = [say(f"privacy.counted.{standing}", n=count) for standing, count in counts.items() if count]
    return say("report.summary", counts=", ".join(told)) if told else ""
