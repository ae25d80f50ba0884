"""A secretary keeps the list of actions at the desk."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import actions as deeds
from db.queries import actions as queries
from db.queries.base import Listing
from db.store import Store
from screens.actions import forms
from screens.actions.subject import SUBJECT
from screens.app import Ref
from screens.fields import FieldBox
from tests.conftest import TODAY, Furnish
from tests.minutes_made import HELD, hold_meeting
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, notices

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


def _some(store: Store) -> dict[str, int]:
    """The two actions of the made-up meeting, and one that is late."""
    known = hold_meeting(store)
    store.do(deeds.make_action, what="Huur opzeggen", made_on=HELD, owner_id=known["anna"], due_on=date(2026, 11, 9))
    return known


@pytest.fixture
def known(store: Store, furnish: Furnish) -> dict[str, int]:
    """Fill the store; gives numbers of what is in it."""
    del store
    return furnish(_some)


async def _open_list(desk: Desk) -> None:
    desk.app.go_to("actions")
    await desk.settle()


def _states(store: Store) -> dict[str, str]:
    rows = store.read(queries.page, Listing(filter="all"), TODAY).rows
    return {row.what.split()[0]: row.state for row in rows}


@SIZES
async def test_the_list_begins_with_what_is_late_and_is_narrowed_and_searched(
    known: dict[str, int], drive: Drive, size: tuple[int, int]
) -> None:
    assert known
    async with drive(size) as desk:
        await _open_list(desk)
        assert "3 actions" in desk.text
        assert "▲ overdue" in desk.text
        assert desk.text.index("Huur opzeggen") < desk.text.index("Offertes") < desk.text.index("Sleutels")
        for key, shown in (("2", "Huur"), ("3", "Sleutels")):
            await desk.press("f", key)
            assert "1 action" in desk.text
            assert shown in desk.text
        await desk.press("f", "4")
        assert "Nothing here" in desk.text
        await desk.press("f", "1", "slash")
        await desk.type("bos offerte")
        assert "1 action" in desk.text
        assert "Offertes | vragen" in desk.text


def test_every_filter_and_order_of_the_query_is_offered() -> None:
    assert tuple(one.code for one in SUBJECT.filters) == queries.FILTERS
    assert tuple(one.code for one in SUBJECT.sorts) == queries.SORTS
    assert SUBJECT.beside == "requests"


async def test_an_action_is_noted_with_who_and_when_once_its_mistakes_are_mended_and_another_is_handed_on(
    known: dict[str, int], store: Store, drive: Drive
) -> None:
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("n")
        fill_in(desk, what="Zaal boeken", due_on="19-11-2026")
        await desk.saved()
        assert "before it was agreed" in desk.app.screen.query_one("#field-due_on", FieldBox).message
        fill_in(desk, due_on="1-12-2026")
        await desk.saved()
        assert "Noted: Zaal boeken" in notices(desk)
        assert _states(store)["Zaal"] == "open"
        await desk.press("u", "y")
        assert "Zaal" not in _states(store)
        await desk.press("ctrl+home", "e")
        fill_in(desk, due_on="1-12-2026")
        await desk.saved()
        record = store.read(queries.record, 3, TODAY)
        assert record is not None
        assert (record.action.due_on, record.action.owner_id) == (date(2026, 12, 1), known["anna"])


async def test_one_action_ends_an_action_and_another_opens_it_again(
    known: dict[str, int], store: Store, drive: Drive
) -> None:
    assert known
    async with drive() as desk:
        await _open_list(desk)
        await desk.press("a", "1")
        assert "Done: Huur opzeggen. U takes it back." in notices(desk)
        assert _states(store)["Huur"] == "done"
        assert "2 actions" in desk.text
        await desk.press("f", "4", "a", "4")
        assert _states(store)["Huur"] == "overdue"
        await desk.press("f", "1", "a", "3")
        await desk.saved()
        assert "fill this in" in desk.app.screen.query_one("#field-reason", FieldBox).message
        fill_in(desk, reason="niet meer nodig")
        await desk.saved()
        assert _states(store)["Huur"] == "dropped"
        await desk.press("a", "2")
        fill_in(desk, done_on="10-11-2026", note="per brief")
        await desk.saved()
        assert _states(store)["Offertes"] == "done"
        await desk.press("f", "1", "a", "4")
        assert "open already" in notices(desk)


def test_a_record_leads_to_its_meeting_its_decision_and_who_does_it(known: dict[str, int], store: Store) -> None:
    card = store.read(SUBJECT.card, known["quote"], TODAY)
    assert card is not None
    assert (card.title, card.status) == ("Offertes | vragen", "● open · Bas Bos")
    refs = {entry.ref for part in card.sections for entry in part.entries}
    assert {Ref("members", known["bas"]), Ref("meetings", 1), Ref("decisions", 1)} <= refs
    lines = [f"{entry.label} {entry.text}".strip() for part in card.sections for entry in part.entries]
    assert "meeting Najaarsvergadering, 2 November 2026" in lines
    assert "item Lift" in lines
    assert store.read(SUBJECT.card, 99, TODAY) is None


async def test_in_the_room_an_action_belongs_to_the_item_and_its_only_decision(
    known: dict[str, int], store: Store, drive: Drive
) -> None:
    async with drive() as desk:
        desk.app.run_worker(forms.make(desk.app, known["lift"]), group="deed")
        await desk.settle()
        fill_in(desk, what="Bank bellen")
        await desk.saved()
        (made,) = [one for one in store.read(queries.actions_of_item, known["lift"]) if one.what == "Bank bellen"]
        assert (made.decision, made.made_on) == ("B-2026-02", TODAY)
