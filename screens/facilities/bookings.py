"""Who has which shared room or thing, and when: the list of bookings and a booking's record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from coopadmin.domain.facilities import STATUSES, midnight, span_text
from coopadmin.domain.maintenance import STATUSES as TASK_STATUSES
from coopadmin.domain.words_bookings import LEFT_AS
from coopadmin.formats import day_name, long_date, moment_text, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import bookings as queries
from db.queries import damage, journal
from db.queries.base import Listing, Page
from db.queries.bookings import BookingRecord, BookingRow
from db.queries.facilities import FacilityRow, TaskRow
from screens.app import Ref
from screens.facilities import booking_actions as actions
from screens.facilities import booking_form, grid, series_forms
from screens.facilities.booking_actions import price_text
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

SIGNS: dict[str, str] = {"requested": "●", "confirmed": "✓", "used": "○", "cancelled": "✗"}

LAST_FIRST = ("past", "to_check", "cancelled", "all")
"""Filters whose bookings the query gives last to first where no other order is asked for."""


def status_text(status: str) -> str:
    """Show how far a booking has come, with its sign."""
    return f"{SIGNS[status]} {_(STATUSES[status])}"


def when_text(starts_at: datetime, ends_at: datetime, *, without_year: int | None = None) -> str:
    """Show from when until when on 26 signs: `Fr 20 Nov 2026 14:00–18:30`, or only the days where there are two.

    A day in the year `without_year` goes without it; a booking of another year then shows when it begins.
    """
    starts_on, last_day = starts_at.date(), _last_day(ends_at)
    if without_year is not None:
        if starts_on.year != without_year:
            return moment_text(starts_at)
        first, last = _without_year(starts_on), _without_year(last_day)
    else:
        first, last = _with_day(starts_on), _with_day(last_day)
        if starts_on.year == last_day.year and starts_on != last_day:
            first = _without_year(starts_on)
    if starts_on == last_day:
        return f"{first} {starts_at:%H:%M}–{_end(ends_at)}"
    if starts_on.year != last_day.year:
        return f"{short_date(starts_on)} – {short_date(last_day)}"
    return f"{first} – {last}"


def limit_text(facility: FacilityRow) -> str:
    """Show how often a person may book; empty where there is no limit."""
    most = facility.max_per_month
    if most is None:
        return ""
    return ngettext("{count} a month per person", "{count} a month per person", most).format(count=most)


def _last_day(ends_at: datetime) -> date:
    """Give the last day of a booking: one until midnight does not touch the next."""
    return (ends_at - timedelta(minutes=1)).date()


def _end(ends_at: datetime) -> str:
    return "24:00" if ends_at == midnight(ends_at.date()) else f"{ends_at:%H:%M}"


def _with_day(day: date) -> str:
    return f"{day_name(day)[:2]} {short_date(day)}"


def _without_year(day: date) -> str:
    return _with_day(day)[:-5]


def _page(connection: Connection, listing: Listing, on: date) -> Page[BookingRow]:
    """List bookings; in the order of time each filter begins where one looks first, unless it is turned round."""
    if not listing.sort and listing.descending:
        listing = replace(listing, sort="starts", descending=listing.filter not in LAST_FIRST)
    return queries.bookings_page(connection, listing, on)


def _card(connection: Connection, booking_id: int, _today: date) -> Card | None:
    record = queries.booking_record(connection, booking_id)
    if record is None:
        return None
    row = record.booking
    return Card(
        title=f"{row.facility_name} · {when_text(row.starts_at, row.ends_at)}",
        status=status_text(row.status),
        sections=(
            _details(row),
            _money_and_use(row),
            Section(_("damage"), tuple(task_entry(task) for task in damage.tasks_of(connection, booking_id))),
            _asked_of_it(record),
            story_section(journal.story(connection, [("booking", booking_id)])),
        ),
    )


def _details(row: BookingRow) -> Section:
    return Section(
        _("details"),
        filled(
            Entry(_("facility"), row.facility_name, Ref("facilities", row.facility_id)),
            Entry(_("booked by"), f"{row.person} {row.number}".strip(), Ref("members", row.person_id)),
            Entry(_("when"), span_text(row.starts_at, row.ends_at)),
            Entry(_("purpose"), row.purpose),
            Entry(_("people"), whole(row.people)),
            Entry(_("series"), _series_text(row), Ref("series", row.series_id) if row.series_id else None),
            Entry(_("against a rule"), row.overruled),
            Entry(_("cancelled"), _cancelled_text(row)),
        ),
    )


def _series_text(row: BookingRow) -> str:
    if row.series_id is None or row.occurrence_at is None:
        return ""
    if row.occurrence_at != row.starts_at:
        return _("moved from {when}").format(when=moment_text(row.occurrence_at))
    return _("one of its times")


def _cancelled_text(row: BookingRow) -> str:
    return " · ".join(part for part in (day(row.cancelled_on), row.cancel_reason) if part)


def _money_and_use(row: BookingRow) -> Section:
    charge = Ref("charges", row.charge_id) if row.charge_id is not None else None
    priced = row.price_cents is not None
    looked = (
        _("{day}: {how}").format(day=long_date(row.checked_on), how=_(LEFT_AS[row.left_as]))
        if (row.checked_on and row.left_as)
        else ""
    )
    return Section(
        _("money and use"),
        filled(
            Entry(_("price"), price_text(row) if priced else "", charge),
            Entry(_("after use"), looked),
        ),
    )


def task_entry(task: TaskRow) -> Entry:
    """Show a task of maintenance: its number, how far it has come, and what it is."""
    sign = {"done": "✓", "cancelled": "✗"}.get(task.status, "▲" if task.urgency == "emergency" else "●")
    return Entry(task.number, f"{sign} {_(TASK_STATUSES[task.status])} · {task.what}", Ref("maintenance", task.task_id))


def _asked_of_it(record: BookingRecord) -> Section:
    facility = record.facility
    keeper = Ref("members", facility.keeper_id) if facility.keeper_id is not None else None
    return Section(
        _("what the facility asks"),
        filled(
            Entry(_("rate for members"), money(facility.member_rate_cents)),
            Entry(_("rate for others"), money(facility.other_rate_cents)),
            Entry(_("at most"), limit_text(facility)),
            Entry(_("in that month"), _("{count} by this person").format(count=record.in_month)),
            Entry(_("keys"), whole(facility.key_count)),
            Entry(_("keeper"), facility.keeper, keeper),
            Entry("", facility.house_rules),
        ),
    )


SUBJECT: Subject[BookingRow] = Subject(
    name="bookings",
    title=N_("Bookings"),
    columns=(
        Column(
            N_("When"),
            lambda row: when_text(row.starts_at, row.ends_at),
            26,
            value=lambda row: row.starts_at,
            kind="moment",
        ),
        Column(N_("Facility"), lambda row: row.facility_name),
        Column(N_("Who"), lambda row: row.person, 14),
        Column(N_("Status"), lambda row: status_text(row.status), 14, value=lambda row: _(STATUSES[row.status])),
        Column(N_("Purpose"), lambda row: row.purpose, 18, wide=True),
        Column(
            N_("Ends"), lambda row: moment(row.ends_at), 17, wide=True, value=lambda row: row.ends_at, kind="moment"
        ),
        Column(N_("No."), lambda row: row.number, 8, wide=True),
        Column(N_("Code"), lambda row: row.facility_code, 8, wide=True),
    ),
    page=_page,
    key=lambda row: row.booking_id,
    card=_card,
    filters=(
        Choice("upcoming", N_("upcoming")),
        Choice("requested", N_("waiting for a yes")),
        Choice("past", N_("past")),
        Choice("cancelled", N_("cancelled")),
        Choice("all", N_("all bookings")),
        Choice("to_pay", N_("to pay")),
        Choice("to_check", N_("to look at after use")),
    ),
    sorts=(
        Choice("", N_("time")),
        Choice("facility", N_("facility")),
        Choice("person", N_("name")),
        Choice("purpose", N_("purpose")),
        Choice("status", N_("status")),
    ),
    counted=lambda total: ngettext("{count} booking", "{count} bookings", total).format(count=total),
    empty=N_(
        "No bookings yet. Press N to book a room or a thing for someone, F7 for the facilities themselves, or F9 to "
        "import the bookings you have (a CSV file or a workbook)."
    ),
    new=booking_form.book,
    edit=booking_form.change_booking,
    actions=(
        Action(N_("Confirm"), actions.confirm, N_("Say yes to a booking that was requested")),
        Action(N_("Cancel"), actions.cancel, N_("It is kept as cancelled, and the facility is free again")),
        Action(N_("Move"), booking_form.move, N_("To another time; the form says what the rules answer")),
        Action(N_("Paid"), actions.pay, N_("Note that it was paid, and when")),
        Action(N_("To the account"), actions.charge, N_("Its price becomes an amount the member owes")),
        Action(N_("After use"), actions.check, N_("Note how it was left, and what cleaning or repair costs")),
        Action(N_("Something is broken"), actions.damage, N_("A report of maintenance, linked to this booking")),
        Action(N_("Another price"), actions.set_price, N_("Agreed otherwise than the rates give")),
        Action(N_("Cancel with a reason"), actions.cancel_because, N_("The reason stands with the booking")),
        Action(N_("All to accounts"), actions.charge_all, N_("Put everything that began by a day on the accounts")),
        Action(N_("The whole week"), grid.show_week_of, N_("All rooms and things, a column for each day")),
        Action(N_("Make a series"), series_forms.again, N_("The same facility and person, coming round by a rule")),
    ),
    row_style=lambda row: "dim" if row.status in ("cancelled", "used") else "",
    beside="series",
)
