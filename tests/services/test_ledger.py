"""A treasurer puts accounts straight: writes off, moves, gives back; never a cent is made or lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coopadmin.errors import Invalid, Refused
from coopadmin.services import ledger as deeds
from coopadmin.services.association import set_rule
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import ledger
from db.queries.refunds import refunds, waiting_cents
from db.store import Store
from db.tables.base import table_of
from db.tables.charges import Charge
from db.tables.closing import MonthClosing
from tests.conftest import TODAY, Furnish
from tests.ledgers import from_scratch, let, owe, pay

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def close(transaction: Transaction, *, month: date) -> None:
    """Close a month without looking at the bank."""
    transaction.add(MonthClosing(month=month, closed_on=TODAY, balance_cents=0))


def balance(store: Store, contract: int) -> int:
    return store.read(ledger.balance_cents, contract, TODAY)


def problems(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.message for problem in error.value.problems}


def _fall_behind(store: Store) -> int:
    contract = let(store)
    store.do(owe, contract_id=contract, due_on=OCTOBER, cents=500_00)
    store.do(owe, contract_id=contract, due_on=NOVEMBER, cents=10_00)
    return contract


@pytest.fixture
def behind(furnish: Furnish) -> int:
    """A contract with € 510 open."""
    return furnish(_fall_behind)


# -- writing off ---------------------------------------------------------------------------------------------------


def test_a_small_difference_is_written_off_with_its_reason(store: Store) -> None:
    contract = let(store)
    store.do(owe, contract_id=contract, due_on=OCTOBER, cents=12_34)
    done = store.do(deeds.write_off, contract_id=contract, reason=" the bank's  rounding ")
    assert balance(store, contract) == 0
    (line,) = [one for one in store.read(ledger.account, contract, TODAY).lines if one.kind == "write_off"]
    assert (line.on, line.charged_cents, line.note) == (TODAY, -12_34, "the bank's rounding")
    store.do(undo, batch=done.batch)
    assert balance(store, contract) == 12_34


def test_more_than_the_limit_needs_its_amount_and_a_decision(store: Store, behind: int) -> None:
    with pytest.raises(Invalid) as error:
        store.do(deeds.write_off, contract_id=behind, reason="gone abroad")
    assert set(problems(error)) == {"amount_cents", "decision"}
    assert "€510.00" in problems(error)["amount_cents"]
    with pytest.raises(Invalid) as error:
        store.do(deeds.write_off, contract_id=behind, amount_cents=510_00, reason="gone abroad")
    assert problems(error) == {"decision": "above €25.00 a decision is needed; give its number"}
    store.do(deeds.write_off, contract_id=behind, amount_cents=510_00, reason="gone abroad", decision="B-0012")
    assert store.read(ledger.account, behind, TODAY).lines[-1].note == "gone abroad (decision B-0012)"


def test_the_limit_is_a_dated_rule(store: Store, behind: int) -> None:
    store.do(set_rule, name="write_off_limit_euros", value="600", valid_from=NOVEMBER, source="B-0013")
    store.do(deeds.write_off, contract_id=behind, reason="gone abroad")
    assert balance(store, behind) == 0


def test_no_more_is_written_off_than_is_open_and_never_without_a_reason(store: Store, behind: int) -> None:
    for amount, field in ((510_01, "amount_cents"), (0, "amount_cents"), (-5, "amount_cents")):
        with pytest.raises(Invalid) as error:
            store.do(deeds.write_off, contract_id=behind, amount_cents=amount, reason="x", decision="B-1")
        assert field in problems(error)
    with pytest.raises(Invalid) as error:
        store.do(deeds.write_off, contract_id=behind, amount_cents=1, reason=" ")
    assert set(problems(error)) == {"reason"}
    with pytest.raises(Refused, match="Nothing is open"):
        store.do(deeds.write_off, contract_id=let(store, "C-0002"), reason="x")


# -- moving --------------------------------------------------------------------------------------------------------


def test_a_wrong_match_in_a_closed_month_is_put_right_after_it(store: Store, behind: int) -> None:
    neighbour = let(store, "C-0002")
    store.do(pay, contract_id=neighbour, on=date(2026, 10, 5), cents=500_00)
    for month in (OCTOBER, NOVEMBER):
        store.do(close, month=month)
    store.do(
        deeds.move_amount, from_contract_id=neighbour, to_contract_id=behind, amount_cents=500_00, reason="wrong number"
    )
    later = date(2026, 12, 1)
    assert store.read(ledger.balance_cents, neighbour, later) == 0
    assert store.read(ledger.balance_cents, behind, later) == 10_00
    assert balance(store, behind) == 510_00
    line = store.read(ledger.account, behind, later).lines[-1]
    assert (line.kind, line.on, line.note) == ("moved", later, "moved from C-0002: wrong number")


def test_no_more_is_moved_than_was_put_there(store: Store, behind: int) -> None:
    neighbour = let(store, "C-0002")
    store.do(pay, contract_id=neighbour, on=OCTOBER, cents=100_00)
    move = {"from_contract_id": neighbour, "to_contract_id": behind, "reason": "x"}
    with pytest.raises(Invalid) as error:
        store.do(deeds.move_amount, **move, amount_cents=100_01)
    assert problems(error) == {"amount_cents": "no more than €100.00 was ever put on contract C-0002"}
    store.do(deeds.move_amount, **move, amount_cents=100_00)
    with pytest.raises(Invalid):
        store.do(deeds.move_amount, **move, amount_cents=1)
    with pytest.raises(Invalid) as error:
        store.do(deeds.move_amount, from_contract_id=behind, to_contract_id=behind, amount_cents=0, reason="")
    assert set(problems(error)) == {"to_contract_id", "amount_cents", "reason"}


# -- giving back ---------------------------------------------------------------------------------------------------


def _get_ahead(store: Store) -> int:
    contract = let(store, "C-0007")
    store.do(pay, contract_id=contract, on=OCTOBER, cents=80_00)
    return contract


@pytest.fixture
def ahead(furnish: Furnish) -> int:
    """A contract with a credit of € 80."""
    return furnish(_get_ahead)


def test_a_refund_waits_until_the_bank_shows_it(store: Store, ahead: int) -> None:
    store.do(deeds.plan_refund, contract_id=ahead, amount_cents=80_00, iban="nl91 abna 0417 1643 00", note="paid twice")
    (planned,) = store.read(refunds)
    assert (planned.contract, planned.iban, planned.paid_on) == ("C-0007", "NL91ABNA0417164300", None)
    assert store.read(waiting_cents, ahead) == 80_00
    assert balance(store, ahead) == -80_00
    store.do(pay, contract_id=ahead, on=TODAY + timedelta(days=2), cents=-80_00)
    assert [one.paid_on for one in store.read(refunds, ahead)] == [TODAY + timedelta(days=2)]
    assert store.read(waiting_cents, ahead) == 0


def test_what_went_out_before_it_was_decided_or_another_amount_pays_no_refund(store: Store, ahead: int) -> None:
    store.do(pay, contract_id=ahead, on=TODAY - timedelta(days=1), cents=-30_00)
    store.do(deeds.plan_refund, contract_id=ahead, amount_cents=30_00, note="x")
    store.do(pay, contract_id=ahead, on=TODAY, cents=-20_00)
    assert store.read(waiting_cents, ahead) == 30_00


def test_no_more_goes_back_than_the_credit_less_what_goes_back_already(store: Store, ahead: int) -> None:
    behind = _fall_behind(store)
    store.do(deeds.plan_refund, contract_id=ahead, amount_cents=50_00, note="paid twice")
    with pytest.raises(Invalid) as error:
        store.do(deeds.plan_refund, contract_id=ahead, amount_cents=30_01, iban="NL00", note="")
    assert set(problems(error)) == {"amount_cents", "iban", "note"}
    assert problems(error)["amount_cents"] == "no more than €30.00 can go back on contract C-0007"
    with pytest.raises(Refused, match="no credit"):
        store.do(deeds.plan_refund, contract_id=behind, amount_cents=1, note="x")


def test_a_refund_is_called_off_while_it_was_not_paid(store: Store, ahead: int) -> None:
    refund = store.do(deeds.plan_refund, contract_id=ahead, amount_cents=50_00, note="paid twice").result
    store.do(deeds.cancel_refund, refund_id=refund)
    assert store.read(refunds) == ()
    with pytest.raises(Refused, match="no longer there"):
        store.do(deeds.cancel_refund, refund_id=refund)
    refund = store.do(deeds.plan_refund, contract_id=ahead, amount_cents=50_00, note="paid twice").result
    store.do(pay, contract_id=ahead, on=TODAY, cents=-50_00)
    with pytest.raises(Refused, match="was paid on 20 November 2026"):
        store.do(deeds.cancel_refund, refund_id=refund)


# -- all of it -----------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["owe", "pay", "back", "write_off", "move", "refund", "undo", "undo"]),
        st.integers(0, 1),
        st.integers(1, 400_00),
        st.integers(0, 120),
    ),
    min_size=3,
    max_size=14,
)


def _let_two(store: Store) -> tuple[int, int]:
    return let(store, "C-0001"), let(store, "C-0002")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_sequence_of_deeds_and_undos_leaves_the_balances_of_what_is_left(
    store: Store, furnish: Furnish, steps: list[tuple[str, int, int, int]]
) -> None:
    accounts = furnish(_let_two)
    batches: list[int] = []
    for what, place, cents, days in steps:
        account, other, day = accounts[place], accounts[1 - place], TODAY - timedelta(days=days)
        try:
            if what == "owe":
                done = store.do(owe, contract_id=account, due_on=day, cents=cents)
            elif what in ("pay", "back"):
                done = store.do(pay, contract_id=account, on=day, cents=cents if what == "pay" else -cents)
            elif what == "write_off":
                done = store.do(deeds.write_off, contract_id=account, amount_cents=cents, reason="x", decision="B")
            elif what == "move":
                between = {"from_contract_id": account, "to_contract_id": other}
                done = store.do(deeds.move_amount, **between, amount_cents=cents, reason="x")
            elif what == "refund":
                done = store.do(deeds.plan_refund, contract_id=account, amount_cents=cents, note="x")
            else:
                store.do(undo, batch=batches.pop(days % len(batches)) if batches else None)
                continue
        except Refused:
            continue
        if done.batch is not None:
            batches.append(done.batch)
    charged = table_of(Charge)
    moved = store.read(
        lambda connection: sum(
            connection.execute(select(charged.c.amount_cents).where(charged.c.kind == "moved")).scalars()
        )
    )
    assert moved == 0
    for account in accounts:
        assert store.read(ledger.settled, [account], TODAY)[account] == store.read(from_scratch, account, TODAY)
        assert store.read(ledger.account, account, TODAY).closing_cents == balance(store, account)
