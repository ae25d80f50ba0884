"""The clock of a repair: when its time is over, how much of it is left, and when it stands still.

Moments are those of the wall clock, without a time zone; how much time lies between two of them is counted in
Amsterdam, so that twenty-four hours are that in the nights when the clock is changed too. A class that is counted in
days takes whole days of the calendar: a wait costs it the nights that lie within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coopadmin.domain.maintenance import Limit, days_allowed
from coopadmin.domain.summer_time import after, instant, real_time
from coopadmin.domain.waits import WAITS
from coopadmin.formats import long_date, moment_text
from coopadmin.i18n import _, ngettext

END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which nobody could go on; `until_at` is None while it lasts.

    `stops` says whether the clock stands still for it, which is the group's own rule for each reason.
    """

    reason: str
    from_at: datetime
    until_at: datetime | None = None
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Timed:
    """What of a task decides on its time."""

    urgency: str
    reported_on: date
    reported_at: datetime | None = None
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """How a task stands against its time; `told` says in sentences how that was counted.

    `due_at` is the last moment in time, 23:59 where whole days count; None where no rule gives one. `left` is the time
    until then, below nought once it has passed, and does not change while it is `paused`; for whole days it is whole
    days, nought on the last one.
    """

    due_at: datetime | None
    left: timedelta | None
    paused: bool
    told: tuple[str, ...]

    @property
    def late(self) -> bool:
        """Tell whether its time is over."""
        return self.left is not None and self.left < timedelta()


NO_CLOCK = Clock(None, None, paused=False, told=())


def clock(task: Timed, found: Iterable[Limit], waits: Sequence[Wait], now: datetime, *, tell: bool = True) -> Clock:
    """Work out how a task stands at a moment, by the limits of its day and the waits it had.

    Planned work is in time until the day it is planned for. An emergency of which the moment is known runs in hours,
    all else in whole days. A wait counts only from while there was time left: what was late stays late. Without `tell`
    nothing is said in words, which a list of many has no use for.
    """
    if task.urgency == "planned":
        return _planned(task, now, tell)
    days = days_allowed(found, task.urgency, task.reported_on)
    if days is None:
        return NO_CLOCK
    stopped = _stopped(waits, task, now) if waits else []
    if task.urgency == "emergency" and task.reported_at is not None:
        return _by_hours(task.reported_at, days, stopped, now, tell)
    return _by_days(task.reported_on, days, stopped, now, tell)


def _stopped(waits: Iterable[Wait], task: Timed, now: datetime) -> list[Wait]:
    """Keep the waits for which the clock stands still, by their beginning, none of which overlap."""
    first = task.reported_at or datetime.combine(task.reported_on, time())
    kept: list[Wait] = []
    for wait in sorted((one for one in waits if one.stops), key=lambda one: one.from_at):
        begun, ended = max(wait.from_at, first), wait.until_at
        if begun > now or (ended is not None and ended <= begun):
            continue
        kept.append(Wait(wait.reason, begun, None if ended is None or ended > now else ended))
        first = now if ended is None else max(first, ended)
    return kept


def _planned(task: Timed, now: datetime, tell: bool) -> Clock:
    if task.planned_on is None:
        return NO_CLOCK
    left = timedelta(days=(task.planned_on - now.date()).days)
    told = (_("Planned for {day}.").format(day=long_date(task.planned_on)),) if tell else ()
    return Clock(datetime.combine(task.planned_on, END_OF_DAY), left, paused=False, told=told)


def _by_hours(reported_at: datetime, days: int, stopped: Sequence[Wait], now: datetime, tell: bool) -> Clock:
    due = after(reported_at, timedelta(hours=days * 24))
    counted: list[tuple[Wait, timedelta]] = []
    for wait in stopped:
        if instant(wait.from_at) >= instant(due):
            break
        stood = real_time(wait.from_at, wait.until_at or now)
        due = after(due, stood)
        counted.append((wait, stood))
    told = _told_hours(reported_at, days * 24, counted, due) if tell else ()
    return Clock(due, real_time(now, due), _lasts(counted), told)


def _by_days(reported_on: date, days: int, stopped: Sequence[Wait], now: datetime, tell: bool) -> Clock:
    due = reported_on + timedelta(days=days)
    counted: list[tuple[Wait, timedelta]] = []
    for wait in stopped:
        if wait.from_at.date() > due:
            break
        nights = (wait.until_at or now).date() - wait.from_at.date()
        due += nights
        counted.append((wait, nights))
    told = _told_days(reported_on, days, counted, due) if tell else ()
    return Clock(datetime.combine(due, END_OF_DAY), due - now.date(), _lasts(counted), told)


def _lasts(counted: Sequence[tuple[Wait, timedelta]]) -> bool:
    return bool(counted) and counted[-1][0].until_at is None


# -- in words --------------------------------------------------------------------------------------------------


def _told_hours(
    reported_at: datetime, hours: int, counted: Iterable[tuple[Wait, timedelta]], due: datetime
) -> tuple[str, ...]:
    first = ngettext("{count} hour from the report, {moment}.", "{count} hours from the report, {moment}.", hours)
    last = _("In time until {moment}.").format(moment=moment_text(due))
    stood = (_stood_hours(wait, much) for wait, much in counted)
    return (first.format(count=hours, moment=moment_text(reported_at)), *stood, last)


def _told_days(reported_on: date, days: int, counted: Iterable[tuple[Wait, timedelta]], due: date) -> tuple[str, ...]:
    first = ngettext("{count} day from the report, {day}.", "{count} days from the report, {day}.", days)
    last = _("In time until {day}.").format(day=long_date(due))
    stood = (_stood_days(wait, much.days) for wait, much in counted)
    return (first.format(count=days, day=long_date(reported_on)), *stood, last)


def _stood_hours(wait: Wait, stood: timedelta) -> str:
    why, since = _(WAITS[wait.reason]), moment_text(wait.from_at)
    if wait.until_at is None:
        return _("It stands still since {since}: {why}.").format(since=since, why=why)
    return _("It stood still for {time} from {since}: {why}.").format(time=time_text(stood), since=since, why=why)


def _stood_days(wait: Wait, nights: int) -> str:
    why, since = _(WAITS[wait.reason]), long_date(wait.from_at.date())
    if wait.until_at is None:
        return _("It stands still since {since}: {why}.").format(since=since, why=why)
    counted = ngettext(
        "It stood still for {count} day from {since}: {why}.",
        "It stood still for {count} days from {since}: {why}.",
        nights,
    )
    return counted.format(count=nights, since=since, why=why)


def time_text(much: timedelta) -> str:
    """Say how long something takes, as shortly as a list allows: `3 d`, `5 h`, `20 min`."""
    minutes = abs(int(much.total_seconds())) // 60
    if minutes >= 48 * 60 or (minutes and minutes % (24 * 60) == 0):
        return _("{count} d").format(count=minutes // (24 * 60))
    if minutes >= 60 or not minutes:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} min").format(count=minutes)


def left_text(one: Clock) -> str:
    """Say how a clock stands, with its sign: `▲ 2 d late`, `‖ 3 d`, `5 h left`; empty without a clock."""
    if one.left is None or one.due_at is None:
        return ""
    if one.late:
        return _("▲ {time} late").format(time=time_text(one.left))
    if not one.left and one.due_at.time() == END_OF_DAY:
        return _("● today")
    text = time_text(one.left)
    return _("‖ {time}").format(time=text) if one.paused else _("{time} left").format(time=text)
