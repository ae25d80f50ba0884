"""Words older than their term go for good and every balance stays; what is open keeps its words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from coopadmin.errors import Refused
from coopadmin.services.association import set_rule
from coopadmin.services.forgetting_words import clear_words
from coopadmin.services.undo import undo
from db.backup import back_up, check
from db.journal import Transaction
from db.queries import forgetting_words as queries
from db.queries.accounts import account
from db.queries.balances import balances, member_balances
from db.queries.forgetting_words import Aged
from db.queries.ledger import arrears
from db.queries.ledger import credits as credit_rows
from db.queries.matching import waiting
from db.store import Store
from db.tables.bank import BankLine
from db.tables.base import Record, table_of
from db.tables.bookings import Booking
from db.tables.charges import Charge
from db.tables.deposits import DepositMovement
from db.tables.ledger import PaymentPlan
from db.tables.maintenance import MaintenanceTask
from db.tables.matching import Posting
from tests.aged import HOME, OLD, PARTY, YOUNG, Years, fill_years, words_in
from tests.conftest import TODAY, Furnish

OF_BOOKS = {
    *("bankline", "charge", "posting", "depositmovement", "openingbalance", "refund", "paymentplan", "collectionstep"),
}


@pytest.fixture
def years(store: Store, furnish: Furnish) -> Years:
    """Give money, calls and bookings of years ago, all settled, in closed months."""
    return furnish(fill_years)


def aged(store: Store, kind: str = "books", on: date = TODAY) -> Aged:
    return store.read(queries.aged, kind, on)


def clear(store: Store, kind: str = "books", on: date = TODAY) -> int:
    return store.do(clear_words, kind=kind, on=on).result


def put(store: Store, record: Record) -> None:
    def deed(transaction: Transaction) -> None:
        transaction.add(record)

    store.do(deed)


def rows(store: Store, model: type[Record]) -> list[dict[str, Any]]:
    return store.read(lambda connection: [dict(row) for row in connection.execute(select(table_of(model))).mappings()])


def books(store: Store) -> tuple[object, ...]:
    """Give all that the books come to: every balance on several days, every amount, day and account."""

    def ask(connection: Connection) -> tuple[object, ...]:
        days = (date(2015, 6, 1), date(2018, 6, 1), TODAY)
        found: list[object] = [
            (balances(connection, None, day), member_balances(connection, None, day)) for day in days
        ]
        found += [arrears(connection, TODAY), credit_rows(connection, TODAY), waiting(connection)]
        told = account(connection, 1, TODAY)
        found.append(
            (
                told.closing_cents,
                [(line.on, line.charged_cents, line.paid_cents, line.balance_cents) for line in told.lines],
            )
        )
        for model in (BankLine, Charge, Posting, DepositMovement):
            table = table_of(model)
            kept = [one for one in table.c if one.name.endswith(("_cents", "_on", "_id", "kind")) or one.name == "id"]
            kept = [one for one in kept if one.name not in ("end_to_end_id", "mandate_id")]
            found.append([tuple(row) for row in connection.execute(select(*kept))])
        return tuple(found)

    return store.read(ask)


def test_the_case_holds_every_word_before_it_is_cleared(store: Store, years: Years) -> None:
    assert words_in((*OLD, *YOUNG, *HOME, *PARTY), store.path) == [*OLD, *YOUNG, *HOME, *PARTY]
    assert {row.source.name for row in aged(store).due} == OF_BOOKS
    assert aged(store).stays == ()


def test_no_byte_of_old_words_is_in_the_store_or_a_new_copy_and_every_balance_stays(
    store: Store, years: Years, tmp_path: Any
) -> None:
    before = books(store)
    count = len(aged(store).due)
    assert clear(store) == count
    assert store.unswept == ""
    copy = back_up(store.path, tmp_path / "copy" / "new.coop")
    assert words_in(OLD, store.path, copy) == []
    assert words_in(YOUNG, store.path) == list(YOUNG)
    assert books(store) == before
    assert [finding for finding in check(store.path) if not finding.ok] == []
    assert aged(store).rows == ()
    line = rows(store, BankLine)[0]
    assert (line["name"], line["iban"], line["raw"], line["folded"], line["amount_cents"]) == ("", "", "", "ref", 50000)
    assert clear(store) == 0


def test_the_term_is_a_setting_that_counts_from_the_end_of_the_financial_year(store: Store, years: Years) -> None:
    assert aged(store).span.through == date(2018, 12, 31)
    assert "2:10" in aged(store).span.why
    assert aged(store, on=date(2025, 12, 31)).span.through == date(2017, 12, 31)
    assert aged(store, on=date(2026, 1, 1)).span.through == date(2018, 12, 31)
    store.do(set_rule, name="financial_year_first_month", value="7", valid_from=date(2000, 1, 1), source="Statutes")
    assert aged(store).span.through == date(2019, 6, 30)
    store.do(set_rule, name="books_retention_years", value="10", valid_from=TODAY, source="Board")
    assert aged(store).span.through == date(2016, 6, 30)


def _debt(transaction: Transaction) -> None:
    # What was meant for one charge leaves the older ones open.
    transaction.change(Posting, 3, charge_id=2)
    transaction.add(Charge(contract_id=1, kind="other", due_on=date(2018, 2, 1), amount_cents=1_00))


def _plan(transaction: Transaction) -> None:
    transaction.add(Charge(contract_id=1, kind="other", due_on=date(2026, 9, 1), amount_cents=90_00))
    transaction.add(PaymentPlan(contract_id=1, agreed_on=date(2026, 10, 1), total_cents=90_00, term_cents=10_00,
                                first_due_on=date(2026, 12, 1)))  # fmt: skip


def _deposit(transaction: Transaction) -> None:
    transaction.add(DepositMovement(contract_id=1, moved_on=date(2020, 1, 1), kind="cash", amount_cents=10_00))


_KEEPING: dict[str, tuple[Any, str, set[str]]] = {
    "debt": (_debt, "debt", OF_BOOKS),
    "plan": (_plan, "plan", OF_BOOKS),
    "deposit": (_deposit, "deposit", {"depositmovement"}),
}


@pytest.mark.parametrize("case", _KEEPING)
def test_words_stay_while_something_of_that_account_is_open(store: Store, years: Years, case: str) -> None:
    def reopen(transaction: Transaction) -> None:
        from db.tables.closing import MonthClosing

        transaction.remove(MonthClosing, 1)

    make, reason, tables = _KEEPING[case]
    store.do(reopen)
    store.do(make)
    found = aged(store)
    assert {row.source.name for row in found.rows if row.held == reason} == tables
    assert [(held, numbers) for held, _count, numbers in found.stays] == [(reason, ("C-0001",))]
    clear(store)
    kept = {row.source.name for row in aged(store).rows}
    assert kept == tables
    assert ("after the funeral" in rows(store, DepositMovement)[0]["note"]) is True


def test_a_line_that_waits_keeps_its_words(store: Store, years: Years) -> None:
    put(
        store,
        BankLine(
            statement_id=1,
            account_id=1,
            position=9,
            key="9",
            booked_on=date(2019, 1, 1),
            amount_cents=1,
            name="Not placed",
        ),
    )
    assert [row.words for row in aged(store, on=date(2027, 1, 1)).rows if row.held == "waits"] == [("Not placed",)]
    with pytest.raises(Refused, match="still to come"):
        clear(store, on=date(2027, 1, 1))


def test_a_credit_of_a_contract_that_ended_keeps_its_words(store: Store, years: Years) -> None:
    def end(transaction: Transaction) -> None:
        from db.tables.contracts import Contract

        transaction.change(Contract, 1, ends_on=date(2020, 1, 1))
        transaction.add(Charge(contract_id=1, kind="other", due_on=date(2020, 1, 1), amount_cents=-5_00))

    store.do(end)
    assert {held for held, _count, _numbers in aged(store).stays} == {"credit"}


def test_only_words_change_in_a_closed_month_and_it_is_closed_again_afterwards(store: Store, years: Years) -> None:
    clear(store)
    with (
        closing(sqlite3.connect(store.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="month_closed"),
    ):
        connection.execute("UPDATE bankline SET name = 'x' WHERE id = 1")
    from db.triggers import letting_words_go

    def spoil(transaction: Transaction) -> None:
        with letting_words_go(transaction.connection, {"bankline": ("name",)}):
            transaction.change(BankLine, 1, name="y")
            transaction.change(BankLine, 1, amount_cents=1)

    with pytest.raises((IntegrityError, Refused)):
        store.do(spoil)
    assert rows(store, BankLine)[0]["name"] == ""


def test_it_cannot_be_taken_back_and_the_journal_names_the_kind_only(store: Store, years: Years) -> None:
    done = store.do(clear_words, kind="books", on=TODAY)
    assert done.batch is not None
    with pytest.raises(Refused, match="cannot be taken back: personal data in it has been cleared"):
        store.do(undo, batch=done.batch)
    assert aged(store).last_cleared_on == TODAY


def test_calls_and_bookings_have_no_term_until_one_is_set(store: Store, years: Years) -> None:
    for kind in ("calls", "bookings"):
        found = aged(store, kind)
        assert (found.span.through, found.rows) == (None, ())
        with pytest.raises(Refused, match="No term is set"):
            clear(store, kind)
    with pytest.raises(Refused, match="not known"):
        clear(store, "neighbours")


def test_who_called_and_what_was_noted_goes_after_the_term_that_was_set(store: Store, years: Years) -> None:
    store.do(set_rule, name="call_retention_months", value="60", valid_from=TODAY, source="Board")
    put(store, MaintenanceTask(number="O-0002", reported_on=date(2018, 1, 1), what="Open", reporter_id=1, note="stays"))
    assert {row.source.name for row in aged(store, "calls").due} == {"maintenancetask", "taskappointment"}
    clear(store, "calls")
    task, other = rows(store, MaintenanceTask)
    assert (task["reporter_id"], task["note"], task["what"]) == (None, "", "Leak at the caller's")
    assert task["done_on"] == date(2018, 5, 2)
    assert other["note"] == "stays"
    assert words_in(HOME[1:], store.path) == []


def test_what_a_room_was_booked_for_goes_after_the_term_that_was_set(store: Store, years: Years) -> None:
    store.do(set_rule, name="booking_retention_months", value="24", valid_from=TODAY, source="Board")
    assert clear(store, "bookings") == 2
    (booking,) = rows(store, Booking)
    assert (booking["purpose"], booking["person_id"]) == ("", 1)
    assert words_in(PARTY, store.path) == []


def test_the_reminder_looks_at_one_year_only(store: Store, years: Years) -> None:
    assert store.read(queries.old_books_wait, TODAY)
    clear(store)
    assert not store.read(queries.old_books_wait, TODAY)
