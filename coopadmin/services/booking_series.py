"""Bookings that come round: made at once as bookings of their own, each of which can be moved or skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.booking_prices import price_cents
from coopadmin.domain.booking_rules import Answer, Facts, answers
from coopadmin.domain.booking_series import Time, check_times, open_ended, some_times, together
from coopadmin.domain.facilities import Calendar, Slot, Terms, check_booking, stored, to_the_minute
from coopadmin.domain.recurrences_calendar import Rule, read_rule
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _, ngettext
from coopadmin.services.booking_parts import (
    GONE,
    NAMED_AT_MOST,
    Asking,
    Booked,
    about,
    accepted,
    booking_values,
    calendar_of,
    first_status,
    kept_reason,
    known_terms,
    needs_reason,
    wall_clock,
)
from coopadmin.services.booking_wish_parts import Cancelled
from coopadmin.services.bookings import cancel_booking, move_booking
from coopadmin.services.cleaning import add_turn_after, follow_booking
from coopadmin.services.series_parts import note_skip, unnote_skip
from db.journal import Transaction
from db.queries.booking_terms import closures_between, facts_of
from db.tables.base import table_of
from db.tables.bookings import Booking, BookingSeries, SeriesSkip
from db.tables.members import Person


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """What came of a series: how many times were booked, which were left out and why, and what should not have been."""

    series_id: int
    booked: int
    left_out: tuple[tuple[datetime, str], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A series as it is asked: its row, what its facility asks, and how its times are to be taken."""

    series: BookingSeries
    terms: Terms
    people: int | None
    skip_taken: bool
    reason: str


def book_series(
    transaction: Transaction,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    rule: str,
    until: date,
    purpose: str = "",
    people: int | None = None,
    skip_taken: bool = False,
    reason: str = "",
    note: str = "",
) -> SeriesBooked:
    """Book all times of a series, from its first moment to those that begin on `until`, as bookings of their own.

    `rule` is in words or as iCalendar writes it. A time that cannot be is refused with all of them, or is left out with
    its reason where `skip_taken`. Raises Invalid with a problem per field: `rule`, `until`, `starts_at`, `ends_at`,
    `reason` as `book` does.
    """
    begin, end = to_the_minute(starts_at), to_the_minute(ends_at)
    problems = check_booking(begin, end)
    parsed: Rule | None = None
    try:
        parsed, named_until = open_ended(rule)
        until = min(until, named_until) if named_until else until
    except ValueError as wrong:
        problems.append(Problem("rule", str(wrong)))
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == person_id)) is None:
        problems.append(Problem("person_id", _("choose who books")))
    terms = known_terms(transaction, facility_id)
    if problems or parsed is None:
        raise Invalid(problems)
    found = some_times(parsed, begin, end - begin, until)
    if wrong_times := check_times(found):
        raise Invalid(wrong_times)
    series = BookingSeries(
        facility_id=facility_id,
        person_id=person_id,
        starts_at=stored(begin),
        minutes=(end - begin) // timedelta(minutes=1),
        rule=parsed.text,
        until=until,
        purpose=tidy(purpose),
        note=tidy(note),
    )
    asked = _Asked(series, terms, people, skip_taken, reason)
    held = _held(transaction, asked, found)
    transaction.add(series)
    return _enter(transaction, asked, held)


def extend_series(
    transaction: Transaction, *, series_id: int, until: date, skip_taken: bool = False, reason: str = ""
) -> SeriesBooked:
    """Let a series run on until a later last day; what it has by then stays. Raises as `book_series` does.

    Raises Refused where it was stopped.
    """
    series = _series(transaction, series_id)
    _still_runs(series)
    if until <= series.until:
        raise Invalid([Problem("until", _("it runs until {day} already").format(day=long_date(series.until)))])
    begin, length = datetime.fromisoformat(series.starts_at), timedelta(minutes=series.minutes)
    found = some_times(read_rule(series.rule), begin, length, until)
    added = [one for one in found if one.occurrence_at.date() > series.until]
    if wrong_times := check_times(found) or check_times(added):
        raise Invalid(wrong_times)
    people = transaction.scalar(
        select(col(Booking.people)).where(col(Booking.series_id) == series_id).order_by(col(Booking.id).desc()).limit(1)
    )
    asked = _Asked(series, known_terms(transaction, series.facility_id), people, skip_taken, reason)
    held = _held(transaction, asked, added)
    transaction.change(BookingSeries, series_id, until=until)
    return _enter(transaction, asked, held)


def stop_series(transaction: Transaction, *, series_id: int, ended_on: date) -> int:
    """Stop a series after a last day; gives how many bookings after it were cancelled.

    Raises Refused where it was stopped already.
    """
    series = _series(transaction, series_id)
    _still_runs(series)
    subject = transaction.about
    later = [row for row in _standing(transaction, series_id) if row.starts_at[:10] > ended_on.isoformat()]
    for row in later:
        cancel_booking(transaction, booking_id=row.id, reason=_("the series was stopped"))
    transaction.change(BookingSeries, series_id, ended_on=ended_on)
    transaction.about = subject
    return len(later)


