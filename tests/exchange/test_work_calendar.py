"""A coordinator takes the calendar of the work along on a phone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from coopadmin.domain.jobs import Course, calendar, times_between
from coopadmin.exchange.calendar_file import Entry, calendar_file
from coopadmin.exchange.work_calendar import entries, work_file
from coopadmin.services.bookings import cancel_booking
from coopadmin.services.certificates import CertificateData, note_done
from coopadmin.services.jobs import JobData, make_occurrence, move_occurrence, save_job, skip_occurrence, stop_job
from db.journal import Transaction
from db.queries.jobs import JobRow
from db.queries.work_calendar import CalendarJob, WorkCalendar, work_calendar
from db.store import Store
from db.tables.bookings import Booking
from db.tables.contractors import Contractor
from db.tables.maintenance import MaintenanceTask, TaskAppointment
from db.tables.work_days import WorkDay
from tests.conftest import TODAY, Furnish
from tests.domain.test_recurrences_calendar import rules
from tests.rooms_made import House, settle

MADE_AT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
LIFT = JobData("Inspect the lift", "every 18 months", place="Lift; hall A, B", kind="inspection", notice_days=60)
GUTTERS = JobData("Clean the gutters", "the first Tuesday of every month", starts_on=date(2026, 12, 1))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def opened(file: bytes) -> list[Any]:
    """Read the events of a file as a phone does."""
    return list(Calendar.from_ical(file.decode()).walk("VEVENT"))


def one(**values: Any) -> Any:
    entry = Entry(**({"uid": "a-1@x", "title": "Lift", "starts": TODAY} | values))
    return opened(calendar_file([entry], name="De Vonk", made_at=MADE_AT))[0]


# -- the file ----------------------------------------------------------------------------------------------------


def test_a_whole_day_is_a_date_that_ends_the_day_after_and_leaves_its_owner_free() -> None:
    event = one()
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TODAY, TODAY + timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("day", "offset"),
    [(date(2026, 3, 28), 1), (date(2026, 3, 29), 2), (date(2026, 10, 24), 2), (date(2026, 10, 25), 1)],
)
def test_an_appointment_at_eight_is_at_eight_on_either_side_of_summer_time(day: date, offset: int) -> None:
    event = one(starts=at(day, 20), ends=at(day, 21, 30))
    begins = event["DTSTART"].dt
    assert (begins.replace(tzinfo=None), begins.utcoffset()) == (at(day, 20), timedelta(hours=offset))
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTEND"].dt - begins == timedelta(minutes=90)


def test_the_file_says_itself_when_summer_time_begins_and_ends() -> None:
    file = calendar_file([Entry("a-1@x", "Lift", at(TODAY, 9))], name="De Vonk", made_at=MADE_AT)
    written: Any = Calendar.from_ical(file.decode()).walk("VTIMEZONE")[0]
    zone = written.to_tz(lookup_tzid=False)
    known = ZoneInfo("Europe/Amsterdam")
    moments = [datetime(1997, 1, 1, tzinfo=UTC) + timedelta(hours=half * 6) for half in range(4 * 365 * 39)]
    told = [
        moment
        for moment in moments[::7]
        if moment.astimezone(zone).utcoffset() != known.utcoffset(moment.replace(tzinfo=None))
    ]
    # What dateutil makes of a zone is off within the hours of a change only.
    assert {(moment.month, moment.day >= 25) for moment in told} <= {(3, True), (10, True)}
    assert b"VTIMEZONE" not in calendar_file([Entry("a-1@x", "Lift", TODAY)], name="De Vonk", made_at=MADE_AT)


def test_the_file_is_a_calendar_to_keep_and_asks_no_organiser() -> None:
    """A METHOD makes it a message between calendars, of which each event must name who organises it (RFC 5546)."""
    file = calendar_file([Entry("a-1@x", "Lift", TODAY)], name="De Vonk", made_at=MADE_AT)
    assert b"METHOD" not in file


def test_what_was_called_off_says_so_and_warns_nobody() -> None:
    event = one(alarms=(timedelta(hours=1),), cancelled=True)
    assert event["STATUS"] == "CANCELLED"
    assert not event.walk("VALARM")
    assert "STATUS" not in one()


def test_signs_that_mean_something_to_a_calendar_are_read_back_as_they_were() -> None:
    text = "Keuring; hal A, \\ en\nregel twee: “é” 🔑 " + "lang " * 40
    event = one(title=text, place=text, note=text)
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == (text, text, text)
    file = calendar_file([Entry("a-1@x", text, TODAY)], name="De Vonk", made_at=MADE_AT)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_a_phone_warns_before_it_begins() -> None:
    event = one(alarms=(timedelta(hours=15), timedelta(days=6, hours=15)))
    alarms = event.walk("VALARM")
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [-timedelta(hours=15), -timedelta(days=6, hours=15)]
    assert {(alarm["ACTION"], alarm["DESCRIPTION"]) for alarm in alarms} == {("DISPLAY", "Lift")}


def test_the_same_things_at_the_same_moment_are_the_same_file() -> None:
    some = [Entry("b-1@x", "B", TODAY), Entry("a-1@x", "A", at(TODAY, 9))]
    assert calendar_file(some, name="De Vonk", made_at=MADE_AT) == calendar_file(
        some[::-1], name="De Vonk", made_at=MADE_AT
    )
    assert one()["DTSTAMP"].dt == MADE_AT


def test_skipped_days_are_left_out_and_moved_ones_are_told_apart() -> None:
    entry = Entry(
        "job-1@x",
        "Gutters",
        date(2026, 12, 1),
        rule="FREQ=MONTHLY;BYDAY=1TU",
        exceptions={date(2027, 1, 5): None, date(2027, 2, 2): date(2027, 2, 4)},
    )
    series, moved = opened(calendar_file([entry], name="De Vonk", made_at=MADE_AT))
    assert series["RRULE"].to_ical() == b"FREQ=MONTHLY;BYDAY=1TU"
    assert [day.dt for day in series["EXDATE"].dts] == [date(2027, 1, 5)]
    assert (moved["UID"], moved["RECURRENCE-ID"].dt, moved["DTSTART"].dt) == (
        "job-1@x",
        date(2027, 2, 2),
        date(2027, 2, 4),
    )


def test_the_library_is_loaded_only_when_a_file_is_written() -> None:
    words = "import sys, coopadmin.exchange.work_calendar, coopadmin.cli.app; print('icalendar' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


# -- what is in it -----------------------------------------------------------------------------------------------


def _fill(store: Store) -> None:
    """A lift inspected in June, gutters every month, a plumber who comes, a work day, and what is over already."""

    def more(transaction: Transaction) -> None:
        transaction.add(Contractor(name="Blij"))
        task = transaction.add(
            MaintenanceTask(number="M-0100", reported_on=TODAY, what="Leak", status="planned", planned_on=TODAY)
        )
        transaction.add(
            TaskAppointment(
                task_id=task,
                starts_at="2026-11-23T09:00",
                ends_at="2026-11-23T10:30",
                agreed_on=TODAY,
                contractor_id=1,
                access="the key is with Anna van den Berg",
            )
        )
        transaction.add(
            MaintenanceTask(
                number="M-0101", reported_on=TODAY, what="Door", status="planned", planned_on=date(2026, 11, 30)
            )
        )
        for title, cancelled_on in (("Garden", None), ("Roof", TODAY)):
            transaction.add(
                WorkDay(
                    title=title,
                    starts_at="2026-11-28T10:00",
                    ends_at="2026-11-28T16:00",
                    needs="Spades, soup",
                    cancelled_on=cancelled_on,
                )
            )

    store.do(more)
    lift = store.do(save_job, job=LIFT).result
    store.do(
        note_done,
        job_id=lift,
        done_on=date(2026, 6, 30),
        certificate=CertificateData("L-77", date(2026, 6, 30), valid_until=date(2027, 12, 30)),
    )
    gutters = store.do(save_job, job=GUTTERS).result
    store.do(skip_occurrence, job_id=gutters, occurrence_on=date(2027, 1, 5), reason="frost")
    store.do(
        move_occurrence,
        job_id=gutters,
        occurrence_on=date(2027, 2, 2),
        moved_to=date(2027, 2, 4),
        reason="no ladder",
    )
    store.do(save_job, job=JobData("Paint", "yearly"))


@pytest.fixture
def made_of(store: Store, furnish: Furnish) -> WorkCalendar:
    """Give what the calendar is made of."""
    furnish(_fill)
    return store.read(work_calendar, TODAY)


def test_everything_to_come_is_in_the_calendar_and_no_resident_is(made_of: WorkCalendar) -> None:
    file = work_file(made_of, MADE_AT)
    found = {event["SUMMARY"]: event for event in opened(file)}
    called_off = {title for title, event in found.items() if event.get("STATUS") == "CANCELLED"}
    assert called_off == {"Roof"}
    coming = {"Leak (M-0100)", "Door (M-0101)", "Garden", "Inspect the lift", "Clean the gutters"}
    assert set(found) - called_off == coming
    assert found["Leak (M-0100)"]["DTSTART"].dt.replace(tzinfo=None) == datetime.fromisoformat("2026-11-23T09:00")
    assert found["Door (M-0101)"]["DTSTART"].dt == date(2026, 11, 30)
    lift = found["Inspect the lift"]
    assert lift["DTSTART"].dt == date(2027, 12, 30)
    assert lift["DESCRIPTION"].splitlines() == [
        "Comes round: every 18 months",
        "Last done: 30 June 2026",
        "Certificate until: 30 December 2027",
    ]
    assert [alarm["TRIGGER"].dt for alarm in lift.walk("VALARM")][1] == -timedelta(days=59, hours=15)
    assert b"Berg" not in file


def test_a_series_of_days_is_one_event_with_its_exceptions(made_of: WorkCalendar) -> None:
    gutters = [event for event in opened(work_file(made_of, MADE_AT)) if event["SUMMARY"] == "Clean the gutters"]
    assert [event.get("RECURRENCE-ID") is not None for event in gutters] == [False, True]
    assert [day.dt for day in gutters[0]["EXDATE"].dts] == [date(2027, 1, 5)]


def test_every_thing_keeps_its_mark_from_file_to_file_and_no_two_stores_share_one(
    store: Store, made_of: WorkCalendar
) -> None:
    marks = [entry.uid for entry in entries(made_of, TODAY)]
    assert len(set(marks)) == len(marks)
    store.do(make_occurrence, job_id=2, occurrence_on=date(2026, 12, 1))
    again = store.read(work_calendar, TODAY)
    assert [entry.uid for entry in entries(again, TODAY)] == marks
    assert len(made_of.key) == 16
    assert all(mark.endswith(f"@{made_of.key}") for mark in marks)


def test_a_time_that_is_a_task_stands_on_the_day_that_is_planned_for(store: Store, made_of: WorkCalendar) -> None:
    store.do(make_occurrence, job_id=2, occurrence_on=date(2026, 12, 1))
    store.do(move_occurrence, job_id=2, occurrence_on=date(2026, 12, 1), moved_to=date(2026, 12, 3), reason="rain")
    gutters = next(entry for entry in entries(store.read(work_calendar, TODAY), TODAY) if entry.title == GUTTERS.what)
    assert gutters.exceptions[date(2026, 12, 1)] == date(2026, 12, 3)


def test_a_phone_that_has_the_file_of_yesterday_takes_the_newer_one(store: Store, made_of: WorkCalendar) -> None:
    """A program that has an event already takes the one with the higher revision."""
    before = {event["UID"]: event["SEQUENCE"] for event in opened(work_file(made_of, MADE_AT))}
    assert opened(work_file(store.read(work_calendar, TODAY), MADE_AT))[0]["SEQUENCE"] == min(before.values())
    store.do(move_occurrence, job_id=2, occurrence_on=date(2026, 12, 1), moved_to=date(2026, 12, 3), reason="rain")
    after = {event["UID"]: event["SEQUENCE"] for event in opened(work_file(store.read(work_calendar, TODAY), MADE_AT))}
    assert all(after[mark] > before[mark] for mark in before)


def test_what_is_no_longer_to_come_is_told_to_a_phone_that_had_it(store: Store, made_of: WorkCalendar) -> None:
    def call_off(transaction: Transaction) -> None:
        transaction.change(TaskAppointment, 1, outcome="cancelled")
        transaction.change(MaintenanceTask, 2, status="cancelled")

    had = {event["UID"] for event in opened(work_file(made_of, MADE_AT))}
    store.do(call_off)
    store.do(stop_job, job_id=1, ended_on=TODAY)
    events = opened(work_file(store.read(work_calendar, TODAY), MADE_AT))
    assert had <= {event["UID"] for event in events}
    gone = {event["SUMMARY"] for event in events if event.get("STATUS") == "CANCELLED"}
    assert gone == {"Leak (M-0100)", "Door (M-0101)", "Inspect the lift", "Roof"}


def test_an_empty_store_gives_an_empty_calendar(store: Store) -> None:
    assert opened(work_file(store.read(work_calendar, TODAY), MADE_AT)) == []


# -- a phone reads the same days as the desk does ----------------------------------------------------------------


def _days_a_phone_shows(events: list[Any], until: date) -> list[date]:
    """Work the events out as RFC 5545 says: the rule, less the days left out, the moved ones on their new day."""
    shown: list[date] = []
    moved = {event["RECURRENCE-ID"].dt: event["DTSTART"].dt for event in events if "RECURRENCE-ID" in event}
    for event in events:
        if "RECURRENCE-ID" in event:
            continue
        first = event["DTSTART"].dt
        if "RRULE" not in event:
            shown.append(first)
            continue
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=datetime.combine(first, time()))
        left_out = {day.dt for day in event["EXDATE"].dts} if "EXDATE" in event else set()
        days = [moment.date() for moment in rule.between(datetime.combine(first, time()), at(until, 0), inc=True)]
        shown += [moved.get(day, day) for day in days if day not in left_out]
    return sorted(day for day in shown if day <= until)


@given(rules(), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.lists(st.integers(0, 12), max_size=3, unique=True))
@settings(max_examples=40)
def test_a_phone_shows_the_days_that_the_desk_shows(rule: Any, first: date, excepted: list[int]) -> None:
    course = Course(rule=rule.text, starts_on=first)
    ahead = list(islice(calendar(course), 13))
    exceptions = {
        ahead[place]: None if number == 0 else ahead[place] + timedelta(days=1)
        for number, place in enumerate(excepted)
        if place < len(ahead)
    }
    course = replace(course, exceptions=exceptions)
    until = TODAY + timedelta(days=500)
    ours = [time.on for time in times_between(course, date.min, until)]
    made_of = _calendar_of(course, rule.text)
    theirs = _days_a_phone_shows(opened(work_file(made_of, MADE_AT)), until)
    assert theirs == ours


def test_a_booking_is_in_it_without_who_booked_unless_that_is_asked(store: Store, furnish: Furnish) -> None:
    known = furnish(settle)
    house = House(store, known)
    booked = house.book("3 10:00", "3 12:00", purpose="choir").booking_id
    gone = house.book("4 10:00", "4 12:00").booking_id
    store.do(cancel_booking, booking_id=gone, reason="ill")
    season = house.book("5 10:00", "5 12:00").booking_id

    def rewrite(transaction: Transaction) -> None:
        transaction.change(Booking, season, ends_at="2027-03-01T10:00")

    store.do(rewrite)
    made_of = store.read(work_calendar, TODAY)
    found = {str(event["UID"]).split("@")[0]: event for event in opened(work_file(made_of, MADE_AT))}
    assert set(found) == {f"booking-{booked}", f"booking-{gone}"}
    event = found[f"booking-{booked}"]
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.replace(tzinfo=None)) == (
        "Hall: booked",
        at(date(2026, 12, 3), 10),
    )
    assert "DESCRIPTION" not in event
    assert str(found[f"booking-{gone}"]["STATUS"]) == "CANCELLED"
    assert not [word for word in (b"Berg", b"choir") if word in work_file(made_of, MADE_AT)]
    named = opened(work_file(store.read(work_calendar, TODAY, True), MADE_AT))
    assert str(named[0]["DESCRIPTION"]) == "Anna Berg · choir"


def _calendar_of(course: Course, rule: str) -> WorkCalendar:
    row = JobRow(
        job_id=1,
        what="Gutters",
        place="",
        kind="planned",
        every_months=None,
        rule=rule,
        responsible="unknown",
        asks_certificate=False,
        notice_days=None,
        ended_on=None,
        last_done=None,
        next_due=None,
        planned_for=None,
        days_left=None,
        open_task_id=None,
        open_number="",
        open_for=None,
        certificate="",
        outcome="",
        valid_until=None,
    )
    return WorkCalendar("0123456789abcdef", 1, "De Vonk", 90, (CalendarJob(row, course, {}),), (), (), ())
