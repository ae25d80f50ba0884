"""Where contracts stand: what the store tells is what the rule says, however it is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from coopadmin.domain.ledger import Settled, ages
from coopadmin.exchange.bank import open_bank_file
from coopadmin.services import contracts
from coopadmin.services.bank import take_bank_file
from coopadmin.services.charges import charge_month
from coopadmin.services.imports import import_register
from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.queries import contracts as contract_queries
from db.queries import ledger
from db.queries.base import Listing
from db.store import Store
from tests.conftest import SHARED, TODAY, Furnish
from tests.ledgers import begin_with, from_scratch, let, owe, pay

REGISTERS = (
    ("members", "ledenlijst.csv"),
    ("dwellings", "woningen.xlsx"),
    ("contracts", "huurcontracten.csv"),
    ("rents", "huurprijzen.csv"),
    ("opening", "beginstand.csv"),
)
FILES = ("2026-09.camt053.xml", "2026-10.940", "2026-10-opnieuw.940", "2026-11.csv")


def _keep_three_months(store: Store) -> None:
    for kind, name in REGISTERS:
        store.do(import_register, kind, SHARED / "registers" / name, skip_bad=True)
    for month in (9, 10, 11):
        store.do(charge_month, month=date(2026, month, 1))
    for name in FILES:
        store.do(take_bank_file, file=open_bank_file(SHARED / "registers" / name))


@pytest.fixture
def vonk(store: Store, furnish: Furnish, registers: Path) -> Store:
    """The example co-operative after three months."""
    furnish(_keep_three_months)
    return store


def test_the_example_comes_out_as_expected_to_the_cent(vonk: Store, registers: Path) -> None:
    expected = json.loads((registers / "expected.json").read_text(encoding="utf-8"))
    for day in ("2026-10-31", "2026-11-15"):
        rows = vonk.read(ledger.arrears, date.fromisoformat(day))
        told = [
            {
                "contract": row.contract,
                "dwelling": row.dwelling,
                "open_cents": row.open_cents,
                "oldest_due": row.oldest_due.isoformat(),
                "d0_30": row.d0_30,
                "d31_60": row.d31_60,
                "d61_90": row.d61_90,
                "d90_plus": row.d90_plus,
            }
            for row in rows
        ]
        assert told == expected[f"arrears_{day}"]["rows"]
        assert sum(row.open_cents for row in rows) == expected[f"arrears_{day}"]["total_cents"]
    ahead = {row.contract: row.credit_cents for row in vonk.read(ledger.credits, date(2026, 11, 15))}
    assert ahead == expected["credits_2026-11-15"]


DAYS = st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back))
CHARGES = st.lists(st.tuples(st.integers(0, 2), DAYS, st.integers(-300_00, 900_00)), max_size=15)
OPENINGS = st.lists(
    st.tuples(st.integers(0, 2), DAYS, st.integers(-300_00, 900_00)), max_size=3, unique_by=lambda row: row[:2]
)
PAYMENTS = st.lists(
    st.tuples(st.integers(0, 2), DAYS, st.integers(-300_00, 900_00).filter(bool), st.none() | st.integers(0, 14)),
    max_size=12,
)


def _let_three(store: Store) -> tuple[int, int, int]:
    return let(store, "C-0001"), let(store, "C-0002"), let(store, "C-0003")


def _enter(
    transaction: Transaction,
    accounts: Sequence[int],
    charges: Sequence[tuple[int, date, int]],
    openings: Sequence[tuple[int, date, int]],
    payments: Sequence[tuple[int, date, int, int | None]],
) -> None:
    """Put all of it in at once: what is told does not hang on how many deeds it took."""
    made = [
        (place, owe(transaction, contract_id=accounts[place], due_on=due_on, cents=cents))
        for place, due_on, cents in charges
    ]
    for place, due_on, cents in openings:
        begin_with(transaction, contract_id=accounts[place], due_on=due_on, cents=cents)
    for place, booked_on, cents, meant in payments:
        own = [charge_id for of, charge_id in made if of == place]
        charge_id = own[meant % len(own)] if own and meant is not None else None
        pay(transaction, contract_id=accounts[place], on=booked_on, cents=cents, charge_id=charge_id)


def _told(
    connection: Connection, accounts: Sequence[int], on: date
) -> tuple[
    Mapping[int, Settled], Mapping[int, Settled], tuple[ledger.ArrearsRow, ...], list[tuple[ledger.Account, ...]]
]:
    """Give what the store tells of some contracts, of all, of who is behind, and of each account, whole and in part."""
    since = on - timedelta(days=100)
    return (
        ledger.settled(connection, accounts, on),
        ledger.settled(connection, None, on),
        ledger.arrears(connection, on),
        [
            (ledger.account(connection, account, on), ledger.account(connection, account, on, since))
            for account in accounts
        ],
    )


def _ruled(connection: Connection, accounts: Sequence[int], on: date) -> dict[int, Settled]:
    return {account: from_scratch(connection, account, on) for account in accounts}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHARGES, OPENINGS, PAYMENTS, st.integers(-10, 200))
def test_whatever_was_charged_and_paid_the_store_tells_what_the_rule_says(
    store: Store,
    furnish: Furnish,
    charges: Sequence[tuple[int, date, int]],
    openings: Sequence[tuple[int, date, int]],
    payments: Sequence[tuple[int, date, int, int | None]],
    back: int,
) -> None:
    on = TODAY - timedelta(days=back)
    accounts = furnish(_let_three)
    store.do(_enter, accounts, charges, openings, payments)
    told, of_all, behind, kept_and_part = store.read(_told, accounts, on)
    rule = store.read(_ruled, accounts, on)
    assert told == rule
    assert of_all == {account: one for account, one in rule.items() if one.open or one.credit_cents}
    rows = {row.contract_id: row for row in behind}
    assert set(rows) == {account for account, one in rule.items() if one.open}
    for account, row in rows.items():
        aged = ages(rule[account].open, on)
        assert (row.d0_30, row.d31_60, row.d61_90, row.d90_plus) == (
            aged.d0_30, aged.d31_60, aged.d61_90, aged.d90_plus,
        )  # fmt: skip
        assert (row.open_cents, row.oldest_due) == (rule[account].open_cents, rule[account].oldest_due)
    for account, (kept, part) in zip(accounts, kept_and_part, strict=True):
        assert kept.closing_cents == rule[account].balance_cents
        assert part.opening_cents + part.charged_cents - part.paid_cents == kept.closing_cents


def test_what_is_dated_later_does_not_count_yet(store: Store) -> None:
    contract = let(store)
    store.do(owe, contract_id=contract, due_on=date(2026, 12, 1), cents=500_00)
    store.do(pay, contract_id=contract, on=date(2026, 12, 2), cents=200_00)
    assert store.read(ledger.balance_cents, contract, TODAY) == 0
    assert store.read(ledger.balance_cents, contract, date(2026, 12, 1)) == 500_00
    assert store.read(ledger.balance_cents, contract, date(2026, 12, 2)) == 300_00


def test_a_deposit_is_no_payment_of_rent(store: Store) -> None:
    contract = let(store)
    store.do(owe, contract_id=contract, due_on=date(2026, 11, 1), cents=500_00)
    store.do(pay, contract_id=contract, on=date(2026, 11, 2), cents=500_00, kind="deposit")
    assert store.read(ledger.balance_cents, contract, TODAY) == 500_00
    assert store.read(ledger.account, contract, TODAY).paid_cents == 0


def test_a_former_tenant_stays_in_view_until_it_is_settled_by_the_name_of_then(store: Store) -> None:
    contract = let(store, name="Wijk")
    store.do(owe, contract_id=contract, due_on=date(2026, 8, 1), cents=500_00)
    store.do(contracts.end_contract, contract_id=contract, ends_on=date(2026, 8, 31))
    (row,) = store.read(ledger.arrears, TODAY)
    assert (row.tenants, row.ended_on, row.d90_plus) == (("Wijk",), date(2026, 8, 31), 500_00)
    store.do(pay, contract_id=contract, on=date(2026, 11, 2), cents=500_00)
    assert store.read(ledger.arrears, TODAY) == ()


def test_members_have_accounts_of_their_own(store: Store) -> None:
    person = store.do(
        register_member, number="L001", person=PersonData("Bos"), kind="member", starts_on=date(2020, 1, 1)
    ).result
    assert person == 1
    store.do(owe, member_id=1, kind="contribution", due_on=date(2026, 1, 1), cents=25_00)
    store.do(owe, member_id=1, kind="contribution", due_on=date(2026, 7, 1), cents=25_00)
    store.do(pay, member_id=1, kind="member", on=date(2026, 7, 2), cents=30_00)
    found = store.read(ledger.settled_members, None, TODAY)[1]
    assert [(one.debt.due_on, one.open_cents) for one in found.open] == [(date(2026, 7, 1), 20_00)]
    assert store.read(ledger.member_account, 1, TODAY).closing_cents == 20_00
    assert store.read(ledger.member_balances, None, TODAY) == {1: 20_00}
    assert store.read(ledger.arrears, TODAY) == ()


def test_the_list_on_the_screen_says_what_the_report_says(vonk: Store) -> None:
    report = vonk.read(ledger.arrears, TODAY)
    for sort, of in (("number", "contract"), ("open", "open_cents"), ("oldest", "oldest_due")):
        page = vonk.read(ledger.arrears_page, Listing(sort=sort), TODAY)
        assert page.total == len(report)
        assert [getattr(row, of) for row in page.rows] == sorted(getattr(row, of) for row in report)
        assert set(page.rows) == set(report)
        turned = vonk.read(ledger.arrears_page, Listing(sort=sort, descending=True, limit=3), TODAY)
        assert [getattr(row, of) for row in turned.rows] == sorted((getattr(row, of) for row in report), reverse=True)[
            :3
        ]
    found = vonk.read(ledger.arrears_page, Listing(search="yilmaz", sort="dwelling"), TODAY)
    assert [row.contract for row in found.rows] == ["C-0013", "C-0032"]
    some = {report[0].contract_id}
    assert vonk.read(ledger.arrears_page, Listing(), TODAY, only=some).rows == report[:1]


def test_contracts_can_be_kept_to_those_that_are_behind_or_ahead(vonk: Store) -> None:
    behind = vonk.read(contract_queries.page, Listing(filter="behind"), TODAY)
    ahead = vonk.read(contract_queries.page, Listing(filter="ahead"), TODAY)
    assert {row.number for row in behind.rows} == {row.contract for row in vonk.read(ledger.arrears, TODAY)}
    assert {row.number for row in ahead.rows} == {row.contract for row in vonk.read(ledger.credits, TODAY)}


def test_an_account_names_who_paid_and_what_is_owed_after_each_line(vonk: Store) -> None:
    head = vonk.read(ledger.head, "c-0001", TODAY)
    assert head is not None
    assert (head.number, head.dwelling) == ("C-0001", "2A")
    kept = vonk.read(ledger.account, head.contract_id, TODAY)
    assert [(line.kind, line.charged_cents, line.paid_cents, line.balance_cents) for line in kept.lines] == [
        ("rent", 70896, 0, 70896),
        ("payment", 0, 65896, 5000),
        ("rent", 70896, 0, 75896),
        ("payment", 0, 65896, 10000),
        ("paid_back", 0, -65896, 75896),
        ("rent", 70896, 0, 146792),
        ("payment", 0, 65896, 80896),
    ]
    assert kept.lines[1].other == "H.J. Willems"
    assert vonk.read(ledger.head, "C-9999", TODAY) is None