def move_series(
    transaction: Transaction,
    *,
    series_id: int,
    from_on: date,
    minutes_later: int,
    minutes: int | None = None,
    reason: str = "",
) -> SeriesBooked:
    """Move the bookings of a series that begin on a day or later, by minutes on the same day (below zero: earlier).

    `minutes` is how long each lasts from then on; None leaves that. All of them move, or none. Raises Invalid where one
    of them cannot, or would come on another day: that is a series of its own.
    """
    series = _series(transaction, series_id)
    _still_runs(series)
    subject, shift = transaction.about, timedelta(minutes=minutes_later)
    if minutes is not None and minutes < 1:
        raise Invalid([Problem("minutes", _("it lasts at least a minute"))])
    first = datetime.fromisoformat(series.starts_at)
    rows = [row for row in _standing(transaction, series_id) if row.starts_at[:10] >= from_on.isoformat()]
    for start in (first, *(datetime.fromisoformat(row.starts_at) for row in rows)):
        if (start + shift).date() != start.date():
            reason_why = _("that is another day; stop this series and make one for that day")
            raise Invalid([Problem("minutes_later", reason_why)])
    said: list[Sequence[Answer]] = []
    # The last moves first where they go later, so that none has to pass over the next.
    for row in sorted(rows, key=lambda one: one.starts_at, reverse=minutes_later >= 0):
        start, end = datetime.fromisoformat(row.starts_at), datetime.fromisoformat(row.ends_at)
        length = timedelta(minutes=minutes) if minutes is not None else end - start
        moved = move_booking(
            transaction, booking_id=row.id, starts_at=start + shift, ends_at=start + shift + length, reason=reason
        )
        said.append([Answer(warning, False, warning) for warning in moved.warnings])
    transaction.change(
        BookingSeries,
        series_id,
        starts_at=stored(first + shift),
        minutes=minutes if minutes is not None else series.minutes,
    )
    transaction.about = subject
    return SeriesBooked(series_id, len(rows), (), tuple(answer.told for answer in together(said)))


def skip_time(transaction: Transaction, *, booking_id: int, reason: str) -> Cancelled:
    """Let one time of a series not take place, with its reason; tells who waits for it as `cancel_booking` does.

    Raises Invalid without a reason or for a booking of no series.
    """
    series_id = transaction.scalar(select(col(Booking.series_id)).where(col(Booking.id) == booking_id))
    if series_id is None:
        raise Invalid([Problem("booking_id", _("this is no booking of a series; cancel it instead"))])
    if not tidy(reason):
        raise Invalid([Problem("reason", _("say why it does not take place"))])
    return cancel_booking(transaction, booking_id=booking_id, reason=reason)


def restore_time(transaction: Transaction, *, series_id: int, occurrence_at: datetime, reason: str = "") -> Booked:
    """Let one time of a series take place all the same that was skipped, cancelled or left out; as `book` does.

    Raises Refused where it stands already, or is none of this series.
    """
    series = _series(transaction, series_id)
    at = stored(occurrence_at)
    table = table_of(Booking)
    found = (
        transaction.execute(select(table).where(table.c.series_id == series_id, table.c.occurrence_at == at))
        .mappings()
        .first()
    )
    row = Booking(**found) if found is not None else None
    if row is not None and row.status != "cancelled":
        raise Refused(_("This time of the series stands already."))
    skipped = transaction.scalar(
        select(col(SeriesSkip.id)).where(col(SeriesSkip.series_id) == series_id, col(SeriesSkip.occurrence_at) == at)
    )
    if row is None and skipped is None:
        raise Refused(_("That is no time of this series."))
    length = timedelta(minutes=series.minutes)
    start, end = (
        (datetime.fromisoformat(row.starts_at), datetime.fromisoformat(row.ends_at))
        if row is not None
        else (occurrence_at, occurrence_at + length)
    )
    people = row.people if row is not None else None
    slot = Slot(None, series.facility_id, series.person_id, start, end, "", series.purpose)
    done = accepted(transaction, Asking(slot, people, row.id if row is not None else None, reason))
    values = {**booking_values(done.slot), **_asked_now(transaction, done.slot.status), **kept_reason(reason)}
    if row is not None:
        transaction.change(Booking, row.id, **values, price_cents=done.price_cents, cancelled_on=None, cancel_reason="")
        booking_id = row.id
    else:
        booking_id = transaction.add(
            Booking(**values, series_id=series_id, occurrence_at=at, price_cents=done.price_cents)
        )
    unnote_skip(transaction, series_id, at)
    follow_booking(transaction, booking_id, done.slot, done.terms)
    return Booked(booking_id, done.warnings, done.slot.status, done.price_cents)


