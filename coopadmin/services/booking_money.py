"""What a booking costs: agreed otherwise, paid, or put on the member's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.booking_rules import says_yes
from coopadmin.domain.facilities import midnight, span_text, stored
from coopadmin.domain.periods import day_after
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro
from coopadmin.i18n import _
from coopadmin.services.booking_parts import known_terms, whole_booking
from coopadmin.services.charges import add_charge, cancel_charge
from coopadmin.services.closing import first_open_day
from db.journal import Transaction
from db.tables.base import table_of
from db.tables.bookings import Booking
from db.tables.members import Member


@dataclass(frozen=True, slots=True)
class Charged:
    """What came of putting bookings on accounts: how many, in cents together, and how many have no account."""

    count: int
    total_cents: int
    without_account: int


def pay_booking(transaction: Transaction, *, booking_id: int, paid_on: date) -> None:
    """Note that a booking was paid. Raises Invalid for a day to come, Refused where there is nothing to pay."""
    row = whole_booking(transaction, booking_id)
    if row.status == "cancelled":
        raise Refused(_("This booking was cancelled; there is nothing to pay."))
    if row.paid_on is not None:
        raise Refused(_("This booking was paid already."))
    if not row.price_cents:
        raise Refused(_("No price is known of this booking; set it first."))
    if paid_on > transaction.today:
        raise Invalid([Problem("paid_on", _("this day is still to come"))])
    transaction.change(Booking, booking_id, paid_on=paid_on)


def set_booking_price(transaction: Transaction, *, booking_id: int, price_cents: int | None) -> None:
    """Agree on another price, in cents; None where it is not known. What is on the account already is put right there.

    Raises Invalid below zero, Refused for a booking that was paid or cancelled.
    """
    row, subject = whole_booking(transaction, booking_id), transaction.about
    if price_cents is not None and price_cents < 0:
        raise Invalid([Problem("price_cents", _("this cannot be below zero"))])
    if row.status == "cancelled" or row.paid_on is not None:
        raise Refused(_("This booking was paid or cancelled already; its price stays as it is."))
    transaction.change(Booking, booking_id, price_cents=price_cents)
    if row.charge_id is not None and price_cents != row.price_cents:
        take_back(transaction, row)
        if price_cents:
            row.price_cents = price_cents
            charge(transaction, row, None)
    transaction.about = subject


def charge_booking(transaction: Transaction, *, booking_id: int, due_on: date | None = None) -> int:
    """Put what a booking costs on the member's own account; gives the charge's number in the store.

    Without a day it is due at once where payment comes first, else on the day it begins; a closed month is passed
    over. Raises Refused where there is nothing to pay, or no account.
    """
    row, subject = whole_booking(transaction, booking_id), transaction.about
    if row.charge_id is not None:
        raise Refused(_("This booking is on the account already."))
    if row.status == "cancelled" or row.paid_on is not None or not row.price_cents:
        raise Refused(_("There is nothing to pay for this booking."))
    charge_id = charge(transaction, row, due_on)
    if charge_id is None:
        raise Refused(_("Who booked has no account here: note the payment when it is made."))
    transaction.about = subject
    return charge_id


def charge_bookings(transaction: Transaction, *, until: date) -> Charged:
    """Put all bookings that began by the end of a day on accounts, where they are still to pay.

    Requested ones are left out. Who has no account is counted, and goes on waiting to pay.
    """
    statement = (
        select(table_of(Booking))
        .where(
            col(Booking.starts_at) < stored(midnight(day_after(until))),
            col(Booking.status).in_(("confirmed", "used")),
            col(Booking.price_cents) > 0,
            col(Booking.paid_on).is_(None),
            col(Booking.charge_id).is_(None),
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
    )
    rows = [Booking(**row) for row in transaction.execute(statement).mappings()]
    done = [row for row in rows if charge(transaction, row, None) is not None]
    transaction.about = f"{until:%Y-%m-%d}"
    return Charged(len(done), sum(row.price_cents or 0 for row in done), len(rows) - len(done))


# -- what other deeds use ------------------------------------------------------------------------------------------


def member_of(transaction: Transaction, person_id: int) -> int | None:
    """Give the line of the members' register whose account a person has, or None."""
    found: int | None = transaction.scalar(select(col(Member.id)).where(col(Member.person_id) == person_id))
    return found


def charge(transaction: Transaction, row: Booking, due_on: date | None) -> int | None:
    """Put the price of a booking on its person's account and remember it; None where there is no account."""
    member_id = member_of(transaction, row.person_id)
    if member_id is None or not row.price_cents:
        return None
    charge_id = add_charge(
        transaction,
        kind="other",
        amount_cents=row.price_cents,
        due_on=due_on or _due_on(transaction, row),
        note=_what_for(transaction, row),
        member_id=member_id,
    )
    transaction.change(Booking, row.id, charge_id=charge_id)
    return charge_id


def add_cost(transaction: Transaction, booking_id: int, cost_cents: int, note: str) -> list[str]:
    """Put the cost of cleaning or repair on the account, or with what is still to pay; gives what is left to do."""
    row = whole_booking(transaction, booking_id)
    member_id = member_of(transaction, row.person_id)
    if member_id is not None:
        what = _("{what}: {note}").format(what=_what_for(transaction, row), note=note)
        day = first_open_day(transaction, transaction.today)
        add_charge(transaction, kind="other", amount_cents=cost_cents, due_on=day, note=what, member_id=member_id)
        return []
    if row.paid_on is not None:
        return [
            _("{amount} is to be asked by hand: there is no account, and it was paid before").format(
                amount=euro(cost_cents)
            )
        ]
    total = (row.price_cents or 0) + cost_cents
    transaction.change(Booking, booking_id, price_cents=total)
    return [_("{amount} is still to pay; there is no account to put it on").format(amount=euro(total))]


def take_back(transaction: Transaction, row: Booking) -> tuple[str, ...]:
    """Take back what was put on the account for a booking; gives what a person should know of it."""
    if row.charge_id is None:
        return ()
    transaction.change(Booking, row.id, charge_id=None)
    try:
        cancel_charge(transaction, charge_id=row.charge_id, reason=_what_for(transaction, row))
    except Refused as refused:
        return (str(refused),)
    if row.paid_on is not None:
        return (_("it was paid; the amount stands to this member's credit now"),)
    return ()


def _due_on(transaction: Transaction, row: Booking) -> date:
    terms = known_terms(transaction, row.facility_id)
    begins_on = datetime.fromisoformat(row.starts_at).date()
    paid_first = says_yes(terms, "payment_first", row.asked_on or transaction.today)
    # Who is charged after using it has not been late with it.
    return first_open_day(transaction, transaction.today if paid_first else max(begins_on, transaction.today))


def _what_for(transaction: Transaction, row: Booking) -> str:
    when = span_text(datetime.fromisoformat(row.starts_at), datetime.fromisoformat(row.ends_at))
    return _("{facility}, {when}").format(facility=known_terms(transaction, row.facility_id).name, when=when)
