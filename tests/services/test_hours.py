"""Hours are noted, granted a fee by a decision, paid on one's own account, and asked of the corporation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import hours, self_work
from coopadmin.services.charges import cancel_charge
from coopadmin.services.closing import close_month
from coopadmin.services.decisions import record_decision
from coopadmin.services.undo import undo
from db.queries import hours as queries
from db.queries import household_hours, journal
from db.queries import self_work as claims
from db.queries.base import Listing
from db.queries.ledger import balance_cents, member_balances
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.working_day import Garden, plant

WORKED = date(2026, 11, 2)


@pytest.fixture
def garden(furnish: Furnish) -> Garden:
    """The co-operative of the garden day."""
    return furnish(plant)


def _note(store: Store, who: int, **more: Any) -> int:
    given = {"person_id": who, "worked_on": WORKED, "minutes": 100, "what": "schuur schilderen"}
    return store.do(hours.note_hours, **{**given, **more}).result


def _row(store: Store, entry_id: int) -> queries.HoursRow:
    found = store.read(queries.record, entry_id)
    assert found is not None
    return found


def _granted(store: Store, garden: Garden, **more: Any) -> int:
    """Bas painted for 15 euros an hour, as was decided."""
    return _note(store, garden.bas, **{"rate_cents": 1500, "decision_id": garden.decision, **more})


def test_hours_are_given_unless_a_fee_is_named(store: Store, garden: Garden) -> None:
    row = _row(store, _note(store, garden.anna, task_id=garden.tasks[0]))
    assert (row.person, row.minutes, row.task, row.state, row.fee_cents) == ("Anna Berg", 100, "M-1", "given", 0)
    assert _row(store, _note(store, garden.anna, rate_cents=1500)).state == "undecided"
    row = _row(store, _granted(store, garden))
    assert (row.state, row.fee_cents, row.decision) == ("to_pay", 2500, "B-2026-01")
    line = store.read(journal.page, Listing()).rows[0]
    assert (line.deed, line.about) == ("note_hours", "2026-11-02")


def test_what_cannot_be_is_named_under_its_field(store: Store, garden: Garden) -> None:
    rejected = store.do(
        record_decision, number="B-2", decided_on=TODAY, subject="Geen vergoeding", outcome="rejected"
    ).result
    with pytest.raises(Invalid) as wrong:
        _note(store, 99, minutes=0, task_id=99, work_day_id=garden.day, rate_cents=1500, decision_id=rejected)
    assert [one.field for one in wrong.value.problems] == [
        "person_id",
        "minutes",
        "task_id",
        "worked_on",
        "decision_id",
    ]


def test_hours_are_corrected_and_taken_off_until_they_are_paid(store: Store, garden: Garden) -> None:
    entry = _granted(store, garden)
    same: dict[str, Any] = {"entry_id": entry, "person_id": garden.bas, "worked_on": WORKED, "what": "schilderen"}
    fee: dict[str, Any] = {"rate_cents": 1500, "decision_id": garden.decision}
    assert store.do(hours.correct_hours, **same, **fee, minutes=90).result
    assert _row(store, entry).fee_cents == 2250
    store.do(self_work.pay_hours, entry_ids=[entry], paid_on=TODAY, contract_id=garden.contracts[1])
    with pytest.raises(Refused, match="were paid"):
        store.do(hours.correct_hours, **same, **fee, minutes=60)
    with pytest.raises(Refused, match="were paid"):
        store.do(hours.remove_hours, entry_id=entry)
    assert store.do(hours.correct_hours, **same, **fee, minutes=90, note="met Cor").result
    other = _note(store, garden.cor)
    store.do(hours.remove_hours, entry_id=other)
    assert store.read(queries.record, other) is None


def test_a_decision_grants_a_fee_for_several_at_once_and_it_can_be_given_up(store: Store, garden: Garden) -> None:
    entries = [_note(store, garden.anna), _note(store, garden.bas)]
    fee = {"entry_ids": entries, "rate_cents": 1200, "decision_id": garden.decision}
    assert store.do(hours.grant_fee, **fee).result == 2
    assert {_row(store, entry).state for entry in entries} == {"to_pay"}
    assert store.read(queries.last_fee) == (1200, garden.decision, "B-2026-01")
    store.do(hours.withdraw_fee, entry_id=entries[0])
    assert _row(store, entries[0]).state == "given"
    with pytest.raises(Refused, match="for nothing already"):
        store.do(hours.withdraw_fee, entry_id=entries[0])
    with pytest.raises(Invalid):
        store.do(hours.grant_fee, **{**fee, "rate_cents": 0})
    with pytest.raises(Refused, match="no longer there"):
        store.do(hours.grant_fee, **{**fee, "entry_ids": []})


# -- paying --------------------------------------------------------------------------------------------------------


def test_a_fee_is_a_credit_on_ones_own_account_to_the_cent(store: Store, garden: Garden) -> None:
    entries = [_granted(store, garden), _granted(store, garden, minutes=7)]
    before = store.read(balance_cents, garden.contracts[1], TODAY)
    store.do(self_work.pay_hours, entry_ids=entries, paid_on=TODAY, contract_id=garden.contracts[1])
    assert store.read(balance_cents, garden.contracts[1], TODAY) == before - 2500 - 175
    assert {_row(store, entry).state for entry in entries} == {"paid"}
    store.do(undo)
    assert store.read(balance_cents, garden.contracts[1], TODAY) == before
    assert {_row(store, entry).state for entry in entries} == {"to_pay"}


def test_the_account_is_the_members_own_or_a_contract_of_that_day(store: Store, garden: Garden) -> None:
    own = store.read(queries.accounts_of, garden.bas, TODAY)
    assert [(one.number, one.dwelling) for one in own] == [("L002", ""), ("C-2", "A1")]
    member_id = own[0].member_id
    entry = _granted(store, garden)
    for foreign in ({"contract_id": garden.contracts[2]}, {"contract_id": garden.contracts[0]}, {}):
        with pytest.raises(Invalid, match="account of the one who did the work"):
            store.do(self_work.pay_hours, entry_ids=[entry], paid_on=TODAY, **foreign)
    assert member_id is not None
    store.do(self_work.pay_hours, entry_ids=[entry], paid_on=TODAY, member_id=member_id)
    assert store.read(member_balances, [member_id], TODAY) == {member_id: -2500}


def test_only_what_was_granted_and_not_yet_paid_is_paid(store: Store, garden: Garden) -> None:
    pay = {"paid_on": TODAY, "contract_id": garden.contracts[1]}
    granted, undecided, given = (
        _granted(store, garden),
        _note(store, garden.bas, rate_cents=1500),
        _note(store, garden.bas),
    )
    for entries, said in (
        ([undecided], "No decision"),
        ([given], "for nothing"),
        ([granted, _granted(store, garden, person_id=garden.cor)], "several people"),
    ):
        with pytest.raises(Refused, match=said):
            store.do(self_work.pay_hours, entry_ids=entries, **pay)
    with pytest.raises(Invalid) as wrong:
        store.do(self_work.pay_hours, entry_ids=[granted], **{**pay, "paid_on": date(2026, 11, 1)})
    assert [one.field for one in wrong.value.problems] == ["paid_on"]
    store.do(self_work.pay_hours, entry_ids=[granted], **pay)
    with pytest.raises(Refused, match="paid already"):
        store.do(self_work.pay_hours, entry_ids=[granted], **pay)
    assert [row.entry_id for row in store.read(queries.payable, garden.bas)] == []


def test_nothing_is_paid_in_a_month_that_is_closed(store: Store, garden: Garden) -> None:
    entry = _granted(store, garden, worked_on=date(2020, 1, 5))
    store.do(close_month, month=date(2020, 1, 1))
    with pytest.raises(Invalid) as wrong:
        store.do(self_work.pay_hours, entry_ids=[entry], paid_on=date(2020, 1, 9), member_id=_member(store, garden.bas))
    assert [one.field for one in wrong.value.problems] == ["paid_on"]


def _member(store: Store, person_id: int) -> int:
    member_id = store.read(queries.accounts_of, person_id, TODAY)[0].member_id
    assert member_id is not None
    return member_id


def test_a_payment_is_taken_back_with_its_opposite_on_the_account(store: Store, garden: Garden) -> None:
    entries = [_granted(store, garden), _granted(store, garden)]
    charge = store.do(self_work.pay_hours, entry_ids=entries, paid_on=TODAY, contract_id=garden.contracts[1]).result
    before = store.read(balance_cents, garden.contracts[1], TODAY)
    with pytest.raises(Invalid):
        store.do(self_work.take_back_payment, entry_id=entries[0], reason=" ")
    assert store.do(self_work.take_back_payment, entry_id=entries[0], reason="dubbel").result == 2
    assert store.read(balance_cents, garden.contracts[1], TODAY) == before + 5000
    assert {_row(store, entry).state for entry in entries} == {"to_pay"}
    with pytest.raises(Refused, match="not paid"):
        store.do(self_work.take_back_payment, entry_id=entries[0], reason="dubbel")
    assert charge


def test_a_credit_that_was_taken_back_on_the_account_itself_frees_its_hours(store: Store, garden: Garden) -> None:
    entry = _granted(store, garden)
    charge = store.do(self_work.pay_hours, entry_ids=[entry], paid_on=TODAY, contract_id=garden.contracts[1]).result
    store.do(cancel_charge, charge_id=charge, reason="fout")
    before = store.read(balance_cents, garden.contracts[1], TODAY)
    store.do(self_work.take_back_payment, entry_id=entry, reason="fout")
    assert store.read(balance_cents, garden.contracts[1], TODAY) == before
    assert _row(store, entry).state == "to_pay"


# -- the corporation -----------------------------------------------------------------------------------------------


def _claim(store: Store, claim_id: int) -> claims.ClaimRecord:
    found = store.read(claims.record, claim_id)
    assert found is not None
    return found


def test_a_claim_asks_what_its_lines_come_to_and_keeps_its_answer(store: Store, garden: Garden) -> None:
    theirs = _granted(store, garden, task_id=garden.tasks[1])
    other = _granted(store, garden, person_id=garden.cor, minutes=60)
    claim_id, doubts = store.do(
        self_work.make_claim, owner_id=garden.owner, entry_ids=[theirs, other], claimed_on=TODAY
    ).result
    assert len(doubts) == 1
    assert "1 line is for no task" in doubts[0]
    record = _claim(store, claim_id)
    assert (record.claim.number, record.claim.amount_cents, record.claim.state) == ("Z-2026-01", 4000, "open")
    assert [row.entry_id for row in record.lines] == [theirs, other]
    assert store.read(queries.claimable) == ()
    for granted, state in ((1500, "partly"), (4000, "granted"), (0, "refused")):
        store.do(self_work.answer_claim, claim_id=claim_id, answered_on=TODAY, granted_cents=granted)
        assert _claim(store, claim_id).claim.state == state
    with pytest.raises(Invalid) as wrong:
        store.do(self_work.answer_claim, claim_id=claim_id, answered_on=date(2026, 1, 1), granted_cents=4001)
    assert [one.field for one in wrong.value.problems] == ["answered_on", "granted_cents"]


def test_hours_stand_in_one_claim_until_it_is_withdrawn(store: Store, garden: Garden) -> None:
    entry = _granted(store, garden)
    ask = {"owner_id": garden.owner, "entry_ids": [entry], "claimed_on": TODAY}
    first, _doubts = store.do(self_work.make_claim, **ask).result
    with pytest.raises(Refused, match="Z-2026-01"):
        store.do(self_work.make_claim, **ask)
    with pytest.raises(Refused, match="Z-2026-01"):
        store.do(hours.remove_hours, entry_id=entry)
    with pytest.raises(Invalid) as wrong:
        store.do(self_work.withdraw_claim, claim_id=first, withdrawn_on=date(2026, 1, 1), reason="")
    assert [one.field for one in wrong.value.problems] == ["reason", "withdrawn_on"]
    store.do(self_work.withdraw_claim, claim_id=first, withdrawn_on=TODAY, reason="rekenfout")
    with pytest.raises(Refused, match="withdrawn"):
        store.do(self_work.answer_claim, claim_id=first, answered_on=TODAY, granted_cents=0)
    second, _doubts = store.do(self_work.make_claim, **ask).result
    assert (_claim(store, second).claim.number, _row(store, entry).claim) == ("Z-2026-02", "Z-2026-02")
    shown = {name: store.read(claims.page, Listing(filter=name), TODAY).total for name in claims.FILTERS}
    assert shown == {"open": 1, "answered": 0, "withdrawn": 1, "all": 2}


def test_hours_of_a_claim_that_was_withdrawn_can_be_given_after_all(store: Store, garden: Garden) -> None:
    entry = _granted(store, garden)
    claim_id, _doubts = store.do(
        self_work.make_claim, owner_id=garden.owner, entry_ids=[entry], claimed_on=TODAY
    ).result
    store.do(self_work.withdraw_claim, claim_id=claim_id, withdrawn_on=TODAY, reason="toch niet")
    given: dict[str, Any] = {
        "entry_id": entry,
        "person_id": garden.bas,
        "worked_on": WORKED,
        "minutes": 100,
        "what": "schuur",
    }
    assert store.do(hours.correct_hours, **given).result
    assert (_row(store, entry).state, _row(store, entry).claim_id) == ("given", None)


def test_hours_for_nothing_and_days_that_cannot_be_are_not_claimed(store: Store, garden: Garden) -> None:
    given = _note(store, garden.bas)
    with pytest.raises(Refused, match="for nothing"):
        store.do(self_work.make_claim, owner_id=garden.owner, entry_ids=[given], claimed_on=TODAY)
    with pytest.raises(Invalid) as wrong:
        store.do(self_work.make_claim, owner_id=99, entry_ids=[given], claimed_on=date(2026, 11, 1))
    assert [one.field for one in wrong.value.problems] == ["owner_id", "claimed_on"]


# -- the lists -----------------------------------------------------------------------------------------------------


def test_hours_are_found_by_what_is_to_be_done_with_them(store: Store, garden: Garden) -> None:
    given = _note(store, garden.anna, worked_on=date(2025, 12, 31))
    undecided = _note(store, garden.bas, rate_cents=1500)
    granted = _granted(store, garden)

    def shown(name: str, search: str = "") -> list[int]:
        listing = Listing(search, name, "date", descending=False)
        return [row.entry_id for row in store.read(queries.page, listing, TODAY).rows]

    assert shown("all") == [given, undecided, granted]
    assert shown("year") == [undecided, granted]
    assert (shown("given"), shown("fee"), shown("undecided")) == ([given], [undecided, granted], [undecided])
    assert (shown("to_pay"), shown("to_claim")) == ([granted], [undecided, granted])
    assert (shown("all", "berg"), shown("all", "schuur BAS")) == ([given], [undecided, granted])


def test_each_household_has_the_hours_of_its_own_days(store: Store, garden: Garden) -> None:
    _note(store, garden.eva, worked_on=date(2026, 6, 30), minutes=30)
    _note(store, garden.eva, worked_on=date(2026, 7, 1), minutes=40)
    _note(store, garden.bas, worked_on=date(2026, 7, 1), minutes=50)
    _note(store, garden.anna, minutes=60)
    _note(store, garden.cor, minutes=70)
    _note(store, garden.dora, minutes=80)
    _note(store, garden.dora, minutes=80, worked_on=date(2025, 12, 31))
    rows = store.read(household_hours.added_up, date(2026, 1, 1), TODAY)
    assert [(row.home, row.people, row.minutes) for row in rows] == [
        ("A2", ("Cor Corsen", "Anna Berg"), 130),
        ("A1", ("Bas Bassen",), 50),
        ("A1", ("Eva Evasen",), 30),
        ("", ("Dora Dorasen", "Eva Evasen"), 120),
    ]
    found = store.read(household_hours.page, Listing("eva", "year", "minutes", descending=True), TODAY)
    assert [(row.home, row.minutes) for row in found.rows] == [("A1", 30), ("", 120)]
    assert store.read(household_hours.page, Listing("", "last_year"), TODAY).rows[-1].minutes == 80
