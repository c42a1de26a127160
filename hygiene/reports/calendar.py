"""A day in the calendar (RFC 5545) on which an audit is due. It says nothing of what was found."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from hygiene import __version__
from hygiene.texts import say

_MORNING = timedelta(hours=9)


def as_calendar(day: date, made_at: datetime) -> str:
    """An all-day event with an alarm in the morning, for any calendar program to take in."""
    from icalendar import Alarm, Calendar, Event

    event = Event()
    event.add("uid", f"{uuid4()}@hygiene.invalid")
    event.add("dtstamp", made_at)
    event.add("dtstart", day)
    event.add("summary", say("history.remind.summary"))
    event.add("description", say("history.remind.description"))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", say("history.remind.summary"))
    alarm.add("trigger", _MORNING)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", f"-//hygiene//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")
