"""Who has which shared room or thing, and when: the list of bookings and a booking's record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from coopadmin.domain.facilities import STATUSES, midnight, span_text
from coopadmin.formats import day_name, moment_text, short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import facilities as queries
from db.queries import journal
from db.queries.base import Listing, Page
from db.queries.facilities import BookingRecord, BookingRow, FacilityRow
from screens.app import Ref
from screens.facilities import forms
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    filled,
    moment,
    money,
    story_section,
    whole,
)

SIGNS: dict[str, str] = {"requested": "●", "confirmed": "✓", "used": "○", "cancelled": "✗"}

LAST_FIRST = ("past", "cancelled", "all")
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
        ),
    )


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
            N_("Until"), lambda row: moment(row.ends_at), 17, wide=True, value=lambda row: row.ends_at, kind="moment"
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
        "No bookings yet. Press N to book a room or a thing for someone, B for the facilities themselves, or F9 to "
        "import the bookings you have (a CSV file or a workbook)."
    ),
    new=forms.book,
    edit=forms.change_booking,
    actions=(
        Action(N_("Confirm"), forms.confirm, N_("Say yes to a booking that was requested")),
        Action(N_("Cancel"), forms.cancel, N_("It is kept as cancelled, and the facility is free again")),
    ),
    row_style=lambda row: "dim" if row.status in ("cancelled", "used") else "",
    beside="facilities",
)
