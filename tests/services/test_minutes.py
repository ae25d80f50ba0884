"""Minutes are sent round, approved by a later meeting, and closed to every change from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import actions, minutes
from coopadmin.services.meeting_course import write_notes
from coopadmin.services.meetings import cancel_meeting, plan_meeting
from coopadmin.services.undo import undo
from db.queries import journal
from db.queries import minutes as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.minutes_made import HELD, MEETING, hold_meeting


@pytest.fixture
def known(store: Store, furnish: Furnish) -> dict[str, int]:
    """Hold the made-up meeting; gives numbers of what is in it."""
    del store
    return furnish(hold_meeting)


def _read(store: Store) -> queries.Minutes:
    found = store.read(queries.minutes, MEETING)
    assert found is not None
    return found


def _plan(store: Store, starts_at: str, **more: Any) -> int:
    return store.do(plan_meeting, body="general", title="Extra", starts_at=starts_at, usual_items=False, **more).result


def test_the_day_the_minutes_went_round_is_kept(store: Store, known: dict[str, int]) -> None:
    assert known
    done = store.do(minutes.note_minutes_sent, meeting_id=MEETING, sent_on=date(2026, 11, 9))
    assert done.result
    assert _read(store).sent_on == date(2026, 11, 9)
    again = store.do(minutes.note_minutes_sent, meeting_id=MEETING, sent_on=date(2026, 11, 9))
    assert (again.result, again.batch) == (False, None)
    for wrong in (date(2026, 11, 1), date(2026, 11, 21)):
        with pytest.raises(Invalid) as refusal:
            store.do(minutes.note_minutes_sent, meeting_id=MEETING, sent_on=wrong)
        assert [one.field for one in refusal.value.problems] == ["sent_on"]


def test_a_later_meeting_approves_the_minutes_with_its_changes(store: Store, known: dict[str, int]) -> None:
    assert known
    later = _plan(store, "2026-11-18T20:00")
    store.do(
        minutes.approve_minutes,
        meeting_id=MEETING,
        approved_on=date(2026, 11, 18),
        approved_in_id=later,
        changes=" Punt 2:  anders \n",
    )
    found = _read(store)
    assert (found.is_draft, found.approved_on, found.approved_in, found.changes) == (
        False,
        date(2026, 11, 18),
        "Extra",
        "Punt 2: anders",
    )
    newest = store.read(journal.page, Listing()).rows[0]
    assert newest.what.startswith("Minutes approved")
    store.do(undo)
    assert _read(store).is_draft


def test_what_cannot_be_about_an_approval_stands_under_its_field(store: Store, known: dict[str, int]) -> None:
    assert known
    earlier = _plan(store, "2026-10-01T20:00")
    cancelled = _plan(store, "2026-11-10T20:00")
    later = _plan(store, "2026-11-18T20:00")
    store.do(cancel_meeting, meeting_id=cancelled, reason="geen zaal")
    for values, fields in (
        ({"approved_on": date(2026, 11, 1)}, ["approved_on"]),
        ({"approved_on": date(2026, 11, 21)}, ["approved_on"]),
        ({"approved_in_id": MEETING}, ["approved_in_id"]),
        ({"approved_in_id": earlier}, ["approved_in_id"]),
        ({"approved_in_id": cancelled}, ["approved_in_id"]),
        ({"approved_in_id": 99}, ["approved_in_id"]),
        ({"approved_in_id": later, "approved_on": date(2026, 11, 17)}, ["approved_on"]),
        ({"changes": "x" * 4001}, ["changes"]),
    ):
        with pytest.raises(Invalid) as refusal:
            store.do(minutes.approve_minutes, **{"meeting_id": MEETING, "approved_on": TODAY, **values})
        assert [one.field for one in refusal.value.problems] == fields
    assert _read(store).is_draft


def test_approved_minutes_take_no_more_changes_until_they_are_opened_again(store: Store, known: dict[str, int]) -> None:
    store.do(minutes.approve_minutes, meeting_id=MEETING, approved_on=TODAY)
    refused: list[Any] = [
        lambda: store.do(write_notes, item_id=known["rules"], notes="anders"),
        lambda: store.do(actions.make_action, what="Nog iets", made_on=HELD, item_id=known["rules"]),
        lambda: store.do(minutes.approve_minutes, meeting_id=MEETING, approved_on=TODAY),
        lambda: store.do(minutes.note_minutes_sent, meeting_id=MEETING, sent_on=TODAY),
    ]
    for change in refused:
        with pytest.raises(Refused, match="approv"):
            change()
    with pytest.raises(Invalid):
        store.do(minutes.reopen_minutes, meeting_id=MEETING, reason=" ")
    store.do(minutes.reopen_minutes, meeting_id=MEETING, reason="Punt 2 klopt niet")
    assert _read(store).is_draft
    store.do(write_notes, item_id=known["rules"], notes="anders")
    with pytest.raises(Refused, match="not approved"):
        store.do(minutes.reopen_minutes, meeting_id=MEETING, reason="nog eens")


def test_approved_minutes_keep_an_action_as_it_was_agreed(store: Store, known: dict[str, int]) -> None:
    agreed = _read(store).actions
    store.do(minutes.approve_minutes, meeting_id=MEETING, approved_on=TODAY)
    for what, owner_id, due_on in (
        ("Offertes opvragen", known["anna"], date(2027, 1, 1)),
        ("Offertes bestellen", None, None),
    ):
        store.do(
            actions.correct_action,
            action_id=known["quote"],
            what=what,
            owner_id=owner_id,
            due_on=due_on,
            decision_id=1,
        )
    assert _read(store).actions == agreed
    store.do(minutes.reopen_minutes, meeting_id=MEETING, reason="toch anders")
    assert "Offertes bestellen" in [one.what for one in _read(store).actions]


def test_a_meeting_that_is_not_closed_has_no_minutes_to_approve(store: Store) -> None:
    planned = _plan(store, "2026-11-18T20:00")
    for change in (
        lambda: store.do(minutes.approve_minutes, meeting_id=planned, approved_on=TODAY),
        lambda: store.do(minutes.note_minutes_sent, meeting_id=planned, sent_on=TODAY),
    ):
        with pytest.raises(Refused, match="not been closed"):
            change()
    with pytest.raises(Refused, match="no longer there"):
        store.do(minutes.reopen_minutes, meeting_id=99, reason="x")
