"""A coordinator asks prices and gives orders within the mandate; above it a decision is asked and linked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Connection, select

from coopadmin.errors import Invalid, Refused
from coopadmin.services import maintenance
from coopadmin.services.contractors import end_contractor, save_contractor
from coopadmin.services.decisions import link, record_decision, withdraw_decision
from coopadmin.services.limits import remove_limit, set_limit
from coopadmin.services.maintenance import TaskData
from coopadmin.services.orders import cancel_order, correct_order, give_order, note_invoice, remove_invoice
from coopadmin.services.quotes import ask_quote, decline_quote, receive_quote, reopen_quote
from coopadmin.services.undo import undo
from db.queries import limits as limit_queries
from db.queries import orders as queries
from db.queries.maintenance import TaskRecord, record
from db.store import Store
from db.tables.base import table_of
from db.tables.maintenance import TaskWait
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
REPORTED, YESTERDAY = date(2026, 11, 16), date(2026, 11, 19)
NEW_YEAR = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Made:
    """What the store holds: a task for the co-operative, and two contractors."""

    boiler: int
    blij: int
    kwast: int


def _boiler(store: Store) -> Made:
    task = TaskData("New boiler", REPORTED, responsible="cooperative", budget_cents=3000_00)
    boiler = store.do(maintenance.report_task, number="M-0001", task=task, every_months=None).result
    blij = store.do(save_contractor, name="Loodgieter Blij", trade="LOO").result
    return Made(boiler, blij, store.do(save_contractor, name="Kwast & Zn.").result)


@pytest.fixture
def made(store: Store, furnish: Furnish) -> Made:
    """Give a boiler to be replaced and who could do it."""
    return furnish(_boiler)


def _limits(store: Store, coordinator: int | None = 500_00, board: int | None = 5000_00) -> None:
    store.do(set_limit, body="coordinator", valid_from=NEW_YEAR, amount_cents=coordinator, source="agreement, art. 8")
    store.do(set_limit, body="board", valid_from=NEW_YEAR, amount_cents=board, source="agreement, art. 8")


def _order(
    store: Store,
    made: Made,
    cents: int | None,
    firm: int | None = None,
    decision_id: int | None = None,
    quote_id: int | None = None,
) -> int:
    return store.do(
        give_order,
        task_id=made.boiler,
        contractor_id=firm or made.blij,
        ordered_on=TODAY,
        amount_cents=cents,
        decision_id=decision_id,
        quote_id=quote_id,
    ).result


def _decision(store: Store, made: Made, cents: int | None, body: str = "Bestuur", outcome: str = "carried") -> int:
    number = f"B-{len(store.read(limit_queries.allowing, made.boiler)) + 1}"
    decision = store.do(
        record_decision, number=number, decided_on=YESTERDAY, subject="Boiler", outcome=outcome, body=body
    ).result
    store.do(link, decision_id=decision, task_id=made.boiler, amount_cents=cents)
    return decision


def _task(store: Store, made: Made) -> TaskRecord:
    found = store.read(record, made.boiler, TODAY)
    assert found is not None
    return found


# -- quotes ------------------------------------------------------------------------------------------------------


def _waits(store: Store) -> list[tuple[str, bool]]:
    table = table_of(TaskWait)

    def read(connection: Connection) -> list[tuple[str, bool]]:
        rows = connection.execute(select(table.c.reason, table.c.until_at).order_by(table.c.id))
        return [(reason, until is None) for reason, until in rows]

    return store.read(read)


def test_a_task_waits_until_the_last_price_it_asked_for_came_in(store: Store, made: Made) -> None:
    blij = store.do(ask_quote, task_id=made.boiler, contractor_id=made.blij, asked_on=YESTERDAY).result
    assert _task(store, made).task.status == "waiting"
    kwast = store.do(ask_quote, task_id=made.boiler, contractor_id=made.kwast, asked_on=TODAY).result
    assert _waits(store) == [("quote", True)]
    assert _task(store, made).task.clock.paused
    with pytest.raises(Refused, match="Loodgieter Blij was asked for a price for task M-0001 already"):
        store.do(ask_quote, task_id=made.boiler, contractor_id=made.blij, asked_on=TODAY)
    assert not store.do(receive_quote, quote_id=blij, received_on=TODAY, amount_cents=2800_00).result
    assert store.do(decline_quote, quote_id=kwast, ended_on=TODAY).result
    assert _waits(store) == [("quote", False)]
    assert _task(store, made).task.status == "reported"
    states = [(one.contractor, one.state) for one in store.read(queries.of_task, made.boiler, TODAY).quotes]
    assert states == [("Loodgieter Blij", "received"), ("Kwast & Zn.", "not_given")]


def test_work_that_lies_with_somebody_does_not_wait_for_another_price(store: Store, made: Made) -> None:
    _order(store, made, 100_00)
    store.do(ask_quote, task_id=made.boiler, contractor_id=made.kwast, asked_on=TODAY)
    assert _task(store, made).task.status == "ordered"


def test_an_order_on_a_quote_takes_its_price_and_settles_the_others(store: Store, made: Made) -> None:
    blij = store.do(ask_quote, task_id=made.boiler, contractor_id=made.blij, asked_on=TODAY).result
    kwast = store.do(ask_quote, task_id=made.boiler, contractor_id=made.kwast, asked_on=TODAY).result
    with pytest.raises(Invalid, match="has not come in yet"):
        _order(store, made, None, quote_id=blij)
    store.do(receive_quote, quote_id=blij, received_on=TODAY, amount_cents=2800_00, valid_until=date(2026, 12, 31))
    with pytest.raises(Invalid, match="of another contractor"):
        _order(store, made, None, firm=made.kwast, quote_id=blij)
    order = _order(store, made, None, quote_id=blij)
    found = store.read(queries.of_task, made.boiler, TODAY)
    assert [(one.number, one.amount_cents, one.state) for one in found.orders] == [("W-0001", 2800_00, "standing")]
    assert [one.outcome for one in found.quotes] == ["chosen", "not_given"]
    assert (_task(store, made).task.status, _waits(store)) == ("ordered", [("quote", False)])
    with pytest.raises(Refused, match="Order W-0001 stands on this quote"):
        store.do(reopen_quote, quote_id=blij)
    with pytest.raises(Refused, match="was settled on 20 November 2026"):
        store.do(receive_quote, quote_id=kwast, received_on=TODAY, amount_cents=1)
    store.do(cancel_order, order_id=order, cancelled_on=TODAY, reason="too late")
    store.do(reopen_quote, quote_id=kwast)
    store.do(receive_quote, quote_id=kwast, received_on=TODAY, amount_cents=2900_00)


# -- the mandate ---------------------------------------------------------------------------------------------------


def test_without_a_mandate_nothing_is_blocked(store: Store, made: Made) -> None:
    _order(store, made, 90_000_00)
    assert _task(store, made).task.status == "ordered"
    assert _task(store, made).task.contractor == "Loodgieter Blij"


def test_within_the_mandate_the_coordinator_gives_the_order(store: Store, made: Made) -> None:
    _limits(store)
    _order(store, made, 500_00)
    assert [one.decision for one in store.read(queries.of_task, made.boiler, TODAY).orders] == [""]


def test_above_the_mandate_a_carried_decision_with_enough_money_is_linked_first(store: Store, made: Made) -> None:
    _limits(store)
    with pytest.raises(Refused) as refused:
        _order(store, made, 2800_00)
    told = str(refused.value)
    assert told == (
        "€2,800.00 is above the limit of the maintenance coordinator (€500.00, agreement, art. 8): the board "
        "decides. Link a decision that was carried (board) to the task, with the amount it granted."
    )
    for cents, body, outcome, why in (
        (3000_00, "Bestuur", "rejected", "was not carried"),
        (2000_00, "Bestuur", "carried", "which is less than"),
        (3000_00, "Klusgroep", "carried", "is of “Klusgroep”"),
        (None, "ALV", "carried", "without an amount"),
    ):
        _decision(store, made, cents, body, outcome)
        with pytest.raises(Refused, match=why):
            _order(store, made, 2800_00)
    good = _decision(store, made, 3000_00)
    _order(store, made, 2800_00)
    (order,) = store.read(queries.of_task, made.boiler, TODAY).orders
    assert (order.decision_id, order.decision) == (good, "B-5")


def test_a_decision_that_is_named_is_the_one_that_counts(store: Store, made: Made) -> None:
    _limits(store)
    small, good = _decision(store, made, 100_00), _decision(store, made, 3000_00, "ALV")
    with pytest.raises(Refused, match="granted"):
        _order(store, made, 2800_00, decision_id=small)
    with pytest.raises(Refused, match="is not linked to this task"):
        _order(store, made, 2800_00, decision_id=999)
    _order(store, made, 2800_00, decision_id=good)
    store.do(withdraw_decision, decision_id=good, reason="no money")
    with pytest.raises(Refused, match="was not carried"):
        _order(store, made, 1, firm=made.kwast, decision_id=good)


def test_work_is_not_split_to_stay_below_a_limit(store: Store, made: Made) -> None:
    _limits(store)
    first = _order(store, made, 300_00)
    with pytest.raises(Refused, match="the board decides"):
        _order(store, made, 300_00, firm=made.kwast)
    with pytest.raises(Refused, match="the board decides"):
        store.do(correct_order, order_id=first, ordered_on=TODAY, amount_cents=500_01)
    store.do(cancel_order, order_id=first, cancelled_on=TODAY, reason="another firm")
    _order(store, made, 300_00, firm=made.kwast)
    assert _task(store, made).task.contractor == "Kwast & Zn."


def test_work_by_the_hour_is_held_against_the_tasks_budget(store: Store, made: Made) -> None:
    _limits(store)
    with pytest.raises(Refused, match=r"3,000.00 is above the limit"):
        _order(store, made, None)


def test_the_mandate_of_the_day_counts(store: Store, made: Made) -> None:
    _limits(store)
    store.do(set_limit, body="board", valid_from=date(2026, 11, 18), amount_cents=None, source="meeting")
    store.do(set_limit, body="coordinator", valid_from=TODAY, amount_cents=3000_00, source="meeting")
    with pytest.raises(Refused, match="the board decides"):
        store.do(give_order, task_id=made.boiler, contractor_id=made.blij, ordered_on=YESTERDAY, amount_cents=2800_00)
    _order(store, made, 2800_00)


def test_a_mandate_is_corrected_and_taken_back(store: Store) -> None:
    _limits(store)
    again = store.do(set_limit, body="board", valid_from=NEW_YEAR, amount_cents=6000_00, source="agreement, art. 9")
    (_coordinator, board) = store.read(limit_queries.in_force, TODAY)
    assert (board.limit_id, board.amount_cents, board.source) == (again.result, 6000_00, "agreement, art. 9")
    with pytest.raises(Invalid, match="may do more than that"):
        store.do(set_limit, body="board", valid_from=TODAY, amount_cents=400_00, source="x")
    store.do(remove_limit, limit_id=board.limit_id)
    assert [one.body for one in store.read(limit_queries.in_force, TODAY)] == ["coordinator"]
    assert store.read(limit_queries.in_force, date(2025, 12, 31)) == ()


# -- what comes of an order ----------------------------------------------------------------------------------------


def test_orders_are_numbered_once_and_for_ever(store: Store, made: Made) -> None:
    first = _order(store, made, 100_00)
    store.do(cancel_order, order_id=first, cancelled_on=TODAY, reason="x")
    _order(store, made, 100_00)
    numbers = [one.number for one in store.read(queries.of_task, made.boiler, TODAY).orders]
    assert numbers == ["W-0002", "W-0001"]


def test_an_order_that_is_cancelled_gives_the_task_back_to_us(store: Store, made: Made) -> None:
    blij = _order(store, made, 100_00)
    kwast = _order(store, made, 200_00, firm=made.kwast)
    assert _task(store, made).task.contractor == "Loodgieter Blij, Kwast & Zn."
    store.do(cancel_order, order_id=blij, cancelled_on=TODAY, reason="no time")
    assert (_task(store, made).task.status, _task(store, made).task.contractor) == ("ordered", "Kwast & Zn.")
    with pytest.raises(Invalid, match="say why"):
        store.do(cancel_order, order_id=kwast, cancelled_on=TODAY, reason=" ")
    store.do(cancel_order, order_id=kwast, cancelled_on=TODAY, reason="no time")
    assert (_task(store, made).task.status, _task(store, made).task.contractor) == ("judged", "")
    with pytest.raises(Refused, match="was cancelled on 20 November 2026"):
        store.do(cancel_order, order_id=kwast, cancelled_on=TODAY, reason="again")


def test_another_firm_for_work_that_is_under_way_does_not_stop_it(store: Store, made: Made) -> None:
    _order(store, made, 100_00)
    store.do(maintenance.start_task, task_id=made.boiler)
    _order(store, made, 50_00, firm=made.kwast)
    assert _task(store, made).task.status == "in_progress"


def test_what_all_orders_were_invoiced_for_is_what_the_task_cost(store: Store, made: Made) -> None:
    first, second = _order(store, made, 100_00), _order(store, made, None, firm=made.kwast)
    warned = store.do(note_invoice, order_id=first, invoiced_on=TODAY, invoiced_cents=120_00, invoice="F-1").result
    assert list(warned) == ["Order W-0001: €120.00 was invoiced, €100.00 was agreed; ask why."]
    assert _task(store, made).cost_cents is None
    assert store.do(note_invoice, order_id=second, invoiced_on=TODAY, invoiced_cents=80_00).result == ()
    assert _task(store, made).cost_cents == 200_00
    with pytest.raises(Refused, match="take the invoice off first"):
        store.do(cancel_order, order_id=second, cancelled_on=TODAY, reason="x")
    store.do(remove_invoice, order_id=second)
    assert _task(store, made).cost_cents is None
    with pytest.raises(Refused, match="was not invoiced"):
        store.do(remove_invoice, order_id=second)


def test_an_order_is_corrected_and_taken_back_from_the_journal(store: Store, made: Made) -> None:
    done = store.do(
        give_order, task_id=made.boiler, contractor_id=made.blij, ordered_on=TODAY, finish_by=date(2026, 12, 1)
    )
    same = store.do(correct_order, order_id=done.result, ordered_on=TODAY, finish_by=date(2026, 12, 1))
    assert not same.result
    assert store.do(correct_order, order_id=done.result, ordered_on=YESTERDAY, amount_cents=10_00, note="hourly").result
    assert store.read(queries.of_task, made.boiler, TODAY).orders[0].finish_by is None
    other = _order(store, made, 20_00)
    batch = store.do(note_invoice, order_id=other, invoiced_on=TODAY, invoiced_cents=20_00).batch
    assert batch is not None
    store.do(undo, batch)
    assert store.read(queries.of_task, made.boiler, TODAY).ordered_cents == 30_00


def test_what_cannot_be_is_refused_field_by_field(store: Store, made: Made) -> None:
    store.do(end_contractor, contractor_id=made.kwast, ended_on=date(2026, 11, 1))
    with pytest.raises(Invalid) as wrong:
        store.do(
            give_order,
            task_id=made.boiler,
            contractor_id=made.kwast,
            ordered_on=date(2026, 11, 15),
            amount_cents=-1,
            quote_id=99,
            finish_by=date(2026, 11, 1),
        )
    fields = [one.field for one in wrong.value.problems]
    assert fields == ["contractor_id", "ordered_on", "finish_by", "amount_cents", "quote_id"]
    with pytest.raises(Invalid):
        store.do(ask_quote, task_id=made.boiler, contractor_id=99, asked_on=date(2026, 11, 21))
    store.do(maintenance.complete_task, task_id=made.boiler, done_on=TODAY)
    with pytest.raises(Refused, match="is closed"):
        _order(store, made, 1)
