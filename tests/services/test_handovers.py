"""A coordinator hands work to the corporation, reminds it, and takes it back; the calendar says when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import maintenance
from coopadmin.services.association import save_owner, set_rule
from coopadmin.services.contractors import save_contractor
from coopadmin.services.handovers import correct_handover, end_handover, hand_over, remind
from coopadmin.services.maintenance import TaskData
from coopadmin.services.orders import cancel_order, give_order
from coopadmin.services.undo import undo
from db.queries import handovers as queries
from db.queries.deadlines import deadlines
from db.queries.maintenance import record
from db.store import Store
from db.tables.maintenance import MaintenanceTask
from tests.conftest import Furnish

TODAY = date(2026, 11, 20)
REPORTED, HANDED, PROMISED = date(2026, 11, 1), date(2026, 11, 3), date(2026, 11, 10)


def _roof(store: Store) -> int:
    store.do(save_owner, name="Woonbron", contact="", email="", phone="", kvk_number="", note="")
    task = TaskData("Roof leaks", REPORTED, responsible="corporation")
    return store.do(maintenance.report_task, number="M-0001", task=task, every_months=None).result


@pytest.fixture
def roof(store: Store, furnish: Furnish) -> int:
    """Give a leaking roof, which is the corporation's."""
    return furnish(_roof)


def _hand(store: Store, task: int, promised: date | None = PROMISED) -> int:
    return store.do(hand_over, task_id=task, handed_on=HANDED, way="portal", promised_on=promised).result


def _status(store: Store, task: int) -> str:
    def read(connection: Connection) -> str:
        return str(
            connection.execute(select(col(MaintenanceTask.status)).where(col(MaintenanceTask.id) == task)).scalar()
        )

    return store.read(read)


def test_work_is_handed_over_with_the_corporations_number_and_day(store: Store, roof: int) -> None:
    _hand(store, roof)
    (one,) = store.read(queries.of_task, roof, TODAY)
    assert (one.owner, one.way, one.handed_on, one.promised_on) == ("Woonbron", "portal", HANDED, PROMISED)
    assert _status(store, roof) == "handed_over"
    with pytest.raises(Refused, match=r"lies with the corporation already, since 3 November 2026"):
        _hand(store, roof)
    changed = store.do(
        correct_handover,
        handover_id=one.handover_id,
        handed_on=HANDED,
        way="phone",
        reference="RD-77",
        promised_on=None,
    )
    assert changed.result
    (one,) = store.read(queries.of_task, roof, TODAY)
    assert (one.reference, one.promised_on, one.owner) == ("RD-77", None, "Woonbron")


def test_work_for_nobody_yet_becomes_the_corporations_when_it_is_handed_over(store: Store) -> None:
    task = store.do(maintenance.report_task, number="M-1", task=TaskData("Lift", REPORTED), every_months=None).result
    _hand(store, task)
    found = store.read(record, task, TODAY)
    assert found is not None
    assert (found.task.responsible, found.task.status) == ("corporation", "handed_over")


def test_a_promised_day_that_passed_asks_for_a_reminder_in_the_calendar(store: Store, roof: int) -> None:
    handover = _hand(store, roof)

    def term(on: date) -> tuple[date | None, str]:
        (one,) = [one for one in store.read(deadlines, on) if one.kind == "promise"]
        assert one.ref == ("maintenance", roof)
        return one.on, one.state(on)

    assert term(PROMISED) == (PROMISED, "soon")
    assert term(PROMISED + timedelta(days=1)) == (PROMISED, "late")
    assert [one.number for one in store.read(queries.reminders_owed, TODAY)] == ["M-0001"]
    store.do(remind, handover_id=handover, sent_on=TODAY, way="e-mail", note="asked for a day")
    assert term(TODAY) == (date(2026, 11, 27), "soon")
    assert store.read(queries.reminders_owed, TODAY) == ()
    store.do(remind, handover_id=handover, sent_on=TODAY, way="phone", promised_on=date(2026, 12, 8), reference="RD-9")
    assert term(TODAY)[0] == date(2026, 12, 8)
    (one,) = store.read(queries.of_task, roof, TODAY)
    assert (one.reference, [row.way for row in one.reminders]) == ("RD-9", ["phone", "e-mail"])
    store.do(set_rule, name="handover_reminder_days", value="3", valid_from=date(2026, 1, 1), source="board")
    store.do(correct_handover, handover_id=handover, handed_on=HANDED, way="portal", promised_on=None)
    assert term(TODAY)[0] == date(2026, 11, 23)


def test_next_step_of_the_morning_says_when_the_corporation_was_reminded(store: Store, roof: int) -> None:
    def step() -> str:
        found = store.read(record, roof, TODAY)
        assert found is not None
        assert found.task.step is not None
        return found.task.step.words

    assert step() == "hand it over" or "judge" in step()
    handover = _hand(store, roof, None)
    assert step() == "ask for a day"
    store.do(remind, handover_id=handover, sent_on=TODAY, way="e-mail")
    assert step() == "reminded on 20 Nov 2026"
    store.do(remind, handover_id=handover, sent_on=TODAY, way="e-mail", promised_on=date(2026, 12, 1))
    assert step() == "promised for 01 Dec 2026"


