"""Shared rooms and things on the desk: their list, a facility's record with its week, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Connection

from coopadmin.domain.facilities import midnight
from coopadmin.domain.periods import day_after
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import bookings as booking_queries
from db.queries import facilities as queries
from db.queries import facility_rules as rule_queries
from db.queries import journal
from db.queries.bookings import BookingRow
from db.queries.facilities import FacilityRecord, FacilityRow
from screens.app import Ref
from screens.facilities import booking_form, forms, grid, rules, series_forms, turn_forms, wishes
from screens.facilities.bookings import limit_text, status_text, task_entry, when_text
from screens.facilities.week import DAYS, week_section
from screens.keys.section import facility_keys
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    moment,
    money,
    story_section,
    whole,
)

AHEAD = 15
BEHIND = 10
"""Bookings a record shows ahead and behind; the list of bookings has them all."""
WHEN_WIDTH = 21


def _card(connection: Connection, facility_id: int, today: date) -> Card | None:
    record = queries.record(connection, facility_id, today)
    if record is None:
        return None
    facility = record.facility
    this_week = booking_queries.bookings_between(connection, today, today + timedelta(days=DAYS - 1))
    closed = rule_queries.closures_of(connection, facility_id, today)
    kept = rule_queries.rules_of(connection, facility_id, today)
    changed = [
        ("facility", facility_id),
        *(("facilityrule", rule.rule_id) for rule in kept),
        *(("facilityclosure", one.closure_id) for one in closed),
    ]
    return Card(
        title=f"{facility.name} ({facility.code})",
        status=_status(record, today),
        sections=(
            week_section(facility, this_week, today, closed),
            _details(facility),
            Section(_("house rules"), filled(Entry("", facility.house_rules))),
            rules.rules_section(kept, today),
            rules.closures_section(closed),
            wishes.wishes_section(connection, facility_id, today),
            facility_keys(connection, facility_id, today),
            Section(_("maintenance"), tuple(task_entry(task) for task in record.tasks)),
            _bookings(_("upcoming bookings"), record.upcoming, AHEAD, today),
            _bookings(_("earlier bookings"), record.recent, BEHIND, today),
            story_section(journal.story(connection, changed)),
        ),
    )


def _status(record: FacilityRecord, today: date) -> str:
    ended_on = record.facility.ended_on
    if ended_on is not None and ended_on < today:
        return _("○ closed after {day}").format(day=long_date(ended_on))
    number = sum(booking.starts_at < midnight(day_after(today)) for booking in record.upcoming)
    said = [
        ngettext("● {count} booking today", "● {count} bookings today", number).format(count=number)
        if number
        else _("○ nothing booked today")
    ]
    if ended_on is not None:
        said.append(_("closes after {day}").format(day=long_date(ended_on)))
    return " · ".join(said)


def _details(facility: FacilityRow) -> Section:
    keeper = Ref("members", facility.keeper_id) if facility.keeper_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("kind"), facility.kind),
            Entry(_("place"), facility.place),
            Entry(_("keeper"), facility.keeper, keeper),
            Entry(_("rate for members"), money(facility.member_rate_cents)),
            Entry(_("rate for others"), money(facility.other_rate_cents)),
            Entry(_("at most"), limit_text(facility)),
            Entry(_("at once"), _("one booking") if facility.exclusive else _("several bookings")),
            Entry(_("keys"), whole(facility.key_count)),
            Entry(_("last day"), day(facility.ended_on)),
            Entry(_("note"), facility.note),
        ),
    )


def _bookings(title: str, rows: Iterable[BookingRow], most: int, today: date) -> Section:
    entries = [
        Entry(
            f"{when_text(row.starts_at, row.ends_at, without_year=today.year):<{WHEN_WIDTH}}",
            row.person if row.status in ("confirmed", "used") else f"{row.person} {status_text(row.status)}",
            Ref("bookings", row.booking_id),
        )
        for row in rows
    ]
    if len(entries) > most:
        entries[most:] = [Entry("", _("… and more; the list of bookings has them all"), style="dim")]
    return Section(title, tuple(entries))


def _next(row: FacilityRow) -> str:
    if row.next_starts_at is None and row.ended_on is not None:
        return _("○ until {day}").format(day=day(row.ended_on))
    return moment(row.next_starts_at)


SUBJECT: Subject[FacilityRow] = Subject(
    name="facilities",
    title=N_("Facilities"),
    columns=(
        Column(N_("Code"), lambda row: row.code, 8),
        Column(N_("Name"), lambda row: row.name),
        Column(N_("Kind"), lambda row: row.kind, 12, wide=True),
        Column(N_("Next booking"), _next, 19, value=lambda row: row.next_starts_at, kind="moment"),
        Column(N_("Ahead"), lambda row: whole(row.upcoming), 5, True, value=lambda row: row.upcoming, kind="int"),
        Column(N_("Place"), lambda row: row.place, 14, wide=True),
        Column(N_("Keeper"), lambda row: row.keeper, 18, wide=True),
        Column(
            N_("Members"),
            lambda row: money(row.member_rate_cents),
            9,
            True,
            True,
            value=lambda row: row.member_rate_cents,
            kind="cents",
        ),
        Column(
            N_("Others"),
            lambda row: money(row.other_rate_cents),
            9,
            True,
            True,
            value=lambda row: row.other_rate_cents,
            kind="cents",
        ),
        Column(
            N_("A month"),
            lambda row: whole(row.max_per_month),
            7,
            True,
            True,
            value=lambda row: row.max_per_month,
            kind="int",
        ),
        Column(
            N_("Keys"), lambda row: whole(row.key_count), 8, True, True, value=lambda row: row.key_count, kind="int"
        ),
        Column(
            N_("Last day"), lambda row: day(row.ended_on), 11, wide=True, value=lambda row: row.ended_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.facility_id,
    card=_card,
    filters=(
        Choice("open", N_("in use")),
        Choice("closed", N_("closed")),
        Choice("all", N_("all facilities")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("code", N_("code")),
        Choice("kind", N_("kind")),
        Choice("place", N_("place")),
        Choice("keeper", N_("keeper")),
        Choice("next", N_("next booking")),
    ),
    counted=lambda total: ngettext("{count} facility", "{count} facilities", total).format(count=total),
    empty=N_(
        "No facilities yet. Press N to add a shared room or thing (a guest room, a laundry, a cargo bike), or F9 to "
        "import the list you have (a CSV file or a workbook)."
    ),
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(N_("Book this"), booking_form.book_this, N_("For someone, from when until when")),
        Action(N_("Close"), forms.close, N_("Give its last day; its bookings and its history are kept")),
        Action(N_("The whole week"), grid.show_week, N_("All rooms and things, a column for each day")),
        Action(N_("Book a series"), series_forms.book_for, N_("Comes round by a rule: every Tuesday")),
        Action(N_("Waiting list"), wishes.waiting_list, N_("Who waits for a time that is taken, and who has it now")),
        Action(N_("Rules of booking"), rules.set_rule, N_("How far ahead, who may, quiet hours, payment first …")),
        Action(N_("Closed for a time"), rules.closures, N_("Painting, a feast, the summer: nobody can book it then")),
        Action(N_("Cleaning turn"), turn_forms.add_for, N_("Whose turn it is, and by when")),
        Action(N_("Cleaning roster"), turn_forms.plan_for, N_("Some people in turn, every so many days")),
    ),
    beside="bookings",
)
