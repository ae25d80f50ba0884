"""A keeper takes bookings by the house's rules, sees to the money and the cleaning, and keeps the waiting list fair."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import (
    booking_money,
    booking_wishes,
    bookings,
    cleaning,
    facilities,
    facility_rules,
)
from coopadmin.services.facilities import FacilityData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import booking_terms, journal
from db.queries import booking_wishes as wish_queries
from db.queries import bookings as queries
from db.queries import cleaning as turn_queries
from db.queries import facility_rules as rule_queries
from db.queries.base import Listing
from db.store import Store
from db.tables.charges import Charge
from db.tables.closing import MonthClosing
from db.tables.keys import KeyCopy, KeyKind, KeyLoan
from db.tables.members import Member
from tests.conftest import Furnish
from tests.rooms_made import SOURCE, TODAY, House, at, settle


@pytest.fixture
def house(store: Store, furnish: Furnish) -> House:
    """Open the house: nothing is booked and there are no rules yet."""
    return House(store, furnish(settle))


def fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """Name the fields that are wrong."""
    return [problem.field for problem in refusal.value.problems]


def account(house: House, person: int) -> list[tuple[int, date, str]]:
    """Give what stands on somebody's own account, as amount, day and note."""

    def read(transaction: Transaction) -> list[tuple[int, date, str]]:
        statement = (
            select(col(Charge.amount_cents), col(Charge.due_on), col(Charge.note))
            .join(Member, col(Member.id) == col(Charge.member_id))
            .where(col(Member.person_id) == person)
            .order_by(col(Charge.id))
        )
        return [(amount, due_on, note) for amount, due_on, note in transaction.execute(statement)]

    return house.store.do(read).result


# -- the house's rules ---------------------------------------------------------------------------------------------


def test_against_a_house_rule_a_reason_is_asked_and_kept(house: House) -> None:
    house.rule("ahead_days", "14")
    with pytest.raises(Invalid) as refusal:
        house.book("10 10:00", "10 12:00")
    assert fields(refusal) == ["reason"]
    assert "at most 14 days ahead" in str(refusal.value)
    assert SOURCE in str(refusal.value)
    booked = house.book("10 10:00", "10 12:00", reason=" The  board said yes ")
    assert booked.warnings[0].startswith("Hall is booked at most 14 days ahead")
    assert house.booking(booked.booking_id).overruled == "The board said yes"


def test_what_is_taken_stays_refused_whatever_the_reason(house: House) -> None:
    house.book("3 10:00", "3 12:00")
    with pytest.raises(Invalid, match="already booked") as refusal:
        house.book("3 11:00", "3 13:00", house.known.carla, reason="The board said yes")
    assert fields(refusal) == ["starts_at"]


def test_a_change_of_purpose_asks_no_reason_but_a_change_of_time_does(house: House) -> None:
    booked = house.book("10 10:00", "10 12:00")
    house.rule("ahead_days", "14")
    row = house.booking(booked.booking_id)
    values = {
        "booking_id": booked.booking_id,
        "facility_id": row.facility_id,
        "person_id": row.person_id,
        "ends_at": row.ends_at,
        "status": row.status,
    }
    changed = house.store.do(bookings.change_booking, **values, starts_at=row.starts_at, purpose="choir").result
    assert changed.warnings
    with pytest.raises(Invalid) as refusal:
        house.store.do(bookings.change_booking, **values, starts_at=at("10 09:00"), purpose="choir")
    assert fields(refusal) == ["reason"]


def test_a_household_counts_together_and_a_series_or_what_is_over_does_not_fill_it(house: House) -> None:
    house.rule("active_per_household", "2")
    house.book("3 10:00", "3 12:00")
    house.book("4 10:00", "4 12:00", house.known.bas)
    with pytest.raises(Invalid, match="this household has 2 bookings"):
        house.book("5 10:00", "5 12:00")
    house.book("5 10:00", "5 12:00", house.known.carla)
    house.book("2026-11-18T10:00", "2026-11-18T12:00")