def test_what_the_corporation_has_done_is_done(store: Store, roof: int) -> None:
    handover = _hand(store, roof)
    batch = store.do(end_handover, handover_id=handover, ended_on=date(2026, 11, 12), outcome="done").batch
    found = store.read(record, roof, TODAY)
    assert found is not None
    assert (found.task.status, found.task.done_on) == ("done", date(2026, 11, 12))
    assert store.read(queries.with_corporation, TODAY) == ()
    with pytest.raises(Refused, match="lies with the corporation no more"):
        store.do(remind, handover_id=handover, sent_on=TODAY, way="phone")
    assert batch is not None
    store.do(undo, batch)
    assert _status(store, roof) == "handed_over"
    assert len(store.read(queries.with_corporation, TODAY)) == 1


def test_what_the_corporation_refuses_comes_back_with_the_reason(store: Store, roof: int) -> None:
    handover = _hand(store, roof)
    with pytest.raises(Invalid) as wrong:
        store.do(end_handover, handover_id=handover, ended_on=TODAY, outcome="refused")
    assert [one.field for one in wrong.value.problems] == ["note"]
    store.do(end_handover, handover_id=handover, ended_on=TODAY, outcome="refused", note="ours by the list")
    assert _status(store, roof) == "judged"
    task = store.read(record, roof, TODAY)
    assert task is not None
    assert task.task.responsible == "unknown"
    assert task.task.step is not None
    assert task.task.step.words == "judge whose it is"
    _hand(store, roof)
    assert [one.outcome for one in store.read(queries.of_task, roof, TODAY)] == ["", "refused"]


@pytest.mark.parametrize(("done", "outcome"), [(True, "done"), (False, "withdrawn")])
def test_work_that_is_closed_by_another_deed_lies_with_the_corporation_no_more(
    store: Store, roof: int, done: bool, outcome: str
) -> None:
    _hand(store, roof)
    if done:
        store.do(maintenance.complete_task, task_id=roof, done_on=date(2026, 11, 15))
    else:
        store.do(maintenance.cancel_task, task_id=roof, reason="nothing found")
    (one,) = store.read(queries.of_task, roof, TODAY)
    assert (one.outcome, one.ended_on) == (outcome, date(2026, 11, 15) if done else TODAY)
    with pytest.raises(Refused, match="is closed"):
        _hand(store, roof)
    store.do(maintenance.reopen_task, task_id=roof)
    _hand(store, roof)


def test_what_waits_at_the_corporation_still_lies_there(store: Store, roof: int) -> None:
    handover = _hand(store, roof)
    store.do(maintenance.plan_task, task_id=roof, planned_on=date(2026, 12, 1))
    assert len(store.read(queries.with_corporation, TODAY)) == 1
    store.do(end_handover, handover_id=handover, ended_on=TODAY, outcome="withdrawn", note="we do it ourselves")
    assert _status(store, roof) == "judged"


def test_work_is_in_one_pair_of_hands_at_a_time(store: Store, roof: int) -> None:
    firm = store.do(save_contractor, name="Blij").result
    order = store.do(give_order, task_id=roof, contractor_id=firm, ordered_on=TODAY, amount_cents=100_00).result
    with pytest.raises(Refused, match="Blij has order W-0001 for task M-0001; cancel that first"):
        _hand(store, roof)
    store.do(cancel_order, order_id=order, cancelled_on=TODAY, reason="the corporation does it")
    _hand(store, roof)
    with pytest.raises(Refused, match="lies with the corporation since 3 November 2026"):
        store.do(give_order, task_id=roof, contractor_id=firm, ordered_on=TODAY, amount_cents=100_00)


def test_days_that_cannot_be_are_refused(store: Store, roof: int) -> None:
    with pytest.raises(Invalid) as wrong:
        store.do(
            hand_over, task_id=roof, handed_on=date(2026, 10, 1), way="owl", promised_on=date(2026, 9, 1), owner_id=99
        )
    assert [one.field for one in wrong.value.problems] == ["way", "handed_on", "promised_on", "owner_id"]
    handover = _hand(store, roof)
    with pytest.raises(Invalid) as wrong:
        store.do(remind, handover_id=handover, sent_on=date(2026, 11, 2), way="phone", promised_on=date(2026, 11, 1))
    assert [one.field for one in wrong.value.problems] == ["sent_on", "promised_on"]
    store.do(remind, handover_id=handover, sent_on=date(2026, 11, 12), way="phone")
    with pytest.raises(Invalid, match="it lay with the corporation by 12 November 2026 already"):
        store.do(correct_handover, handover_id=handover, handed_on=date(2026, 11, 13), way="phone")
    with pytest.raises(Invalid):
        store.do(end_handover, handover_id=handover, ended_on=date(2026, 11, 21), outcome="lost")
