"""A calendar file (iCalendar, RFC 5545) that a phone opens: all-day work, appointments at their time, and alarms.

What it is made of is handed in, the moment of making (DTSTAMP) too, so that the same things give the same file. The
library behind it is loaded only when a file is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coopadmin.i18n import language

ZONE = "Europe/Amsterdam"
"""Where the houses stand: a time of the wall clock is a time of this zone."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What RFC 5545 forbids in a text, and what turns a line."""

REFRESH = timedelta(hours=12)
"""How often a program that follows the file looks for a newer one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar: a whole day (a date), or from and until a moment of the wall clock.

    `uid` stays the same for the same thing, so that a phone that reads the file again replaces what it had.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: datetime | None = None
    place: str = ""
    note: str = ""
    alarms: tuple[timedelta, ...] = ()
    """How long before it begins a phone warns; below zero after that, which for a whole day is its midnight."""
    rule: str = ""
    """The rule by which a whole day returns (RRULE); `starts` is its first day."""
    exceptions: Mapping[date, date | None] = field(default_factory=dict[date, date | None])
    """Days of the rule that were moved, or skipped (None)."""
    category: str = ""
    cancelled: bool = False
    """Called off: a phone that had it shows it no longer as something to come."""


def calendar_file(entries: Iterable[Entry], *, name: str, made_at: datetime, revision: int = 0) -> bytes:
    """Write a calendar file; `made_at` is a moment with its zone.

    `revision` never falls from file to file: a program that knows an entry already takes it where it has risen.
    """
    from icalendar import Calendar

    calendar = _made(
        Calendar(),
        prodid=f"-//coopadmin//{language().upper()}",
        version="2.0",
        x_wr_calname=" ".join(name.split()),
        x_wr_timezone=ZONE,
    )
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    stamp = made_at.astimezone(UTC).replace(microsecond=0)
    kept = sorted(entries, key=lambda one: (one.starts.isoformat(), one.uid))
    if any(isinstance(entry.starts, datetime) for entry in kept):
        calendar.add_component(_zone())
    for entry in kept:
        for event in _events(entry, stamp):
            calendar.add_component(_made(event, sequence=revision))
    written: bytes = calendar.to_ical()
    return written


def _zone() -> Any:
    """Say when summer time begins and ends, for programs that do not know the zone by its name.

    By the rule of the European Union since 1996: both at 01:00 UTC on the last Sunday of March and of October.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    zone = _made(Timezone(), tzid=ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, month, began, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), winter, summer),  # noqa: DTZ001 - the wall clock
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), summer, winter),  # noqa: DTZ001 - the wall clock
    ):
        rule = vRecur.from_ical(f"FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU")
        zone.add_component(_made(part, dtstart=began, tzoffsetfrom=before, tzoffsetto=after, tzname=name, rrule=rule))
    return zone


def _made(component: Any, **properties: Any) -> Any:
    """Fill a part of the file; the library's own types leave open what may be put into it."""
    for name, value in properties.items():
        component.add(name.replace("_", "-"), _kept(value) if isinstance(value, str) else value)
    return component


def _kept(text: str) -> str:
    """Leave out of a text what no calendar may hold."""
    return _CONTROL.sub("", text)


def _events(entry: Entry, stamp: datetime) -> list[Any]:
    """The event of an entry, with one more for every day of its rule that was moved."""
    from icalendar import vRecur

    first = _event(entry, entry.starts, stamp)
    if not entry.rule:
        return [first]
    first.add("rrule", vRecur.from_ical(entry.rule))
    events = [first]
    for day, moved_to in sorted(entry.exceptions.items()):
        if moved_to is None:
            first.add("exdate", day, parameters={"VALUE": "DATE"})
            continue
        moved = _event(entry, moved_to, stamp)
        moved.add("recurrence-id", day)
        events.append(moved)
    return events


def _event(entry: Entry, starts: date | datetime, stamp: datetime) -> Any:
    from icalendar import Alarm, Event

    event = _made(Event(), uid=entry.uid, dtstamp=stamp, summary=entry.title)
    if isinstance(starts, datetime):
        _made(event, dtstart=_zoned(starts), dtend=_zoned(entry.ends or starts + timedelta(hours=1)))
    else:
        # A whole day ends with the day after it, and work on it leaves its owner free for other things.
        _made(event, dtstart=starts, dtend=starts + timedelta(days=1), transp="TRANSPARENT")
    if entry.place:
        event.add("location", _kept(entry.place))
    if entry.note:
        event.add("description", _kept(entry.note))
    if entry.category:
        event.add("categories", [_kept(entry.category)])
    if entry.cancelled:
        return _made(event, status="CANCELLED")
    for before in entry.alarms:
        event.add_component(_made(Alarm(), action="DISPLAY", description=entry.title, trigger=-before))
    return event


def _zoned(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(ZONE))