def test_a_room_for_tenants_is_not_for_a_guest_of_the_house(house: House) -> None:
    house.rule("who_may", "tenants")
    with pytest.raises(Invalid, match="tenants, no subtenants") as refusal:
        house.book("3 10:00", "3 12:00", house.known.gijs)
    assert fields(refusal) == ["reason"]


def _lend(transaction: Transaction, facility_id: int, person_id: int, due_on: date | None, booking: int | None) -> int:
    kind = transaction.add(KeyKind(code="GZ", name="Hall", facility_id=facility_id))
    copy = transaction.add(KeyCopy(kind_id=kind, mark="3"))
    loan = KeyLoan(copy_id=copy, person_id=person_id, issued_on=date(2026, 11, 1), due_on=due_on, booking_id=booking)
    return transaction.add(loan)


def _return(transaction: Transaction, loan_id: int) -> None:
    transaction.change(KeyLoan, loan_id, returned_on=TODAY)


def test_a_key_that_did_not_come_back_blocks_the_next_booking_until_it_does(house: House) -> None:
    house.rule("key_back_first", "yes")
    over = house.book("2026-11-10T10:00", "2026-11-10T12:00")
    loan = house.store.do(_lend, house.known.hall, house.known.anna, None, over.booking_id).result
    with pytest.raises(Invalid, match="the key GZ 3 should have been back on 10 November 2026"):
        house.book("3 10:00", "3 12:00")
    house.book("3 10:00", "3 12:00", house.known.carla)
    house.store.do(_return, loan)
    house.book("4 10:00", "4 12:00")


def test_a_form_can_ask_beforehand_what_the_rules_will_say_and_what_it_costs(house: House) -> None:
    house.rule("longest_minutes", "60")
    house.rule("price_unit", "hour")
    asked = {
        "facility_id": house.known.hall,
        "person_id": house.known.anna,
        "starts_at": at("3 10:00"),
        "ends_at": at("3 12:00"),
    }
    now = at("2026-11-20T13:00")
    assert [one.kind for one in house.store.read(booking_terms.answers_to, **asked, now=now)] == ["longest_minutes"]
    assert house.store.read(booking_terms.price_of, **asked, on=TODAY) == 2000
    assert house.store.read(booking_terms.answers_to, **{**asked, "facility_id": 99}, now=now) == ()


def test_a_rule_is_set_corrected_and_ended_with_its_source(house: House) -> None:
    house.rule("ahead_days", "90", valid_from=date(2026, 1, 1))
    house.rule("ahead_days", "60", valid_from=date(2026, 1, 1))
    house.rule("ahead_days", "", valid_from=date(2027, 1, 1))
    rows = house.store.read(rule_queries.rules_of, house.known.hall, TODAY)
    assert [(row.value, row.in_force) for row in rows] == [("", False), ("60", True)]
    house.store.do(facility_rules.remove_house_rule, rule_id=rows[0].rule_id)
    with pytest.raises(Refused, match="end it from a day on"):
        house.store.do(facility_rules.remove_house_rule, rule_id=rows[1].rule_id)


