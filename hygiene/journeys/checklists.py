"""The checklists of platforms, gone through one setting after the other: each answer is kept before the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from hygiene.conversation import Choice, Conversation, Question, Subject
from hygiene.errors import SessionError
from hygiene.journeys.interview import Step, hold_interview
from hygiene.journeys.lasting import lasting_session
from hygiene.platforms.model import Platform, Setting, Use
from hygiene.platforms.progress import VALID_DAYS, Checklist, Item, Measured, Result
from hygiene.reports.checklists import content
from hygiene.sessions import CHECKLISTS, Session, Store
from hygiene.sources.data_exports import DataExport
from hygiene.texts import say

SECONDS_PER_SETTING = 45
"""What it takes to open a setting, look and answer, roughly."""

_LEFT_OPEN = (Result.NOT_NOW, Result.NOT_FOUND)
_PREFIX = "privacy:"

Measurements = Mapping[tuple[str, str], Measured]
"""What exports show, by the ids of platform and setting."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Which platforms are gone through. `use` is None where it is asked for each; `again` asks everything anew."""

    platforms: Sequence[Platform]
    today: date
    use: Use | None = None
    measured: Measurements | None = None
    again: bool = False


def checklist_session(store: Store) -> Session:
    """The one session in which all answers about settings are kept; begun where there is none yet.

    Raises `SessionError("privacy.in_use")` where another window has it.
    """
    try:
        return lasting_session(store, CHECKLISTS)
    except SessionError as error:
        if error.key == "sessions.in_use":
            raise SessionError("privacy.in_use") from None
        raise


def go_through(conversation: Conversation, session: Session, walk: Walk) -> int:
    """Ask about every setting that is open, and keep each answer. Returns how many questions there were to ask."""
    before = dict(session.answers)
    to_ask = questions_left(walk, before)
    hold_interview(
        conversation,
        session,
        lambda answers: _remaining(walk, before, answers),
        position=lambda left: say("privacy.minutes_left", n=minutes(left)),
        kept_as=lambda choice: f"{choice} {datetime.now().astimezone().isoformat()}",
    )
    return to_ask


def questions_left(walk: Walk, answers: Mapping[str, str]) -> int:
    """How many questions there would be to ask."""
    return len(_remaining(walk, answers, answers))


def minutes(settings: int) -> int:
    """How long it takes to go through so many settings."""
    return max(1, ceil(settings * SECONDS_PER_SETTING / 60))


def checklists(walk: Walk, answers: Mapping[str, str]) -> tuple[Checklist, ...]:
    """What is known of every setting of the platforms."""
    return tuple(_checklist(platform, walk, answers) for platform in walk.platforms)


def newest(exports: Iterable[DataExport]) -> dict[tuple[str, str], Measured]:
    """What the exports show together: of each setting what the newest file shows."""
    found: dict[tuple[str, str], Measured] = {}
    for export in exports:
        for key, measured in export.measured.items():
            if key not in found or found[key].as_of < measured.as_of:
                found[key] = measured
    return found


def answered_platforms(answers: Mapping[str, str]) -> list[str]:
    """The ids of the platforms about which something was answered."""
    ids = (key.removeprefix(_PREFIX).split("/")[0] for key in answers if key.startswith(_PREFIX))
    return list(dict.fromkeys(ids))


def _checklist(platform: Platform, walk: Walk, answers: Mapping[str, str]) -> Checklist:
    use = _use(platform, walk, answers)
    settings = platform.settings_for(use) if use else platform.settings
    return Checklist(platform, tuple(_item(platform, setting, walk, answers) for setting in settings), use)


def _item(platform: Platform, setting: Setting, walk: Walk, answers: Mapping[str, str]) -> Item:
    result, answered = _read(answers.get(_id(platform, setting.id)))
    if result not in list(Result) or not answered or answered + timedelta(days=VALID_DAYS) < walk.today:
        result, answered = "", None
    measured = (walk.measured or {}).get((platform.id, setting.id))
    return Item(setting, Result(result) if result else None, answered, measured)


def _remaining(walk: Walk, before: Mapping[str, str], answers: Mapping[str, str]) -> list[Step]:
    return [step for platform in walk.platforms for step in _steps(platform, walk, before, answers)]


def _steps(platform: Platform, walk: Walk, before: Mapping[str, str], answers: Mapping[str, str]) -> Iterable[Step]:
    if not platform.settings:
        return
    use = _use(platform, walk, answers)
    use_id = _id(platform, "use")
    if use is None or (walk.again and not walk.use and answers.get(use_id) == before.get(use_id)):
        yield Step(use_id, _use_question(platform))
    settings = platform.settings_for(use or Use.PRIVATE)
    for number, setting in enumerate(settings, start=1):
        step_id = _id(platform, setting.id)
        item = _item(platform, setting, walk, answers)
        is_from_before = answers.get(step_id) == before.get(step_id)
        is_open = item.result is None or (is_from_before and (walk.again or item.result in _LEFT_OPEN))
        if is_open and item.is_measured_good(use) is not True:
            yield Step(step_id, _question(platform, item, use, number, len(settings), walk.today))


def _use_question(platform: Platform) -> Question:
    choices = tuple(Choice(use, say(f"privacy.use.{use}")) for use in Use)
    return Question(
        say("privacy.use_ask.text", platform=platform.name),
        choices,
        explanation=say("privacy.use_ask.explain"),
        subject=Subject.PLATFORM,
    )


def _question(platform: Platform, item: Item, use: Use | None, number: int, total: int, today: date) -> Question:
    setting = item.setting
    title = say("privacy.ask", platform=platform.name, number=number, total=total, title=content.title(setting))
    address = content.link(setting)
    paths = [say("report.label", label=device, text=path) for device, path in content.menus(setting)]
    lines = [
        title,
        content.why(setting),
        content.recommendation(item, use),
        content.measured(item),
        address,
        *([] if address else paths),
    ]
    lines += content.notes(setting, today)
    return Question(
        "\n".join(line for line in lines if line),
        tuple(Choice(result, say(f"privacy.choice.{result}")) for result in Result),
        explanation="\n".join(paths),
        subject=Subject.PLATFORM,
    )


def _use(platform: Platform, walk: Walk, answers: Mapping[str, str]) -> Use | None:
    if walk.use:
        return walk.use
    told, _ = _read(answers.get(_id(platform, "use")))
    return Use(told) if told in list(Use) else None


def _read(kept: str | None) -> tuple[str, date | None]:
    choice, _, moment = (kept or "").partition(" ")
    try:
        return choice, datetime.fromisoformat(moment).date()
    except ValueError:
        return choice, None


def _id(platform: Platform, what: str) -> str:
    return f"{_PREFIX}{platform.id}/{what}"
