"""Bookings that come round: the list of series, and one with all its times."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.facilities import span_text
from coopadmin.domain.recurrences_calendar import read_rule, rule_words
from coopadmin.formats import long_date, moment_text
from coopadmin.i18n import N_, _, ngettext
from db.queries import booking_series as queries
from db.queries import journal
from db.queries.booking_rows import BookingRow
from db.queries.booking_series import SeriesRecord, SeriesRow
from screens.app import Ref
from screens.facilities import series_forms as forms
from screens.facilities.bookings import status_text, when_text
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
    story_section,
    whole,
)

AHEAD = 20
BEHIND = 10
"""Times a record shows ahead and behind."""
WHEN_WIDTH = 21


def words_of(row: SeriesRow) -> str:
    """Say in words when a series comes round."""
    return rule_words(read_rule(row.rule))


def last_day(row: SeriesRow) -> date:
    """Give the last day of a series: as it was asked, or as it was stopped."""
    return row.until if row.ended_on is None else min(row.ended_on, row.until)


def sign(row: SeriesRow) -> str:
    """Show with a sign how a series stands: stopped, with times ahead, or without."""
    return "✗" if row.ended_on is not None else "●" if row.ahead else "○"


def _card(connection: Connection, series_id: int, today: date) -> Card | None:
    record = queries.record(connection, series_id, today)
    if record is None:
        return None
    row = record.series
    coming = [one for one in record.bookings if one.ends_at.date() >= today]
    over = [one for one in record.bookings if one.ends_at.date() < today]
    return Card(
        title=f"{row.facility_name} · {words_of(row)}",
        status=_status(row),
        sections=(
            _details(row),
            _times(_("times to come"), coming, AHEAD, today),
            _skips(record),
            _times(_("earlier times"), list(reversed(over)), BEHIND, today),
            story_section(journal.story(connection, [("bookingseries", series_id)])),
        ),
    )


def _status(row: SeriesRow) -> str:
    if row.ended_on is not None:
        return f"{sign(row)} " + _("stopped after {day}").format(day=long_date(row.ended_on))
    told = ngettext("{count} time to come", "{count} times to come", row.ahead).format(count=row.ahead)
    return f"{sign(row)} {told}"


def _details(row: SeriesRow) -> Section:
    return Section(
        _("details"),
        filled(
            Entry(_("facility"), row.facility_name, Ref("facilities", row.facility_id)),
            Entry(_("booked by"), f"{row.person} {row.number}".strip(), Ref("members", row.person_id)),
            Entry(_("comes round"), words_of(row)),
            Entry(_("first time"), span_text(row.starts_at, row.ends_at)),
            Entry(_("last day"), long_date(row.until)),
            Entry(_("purpose"), row.purpose),
            Entry(_("note"), row.note),
        ),
    )


def _times(title: str, rows: list[BookingRow], most: int, today: date) -> Section:
    entries = [
        Entry(
            f"{when_text(row.starts_at, row.ends_at, without_year=today.year):<{WHEN_WIDTH}}",
            _time_text(row),
            Ref("bookings", row.booking_id),
        )
        for row in rows[:most]
    ]
    if len(rows) > most:
        entries.append(Entry("", _("… and {count} more").format(count=len(rows) - most), style="dim"))
    return Section(title, tuple(entries))


def _time_text(row: BookingRow) -> str:
    moved = _("moved") if row.occurrence_at is not None and row.occurrence_at != row.starts_at else ""
    return " · ".join(part for part in (status_text(row.status), moved, row.cancel_reason) if part)


def _skips(record: SeriesRecord) -> Section:
    return Section(
        _("skipped"), tuple(Entry(moment_text(one.occurrence_at), one.reason or "–") for one in record.skips)
    )


SUBJECT: Subject[SeriesRow] = Subject(
    name="series",
    title=N_("Series"),
    columns=(
        Column(
            N_("Next time"),
            lambda row: moment(row.next_starts_at) or sign(row),
            17,
            value=lambda row: row.next_starts_at,
            kind="moment",
        ),
        Column(N_("Facility"), lambda row: row.facility_name, 14),
        Column(N_("Comes round"), words_of),
        Column(N_("Ahead"), lambda row: whole(row.ahead), 5, True, value=lambda row: row.ahead, kind="int"),
        Column(N_("Who"), lambda row: row.person, 14),
        Column(N_("Last day"), lambda row: day(last_day(row)), 11, wide=True, value=last_day, kind="date"),
        Column(N_("Purpose"), lambda row: row.purpose, 16, wide=True),
        Column(N_("No."), lambda row: row.number, 8, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.series_id,
    card=_card,
    filters=(
        Choice("running", N_("running")),
        Choice("stopped", N_("over or stopped")),
        Choice("all", N_("all series")),
    ),
    sorts=(
        Choice("next", N_("next time")),
        Choice("facility", N_("facility")),
        Choice("person", N_("name")),
        Choice("until", N_("last day")),
    ),
    counted=lambda total: ngettext("{count} series", "{count} series", total).format(count=total),
    empty=N_(
        "No series yet. Press N to book a room or a thing that comes round: every Tuesday, the first Monday of every "
        "month. Each time is a booking of its own, so one can be moved or skipped."
    ),
    new=forms.book,
    actions=(
        Action(N_("Skip a time"), forms.skip, N_("One time does not take place; the others stay")),
        Action(N_("Put a time back"), forms.restore, N_("A time that was skipped or left out takes place after all")),
        Action(N_("Run on"), forms.extend, N_("Until a later last day, with new times")),
        Action(N_("Move"), forms.move, N_("All times from a day on, earlier or later on the same day")),
        Action(N_("Stop"), forms.stop, N_("After a last day; the times after it are cancelled")),
    ),
    row_style=lambda row: "dim" if row.ended_on is not None else "",
    beside="turns",
)
