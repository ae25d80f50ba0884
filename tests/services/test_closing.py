"""A treasurer closes a month: only when the bank agrees to the cent, and then it changes no more without a word."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain import closing as rules
from coopadmin.errors import Invalid, Refused
from coopadmin.services import matching
from coopadmin.services.closing import close_month, first_open_day, reopen_month, require_open
from coopadmin.services.matching_parts import Part
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries.base import Listing
from db.queries.checklist import checklist
from db.queries.closing import closed_through, closings, next_month
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.budget import Category
from db.tables.charges import Charge
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
ACCOUNT = "NL79RABO8563276100"


def deliver(
    transaction: Transaction,
    *,
    first: date,
    last: date,
    opening_cents: int | None,
    lines: list[tuple[date, int]],
    closing_cents: int | None = None,
) -> list[int]:
    """Read in a statement, whose closing balance ties unless another is given; gives the numbers of its lines."""
    account = transaction.scalar(select(col(BankAccount.id)).where(col(BankAccount.number) == ACCOUNT))
    if account is None:
        account = transaction.add(BankAccount(number=ACCOUNT))
    total = sum(cents for _day, cents in lines)
    if closing_cents is None and opening_cents is not None:
        closing_cents = opening_cents + total
    file_id = transaction.add(BankFile(name="a.940", format="mt940", sha256=f"{first}{last}{opening_cents}{total}"))
    statement = transaction.add(
        BankStatement(
            file_id=file_id,
            account_id=account,
            opens_on=first,
            closes_on=last,
            opening_cents=opening_cents,
            closing_cents=closing_cents,
            line_count=len(lines),
            lines_cents=total,
        )
    )
    return [
        transaction.add(
            BankLine(
                statement_id=statement,
                account_id=account,
                position=place,
                key=f"{statement}-{place}",
                booked_on=day,
                amount_cents=cents,
            )
        )
        for place, (day, cents) in enumerate(lines, 1)
    ]


def add_category(transaction: Transaction) -> int:
    """Have a category to put money to."""
    return transaction.add(Category(code="other", name="Other", direction="income"))


def add_contract(transaction: Transaction) -> int:
    """Have a contract that can be charged."""
    home = transaction.add(Dwelling(code="12C"))
    return transaction.add(Contract(number="C-0001", dwelling_id=home, starts_on=date(2020, 1, 1)))


@pytest.fixture
def category(store: Store) -> int:
    """Give a category."""
    return store.do(add_category).result


def _september(store: Store, *amounts: int, closing_cents: int | None = None) -> list[int]:
    lines = [(date(2026, 9, 3 + place), cents) for place, cents in enumerate(amounts)]
    return store.do(
        deliver,
        first=SEPTEMBER,
        last=date(2026, 9, 30),
        opening_cents=1000_00,
        lines=lines,
        closing_cents=closing_cents,
    ).result


def _place(store: Store, line_id: int, cents: int, category: int) -> None:
    store.do(matching.post_line, line_id=line_id, parts=[Part(cents, "category", category_id=category)])


def _kinds(store: Store, month: date, weight: str) -> list[str]:
    return [point.kind for point in store.read(checklist, month, TODAY).points if point.weight == weight]


# -- closing -------------------------------------------------------------------------------------------------------


def test_a_month_of_which_every_line_has_its_place_is_closed_with_the_banks_balance(
    store: Store, category: int
) -> None:
    (line,) = _september(store, 250_00)
    assert _kinds(store, SEPTEMBER, rules.BLOCKS) == ["waiting"]
    _place(store, line, 250_00, category)
    assert _kinds(store, SEPTEMBER, rules.BLOCKS) == []
    store.do(close_month, month=date(2026, 9, 17), note="seen by two")
    (row,) = store.read(closings)
    assert (row.month, row.closed_on, row.balance_cents, row.note) == (SEPTEMBER, TODAY, 1250_00, "seen by two")
    assert store.read(closed_through) == date(2026, 9, 30)
    assert store.read(journal.page, Listing()).rows[0].what == "Month closed 2026-09"


def test_a_line_that_waits_keeps_a_month_open_but_one_put_aside_does_not(store: Store) -> None:
    (line,) = _september(store, 250_00)
    with pytest.raises(Refused, match="1 bank line waits"):
        store.do(close_month, month=SEPTEMBER)
    store.do(matching.put_aside, line_id=line, note="asked the bank who it is from")
    points = store.read(checklist, SEPTEMBER, TODAY).points
    (aside,) = (point for point in points if point.kind == "aside")
    assert "asked the bank" in aside.text
    assert (aside.weight, aside.target) == (rules.LOOK, ("bank", line))
    store.do(close_month, month=SEPTEMBER)


def test_a_cent_of_difference_with_the_bank_keeps_a_month_open(store: Store, category: int) -> None:
    (line,) = _september(store, 250_00, closing_cents=1250_01)
    _place(store, line, 250_00, category)
    with pytest.raises(Refused, match=r"0\.01 apart") as refusal:
        store.do(close_month, month=SEPTEMBER)
    assert refusal.value.reasons[0] == "September 2026 cannot be closed yet:"
    assert "statement" in _kinds(store, SEPTEMBER, rules.LOOK)


def test_what_came_twice_counts_once_for_the_bank(store: Store, category: int) -> None:
    (line,) = _september(store, 250_00)
    _place(store, line, 250_00, category)
    (again,) = store.do(
        deliver, first=SEPTEMBER, last=date(2026, 9, 30), opening_cents=None, lines=[(date(2026, 9, 3), 250_00)]
    ).result
    assert "bank" in _kinds(store, SEPTEMBER, rules.BLOCKS)
    store.do(matching.judge_duplicate, line_id=again, other_id=line, is_duplicate=True)
    store.do(close_month, month=SEPTEMBER)
    assert store.read(closings)[0].balance_cents == 1250_00


def test_months_are_closed_in_order_and_only_when_they_are_over(store: Store) -> None:
    _september(store)
    store.do(deliver, first=OCTOBER, last=date(2026, 11, 30), opening_cents=1000_00, lines=[])
    with pytest.raises(Refused, match="November 2026 is not over yet"):
        store.do(close_month, month=NOVEMBER)
    store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match="September 2026 is closed already"):
        store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match="October 2026 is next"):
        store.do(close_month, month=NOVEMBER)
    assert store.read(next_month, TODAY) == OCTOBER
    store.do(close_month, month=OCTOBER)
    assert store.read(next_month, TODAY) is None


def test_the_first_month_to_be_closed_may_be_any(store: Store) -> None:
    _september(store)
    store.do(deliver, first=OCTOBER, last=date(2026, 10, 31), opening_cents=1000_00, lines=[])
    store.do(close_month, month=OCTOBER)
    assert store.read(closed_through) == date(2026, 10, 31)


def test_where_no_statement_reaches_the_end_a_person_says_what_the_bank_held(store: Store, category: int) -> None:
    (line,) = store.do(
        deliver, first=SEPTEMBER, last=date(2026, 9, 20), opening_cents=10_00, lines=[(date(2026, 9, 3), 5_00)]
    ).result
    _place(store, line, 5_00, category)
    with pytest.raises(Refused, match="No statement reaches 30 September 2026"):
        store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match=r"0\.50 apart"):
        store.do(close_month, month=SEPTEMBER, balance_cents=15_50)
    store.do(close_month, month=SEPTEMBER, balance_cents=15_00)


def test_an_account_whose_files_give_no_balance_goes_on_from_the_last_closing(store: Store, category: int) -> None:
    for month, last, cents in ((SEPTEMBER, date(2026, 9, 30), 5_00), (OCTOBER, date(2026, 10, 31), 7_00)):
        (line,) = store.do(deliver, first=month, last=last, opening_cents=None, lines=[(last, cents)]).result
        _place(store, line, cents, category)
    with pytest.raises(Refused, match="give the balance"):
        store.do(close_month, month=SEPTEMBER)
    store.do(close_month, month=SEPTEMBER, balance_cents=100_00)
    with pytest.raises(Refused, match=r"1\.00 apart"):
        store.do(close_month, month=OCTOBER, balance_cents=108_00)
    store.do(close_month, month=OCTOBER, balance_cents=107_00)


def test_a_store_without_a_bank_can_close_its_months(store: Store) -> None:
    store.do(close_month, month=SEPTEMBER)
    assert "bank" in _kinds(store, OCTOBER, rules.LOOK)


# -- reopening -----------------------------------------------------------------------------------------------------


def test_only_the_last_closed_month_is_reopened_and_the_reason_stays(store: Store) -> None:
    with pytest.raises(Refused, match="No month is closed"):
        store.do(reopen_month, month=SEPTEMBER, reason="a mistake")
    store.do(close_month, month=SEPTEMBER)
    store.do(close_month, month=OCTOBER)
    with pytest.raises(Refused, match="October 2026"):
        store.do(reopen_month, month=SEPTEMBER, reason="a mistake")
    with pytest.raises(Invalid, match="say why"):
        store.do(reopen_month, month=OCTOBER, reason=" ")
    batch = store.do(reopen_month, month=OCTOBER, reason="a file was forgotten").batch
    assert store.read(closed_through) == date(2026, 9, 30)
    told = store.read(journal.story, [("monthclosing", 2)])
    assert any(("note", "", "a file was forgotten") in line.changes for line in told if line.entry_id == batch)


def test_taking_a_closing_back_is_reopening_and_keeps_the_order(store: Store) -> None:
    first = store.do(close_month, month=SEPTEMBER).batch
    second = store.do(close_month, month=OCTOBER).batch
    assert first
    assert second
    with pytest.raises(Refused, match="closed last"):
        store.do(undo, first)
    store.do(undo, second)
    store.do(undo, first)
    assert store.read(closed_through) is None


def test_a_reopening_is_taken_back_only_where_the_month_could_be_closed(store: Store, category: int) -> None:
    (line,) = _september(store, 250_00)
    _place(store, line, 250_00, category)
    store.do(close_month, month=SEPTEMBER)
    reopened = store.do(reopen_month, month=SEPTEMBER, reason="to look").batch
    assert reopened
    store.do(undo, reopened)
    assert store.read(closed_through) == date(2026, 9, 30)
    again = store.do(reopen_month, month=SEPTEMBER, reason="to look").batch
    store.do(matching.unmatch, line_id=line)
    with pytest.raises(Refused, match="1 bank line waits"):
        store.do(undo, again)


# -- a closed month stays as it is ---------------------------------------------------------------------------------


def test_a_day_of_a_closed_month_is_refused_with_the_first_day_that_is_open(store: Store) -> None:
    store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match="1 October 2026") as refusal:
        store.do(require_open, date(2026, 9, 30))
    assert "September 2026" in str(refusal.value)
    with pytest.raises(Refused):
        store.do(require_open, date(2019, 1, 1))
    store.do(require_open, date(2026, 10, 1))
    assert store.do(first_open_day, date(2026, 9, 5)).result == date(2026, 10, 1)
    assert store.do(first_open_day, date(2026, 10, 5)).result == date(2026, 10, 5)


def test_nothing_slips_past_the_database_into_a_closed_month(store: Store) -> None:
    contract = store.do(add_contract).result
    store.do(close_month, month=SEPTEMBER)

    def charge(transaction: Transaction) -> None:
        transaction.add(Charge(contract_id=contract, kind="other", due_on=date(2026, 9, 5), amount_cents=1))

    with pytest.raises(Refused, match="month that is closed"):
        store.do(charge)
    store.do(reopen_month, month=SEPTEMBER, reason="a charge was forgotten")
    store.do(charge)


def test_a_line_of_a_closed_month_is_put_in_its_place_after_it(store: Store, category: int) -> None:
    (line,) = _september(store, 250_00)
    store.do(matching.put_aside, line_id=line, note="who?")
    store.do(close_month, month=SEPTEMBER)
    _place(store, line, 250_00, category)
    store.do(matching.unmatch, line_id=line)
    assert _kinds(store, SEPTEMBER, rules.BLOCKS)[0] == "order"


def test_a_batch_with_money_of_a_closed_month_is_not_taken_back(store: Store, category: int) -> None:
    (line,) = _september(store, 250_00)
    batch = store.do(matching.post_line, line_id=line, parts=[Part(250_00, "category", category_id=category)]).batch
    assert batch
    store.do(close_month, month=SEPTEMBER)
    with pytest.raises(Refused, match="books are closed up to and including September 2026") as refusal:
        store.do(undo, batch)
    assert "reopen that month first" in str(refusal.value)
    store.do(reopen_month, month=SEPTEMBER, reason="booked wrongly")
    store.do(undo, batch)
    assert "waiting" in _kinds(store, SEPTEMBER, rules.BLOCKS)


def _leave_empty(_store: Store) -> None:
    """Each example begins with an empty store again."""


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["close", "reopen", "undo"]), max_size=12))
def test_whatever_is_done_and_taken_back_closed_months_have_no_gap_among_them(
    store: Store, furnish: Furnish, deeds: list[str]
) -> None:
    furnish(_leave_empty)
    for deed in deeds:
        through = store.read(closed_through)
        following = rules.first_open_day(through, date.min) if through else date(2026, 1, 1)
        try:
            if deed == "close":
                store.do(close_month, month=following)
            elif deed == "reopen":
                store.do(reopen_month, month=through or SEPTEMBER, reason="to look")
            else:
                store.do(undo)
        except Refused:
            continue
    months = sorted(row.month for row in store.read(closings))
    assert [month.month for month in months] == list(range(1, len(months) + 1))


# -- the rules themselves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "first", "month"),
    [
        (None, None, None),
        (None, date(2026, 9, 3), SEPTEMBER),
        (None, date(2026, 11, 3), None),
        (date(2026, 9, 30), date(2026, 1, 1), OCTOBER),
        (date(2026, 10, 31), date(2026, 1, 1), None),
        (date(2025, 12, 31), None, date(2026, 1, 1)),
    ],
)
def test_the_month_to_close_follows_the_last_one_and_is_over(
    closed: date | None, first: date | None, month: date | None
) -> None:
    assert rules.month_to_close(closed, first, TODAY) == month
