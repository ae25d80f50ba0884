"""The keys on the desk: entering them, handing them out for a booking or to a contractor, and losing one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList

from coopadmin.exchange import key_sheet
from coopadmin.services import keys
from db.journal import Transaction
from db.queries import keys as queries
from db.queries.base import Listing
from db.queries.key_hand_over import hand_over
from db.queries.leaving import leaving
from db.store import Store
from db.tables.keys import KeyKind
from screens.app import Ref
from screens.boxes import PickBox
from screens.keys.section import contractor_keys
from screens.memberships.words import hand_back_lines, leaving_section
from tests.conftest import TODAY, Furnish
from tests.keys_made import Keyed, cut, lend, seen, whole
from tests.rooms_made import House
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, filled_in, form_of, message_under, notices


@pytest.fixture
def keyed(furnish: Furnish) -> Keyed:
    """The house and its keys."""
    return furnish(cut)


async def choose(desk: Desk, word: str) -> None:
    """Choose the line of a list that says something."""
    lines = desk.lines("OptionList")
    place = next(place for place, line in enumerate(lines) if word in line)
    desk.app.screen.query_one(OptionList).highlighted = place
    await desk.press("enter")


async def act(desk: Desk, *words: str) -> None:
    """Choose an action, and what it asks then."""
    await desk.press("a")
    for word in words:
        await choose(desk, word)


async def show(desk: Desk, copy_id: int) -> None:
    """Go to a copy."""
    desk.app.open_record(Ref("keys", copy_id))
    await desk.settle()


async def test_the_first_key_is_entered_with_its_copies(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        desk.app.switch_mode("keys")
        await desk.settle()
        assert "No keys yet. Press N" in desk.text
        await desk.press("n")
        fill_in(desk, code="CV", name="Boiler room", count="", marks="")
        await desk.saved()
        assert "say how many, or which marks" in message_under(desk, "count")
        fill_in(desk, deposit_cents="25", count="1", marks="A1-A3")
        await desk.saved()
        assert "Entered with 3 copies." in notices(desk)
        assert "CV" in desk.text
        assert "✓ here" in desk.text
    assert [kind.copies for kind in store.read(queries.kinds)] == [3]


async def test_a_key_goes_out_for_a_booking_comes_back_late_and_another_is_lost(
    store: Store, keyed: Keyed, drive: Drive
) -> None:
    booked = House(store, keyed.rooms).book("3 10:00", "3 12:00")
    out = lend(store, keyed.hall[1], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=date(2026, 11, 2))
    async with drive(WIDE) as desk:
        await show(desk, keyed.hall[0])
        await act(desk, "Hand out", "3 December 2026 10:00–12:00")
        assert filled_in(desk)["due_on"] == "3-12-2026"
        assert filled_in(desk)["deposit_cents"] == "25.00"
        fill_in(desk, signed_on="20-11-2026")
        await desk.saved()
        assert "GZ 1 was handed out." in notices(desk)
        assert "The deposit of €25.00 is still to be paid" in notices(desk, "warning")
        assert "● out · Berg, Anna · back by 03 Dec 2026" in desk.text
        assert whole(store, keyed.hall[0]).loans[0].booking_id == booked.booking_id
        await act(desk, "The deposit")
        fill_in(desk, on_account="True")
        await desk.saved()
        assert "€25.00 held" in desk.text
        await act(desk, "Another day")
        fill_in(desk, due_on="1-11-2026")
        await desk.saved()
        assert "before the day it was handed out" in message_under(desk, "due_on")
        await desk.press("escape")
        await act(desk, "It came back")
        fill_in(desk, deposit_back="False")
        await desk.saved()
        assert "▲ the deposit" not in desk.text
        assert "€25.00 to be given back · Berg, Anna" in desk.text
        await act(desk, "Hand out", "contractor")
        pick = form_of(desk).query_one("#field-contractor_id", PickBox)
        pick.pick(keyed.roofer, "Dakdekker Hoog")
        await desk.saved()
        assert "● out · Dakdekker Hoog" in desk.text
        await show(desk, keyed.hall[1])
        await act(desk, "Lost")
        assert form_of(desk).intro == "Berg, Anna, since 2 November 2026"
        fill_in(desk, charge_cents="40")
        await desk.saved()
        assert "The deposit of €25.00 is kept" in notices(desk, "warning")
        assert "✗ lost · 20 November 2026" in desk.text
        await act(desk, "This copy", "found again")
        assert "is to be given back" in notices(desk, "warning")
    assert (seen(store, keyed.hall[1]).deposit, out.warnings) == (
        "to_give_back",
        ("no note of hand-over is signed yet",),
    )


def test_who_leaves_reads_which_keys_to_hand_in_and_what_goes_back(store: Store, keyed: Keyed) -> None:
    lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=date(2026, 11, 2))
    lend(store, keyed.roof[0], keyed.rooms.anna, due_on=date(2026, 11, 6))
    back = lend(store, keyed.hall[1], keyed.rooms.anna, deposit_cents=1000, deposit_paid_on=date(2026, 11, 2))
    store.do(keys.return_key, loan_id=back.loan_id, returned_on=TODAY)
    found = store.read(leaving, keyed.rooms.anna, TODAY)
    shown = [(one.label, one.text) for one in leaving_section(found).entries if one.ref and one.ref.subject == "keys"]
    assert shown == [
        ("● key", "GZ 1 Hall · since 02 Nov 2026 · deposit €25.00"),
        ("▲ key", "DAK 1 Roof hatch · since 02 Nov 2026 · back by 06 Nov 2026"),
        ("● deposit", "€10.00 goes back for key GZ 2"),
    ]
    assert hand_back_lines(found) == [
        "key GZ 1: Hall · the deposit of €25.00 goes back",
        "key DAK 1: Roof hatch",
        "€10.00 goes back for key GZ 2",
    ]


async def test_late_keys_are_on_the_first_page(store: Store, keyed: Keyed, drive: Drive) -> None:
    lend(store, keyed.roof[0], keyed.rooms.anna, due_on=date(2026, 11, 6))
    async with drive(WIDE, first_page=True) as desk:
        lines = "\n".join(desk.lines())
        assert "Berg, Anna should have brought it back by 06 Nov 2026 · Roof hatch" in lines
        await show(desk, keyed.roof[0])
        assert "▲ Berg, Anna · 14 days late" in desk.text
        await act(desk, "This copy", "Its mark")
        fill_in(desk, mark="2")
        await desk.saved()
        assert "2 is there already" in message_under(desk, "mark")
        await desk.press("escape")
        await act(desk, "The lock was changed")
        await desk.saved()
        assert "1 copy of DAK is still out" in desk.text


async def test_a_facility_a_contractor_and_a_member_show_their_keys_and_lead_to_them(
    store: Store, keyed: Keyed, drive: Drive
) -> None:
    lend(store, keyed.hall[0], keyed.rooms.anna, due_on=date(2026, 11, 9))
    lend(store, keyed.roof[0], contractor_id=keyed.roofer)
    async with drive(WIDE) as desk:
        desk.app.open_record(Ref("facilities", keyed.rooms.hall))
        await desk.settle()
        assert "keys: 3 copies, 1 out" in desk.text
        assert "Berg, Anna · since 02 Nov 2026 · ▲ should have been back on 09 Nov 2026" in " ".join(desk.text.split())
        desk.app.open_record(Ref("members", keyed.rooms.anna))
        await desk.settle()
        assert "keys: 1" in desk.text
        assert "Hall · since 02 Nov 2026" in desk.text
        desk.app.open_record(Ref("contractors", keyed.roofer))
        await desk.settle()
        assert "DAK 1" in desk.text
    (entry,) = store.read(contractor_keys, keyed.roofer, TODAY).entries
    assert entry.ref == Ref("keys", keyed.roof[0])


async def test_a_certificate_that_runs_out_stands_on_the_list_and_the_first_page(
    store: Store, keyed: Keyed, drive: Drive
) -> None:
    def run_out(transaction: Transaction) -> None:
        transaction.change(KeyKind, keyed.hall_key, certificate_until=date(2026, 11, 19))
        transaction.change(KeyKind, keyed.roof_key, certificate_until=date(2027, 1, 10))

    store.do(run_out)
    async with drive(first_page=True) as desk:
        lines = "\n".join(desk.lines())
        assert "Hall: the certificate ran out on 19 Nov 2026" in lines
        assert "Roof hatch: the certificate runs out on 10 Jan 2027" in lines
        desk.app.switch_mode("keys")
        await desk.settle()
        assert "GZ ▲" in desk.text
        assert "DAK ●" in desk.text
        await show(desk, keyed.hall[0])
        assert "K-77 ▲ certificate ran out · until 19 Nov 2026" in desk.text
    page = store.read(queries.page, Listing(filter="certificate"), TODAY)
    assert [row.key for row in page.rows] == ["DAK 1", "DAK 2", "GZ 1", "GZ 2", "GZ 3"]
    store.do(keys.end_kind, kind_id=keyed.hall_key, ended_on=TODAY)
    assert [one.code for one in store.read(queries.expiring, TODAY)] == ["DAK"]
    page = store.read(queries.page, Listing(), TODAY)
    assert {(row.code, row.certificate) for row in page.rows} == {("GZ", ""), ("DAK", "soon")}


async def test_the_note_of_a_hand_over_is_printed_with_room_for_two_to_sign(
    store: Store, keyed: Keyed, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await show(desk, keyed.hall[0])
        await act(desk, "Note to sign")
        assert "Nobody has GZ 1 now." in notices(desk, "warning")
        lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, due_on=date(2026, 12, 24))
        await show(desk, keyed.hall[0])
        await act(desk, "Note to sign")
        assert "Hand-over of a key" in desk.text
        await desk.press("y")
        target = tmp_path / "note.md"
        assert filled_in(desk)["file"].endswith("key-GZ-1.html")
        fill_in(desk, file=str(tmp_path))
        await desk.press("ctrl+s", "y")
        assert f"{tmp_path} is a folder; name a file in it" in notices(desk, "error")
        fill_in(desk, file=str(target))
        await desk.saved()
    lines = target.read_text(encoding="utf-8").splitlines()
    for line in (
        "# Hand-over of a key",
        "- **Handed out to:** Anna Berg",
        "- **Key:** Hall",
        "- **Number:** GZ 1",
        "- **Handed out on:** 2 November 2026",
        "- **Back by:** 24 December 2026",
        "- **Deposit:** €25.00, still to be paid",
        "The deposit is given back when the key is.",
    ):
        assert line in lines, line
    lend(store, keyed.roof[0], contractor_id=keyed.roofer)
    given = store.read(hand_over, keyed.roof[0], TODAY)
    assert given is not None
    page = key_sheet.page(given)
    assert given.holder in page
    assert page.startswith("<!DOCTYPE html>")
    assert "The deposit is given back" not in page
