"""What all deeds with bookings share: finding one, holding it against the rules, and its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.booking_prices import price_cents
from coopadmin.domain.booking_rules import Answer, answers, says_yes
from coopadmin.domain.facilities import STATUSES, Calendar, Slot, Terms, check_booking, span_text, stored
from coopadmin.domain.facility_rules import in_force
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import N_, _, ngettext
from db.journal import Transaction
from db.queries import booking_terms
from db.queries.booking_terms import SLOTS, Slots
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.facilities import Facility
from db.tables.members import Person

NAMED_AT_MOST = 5
"""Bookings a refusal names one by one."""

GONE = N_("This record is no longer there; someone took it back meanwhile.")


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking that was taken in: what should not have been about it, how far it has come, and what it costs."""

    booking_id: int
    warnings: tuple[str, ...]
    status: str = "confirmed"
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A booking as it is asked: `without` is the one it takes the place of, `reason` why a house rule is overruled.

    `unchanged` but for its purpose or status it needs no reason. An empty status becomes what the rules make of it.
    """

    slot: Slot
    people: int | None = None
    without: int | None = None
    reason: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """A booking that can be, as the rules leave it."""

    slot: Slot
    terms: Terms
    warnings: tuple[str, ...]
    price_cents: int | None


def wall_clock(transaction: Transaction) -> datetime:
    """Give the moment of the deed as the clock on the wall shows it."""
    return datetime.combine(transaction.today, transaction.at.astimezone().time()).replace(second=0, microsecond=0)


def booking_values(slot: Slot) -> dict[str, Any]:
    """Give the columns of a booking that registers know too."""
    return {
        "facility_id": slot.facility_id,
        "person_id": slot.person_id,
        "starts_at": stored(slot.starts_at),
        "ends_at": stored(slot.ends_at),
        "purpose": slot.purpose,
        "status": slot.status,
    }


def terms_of(transaction: Transaction, *conditions: Any) -> list[Terms]:
    """Give what the facilities that meet `conditions` ask of their bookings."""
    transaction.flush()
    return booking_terms.terms_of(transaction.connection, *conditions)


def calendar_of(
    transaction: Transaction, facilities: Iterable[int], first: datetime, last: datetime, without: int | None = None
) -> Calendar:
    """Read what is booked around some times; see `booking_terms.calendar_of`."""
    transaction.flush()
    return booking_terms.calendar_of(transaction.connection, facilities, first, last, without)


def slots_of(transaction: Transaction, statement: Slots) -> list[Slot]:
    """Read the bookings that a statement chose."""
    transaction.flush()
    return list(booking_terms.slots(transaction.connection, statement))


def known_terms(transaction: Transaction, facility_id: int) -> Terms:
    """Give what a facility asks; raises Refused where it is gone."""
    found = terms_of(transaction, col(Facility.id) == facility_id)
    if not found:
        raise Refused(_(GONE))
    return found[0]


def stored_booking(transaction: Transaction, booking_id: int) -> Slot:
    """Find a booking and let the journal say what the deed is about; raises Refused where it is gone."""
    slot = next(iter(slots_of(transaction, SLOTS.where(col(Booking.id) == booking_id))), None)
    if slot is None:
        raise Refused(_(GONE))
    transaction.about = about(known_terms(transaction, slot.facility_id), slot.starts_at)
    return slot


def whole_booking(transaction: Transaction, booking_id: int) -> Booking:
    """Find a booking with all its columns and let the journal say what the deed is about; raises Refused if gone."""
    stored_booking(transaction, booking_id)
    row = transaction.execute(select(table_of(Booking)).where(col(Booking.id) == booking_id)).mappings().one()
    return Booking(**row)


def about(terms: Terms, starts_at: datetime) -> str:
    """Name a booking for the journal: its facility and when it begins."""
    return f"{terms.code} {starts_at:%Y-%m-%d %H:%M}"


def named(slots: Sequence[Slot]) -> list[str]:
    """Name some bookings by their time, and say how many more there are."""
    lines = [span_text(slot.starts_at, slot.ends_at) for slot in slots[:NAMED_AT_MOST]]
    if more := len(slots) - len(lines):
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return lines


# -- holding a booking against the rules ---------------------------------------------------------------------------


def accepted(transaction: Transaction, asking: Asking) -> Accepted:
    """Hold a booking against the rules.

    Raises Invalid with a problem per field: where it cannot be, and under `reason` where a house rule is against it and
    no reason is given.
    """
    slot, people = asking.slot, asking.people
    terms = next(iter(terms_of(transaction, col(Facility.id) == slot.facility_id)), None)
    problems: list[Problem] = []
    if terms is None:
        problems.append(Problem("facility_id", _("choose a facility")))
    if transaction.scalar(select(col(Person.id)).where(col(Person.id) == slot.person_id)) is None:
        problems.append(Problem("person_id", _("choose who books")))
    times = check_booking(slot.starts_at, slot.ends_at)
    found: tuple[Answer, ...] = ()
    if terms and not times:
        found, cost = _held_against(transaction, slot, terms, people, asking.without)
        slot = slot if slot.status else replace(slot, status=first_status(terms, cost, transaction.today))
        transaction.about = about(terms, slot.starts_at)
    else:
        cost = None
    problems += [*times, *(Problem(answer.field, answer.told) for answer in found if answer.refused)]
    if people is not None and people < 1:
        problems.append(Problem("people", _("at least one comes")))
    if slot.status not in STATUSES and slot.status:
        problems.append(Problem("status", _("choose a status")))
    if not tidy(asking.reason) and not asking.unchanged:
        problems += needs_reason(found)
    if problems or terms is None:
        raise Invalid(problems)
    said = [answer.told for answer in found if not answer.refused]
    if cost is None and slot.holds and says_yes(terms, "payment_first", transaction.today):
        said.append(_("payment comes first, but no rate is known for this person; set the price"))
    return Accepted(slot, terms, tuple(said), cost)


def _held_against(
    transaction: Transaction, slot: Slot, terms: Terms, people: int | None, without: int | None
) -> tuple[tuple[Answer, ...], int | None]:
    """Give what the rules say of a booking, and what it costs."""
    calendar = calendar_of(transaction, [terms.facility_id], slot.starts_at, slot.ends_at, without=without)
    now = wall_clock(transaction)
    facts = booking_terms.facts_of(transaction.connection, slot, now, people=people, without=without)
    cost = price_cents(slot, terms, asked_on=transaction.today, is_member=facts.is_member, people=people)
    # The rules look at what holds the facility; what is asked without a status will.
    seen = slot if slot.status else replace(slot, status="requested")
    return answers(seen, terms, calendar, facts), cost


def needs_reason(found: Iterable[Answer]) -> list[Problem]:
    """Say under `reason` which house rules are against a booking, so that a reason must be given."""
    against = [answer.told for answer in found if answer.needs_reason and not answer.refused]
    if not against:
        return []
    sentence = _("against the house rules: {rules}. Say here why it may be all the same")
    return [Problem("reason", sentence.format(rules="; ".join(against)))]


def first_status(terms: Terms, cost: int | None, on: date) -> str:
    """Give how a new booking begins: as a request where somebody says yes first or it is paid first."""
    confirmation = in_force(terms.rules, "confirmation", on)
    asks = confirmation is not None and confirmation.value != "none"
    return "requested" if asks or (cost and says_yes(terms, "payment_first", on)) else "confirmed"


def kept_reason(reason: str) -> dict[str, Any]:
    """Give the column that keeps why a house rule was overruled."""
    return {"overruled": tidy(reason)} if tidy(reason) else {}
