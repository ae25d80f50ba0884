"""How quotes and orders stand, what they come to, and which names mean one firm."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.budget import Expected
from coopadmin.domain.contractors import check_contractor, name_key
from coopadmin.domain.orders import (
    ORDER_STATES,
    QUOTE_STATES,
    Ordered,
    check_invoice,
    check_order,
    check_received,
    order_state,
    quote_state,
    total_cents,
)

DAY, TODAY = date(2026, 11, 2), date(2026, 11, 20)
CENTS = st.integers(0, 10**8)
MAYBE = st.none() | CENTS


@pytest.mark.parametrize(
    ("outcome", "received", "valid", "state"),
    [
        ("", None, None, "asked"),
        ("", DAY, None, "received"),
        ("", DAY, TODAY, "received"),
        ("", DAY, date(2026, 11, 19), "lapsed"),
        ("chosen", DAY, date(2026, 11, 19), "chosen"),
        ("declined", DAY, None, "declined"),
        ("not_given", None, None, "not_given"),
    ],
)
def test_a_quote_is_asked_received_and_settled(
    outcome: str, received: date | None, valid: date | None, state: str
) -> None:
    assert quote_state(outcome, received, valid, TODAY) == state
    assert state in QUOTE_STATES


def test_an_order_is_late_only_while_its_work_is_not_done() -> None:
    late = date(2026, 11, 19)
    assert order_state(None, None, late, TODAY, open_task=True) == "late"
    assert order_state(None, None, late, TODAY, open_task=False) == "standing"
    assert order_state(None, None, TODAY, TODAY, open_task=True) == "standing"
    assert order_state(TODAY, None, late, TODAY, open_task=True) == "invoiced"
    assert order_state(None, TODAY, late, TODAY, open_task=True) == "cancelled"
    assert {"late", "standing", "invoiced", "cancelled"} == set(ORDER_STATES)


def test_orders_come_to_what_was_invoiced_else_agreed() -> None:
    assert total_cents([Ordered(100_00), Ordered(200_00, 250_00), Ordered(None), Ordered(None, 30_00)]) == 380_00


def test_days_and_amounts_of_orders_quotes_and_invoices_must_be_possible() -> None:
    order = check_order(date(2026, 11, 1), date(2026, 10, 30), -1, reported_on=DAY, today=TODAY)
    assert [one.field for one in order] == ["ordered_on", "finish_by", "amount_cents"]
    quote = check_received(date(2026, 11, 1), -1, date(2026, 10, 1), asked_on=DAY, today=TODAY)
    assert [one.field for one in quote] == ["received_on", "amount_cents", "valid_until"]
    invoice = check_invoice(date(2026, 11, 21), -1, ordered_on=DAY, today=TODAY)
    assert [one.field for one in invoice] == ["invoiced_on", "invoiced_cents"]


# -- what a task's money comes to --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "budget", "cost", "paid", "ordered", "invoiced", "committed", "unpaid"),
    [
        # An order within the budget leaves the budget spoken for; one above it counts for what it is.
        ("ordered", 500_00, None, 0, 300_00, 0, 500_00, 0),
        ("ordered", 500_00, None, 0, 650_00, 0, 650_00, 0),
        ("ordered", None, None, 0, 300_00, 0, 300_00, 0),
        # Invoiced: spent, and no longer promised.
        ("in_progress", None, 300_00, 0, 300_00, 300_00, 0, 300_00),
        ("done", 500_00, 310_00, 0, 310_00, 310_00, 0, 310_00),
        ("done", 500_00, 310_00, 310_00, 310_00, 310_00, 0, 0),
        ("done", 500_00, 310_00, 100_00, 310_00, 310_00, 0, 210_00),
        # One of two orders invoiced.
        ("in_progress", None, None, 0, 800_00, 300_00, 500_00, 300_00),
        ("done", None, None, 0, 800_00, 300_00, 500_00, 300_00),
        # A cost that was typed below the invoice gives way to it.
        ("done", None, 200_00, 0, 310_00, 310_00, 0, 310_00),
        # Called off, but the contractor was not told.
        ("cancelled", 500_00, None, 0, 300_00, 0, 300_00, 0),
        ("cancelled", 500_00, 100_00, 0, 0, 0, 0, 0),
        # Paid more than was expected.
        ("done", None, 100_00, 150_00, 0, 0, 0, 0),
    ],
)
def test_an_order_takes_of_the_budget_until_it_is_paid(
    status: str,
    budget: int | None,
    cost: int | None,
    paid: int,
    ordered: int,
    invoiced: int,
    committed: int,
    unpaid: int,
) -> None:
    found = Expected(status, budget, cost, paid, ordered, invoiced)
    assert (found.committed_cents, found.unpaid_cents) == (committed, unpaid)


@given(
    st.sampled_from(["reported", "ordered", "done", "cancelled"]),
    MAYBE,
    MAYBE,
    CENTS,
    st.lists(st.tuples(MAYBE, MAYBE), max_size=4),
)
def test_no_cent_is_counted_twice_or_lost(
    status: str, budget: int | None, cost: int | None, paid: int, orders: list[tuple[int | None, int | None]]
) -> None:
    ordered = total_cents(Ordered(*one) for one in orders)
    invoiced = sum(one[1] or 0 for one in orders)
    found = Expected(status, budget, cost, paid, ordered, invoiced)
    assert found.committed_cents + found.unpaid_cents == max(found.total_cents - paid, 0)
    assert found.total_cents >= invoiced


# -- contractors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Loodgieter Blij", "loodgieter  blij B.V.", True),
        ("Kwast & Zn.", "Kwast & Zn", True),
        ("Écluse VOF", "ecluse", True),
        ("B.V.", "bv", True),
        ("Loodgieter Blij", "Blij", False),
        ("BV", "VOF", False),
    ],
)
def test_case_accents_stops_and_the_legal_form_make_no_other_firm(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) == same


def test_a_contractor_has_a_name_and_a_number_of_eight_digits() -> None:
    assert [one.field for one in check_contractor(" ", "1234")] == ["name", "kvk_number"]
    assert [one.field for one in check_contractor("x" * 121, "")] == ["name"]
    assert check_contractor("Blij", "12345678") == []
