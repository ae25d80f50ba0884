"""What is done with a booking: asked and made, moved, changed, confirmed, cancelled, and looked at after use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from coopadmin.domain.booking_rules import says_yes
from coopadmin.domain.facilities import STATUSES, Slot, stored, to_the_minute
from coopadmin.domain.words_bookings import LEFT_AS
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.booking_money import add_cost, charge, member_of, take_back
from coopadmin.services.booking_parts import (
    Accepted,
    Asking,
    Booked,
    about,
    accepted,
    booking_values,
    kept_reason,
    known_terms,
    stored_booking,
    whole_booking,
)
from coopadmin.services.booking_wish_parts import Cancelled, close_own_wishes, first_offer
from coopadmin.services.cleaning import add_turn_after, finish_turn_after, follow_booking
from coopadmin.services.series_parts import note_skip, unnote_skip
from db.journal import Transaction
from db.tables.bookings import Booking


def book(
    transaction: Transaction,
    *,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str = "",
    people: int | None = None,
    status: str | None = None,
    reason: str = "",
) -> Booked:
    """Book a facility for a person, in wall-clock time to the minute; what should not be comes back as warnings.

    Without a status the rules give it: requested where somebody says yes or it is paid first, else confirmed. Raises
    Invalid with a problem per field: at `starts_at` where the facility is taken, saying when it is; at `reason` where
    a house rule is against it and no reason is given.
    """
    begin, end = to_the_minute(starts_at), to_the_minute(ends_at)
    slot = Slot(None, facility_id, person_id, begin, end, status or "", tidy(purpose))
    done = accepted(transaction, Asking(slot, people, reason=reason))
    if done.slot.status == "confirmed" and not tidy(reason):
        _paid_first(transaction, done, None)
    booking_id = transaction.add(
        Booking(
            **booking_values(done.slot),
            **_dates(transaction, done.slot.status, None),
            people=people,
            asked_on=transaction.today,
            price_cents=done.price_cents,
            **kept_reason(reason),
        )
    )
    add_turn_after(transaction, booking_id, done.slot, done.terms)
    close_own_wishes(transaction, booking_id, done.slot)
    return Booked(booking_id, done.warnings, done.slot.status, done.price_cents)


def change_booking(
    transaction: Transaction,
    *,
    booking_id: int,
    facility_id: int,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    status: str,
    people: int | None = None,
    reason: str = "",
) -> Booked:
    """Change a booking to what is given here, all of it; warns and raises Invalid as `book` does.

    House rules ask for a reason only where its time, its facility or who comes is changed. The price follows the
    rates, unless it was paid or put on an account already.
    """
    before = whole_booking(transaction, booking_id)
    begin, end = to_the_minute(starts_at), to_the_minute(ends_at)
    slot = Slot(None, facility_id, person_id, begin, end, status, tidy(purpose))
    same = _same_use(before, slot, people)
    done = accepted(transaction, Asking(slot, people, booking_id, reason, same))
    if status == "confirmed" != before.status and not tidy(reason):
        _paid_first(transaction, done, before)
    price, said = (before.price_cents, ()) if same else _new_price(before, done.price_cents)
    transaction.change(
        Booking,
        booking_id,
        **booking_values(slot),
        **_dates(transaction, status, before),
        people=people,
        price_cents=price,
        **kept_reason(reason),
    )
    if status == "cancelled" != before.status:
        said += _after_cancelling(transaction, before, "")
    elif before.status == "cancelled" != status:
        unnote_skip(transaction, before.series_id, before.occurrence_at)
    follow_booking(transaction, booking_id, slot, done.terms)
    transaction.about = about(done.terms, slot.starts_at)
    return Booked(booking_id, (*done.warnings, *said), status, price)


def move_booking(
    transaction: Transaction, *, booking_id: int, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Booked:
    """Move a booking, one of a series too, to another time; warns and raises as `change_booking` does.

    Raises Refused where it was cancelled or used.
    """
    before = whole_booking(transaction, booking_id)
    if before.status in ("cancelled", "used"):
        raise Refused(_("This booking cannot be moved any more: it is {status}.").format(status=_status(before.status)))
    return change_booking(
        transaction,
        booking_id=booking_id,
        facility_id=before.facility_id,
        person_id=before.person_id,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=before.purpose,
        status=before.status,
        people=before.people,
        reason=reason,
    )


def confirm_booking(transaction: Transaction, *, booking_id: int, reason: str = "") -> None:
    """Confirm a booking that was requested. Raises Refused where it is not waiting for that.

    Where payment comes first it is Refused until it is paid, unless a reason is given.
    """
    slot = stored_booking(transaction, booking_id)
    if slot.status != "requested":
        raise Refused(
            _("Only a requested booking can be confirmed; this one is {status}.").format(status=_status(slot.status))
        )
    before, terms = whole_booking(transaction, booking_id), known_terms(transaction, slot.facility_id)
    first = says_yes(terms, "payment_first", before.asked_on or transaction.today)
    if first and before.price_cents and before.paid_on is None and not tidy(reason):
        raise Refused(
            _(
                "Payment comes first for {facility}: {amount} is not paid yet. Note the payment, or give a reason why "
                "it may be confirmed all the same."
            ).format(facility=terms.name, amount=euro(before.price_cents))
        )
    transaction.change(
        Booking,
        booking_id,
        status="confirmed",
        **_dates(transaction, "confirmed", before),
        **kept_reason(reason),
    )
    follow_booking(transaction, booking_id, replace(slot, status="confirmed"), terms)


def cancel_booking(transaction: Transaction, *, booking_id: int, reason: str = "") -> Cancelled:
    """Cancel a booking; it is kept, and keeps nobody out. Tells who waits for its time, first of all who asked first.

    What was put on an account for it is taken back there. Raises Refused where it was cancelled or used already.
    """
    slot = stored_booking(transaction, booking_id)
    if slot.status in ("cancelled", "used"):
        raise Refused(
            _("This booking cannot be cancelled any more: it is {status}.").format(status=_status(slot.status))
        )
    before, subject = whole_booking(transaction, booking_id), transaction.about
    transaction.change(
        Booking, booking_id, status="cancelled", cancelled_on=transaction.today, cancel_reason=tidy(reason)
    )
    said = _after_cancelling(transaction, before, reason)
    follow_booking(
        transaction, booking_id, replace(slot, status="cancelled"), known_terms(transaction, slot.facility_id)
    )
    transaction.about = subject
    return Cancelled(said, first_offer(transaction, slot))


def check_after_use(
    transaction: Transaction,
    *,
    booking_id: int,
    checked_on: date,
    left_as: str,
    cost_cents: int | None = None,
    note: str = "",
) -> tuple[str, ...]:
    """Note how a facility was left; the booking is used from then on. Gives what is still to do about its money.

    What is clean, whoever cleaned it, needs no turn any more: the one after this booking is done.
    What it costs and was not paid goes on the member's own account, and so does `cost_cents` for cleaning or repair,
    with `note`; for who has no account it waits to be paid. Raises Invalid, and Refused for a cancelled booking.
    """
    before, subject = whole_booking(transaction, booking_id), transaction.about
    if before.status == "cancelled":
        raise Refused(_("This booking was cancelled; there is nothing to look at."))
    problems: list[Problem] = []
    if left_as not in LEFT_AS:
        problems.append(Problem("left_as", _("choose how it was left")))
    if checked_on < datetime.fromisoformat(before.starts_at).date():
        problems.append(Problem("checked_on", _("it had not begun by then")))
    if cost_cents is not None and cost_cents < 0:
        problems.append(Problem("cost_cents", _("this cannot be below zero")))
    if cost_cents and not tidy(note):
        problems.append(Problem("note", _("say what it is for; the account shows it")))
    if problems:
        raise Invalid(problems)
    transaction.change(Booking, booking_id, status="used", checked_on=checked_on, left_as=left_as)
    if left_as != "damaged":
        finish_turn_after(transaction, booking_id, checked_on)
    said: list[str] = []
    has_account = member_of(transaction, before.person_id) is not None
    if before.price_cents and before.paid_on is None and before.charge_id is None and has_account:
        charge(transaction, before, None)
    if cost_cents:
        said += add_cost(transaction, booking_id, cost_cents, tidy(note))
    elif before.price_cents and before.paid_on is None and not has_account:
        said.append(
            _("{amount} is still to pay; there is no account to put it on").format(amount=euro(before.price_cents))
        )
    transaction.about = subject
    return tuple(said)


# -- within --------------------------------------------------------------------------------------------------------


def _status(status: str) -> str:
    return _(STATUSES[status])


def _dates(transaction: Transaction, status: str, before: Booking | None) -> dict[str, Any]:
    """Give the days that go with a status: when it was confirmed, and that it is cancelled or no longer is."""
    values: dict[str, Any] = {}
    confirmed_on = before.confirmed_on if before else None
    if status in ("confirmed", "used") and confirmed_on is None:
        asked_on = (before.asked_on if before else None) or transaction.today
        values["confirmed_on"] = max(asked_on, transaction.today)
    if before and (status == "cancelled") != (before.status == "cancelled"):
        values["cancelled_on"] = transaction.today if status == "cancelled" else None
        values["cancel_reason"] = ""
    return values


def _paid_first(transaction: Transaction, done: Accepted, before: Booking | None) -> None:
    """Refuse to confirm at once what is paid first; raises Invalid."""
    paid = before is not None and before.paid_on is not None
    if paid or not done.price_cents or not says_yes(done.terms, "payment_first", transaction.today):
        return
    sentence = _("payment comes first here, {amount}: leave it requested until it is paid, or give a reason")
    raise Invalid([Problem("status", sentence.format(amount=euro(done.price_cents)))])


def _same_use(before: Booking, slot: Slot, people: int | None) -> bool:
    """Tell whether the rules see the booking as it was; one that was cancelled begins anew."""
    return before.status != "cancelled" and (
        (before.facility_id, before.person_id, before.starts_at, before.ends_at, before.people)
        == (slot.facility_id, slot.person_id, stored(slot.starts_at), stored(slot.ends_at), people)
    )


def _new_price(before: Booking, cost: int | None) -> tuple[int | None, tuple[str, ...]]:
    """Give what a changed booking costs, and what is to be said of it."""
    if cost == before.price_cents or before.price_cents is None:
        return cost, ()
    old, new = euro(before.price_cents), euro(cost) if cost is not None else _("unknown")
    if before.paid_on is not None or before.charge_id is not None:
        sentence = _("by the rates it costs {new} now; {old} was paid or put on the account, and stays so")
        return before.price_cents, (sentence.format(new=new, old=old),)
    return cost, (_("it costs {new} now; it was {old}").format(new=new, old=old),)


def _after_cancelling(transaction: Transaction, before: Booking, reason: str) -> tuple[str, ...]:
    """Take back what hung on a booking that was cancelled; gives what is left to do about its money."""
    note_skip(transaction, before.series_id, before.occurrence_at, reason)
    if before.charge_id is not None:
        return take_back(transaction, before)
    if before.paid_on is not None and before.price_cents:
        sentence = _("{amount} was paid for it on {day}; pay it back, or agree otherwise")
        return (sentence.format(amount=euro(before.price_cents), day=long_date(before.paid_on)),)
    return ()