# -- within --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    """The times of a series held against the rules: those that can be, those left out and why, and what was said."""

    slots: tuple[Slot, ...]
    left_out: tuple[tuple[datetime, str], ...]
    warnings: tuple[str, ...]
    facts: Facts


def _held(transaction: Transaction, asked: _Asked, found: Sequence[Time]) -> _Held:
    """Hold every time against the rules, its own neighbours among what is booked; raises Invalid."""
    series, terms = asked.series, asked.terms
    first, last = found[0].occurrence_at, found[-1].ends_at
    calendar = calendar_of(transaction, [terms.facility_id], first, last)
    whole = Slot(None, series.facility_id, series.person_id, first, last)
    facts = facts_of(transaction.connection, replace(whole, ends_at=found[0].ends_at), wall_clock(transaction))
    closed = closures_between(transaction.connection, terms.facility_id, first, last)
    facts = replace(facts, closures=closed, people=asked.people)
    slots, left_out, said = _each(asked, found, calendar, facts)
    if left_out and (not asked.skip_taken or not slots):
        raise Invalid([Problem("starts_at", _cannot_be(left_out, len(found)))])
    kinds = together(said)
    if not tidy(asked.reason) and (problems := needs_reason(kinds)):
        raise Invalid(problems)
    return _Held(tuple(slots), tuple(left_out), tuple(answer.told for answer in kinds), facts)


def _each(
    asked: _Asked, found: Iterable[Time], calendar: Calendar, facts: Facts
) -> tuple[list[Slot], list[tuple[datetime, str]], list[list[Answer]]]:
    slots: list[Slot] = []
    left_out: list[tuple[datetime, str]] = []
    said: list[list[Answer]] = []
    for time in found:
        series = asked.series
        slot = Slot(
            None, series.facility_id, series.person_id, time.occurrence_at, time.ends_at, "requested", series.purpose
        )
        told = answers(slot, asked.terms, calendar, facts)
        never = next((answer for answer in told if answer.refused), None)
        if never is not None:
            left_out.append((time.occurrence_at, never.told))
            continue
        said.append(list(told))
        slots.append(slot)
        calendar.put(slot)
    return slots, left_out, said


def _cannot_be(left_out: Sequence[tuple[datetime, str]], total: int) -> str:
    sentence = ngettext(
        "{count} of {total} times cannot be: {which}",
        "{count} of {total} times cannot be: {which}",
        len(left_out),
    )
    which = [_("{day}: {why}").format(day=long_date(at.date()), why=why) for at, why in left_out[:NAMED_AT_MOST]]
    if more := len(left_out) - len(which):
        which.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return sentence.format(count=len(left_out), total=total, which="; ".join(which))


def _enter(transaction: Transaction, asked: _Asked, held: _Held) -> SeriesBooked:
    """Make a booking of every time that can be, and note the others."""
    series, terms = asked.series, asked.terms
    for slot in held.slots:
        cost = price_cents(slot, terms, asked_on=transaction.today, is_member=held.facts.is_member, people=asked.people)
        status = first_status(terms, cost, transaction.today)
        booking_id = transaction.insert(
            Booking,
            **booking_values(replace(slot, status=status)),
            **_asked_now(transaction, status),
            series_id=series.id,
            occurrence_at=stored(slot.starts_at),
            people=asked.people,
            price_cents=cost,
            **kept_reason(asked.reason),
        )
        add_turn_after(transaction, booking_id, replace(slot, status=status), terms)
    for at, why in held.left_out:
        note_skip(transaction, series.id, stored(at), why)
    transaction.about = about(terms, datetime.fromisoformat(series.starts_at))
    return SeriesBooked(series.id, len(held.slots), held.left_out, held.warnings)


def _asked_now(transaction: Transaction, status: str) -> dict[str, Any]:
    return {"asked_on": transaction.today, "confirmed_on": transaction.today if status == "confirmed" else None}


def _series(transaction: Transaction, series_id: int) -> BookingSeries:
    """Find a series and let the journal say what the deed is about."""
    table = table_of(BookingSeries)
    row = transaction.execute(select(table).where(table.c.id == series_id)).mappings().first()
    if row is None:
        raise Refused(_(GONE))
    series = BookingSeries(**row)
    transaction.about = about(known_terms(transaction, series.facility_id), datetime.fromisoformat(series.starts_at))
    return series


def _still_runs(series: BookingSeries) -> None:
    if series.ended_on is not None:
        raise Refused(_("This series was stopped after {day} already.").format(day=long_date(series.ended_on)))


def _standing(transaction: Transaction, series_id: int) -> list[Booking]:
    """Give the bookings of a series that can still be moved or cancelled."""
    table = table_of(Booking)
    statement = (
        select(table)
        .where(table.c.series_id == series_id, table.c.status.in_(("requested", "confirmed")))
        .order_by(table.c.starts_at)
    )
    return [Booking(**row) for row in transaction.execute(statement).mappings()]