@pytest.mark.parametrize(
    ("kind", "value", "source", "wrong"),
    [
        ("pets", "no", SOURCE, "kind"),
        ("ahead_days", "many", SOURCE, "value"),
        ("ahead_days", "", SOURCE, "value"),
        ("ahead_days", "60", " ", "source"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(house: House, kind: str, value: str, source: str, wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        house.store.do(
            facility_rules.set_house_rule,
            facility_id=house.known.hall,
            kind=kind,
            value=value,
            valid_from=TODAY,
            source=source,
        )
    assert fields(refusal) == [wrong]


# -- closures ------------------------------------------------------------------------------------------------------


def test_a_room_closes_for_painting_only_once_it_is_free_or_everything_in_it_is_called_off(house: House) -> None:
    inside = house.book("3 10:00", "3 12:00")
    house.book("5 00:00", "5 02:00")
    closed = {
        "facility_id": house.known.hall,
        "starts_at": at("3 00:00"),
        "ends_at": at("5 00:00"),
        "why": "the hall is painted",
    }
    with pytest.raises(Refused, match="3 December 2026 10:00–12:00"):
        house.store.do(facility_rules.close_between, **closed)
    done = house.store.do(facility_rules.close_between, **closed, call_off=True).result
    row = house.booking(inside.booking_id)
    assert (done.called_off, row.status, row.cancel_reason) == (1, "cancelled", "the hall is painted")
    with pytest.raises(Invalid, match="the hall is painted"):
        house.book("4 10:00", "4 12:00", reason="All the same")
    earlier = {name: closed[name] for name in ("starts_at", "why")}
    house.store.do(facility_rules.correct_closure, closure_id=done.closure_id, ends_at=at("4 00:00"), **earlier)
    house.book("4 10:00", "4 12:00")
    (shown,) = house.store.read(rule_queries.closures_between, date(2026, 12, 3), date(2026, 12, 3))
    assert (shown.facility_name, shown.ends_at) == ("Hall", at("4 00:00"))
    house.store.do(facility_rules.reopen_facility, closure_id=done.closure_id)
    assert house.store.read(rule_queries.closures_of, house.known.hall, TODAY) == ()
    with pytest.raises(Invalid) as refusal:
        house.store.do(facility_rules.close_between, **{**closed, "ends_at": at("3 00:00"), "why": ""})
    assert fields(refusal) == ["ends_at", "why"]


# -- yes, payment, money -------------------------------------------------------------------------------------------


def test_payment_comes_first_then_the_yes(house: House) -> None:
    house.rule("payment_first", "yes")
    booked = house.book("3 10:00", "3 12:00", house.known.gijs)
    assert (booked.status, booked.price_cents) == ("requested", 2500)
    assert house.booking(booked.booking_id).to_pay
    with pytest.raises(Refused, match=r"€25\.00 is not paid yet"):
        house.store.do(bookings.confirm_booking, booking_id=booked.booking_id)
    with pytest.raises(Invalid):
        house.store.do(booking_money.pay_booking, booking_id=booked.booking_id, paid_on=TODAY + timedelta(days=1))
    house.store.do(booking_money.pay_booking, booking_id=booked.booking_id, paid_on=TODAY)
    house.store.do(bookings.confirm_booking, booking_id=booked.booking_id)
    row = house.booking(booked.booking_id)
    assert (row.status, row.paid_on, row.confirmed_on, row.to_pay) == ("confirmed", TODAY, TODAY, False)
    with pytest.raises(Refused, match="paid already"):
        house.store.do(booking_money.pay_booking, booking_id=booked.booking_id, paid_on=TODAY)


def test_payment_first_can_be_passed_over_only_with_a_reason(house: House) -> None:
    house.rule("payment_first", "yes")
    with pytest.raises(Invalid) as refusal:
        house.book("3 10:00", "3 12:00", status="confirmed")
    assert fields(refusal) == ["status"]
    booked = house.book("3 10:00", "3 12:00", status="confirmed", reason="pays at the door")
    assert house.booking(booked.booking_id).overruled == "pays at the door"
    free = house.book("4 10:00", "4 12:00", house.known.gijs, house.known.guest_room)
    assert (free.status, free.price_cents) == ("confirmed", None), "no rate is known for guests, and none is made up"


def test_who_did_not_pay_last_time_is_asked_to_first(house: House) -> None:
    late = house.book("2026-11-10T10:00", "2026-11-10T12:00", house.known.gijs)
    house.rule("payment_first", "yes")
    with pytest.raises(Invalid, match="an earlier booking of Hall is not paid"):
        house.book("3 10:00", "3 12:00", house.known.gijs)
    house.store.do(booking_money.pay_booking, booking_id=late.booking_id, paid_on=TODAY)
    house.book("3 10:00", "3 12:00", house.known.gijs)


def test_a_keeper_says_yes_where_the_house_has_it_so(house: House) -> None:
    house.rule("confirmation", "keeper")
    booked = house.book("3 10:00", "3 12:00")
    assert (booked.status, house.booking(booked.booking_id).confirmed_on) == ("requested", None)
    house.rule("confirmation", "none", valid_from=TODAY)
    assert house.book("4 10:00", "4 12:00").status == "confirmed"


def test_a_members_booking_goes_on_the_members_own_account_and_is_taken_back_when_cancelled(house: House) -> None:
    booked = house.book("3 10:00", "3 12:00")
    house.store.do(booking_money.charge_booking, booking_id=booked.booking_id)
    assert account(house, house.known.anna) == [(1000, date(2026, 12, 3), "Hall, 3 December 2026 10:00–12:00")]
    assert not house.booking(booked.booking_id).to_pay
    with pytest.raises(Refused, match="on the account already"):
        house.store.do(booking_money.charge_booking, booking_id=booked.booking_id)
    house.store.do(booking_money.set_booking_price, booking_id=booked.booking_id, price_cents=800)
    assert [amount for amount, _day, _note in account(house, house.known.anna)] == [1000, -1000, 800]
    house.store.do(bookings.cancel_booking, booking_id=booked.booking_id)
    assert [amount for amount, _day, _note in account(house, house.known.anna)] == [1000, -1000, 800, -800]
    house.store.do(undo)
    assert [amount for amount, _day, _note in account(house, house.known.anna)] == [1000, -1000, 800]


def test_payment_first_is_due_at_once_and_a_closed_month_is_passed_over(house: House) -> None:
    house.rule("payment_first", "yes", facility=house.known.guest_room)
    first = house.book("3 15:00", "4 11:00", facility=house.known.guest_room)
    house.store.do(booking_money.charge_booking, booking_id=first.booking_id)
    old = house.book("2026-09-10T10:00", "2026-09-10T12:00")
    house.store.do(_close_books)
    house.store.do(booking_money.charge_booking, booking_id=old.booking_id)
    assert [day for _amount, day, _note in account(house, house.known.anna)] == [TODAY, TODAY]


def _close_books(transaction: Transaction) -> None:
    transaction.add(MonthClosing(month=date(2026, 10, 1), closed_on=TODAY, balance_cents=0))


def test_who_has_no_account_goes_on_waiting_to_pay(house: House) -> None:
    guest = house.book("2026-11-10T10:00", "2026-11-10T12:00", house.known.gijs)
    house.book("2026-11-11T10:00", "2026-11-11T12:00")
    house.book("2026-11-12T10:00", "2026-11-12T12:00", house.known.carla, status="requested")
    house.book("3 10:00", "3 12:00")
    with pytest.raises(Refused, match="no account"):
        house.store.do(booking_money.charge_booking, booking_id=guest.booking_id)
    done = house.store.do(booking_money.charge_bookings, until=TODAY).result
    assert (done.count, done.total_cents, done.without_account) == (1, 1000, 1)
    waiting = house.store.read(queries.bookings_page, Listing(filter="to_pay"), TODAY).rows
    assert [(row.person, f"{row.starts_at:%d-%m}") for row in waiting] == [
        ("Bos, Gijs", "10-11"),
        ("Berg, Carla", "12-11"),
        ("Berg, Anna", "03-12"),
    ]
    assert house.store.do(booking_money.charge_bookings, until=TODAY).result.count == 0


def test_another_time_is_another_price_unless_it_was_paid(house: House) -> None:
    house.rule("price_unit", "hour")
    booked = house.book("3 10:00", "3 12:00")
    moved = house.store.do(
        bookings.move_booking, booking_id=booked.booking_id, starts_at=at("3 10:00"), ends_at=at("3 13:30")
    ).result
    assert (moved.price_cents, moved.warnings) == (3500, ("it costs €35.00 now; it was €20.00",))
    house.store.do(booking_money.pay_booking, booking_id=booked.booking_id, paid_on=TODAY)
    moved = house.store.do(
        bookings.move_booking, booking_id=booked.booking_id, starts_at=at("3 10:00"), ends_at=at("3 11:00")
    ).result
    assert (moved.price_cents, len(moved.warnings)) == (3500, 1)
    cancelled = house.store.do(bookings.cancel_booking, booking_id=booked.booking_id).result
    assert cancelled.warnings == ("€35.00 was paid for it on 20 November 2026; pay it back, or agree otherwise",)
    with pytest.raises(Refused, match="cannot be moved"):
        house.store.do(
            bookings.move_booking, booking_id=booked.booking_id, starts_at=at("3 10:00"), ends_at=at("3 11:00")
        )


def test_after_use_the_price_and_the_cleaning_go_on_the_account(house: House) -> None:
    booked = house.book("2026-11-18T10:00", "2026-11-18T12:00")
    check = {"booking_id": booked.booking_id, "checked_on": TODAY}
    with pytest.raises(Invalid) as refusal:
        house.store.do(
            bookings.check_after_use,
            booking_id=booked.booking_id,
            checked_on=date(2026, 11, 17),
            left_as="",
            cost_cents=100,
        )
    assert fields(refusal) == ["left_as", "checked_on", "note"]
    said = house.store.do(
        bookings.check_after_use, **check, left_as="cleaned_at_cost", cost_cents=4500, note="two hours of cleaning"
    ).result
    row = house.booking(booked.booking_id)
    assert (said, row.status, row.left_as, row.checked_on) == ((), "used", "cleaned_at_cost", TODAY)
    assert [amount for amount, _day, _note in account(house, house.known.anna)] == [1000, 4500]
    guest = house.book("2026-11-19T10:00", "2026-11-19T12:00", house.known.gijs)
    said = house.store.do(
        bookings.check_after_use,
        booking_id=guest.booking_id,
        checked_on=TODAY,
        left_as="damaged",
        cost_cents=1000,
        note="a chair",
    ).result
    assert said == ("€35.00 is still to pay; there is no account to put it on",)
    assert house.booking(guest.booking_id).to_pay


# -- the waiting list ----------------------------------------------------------------------------------------------


def _wait(house: House, person: int, starts: str, ends: str) -> int:
    return house.store.do(
        booking_wishes.wait_for,
        facility_id=house.known.hall,
        person_id=person,
        starts_at=at(starts),
        ends_at=at(ends),
    ).result


def test_the_first_who_waits_is_offered_what_comes_free(house: House) -> None:
    known = house.known
    booked = house.book("3 10:00", "3 18:00")
    long = _wait(house, known.bas, "3 09:00", "3 20:00")
    early, late = _wait(house, known.carla, "3 10:00", "3 14:00"), _wait(house, known.gijs, "3 12:00", "3 16:00")
    after = _wait(house, known.gijs, "3 16:00", "3 18:00")
    house.book("3 18:00", "3 20:00", known.gijs)
    cancelled = house.store.do(bookings.cancel_booking, booking_id=booked.booking_id).result
    assert cancelled.offered is not None
    assert cancelled.offered.wish_id == early, "who asked first still cannot have it: it is taken from six"
    offered = house.store.read(wish_queries.offered, TODAY)
    assert [(row.wish_id, row.place) for row in offered] == [(early, 2), (after, 2)]
    with pytest.raises(Refused, match="asked earlier"):
        house.store.do(booking_wishes.give_wish, wish_id=late)
    nxt = house.store.do(booking_wishes.pass_wish, wish_id=early).result
    assert nxt is not None
    assert nxt.wish_id == late
    given = house.store.do(booking_wishes.give_wish, wish_id=late).result
    row = house.store.read(wish_queries.record, late, TODAY)
    assert row is not None
    assert (row.outcome, row.booking_id, row.offered) == ("booked", given.booking_id, False)
    house.store.do(booking_wishes.withdraw_wish, wish_id=long)
    with pytest.raises(Refused, match="ended already"):
        house.store.do(booking_wishes.withdraw_wish, wish_id=long)
    by_filter = {
        name: [row.wish_id for row in house.store.read(wish_queries.page, Listing(filter=name), TODAY).rows]
        for name in wish_queries.FILTERS
    }
    assert by_filter == {
        "waiting": [after],
        "offered": [after],
        "ended": [long, early, late],
        "all": [long, early, late, after],
    }


def test_who_books_a_time_that_another_waits_for_is_told_so(house: House) -> None:
    booked = house.book("3 10:00", "3 12:00")
    _wait(house, house.known.carla, "3 10:00", "3 12:00")
    house.store.do(bookings.cancel_booking, booking_id=booked.booking_id)
    again = house.book("3 11:00", "3 13:00", house.known.gijs)
    assert again.warnings == (
        "somebody waits for Hall at this time since 20 November 2026; look at the waiting list first",
    )


def test_who_asked_first_gets_the_time_without_being_sent_to_the_list(house: House) -> None:
    booked = house.book("3 10:00", "3 12:00")
    first = _wait(house, house.known.carla, "3 10:00", "3 12:00")
    _wait(house, house.known.gijs, "3 11:00", "3 12:00")
    house.store.do(bookings.cancel_booking, booking_id=booked.booking_id)
    assert house.store.do(booking_wishes.give_wish, wish_id=first).result.warnings == ()


def test_nobody_waits_for_what_is_free_gone_or_their_own(house: House) -> None:
    house.book("3 10:00", "3 12:00")
    for person, starts, ends, wrong in (
        (house.known.carla, "4 10:00", "4 12:00", "starts_at"),
        (house.known.anna, "3 11:00", "3 12:00", "person_id"),
        (house.known.carla, "3 12:00", "3 11:00", "ends_at"),
        (house.known.carla, "2026-11-20T09:00", "2026-11-20T10:00", "starts_at"),
        (99, "3 10:00", "3 12:00", "person_id"),
    ):
        with pytest.raises(Invalid) as refusal:
            _wait(house, person, starts, ends)
        assert fields(refusal) == [wrong]
    _wait(house, house.known.carla, "3 11:00", "3 12:00")
    with pytest.raises(Invalid, match="waits for this very time already"):
        _wait(house, house.known.carla, "3 11:00", "3 12:00")


# -- cleaning ------------------------------------------------------------------------------------------------------


def turns(house: House, chosen: str = "due") -> list[tuple[str, str]]:
    """List the turns as who and when."""
    rows = house.store.read(turn_queries.page, Listing(filter=chosen), TODAY).rows
    return [(row.person, f"{row.due_on:%d-%m}") for row in rows]


def test_the_turn_after_a_booking_goes_with_it(house: House) -> None:
    house.rule("cleaning", "booker")
    booked = house.book("3 20:00", "4 00:00", status="requested")
    assert turns(house) == []
    house.store.do(bookings.confirm_booking, booking_id=booked.booking_id)
    assert turns(house) == [("Berg, Anna", "03-12")]
    house.store.do(bookings.move_booking, booking_id=booked.booking_id, starts_at=at("5 20:00"), ends_at=at("6 10:00"))
    assert turns(house) == [("Berg, Anna", "06-12")]
    house.store.do(bookings.cancel_booking, booking_id=booked.booking_id)
    assert turns(house, "all") == []


@pytest.mark.parametrize(("left_as", "waits"), [("clean", False), ("cleaned_at_cost", False), ("damaged", True)])
def test_what_is_found_clean_needs_no_turn_any_more(house: House, left_as: str, waits: bool) -> None:
    house.rule("cleaning", "booker")
    booked = house.book("3 20:00", "3 22:00", status="confirmed")
    later = house.book("4 20:00", "4 22:00", status="confirmed")
    checked = date(2026, 12, 4)
    house.store.do(bookings.check_after_use, booking_id=booked.booking_id, checked_on=checked, left_as=left_as)
    found = house.store.read(turn_queries.page, Listing(filter="all"), TODAY).rows
    done = {row.booking_id: row.done_on for row in found}
    assert done == {booked.booking_id: None if waits else checked, later.booking_id: None}


def test_a_roster_gives_everybody_a_turn_and_none_twice(house: House) -> None:
    known = house.known
    plan = {
        "facility_id": known.hall,
        "person_ids": [known.anna, known.carla],
        "first_on": date(2026, 11, 14),
        "every_days": 7,
    }
    assert house.store.do(cleaning.plan_turns, **plan, until=date(2026, 11, 28)).result == 3
    assert house.store.do(cleaning.plan_turns, **plan, until=date(2026, 12, 5)).result == 1
    expected = [("Berg, Anna", "14-11"), ("Berg, Carla", "21-11"), ("Berg, Anna", "28-11"), ("Berg, Carla", "05-12")]
    assert turns(house) == expected
    assert turns(house, "late") == expected[:1]
    first, second, *_rest = house.store.read(turn_queries.page, Listing(), TODAY).rows
    house.store.do(cleaning.finish_turn, turn_id=first.turn_id, done_on=TODAY)
    for again in (
        lambda: house.store.do(cleaning.finish_turn, turn_id=first.turn_id, done_on=TODAY),
        lambda: house.store.do(cleaning.drop_turn, turn_id=first.turn_id),
    ):
        with pytest.raises(Refused, match="was done"):
            again()
    assert turns(house, "done") == expected[:1]
    house.store.do(cleaning.assign_turn, turn_id=second.turn_id, person_id=None)
    assert turns(house, "nobody") == [("", "21-11")]
    house.store.do(cleaning.move_turn, turn_id=second.turn_id, due_on=date(2026, 11, 22))
    house.store.do(cleaning.drop_turn, turn_id=second.turn_id)
    assert turns(house) == expected[2:]
    house.store.do(cleaning.add_turn, facility_id=known.hall, due_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        house.store.do(
            cleaning.plan_turns,
            facility_id=known.hall,
            person_ids=[],
            first_on=TODAY,
            every_days=0,
            until=TODAY - timedelta(days=1),
        )
    assert fields(refusal) == ["person_ids", "every_days", "until"]


# -- the store itself ----------------------------------------------------------------------------------------------


def test_what_overlapped_when_it_was_allowed_can_still_be_paid_and_looked_at(house: House) -> None:
    shared = FacilityData("WAS", "Laundry", allows_overlap=True, member_rate_cents=100)
    laundry = house.store.do(facilities.add_facility, facility=shared).result
    first = house.book("2026-11-10T10:00", "2026-11-10T12:00", facility=laundry)
    house.book("2026-11-10T11:00", "2026-11-10T13:00", house.known.carla, laundry)
    alone = FacilityData("WAS", "Laundry", member_rate_cents=100)
    house.store.do(facilities.correct_facility, facility_id=laundry, facility=alone)
    house.store.do(booking_money.pay_booking, booking_id=first.booking_id, paid_on=TODAY)
    house.store.do(bookings.check_after_use, booking_id=first.booking_id, checked_on=TODAY, left_as="clean")


def test_the_journal_names_every_deed_in_words_and_nobody(house: House) -> None:
    booked = house.book("3 10:00", "3 12:00")
    house.rule("nights", "2")
    house.store.do(booking_money.charge_booking, booking_id=booked.booking_id)
    _wait(house, house.known.carla, "3 10:00", "3 12:00")
    house.store.do(bookings.cancel_booking, booking_id=booked.booking_id)
    assert [entry.what for entry in house.store.read(journal.page, Listing()).rows[:5]] == [
        "Booking cancelled GZ 2026-12-03 10:00",
        "Put on a facility's waiting list GZ 2026-12-03 10:00",
        "Booking put on the account GZ 2026-12-03 10:00",
        "House rule set GZ",
        "Facility booked GZ 2026-12-03 10:00",
    ]
