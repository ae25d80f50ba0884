"""Keys are entered with their copies, handed out with a deposit, come back, get lost, and are written off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import bookings, key_deposits, keys, maintenance
from coopadmin.services.contractors import end_contractor
from coopadmin.services.maintenance import TaskData
from coopadmin.services.undo import undo
from db.queries import journal
from db.queries import keys as queries
from db.queries.base import Listing
from db.queries.finder import find
from db.queries.leaving import leaving
from db.queries.ledger import member_balances
from db.store import Store
from tests.conftest import Furnish
from tests.keys_made import LENT, TODAY, Keyed, cut, lend, seen, whole
from tests.rooms_made import House

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def keyed(furnish: Furnish) -> Keyed:
    """The house and its keys."""
    return furnish(cut)


def _fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


def _codes(store: Store, name: str, on: date = TODAY, search: str = "", sort: str = "key") -> list[str]:
    found = store.read(queries.page, Listing(filter=name, search=search, sort=sort), on)
    assert found.total == len(found.rows)
    return [row.key for row in found.rows]


def _owed(store: Store, member_id: int = 1) -> int:
    return store.read(member_balances, [member_id], TODAY)[member_id]


# -- keys and copies -----------------------------------------------------------------------------------------------


def test_a_key_is_entered_with_its_copies_and_more_are_cut_later(store: Store, keyed: Keyed) -> None:
    more = store.do(keys.add_copies, kind_id=keyed.hall_key, count=2, made_on=LENT).result
    assert (more.marks, more.warnings) == (("4", "5"), ())
    assert _codes(store, "here") == ["DAK 1", "DAK 2", "GZ 1", "GZ 2", "GZ 3", "GZ 4", "GZ 5"]
    kind = store.read(queries.kinds, keyed.hall_key)[0]
    assert (kind.facility, kind.copies, kind.out, kind.deposit_cents) == ("Hall", 5, 0, 2500)
    line = store.read(journal.page, Listing()).rows[0]
    assert (line.deed, line.about) == ("add_copies", "GZ")
    assert store.do(keys.correct_copy, copy_id=more.copy_ids[0], mark="spare", note="in the safe").result
    assert whole(store, more.copy_ids[0]).row.key == "GZ spare"


def test_what_cannot_be_about_a_key_is_named_under_its_field(store: Store, keyed: Keyed) -> None:
    with pytest.raises(Invalid) as wrong:
        store.do(keys.add_kind, code="GZ", name=" ", deposit_cents=-1, dwelling_id=99)
    assert _fields(wrong) == ["name", "deposit_cents", "code", "dwelling_id"]
    for count, marks, field in ((0, "3, 9", "marks"), (0, "", "count"), (201, "", "count"), (3, "7-8", "count")):
        with pytest.raises(Invalid) as wrong:
            store.do(keys.add_copies, kind_id=keyed.hall_key, count=count, marks=marks)
        assert _fields(wrong) == [field]
    with pytest.raises(Invalid) as wrong:
        store.do(keys.correct_copy, copy_id=keyed.hall[0], mark="2")
    assert _fields(wrong) == ["mark"]


def test_a_key_without_a_valid_certificate_is_cut_with_a_warning_and_one_out_of_use_not_at_all(
    store: Store, keyed: Keyed
) -> None:
    store.do(keys.correct_kind, kind_id=keyed.roof_key, code="DAK", name="Roof", certificate_until=date(2025, 1, 1))
    told = store.do(keys.add_copies, kind_id=keyed.roof_key, count=1).result.warnings
    assert told == ("the certificate of DAK ran out on 1 January 2025: copies are cut without protection",)
    lend(store, keyed.roof[0], keyed.rooms.anna)
    with pytest.raises(Refused, match="1 copy of DAK is still out"):
        store.do(keys.end_kind, kind_id=keyed.roof_key, ended_on=TODAY)
    store.do(keys.end_kind, kind_id=keyed.hall_key, ended_on=TODAY)
    with pytest.raises(Refused, match="GZ is used no longer since 20 November 2026"):
        store.do(keys.add_copies, kind_id=keyed.hall_key, count=1)
    with pytest.raises(Refused, match="GZ is used no longer"):
        lend(store, keyed.hall[0], keyed.rooms.anna)
    store.do(keys.resume_kind, kind_id=keyed.hall_key)
    assert store.do(keys.add_copies, kind_id=keyed.hall_key, count=1).result.marks == ("4",)


# -- handing out and taking back -----------------------------------------------------------------------------------


def test_a_copy_is_in_one_hand_at_a_time(store: Store, keyed: Keyed) -> None:
    anna, carla = keyed.rooms.anna, keyed.rooms.carla
    given = lend(store, keyed.hall[0], anna, due_on=date(2026, 11, 30), deposit_cents=2500)
    assert given.warnings == ("the deposit of €25.00 is still to be paid", "no note of hand-over is signed yet")
    row = seen(store, keyed.hall[0])
    assert (row.state, row.holder, row.since, row.due_on, row.deposit) == (
        "out",
        "Berg, Anna",
        LENT,
        date(2026, 11, 30),
        "to_pay",
    )
    with pytest.raises(Refused, match="GZ 1 is out already"):
        lend(store, keyed.hall[0], carla)
    assert store.do(keys.return_key, loan_id=given.loan_id, returned_on=YESTERDAY).result == ()
    with pytest.raises(Refused, match="GZ 1 is back since 19 November 2026"):
        store.do(keys.return_key, loan_id=given.loan_id, returned_on=TODAY)
    with pytest.raises(Invalid) as wrong:
        lend(store, keyed.hall[0], carla, issued_on=LENT, due_on=date(2026, 1, 1), signed_on=date(2027, 1, 1))
    assert _fields(wrong) == ["issued_on", "due_on", "signed_on"]
    assert lend(store, keyed.hall[0], carla, issued_on=YESTERDAY, signed_on=YESTERDAY).warnings == ()
    assert [one.holder for one in whole(store, keyed.hall[0]).loans] == ["Berg, Carla", "Berg, Anna"]
    assert [seen(store, keyed.hall[0], on).holder for on in (date(2026, 11, 1), LENT, YESTERDAY)] == [
        "",
        "Berg, Anna",
        "Berg, Carla",
    ]


def test_a_key_goes_to_one_person_or_one_contractor_who_still_works_here(store: Store, keyed: Keyed) -> None:
    task = store.do(
        maintenance.report_task, number="M-1", task=TaskData("Roof leaks", LENT, responsible="cooperative")
    ).result
    lend(store, keyed.roof[0], contractor_id=keyed.roofer, due_on=date(2026, 11, 6), task_id=task)
    assert [(one.key, one.overdue) for one in store.read(queries.held_by_contractor, keyed.roofer, TODAY)] == [
        ("DAK 1", True)
    ]
    assert whole(store, keyed.roof[0]).loans[0].task == "M-1"
    for both in ({}, {"person_id": keyed.rooms.anna, "contractor_id": keyed.roofer}):
        with pytest.raises(Invalid, match="choose one person or one contractor"):
            lend(store, keyed.roof[1], **both)
    store.do(end_contractor, contractor_id=keyed.roofer, ended_on=date(2026, 11, 1))
    with pytest.raises(Invalid, match="gets no work since"):
        lend(store, keyed.roof[1], contractor_id=keyed.roofer)
    with pytest.raises(Invalid) as wrong:
        lend(store, keyed.roof[1], 99, task_id=99, booking_id=99, deposit_paid_on=TODAY)
    assert _fields(wrong) == ["person_id", "task_id", "booking_id", "deposit_cents"]


def test_another_day_is_agreed_and_the_note_signed(store: Store, keyed: Keyed) -> None:
    loan = lend(store, keyed.hall[0], keyed.rooms.anna, due_on=date(2026, 11, 6)).loan_id
    assert _codes(store, "overdue") == _codes(store, "unsigned") == ["GZ 1"]
    with pytest.raises(Invalid) as wrong:
        store.do(keys.correct_loan, loan_id=loan, due_on=date(2026, 11, 1), signed_on=date(2026, 11, 21))
    assert _fields(wrong) == ["due_on", "signed_on"]
    assert store.do(keys.correct_loan, loan_id=loan, due_on=TODAY, signed_on=TODAY).result
    assert _codes(store, "overdue") == _codes(store, "unsigned") == []


def test_the_list_finds_a_key_by_its_name_its_mark_and_who_has_it(store: Store, keyed: Keyed) -> None:
    lend(store, keyed.hall[1], keyed.rooms.anna, due_on=date(2026, 12, 1))
    lend(store, keyed.roof[0], contractor_id=keyed.roofer, due_on=date(2026, 11, 6))
    lend(store, keyed.hall[2], keyed.rooms.carla, issued_on=YESTERDAY)
    assert _codes(store, "out") == ["DAK 1", "GZ 2", "GZ 3"]
    assert _codes(store, "in") == ["DAK 2", "GZ 1"]
    assert _codes(store, "all", search="hall 2") == _codes(store, "here", search="anna") == ["GZ 2"]
    assert _codes(store, "all", search="hoog") == ["DAK 1"]
    assert _codes(store, "out", sort="due") == ["DAK 1", "GZ 2", "GZ 3"]
    assert _codes(store, "out", sort="since") == ["DAK 1", "GZ 2", "GZ 3"]
    assert _codes(store, "out", sort="holder") == ["GZ 2", "GZ 3", "DAK 1"]
    assert [one.key for one in store.read(queries.overdue, TODAY)] == ["DAK 1"]
    assert store.read(queries.record, 99, TODAY) is None
    assert [(hit.label, hit.detail) for hit in store.read(find, "hall 2", kinds=("keys",))] == [("GZ 2", "Hall")]


# -- deposits ------------------------------------------------------------------------------------------------------


def test_a_deposit_is_paid_and_given_back_with_the_key_or_later(store: Store, keyed: Keyed) -> None:
    loan = lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=LENT).loan_id
    assert seen(store, keyed.hall[0]).deposit == "held"
    with pytest.raises(Refused, match=r"GZ 1 is still out; its deposit of €25\.00 goes back when it does"):
        store.do(key_deposits.give_deposit_back, loan_id=loan, given_back_on=TODAY)
    assert store.do(keys.return_key, loan_id=loan, returned_on=TODAY).result == (
        "the deposit of €25.00 is to be given back",
    )
    assert _codes(store, "deposits") == ["GZ 1"]
    store.do(key_deposits.give_deposit_back, loan_id=loan, given_back_on=TODAY)
    assert _codes(store, "deposits") == []
    with pytest.raises(Refused, match="was given back already"):
        store.do(key_deposits.give_deposit_back, loan_id=loan, given_back_on=TODAY)
    other = lend(store, keyed.hall[1], keyed.rooms.bas, deposit_cents=2500, deposit_paid_on=LENT).loan_id
    assert store.do(keys.return_key, loan_id=other, returned_on=TODAY, deposit_back=True).result == ()
    assert seen(store, keyed.hall[1]).deposit == "given_back"


def test_a_deposit_can_go_over_the_members_own_account_both_ways(store: Store, keyed: Keyed) -> None:
    loan = lend(store, keyed.hall[0], keyed.rooms.anna).loan_id
    with pytest.raises(Invalid) as wrong:
        store.do(key_deposits.pay_deposit, loan_id=loan, paid_on=date(2026, 11, 1))
    assert _fields(wrong) == ["paid_on", "deposit_cents"]
    store.do(key_deposits.pay_deposit, loan_id=loan, paid_on=TODAY, deposit_cents=3000, on_account=True)
    line = store.read(journal.page, Listing()).rows[0]
    assert (line.deed, line.about) == ("pay_deposit", "GZ 1")
    assert _owed(store) == 3000
    with pytest.raises(Refused, match="was paid already"):
        store.do(key_deposits.pay_deposit, loan_id=loan, paid_on=TODAY)
    store.do(keys.return_key, loan_id=loan, returned_on=TODAY)
    back = store.do(key_deposits.give_deposit_back, loan_id=loan, given_back_on=TODAY, on_account=True)
    assert _owed(store) == 0
    assert back.batch is not None
    store.do(undo, batch=back.batch)
    assert (_owed(store), seen(store, keyed.hall[0]).deposit) == (3000, "to_give_back")
    guest = lend(store, keyed.hall[1], keyed.rooms.gijs, deposit_cents=2500).loan_id
    with pytest.raises(Refused, match=r"has no account here, so €25\.00 cannot be put on it"):
        store.do(key_deposits.pay_deposit, loan_id=guest, paid_on=TODAY, on_account=True)
    assert seen(store, keyed.hall[1]).deposit == "to_pay"


# -- lost, broken, found -------------------------------------------------------------------------------------------


def test_a_lost_key_costs_the_deposit_or_an_amount_on_the_account(store: Store, keyed: Keyed) -> None:
    loan = lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=LENT).loan_id
    told = store.do(keys.report_lost, loan_id=loan, lost_on=YESTERDAY, note="in the canal").result
    assert told == ("the deposit of €25.00 is kept",)
    row = seen(store, keyed.hall[0])
    assert (row.state, row.holder, row.deposit) == ("lost", "", "kept")
    assert _codes(store, "missing") == ["GZ 1"]
    assert "GZ 1" not in _codes(store, "here") + _codes(store, "deposits")
    other = lend(store, keyed.hall[1], keyed.rooms.anna).loan_id
    with pytest.raises(Invalid) as wrong:
        store.do(keys.report_lost, loan_id=other, lost_on=TODAY, end_reason="broken", charge_cents=-1)
    assert _fields(wrong) == ["end_reason", "charge_cents"]
    assert store.do(keys.report_lost, loan_id=other, lost_on=TODAY, charge_cents=1750).result == ()
    assert _owed(store) == 1750
    with pytest.raises(Refused, match="GZ 2 was written off"):
        lend(store, keyed.hall[1], keyed.rooms.bas)


def test_a_key_found_again_is_here_and_what_was_kept_for_it_goes_back(store: Store, keyed: Keyed) -> None:
    loan = lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=LENT).loan_id
    store.do(keys.report_lost, loan_id=loan, lost_on=YESTERDAY)
    assert store.do(keys.find_again, copy_id=keyed.hall[0]).result
    row = seen(store, keyed.hall[0])
    assert (row.state, row.deposit) == ("in", "to_give_back")
    owed = store.read(queries.owed_deposits, keyed.rooms.anna)
    assert [(one.key, one.deposit_cents) for one in owed] == [("GZ 1", 2500)]


def test_a_copy_that_is_here_is_written_off_with_its_reason(store: Store, keyed: Keyed) -> None:
    def off(**more: Any) -> bool:
        return store.do(
            keys.end_copy, **{"copy_id": keyed.hall[0], "ended_on": TODAY, "end_reason": "broken", **more}
        ).result

    loan = lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=LENT).loan_id
    with pytest.raises(Refused, match="GZ 1 is out; report it lost"):
        off()
    store.do(keys.return_key, loan_id=loan, returned_on=TODAY)
    with pytest.raises(Invalid) as wrong:
        off(end_reason="", ended_on=YESTERDAY)
    assert _fields(wrong) == ["end_reason", "ended_on"]
    with pytest.raises(Invalid, match="give the deposit back first"):
        off(end_reason="lost")
    assert off()
    assert (seen(store, keyed.hall[0]).state, seen(store, keyed.hall[0]).deposit) == ("gone", "to_give_back")


# -- what others ask -----------------------------------------------------------------------------------------------


def test_a_key_lent_for_a_booking_is_due_when_that_ends_and_blocks_the_next(store: Store, keyed: Keyed) -> None:
    house = House(store, keyed.rooms)
    house.rule("key_back_first", "yes")
    over = house.book("2026-11-10T10:00", "2026-11-10T12:00")
    loan = lend(store, keyed.hall[0], keyed.rooms.anna, booking_id=over.booking_id).loan_id
    assert seen(store, keyed.hall[0]).due_on == date(2026, 11, 10)
    with pytest.raises(Invalid, match="the key GZ 1 should have been back on 10 November 2026"):
        house.book("3 10:00", "3 12:00")
    lend(store, keyed.roof[0], keyed.rooms.carla, due_on=date(2026, 11, 10))
    house.book("4 10:00", "4 12:00", keyed.rooms.carla)
    store.do(keys.return_key, loan_id=loan, returned_on=TODAY)
    booked = house.book("3 10:00", "3 12:00")
    assert store.do(bookings.cancel_booking, booking_id=booked.booking_id, reason="ill")


def test_who_leaves_sees_the_keys_still_out_and_the_deposits_that_go_back(store: Store, keyed: Keyed) -> None:
    lend(store, keyed.hall[0], keyed.rooms.anna, deposit_cents=2500, deposit_paid_on=LENT)
    lend(store, keyed.roof[0], keyed.rooms.anna, due_on=date(2026, 11, 6))
    back = lend(store, keyed.hall[1], keyed.rooms.anna, deposit_cents=1000, deposit_paid_on=LENT).loan_id
    store.do(keys.return_key, loan_id=back, returned_on=TODAY)
    found = store.read(leaving, keyed.rooms.anna, TODAY)
    assert [(one.key, one.overdue, one.deposit_cents) for one in found.keys] == [
        ("GZ 1", False, 2500),
        ("DAK 1", True, None),
    ]
    assert [(one.key, one.deposit_cents) for one in found.deposits] == [("GZ 2", 1000)]
    assert store.read(leaving, keyed.rooms.bas, TODAY).keys == ()
