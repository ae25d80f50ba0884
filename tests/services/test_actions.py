"""A secretary keeps the list of actions: noted, done, dropped, and never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import actions
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import actions as queries
from db.queries import journal
from db.queries.base import Listing
from db.store import Store
from db.tables.meetings import AgendaItem, Meeting
from db.tables.members import Person
from tests.conftest import TODAY

MADE = date(2026, 11, 2)


def _fill(transaction: Transaction, *, approved: bool = False) -> tuple[int, int]:
    """Put a person and an item of a meeting in the store; gives their numbers."""
    person = transaction.add(Person(family_name="Berg", prefix="van den", given_name="Anna"))
    meeting = transaction.add(
        Meeting(
            body="general",
            title="Algemene ledenvergadering",
            starts_at="2026-11-02T20:00",
            minutes_approved_on=TODAY if approved else None,
        )
    )
    return person, transaction.add(AgendaItem(meeting_id=meeting, position=1, title="Rondvraag"))


def _make(store: Store, **more: Any) -> int:
    return store.do(actions.make_action, **{"what": "Bel de loodgieter", "made_on": MADE, **more}).result


def _read(store: Store, action_id: int, on: date = TODAY) -> queries.ActionRecord:
    record = store.read(queries.record, action_id, on)
    assert record is not None
    return record


def test_an_action_has_somebody_who_does_it_a_day_and_the_item_it_came_from(store: Store) -> None:
    person, item = store.do(_fill).result
    record = _read(store, _make(store, owner_id=person, due_on=date(2026, 11, 19), item_id=item, note=" eerst  bellen"))
    row = record.action
    assert (row.what, row.owner, row.made_on, row.due_on) == (
        "Bel de loodgieter",
        "Anna van den Berg",
        MADE,
        date(2026, 11, 19),
    )
    assert (row.meeting, row.meeting_on, record.item, record.note) == (
        "Algemene ledenvergadering",
        MADE,
        "Rondvraag",
        "eerst bellen",
    )
    assert (row.state, row.overdue) == ("overdue", True)


def test_what_cannot_be_is_named_under_its_field_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        _make(store, what=" ", owner_id=9, item_id=9, decision_id=9, due_on=date(2026, 11, 1))
    assert [one.field for one in refusal.value.problems] == ["what", "due_on", "owner_id", "item_id", "decision_id"]
    assert store.read(queries.page, Listing(filter="all"), TODAY).total == 0


def test_minutes_that_are_approved_take_no_new_action(store: Store) -> None:
    _person, item = store.do(_fill, approved=True).result
    with pytest.raises(Refused, match="approv"):
        _make(store, item_id=item)


def test_an_action_is_done_once_and_can_be_opened_again(store: Store) -> None:
    action = _make(store, note="Eerst bellen")
    store.do(actions.finish_action, action_id=action, done_on=TODAY, note="Was zo klaar")
    record = _read(store, action)
    assert (record.action.state, record.action.done_on, record.note) == ("done", TODAY, "Eerst bellen\nWas zo klaar")
    with pytest.raises(Refused, match="done on 20 November 2026"):
        store.do(actions.finish_action, action_id=action, done_on=TODAY)
    store.do(actions.reopen_action, action_id=action)
    assert _read(store, action).action.state == "open"
    with pytest.raises(Refused, match="open already"):
        store.do(actions.reopen_action, action_id=action)


def test_a_dropped_action_says_why(store: Store) -> None:
    action = _make(store)
    with pytest.raises(Invalid) as refusal:
        store.do(actions.drop_action, action_id=action, dropped_on=date(2026, 11, 1), reason=" ")
    assert [one.field for one in refusal.value.problems] == ["dropped_on", "reason"]
    store.do(actions.drop_action, action_id=action, dropped_on=TODAY, reason="De kraan is vervangen")
    record = _read(store, action)
    assert (record.action.state, record.note) == ("dropped", "20 November 2026: dropped. De kraan is vervangen")
    with pytest.raises(Refused, match="reopen it first"):
        store.do(actions.finish_action, action_id=action, done_on=TODAY)


def test_an_action_cannot_be_done_before_it_was_taken_on_or_in_the_future(store: Store) -> None:
    action = _make(store)
    for wrong in (date(2026, 11, 1), date(2026, 11, 21)):
        with pytest.raises(Invalid) as refusal:
            store.do(actions.finish_action, action_id=action, done_on=wrong)
        assert [one.field for one in refusal.value.problems] == ["done_on"]


def test_an_action_is_handed_on_to_another_and_to_a_later_day(store: Store) -> None:
    person, _item = store.do(_fill).result
    action = _make(store, due_on=date(2026, 11, 10))
    changed = store.do(
        actions.correct_action, action_id=action, what="Bel de monteur", owner_id=person, due_on=date(2026, 12, 1)
    )
    row = _read(store, action).action
    assert changed.result
    assert (row.what, row.owner_id, row.due_on, row.made_on) == ("Bel de monteur", person, date(2026, 12, 1), MADE)
    again = store.do(
        actions.correct_action, action_id=action, what="Bel de monteur", owner_id=person, due_on=date(2026, 12, 1)
    )
    assert (again.result, again.batch) == (False, None)


def test_an_action_that_ended_was_taken_on_before_that(store: Store) -> None:
    action = _make(store)
    store.do(actions.finish_action, action_id=action, done_on=date(2026, 11, 5))
    with pytest.raises(Invalid) as refusal:
        store.do(actions.correct_action, action_id=action, what="Bel", made_on=date(2026, 11, 6))
    assert [one.field for one in refusal.value.problems] == ["made_on"]


def test_the_journal_tells_of_an_action_by_its_number_and_takes_it_back(store: Store) -> None:
    action = _make(store, what="Bel Anna van den Berg")
    store.do(actions.finish_action, action_id=action, done_on=TODAY)
    newest = store.read(journal.page, Listing()).rows[0]
    assert (newest.what, newest.about) == (f"Action done {action}", str(action))
    store.do(undo)
    assert _read(store, action).action.state == "open"
    store.do(undo)
    with pytest.raises(Refused, match="no longer there"):
        store.do(actions.finish_action, action_id=action, done_on=TODAY)
