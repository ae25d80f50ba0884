"""What waits, and what is good to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries import association, bookings, jobs, members
from db.queries.base import Listing
from screens.app import Ref
from screens.desk.calendar import read_calendar
from screens.desk.facilities import read_facilities
from screens.desk.forgetting import read_forgetting
from screens.desk.keys import read_keys
from screens.desk.steps import read_late_steps
from screens.desk.today import GOOD_TO_KNOW, MOST_OF_A_KIND, PRESSING, WAITING, Item
from screens.desk.work_days import read_work_days
from screens.maintenance.job_lines import paper_wrong


def read_waiting(connection: Connection, on: date) -> tuple[list[Item], tuple[tuple[str, str], ...]]:
    """Give what waits, and when the next meeting is, as label and text."""
    by_the_calendar, next_meeting = read_calendar(connection, on)
    items = [
        *by_the_calendar,
        *read_late_steps(connection, on),
        *_inspections(connection, on),
        *read_work_days(connection, on),
        *read_keys(connection, on),
        *_bookings(connection, on),
        *read_facilities(connection, on),
        *read_forgetting(connection, on),
    ]
    return items, next_meeting


def read_nothing(connection: Connection, on: date) -> list[Item]:
    """Say what to do with an empty store, or that nothing waits."""
    return list(_beginning(connection, on))


def _inspections(connection: Connection, on: date) -> Iterator[Item]:
    within = association.rule_number(connection, "inspection_notice_days", on)
    known = jobs.jobs(connection, on)
    due = [row for row in known if row.days_left is not None and row.days_left <= row.announced(within)]
    due.sort(key=lambda row: row.days_left or 0)
    for row in due[:MOST_OF_A_KIND]:
        assert row.next_due is not None and row.days_left is not None  # noqa: S101, PT018 - filtered above
        if row.days_left < 0:
            text = _("{what} was due {day}").format(what=row.what, day=short_date(row.next_due))
        else:
            text = _("{what} is due {day} ({left} d)").format(
                what=row.what, day=short_date(row.next_due), left=row.days_left
            )
        target = Ref("maintenance", row.open_task_id) if row.open_task_id else Ref("inspections", row.job_id)
        yield Item("inspection", PRESSING if row.days_left < 0 else WAITING, _where(row), text, target)
    for row in [row for row in known if paper_wrong(row, on)][:MOST_OF_A_KIND]:
        told = (
            _("{what}: the inspection failed")
            if row.outcome == "failed"
            else _("{what}: the certificate {reference} has run out")
        )
        text = told.format(what=row.what, reference=row.certificate)
        yield Item("inspection", PRESSING, _where(row), text, Ref("inspections", row.job_id))


def _where(row: jobs.JobRow) -> str:
    """Call the place of recurring work: a facility by its name, for its code tells few people where that is."""
    return row.facility or row.place or _("Inspection")


def _bookings(connection: Connection, on: date) -> Iterator[Item]:
    # What runs for weeks, such as a garden plot, is no news on any day but its first and its last.
    today = (row for row in bookings.bookings_on(connection, on) if on in (row.starts_at.date(), row.ends_at.date()))
    for row in today:
        text = f"{_hour(row.starts_at, on)}–{_hour(row.ends_at, on)} {row.person}"
        if row.purpose:
            text += f" · {row.purpose}"
        yield Item("booking", GOOD_TO_KNOW, row.facility_name, text, Ref("bookings", row.booking_id))
    asked = bookings.bookings_page(connection, Listing(filter="requested", limit=MOST_OF_A_KIND), on)
    for row in asked.rows:
        text = _("{person} asks for {day}; confirm or cancel").format(
            person=row.person, day=short_date(row.starts_at.date())
        )
        yield Item("booking", WAITING, row.facility_name, text, Ref("bookings", row.booking_id))


def _hour(moment: datetime, on: date) -> str:
    """Show the time of a moment today, and the day of any other."""
    return f"{moment:%H:%M}" if moment.date() == on else short_date(moment.date())


def _beginning(connection: Connection, on: date) -> Iterator[Item]:
    """Say what to do with an empty store, or that nothing waits."""
    if members.page(connection, Listing(filter="all", limit=1), on).total:
        yield Item("all", GOOD_TO_KNOW, _("All done"), _("nothing waits today"), None)
    else:
        text = _("import the registers you have: members first, then homes and contracts (Enter, or F9)")
        yield Item("all", WAITING, _("Begin"), text, "association")
        text = _("or press F3 and N to register the first member by hand")
        yield Item("all", GOOD_TO_KNOW, _("Members"), text, "members")
