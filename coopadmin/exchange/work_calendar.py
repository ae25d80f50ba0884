"""The calendar of the work as a file: what comes round, what is planned, appointments, work days and bookings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from coopadmin.domain.jobs import KINDS, Course, belongs, calendar, counting_rule, next_time, times_between
from coopadmin.domain.recurrences_calendar import single_rrule
from coopadmin.exchange.calendar_file import Entry, calendar_file
from coopadmin.formats import fold, long_date
from coopadmin.i18n import _
from db.queries.work_calendar import CalendarJob, WorkCalendar

MORNING_BEFORE = timedelta(hours=15)
"""A day of work is announced at nine o'clock on the day before it."""
HOUR_BEFORE = timedelta(hours=1)
DAYS_AHEAD = 731
"""How far ahead days are written one by one, where no single rule says them: two years."""
MOST_TIMES = 10_000


def work_file(made_of: WorkCalendar, made_at: datetime) -> bytes:
    """Write the calendar of the work; `made_at` is a moment with its zone."""
    name = _("{cooperative}: maintenance and bookings").format(cooperative=made_of.cooperative)
    return calendar_file(entries(made_of, made_at.date()), name=name, made_at=made_at, revision=made_of.revision)


def stem(cooperative: str) -> str:
    """Name the file after the co-operative: `de-vonk-onderhoud`."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(cooperative)).split()
    return "-".join([*words, _("maintenance-calendar")])


def entries(made_of: WorkCalendar, on: date) -> Iterator[Entry]:
    """Give what stands in the calendar; each thing keeps its own mark (UID) from file to file."""
    for job in made_of.jobs:
        yield from _job(job, made_of, on)
    for task in made_of.tasks:
        yield Entry(
            uid=f"task-{task.task_id}@{made_of.key}",
            title=f"{task.what} ({task.number})",
            starts=task.planned_on,
            place=task.place,
            alarms=(MORNING_BEFORE,),
            cancelled=task.called_off,
        )
    for visit in made_of.appointments:
        yield Entry(
            uid=f"appointment-{visit.appointment_id}@{made_of.key}",
            title=f"{visit.what} ({visit.number})",
            starts=visit.starts_at,
            ends=visit.ends_at,
            place=visit.place,
            note=visit.contractor,
            alarms=(HOUR_BEFORE,),
            cancelled=visit.called_off,
        )
    for day in made_of.work_days:
        yield Entry(
            uid=f"work-day-{day.work_day_id}@{made_of.key}",
            title=day.title,
            starts=day.starts_at,
            ends=day.ends_at,
            place=day.place,
            note=day.needs,
            alarms=(timedelta(days=1),),
            cancelled=day.called_off,
        )
    for booking in made_of.bookings:
        yield Entry(
            uid=f"booking-{booking.booking_id}@{made_of.key}",
            title=_("{facility} (asked for)").format(facility=booking.facility)
            if booking.requested
            else _("{facility}: booked").format(facility=booking.facility),
            starts=booking.starts_at,
            ends=booking.ends_at,
            place=booking.place,
            note=" · ".join(part for part in (booking.who, booking.purpose) if part),
            category=_("booking"),
            cancelled=booking.called_off,
        )


def _job(job: CalendarJob, made_of: WorkCalendar, on: date) -> Iterator[Entry]:
    row = job.row
    # What has a task stands on the day that is planned for, which may be another than its own.
    moved = {day: to for day, to in job.planned.items() if to != job.course.exceptions.get(day, day)}
    course = replace(job.course, exceptions={**job.course.exceptions, **moved})
    following = next_time(course)
    if row.ended_on is not None and (following is None or row.ended_on < on):
        yield Entry(f"job-{row.job_id}@{made_of.key}", row.what, row.ended_on, place=row.place, cancelled=True)
        return
    if following is None:
        return
    first = Entry(
        uid=f"job-{row.job_id}@{made_of.key}",
        title=row.what,
        starts=following.on,
        place=row.place,
        note=_note(job),
        alarms=_alarms(job, made_of),
        category=_(KINDS[row.kind]),
    )
    if not course.counts_by_calendar:
        # When it returns after that depends on the day it will be done.
        yield first
        return
    rule = _rule_ahead(course)
    if rule is not None:
        yield replace(first, starts=rule[0], rule=rule[1], exceptions=_exceptions_ahead(course))
        return
    for time in times_between(course, min(following.on, on), on + timedelta(days=DAYS_AHEAD)):
        yield replace(first, uid=f"job-{row.job_id}-{time.planned:%Y%m%d}@{made_of.key}", starts=time.on)


def _note(job: CalendarJob) -> str:
    lines = [_("Comes round: {returns}").format(returns=job.row.returns)]
    if job.row.last_done is not None:
        lines.append(_("Last done: {day}").format(day=long_date(job.row.last_done)))
    if job.row.valid_until is not None:
        lines.append(_("Certificate until: {day}").format(day=long_date(job.row.valid_until)))
    return "\n".join(lines)


def _alarms(job: CalendarJob, made_of: WorkCalendar) -> tuple[timedelta, ...]:
    """A warning on the day before, and for an inspection that must be ordered in time one more as the group set."""
    if job.row.kind != "inspection":
        return (MORNING_BEFORE,)
    days = job.row.announced(made_of.notice_days)
    return (MORNING_BEFORE, timedelta(days=days - 1) + MORNING_BEFORE) if days > 1 else (MORNING_BEFORE,)


def _rule_ahead(course: Course) -> tuple[date, str] | None:
    """The first day ahead and the rule from there on, where one rule says it."""
    anchor, rule = counting_rule(course)
    last = rule.until if course.last_day is None else min(course.last_day, rule.until or course.last_day)
    if rule.count:
        # From here on fewer times are left than from its beginning.
        last = max(islice(calendar(course), MOST_TIMES), default=None)
    text = single_rrule(replace(rule, count=None, until=last), anchor)
    first = next(calendar(course), None)
    return None if text is None or first is None else (first, text)


def _exceptions_ahead(course: Course) -> Mapping[date, date | None]:
    return {day: to for day, to in course.exceptions.items() if belongs(course, day)}
