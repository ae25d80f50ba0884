"""Deposits: taken over, topped up, set off and given back, with no cent made or lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopadmin.domain.deposits import free_cents, held_cents, specification_text
from coopadmin.errors import Invalid, Refused
from coopadmin.services import contracts, dwellings
from coopadmin.services import deposits as deeds
from coopadmin.services.charges import cancel_charge, charge_month
from coopadmin.services.closing import close_month
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.legal import set_legal_value
from coopadmin.services.matching import post_line
from coopadmin.services.matching_parts import Part
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import deposits as queries
from db.queries.base import Listing
from db.queries.ledger import balance_cents
from db.store import Store
from tests.bank_lines import bring
from tests.conftest import TODAY, Furnish

START = date(2026, 1, 1)


def _let(store: Store, place: int, deposit: int | None = 100_000, ends_on: date | None = None) -> int:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{place}A", "Kade")).result
    return store.do(
        contracts.start_contract,
        number=f"C-000{place}",
        dwelling_id=home,
        tenants=[PersonData(f"Bos {place}")],
        starts_on=START,
        ends_on=ends_on,
        basic_rent_cents=50_000,
        deposit_cents=deposit,
    ).result


def _held(store: Store, on: date = TODAY, contract_id: int = 1) -> int:
    return store.read(queries.held_on, contract_id, on)


def _owed(store: Store, on: date = TODAY) -> int:
    return store.read(balance_cents, 1, on)


def _deduct(store: Store, kind: str, cents: int, on: date = TODAY, note: str = "door") -> None:
    store.do(deeds.deduct, contract_id=1, moved_on=on, kind=kind, amount_cents=cents, note=note)


def _hold(store: Store) -> None:
    _let(store, 1, ends_on=date(2026, 10, 31))
    store.do(deeds.hold_before, contract_id=1, moved_on=START, amount_cents=100_000)


@pytest.fixture
def held(store: Store, furnish: Furnish) -> Store:
    """A contract that ended on the last of October, with its deposit held."""
    furnish(_hold)
    return store


# -- in and out ----------------------------------------------------------------------------------------------------


def test_agreed_deposits_are_taken_over_at_once_and_only_once(store: Store) -> None:
    _let(store, 1)
    _let(store, 2, None)
    _let(store, 3, ends_on=date(2026, 10, 31))
    _let(store, 4)
    store.do(deeds.receive_cash, contract_id=4, moved_on=START, amount_cents=1)
    assert store.do(deeds.hold_agreed, moved_on=TODAY).result == 1
    assert [_held(store, contract_id=number) for number in (1, 2, 3, 4)] == [100_000, 0, 0, 1]
    again = store.do(deeds.hold_agreed, moved_on=TODAY)
    assert (again.result, again.batch) == (0, None)


def test_the_bank_brings_and_takes_a_deposit(store: Store) -> None:
    _let(store, 1)
    for cents in (100_000, -30_000):
        (line_id,) = bring(store, {"amount_cents": cents})
        store.do(post_line, line_id=line_id, parts=[Part(cents, "deposit", contract_id=1)])
    assert _held(store) == 70_000
    with pytest.raises(Invalid, match=r"only €700\.00 of the deposit is held"):
        store.do(deeds.return_cash, contract_id=1, moved_on=TODAY, amount_cents=70_001)


def test_no_more_leaves_by_the_bank_than_is_held_of_that_contract(store: Store) -> None:
    _let(store, 1)
    _let(store, 2)
    store.do(deeds.hold_before, contract_id=1, moved_on=START, amount_cents=100_000)
    store.do(deeds.hold_before, contract_id=2, moved_on=START, amount_cents=5_000)
    (line,) = bring(store, {"amount_cents": -100_001})

    def post(*parts: Part) -> None:
        store.do(post_line, line_id=line, parts=parts)

    one = Part(-60_000, "deposit", contract_id=1)
    for parts in ([Part(-100_001, "deposit", contract_id=1)], [one, Part(-40_001, "deposit", contract_id=1)]):
        with pytest.raises(Invalid, match=r"only €1,000\.00 of the deposit of contract C-0001 is held") as refusal:
            post(*parts)
        assert [problem.field for problem in refusal.value.problems] == ["amount_cents"]
    with pytest.raises(Invalid, match=r"only €50\.00 of the deposit of contract C-0002 is held"):
        post(one, Part(-40_001, "deposit", contract_id=2))
    assert (_held(store), _held(store, contract_id=2)) == (100_000, 5_000)
    post(Part(-100_000, "deposit", contract_id=1), Part(-1, "deposit", contract_id=2))
    assert (_held(store), _held(store, contract_id=2)) == (0, 4_999)


def test_what_was_given_back_later_in_cash_cannot_leave_by_the_bank_before_it(store: Store) -> None:
    _let(store, 1)
    store.do(deeds.hold_before, contract_id=1, moved_on=START, amount_cents=100_000)
    (line,) = bring(store, {"amount_cents": -50_000, "booked_on": date(2026, 10, 5)})
    store.do(deeds.return_cash, contract_id=1, moved_on=TODAY, amount_cents=80_000)
    with pytest.raises(Invalid, match=r"only €200\.00 of the deposit of contract C-0001 is held"):
        store.do(post_line, line_id=line, parts=[Part(-50_000, "deposit", contract_id=1)])


def test_no_more_is_given_back_than_is_held_on_any_later_day(held: Store) -> None:
    held.do(deeds.return_cash, contract_id=1, moved_on=TODAY, amount_cents=80_000)
    with pytest.raises(Invalid, match=r"only €200\.00"):
        held.do(deeds.return_cash, contract_id=1, moved_on=date(2026, 3, 1), amount_cents=20_001)
    with pytest.raises(Invalid, match=r"only €0\.00"):
        held.do(deeds.return_cash, contract_id=1, moved_on=date(2025, 12, 31), amount_cents=1)


# -- setting off ---------------------------------------------------------------------------------------------------


def test_damage_is_put_on_the_account_and_set_off_in_one_deed(held: Store) -> None:
    _deduct(held, "damage", 25_000)
    assert (_held(held), _owed(held)) == (75_000, 0)
    held.do(undo)
    assert (_held(held), _owed(held)) == (100_000, 0)


def test_unpaid_rent_is_set_off_against_what_stands_open(held: Store) -> None:
    held.do(charge_month, month=date(2026, 10, 1))
    with pytest.raises(Invalid, match=r"only €500\.00 is open on the account"):
        _deduct(held, "unpaid_rent", 50_001)
    _deduct(held, "unpaid_rent", 50_000)
    assert (_held(held), _owed(held)) == (50_000, 0)


def test_a_deduction_is_taken_back_by_undo_and_not_on_the_account_alone(held: Store) -> None:
    held.do(charge_month, month=date(2026, 10, 1))
    _deduct(held, "unpaid_rent", 50_000)
    with pytest.raises(Refused, match="Take back the deduction itself, with undo"):
        held.do(cancel_charge, charge_id=2, reason="x")
    assert (_held(held), _owed(held)) == (50_000, 0)
    held.do(undo)
    assert (_held(held), _owed(held)) == (100_000, 50_000)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "fine"}, "kind"),
        ({"kind": "held_before"}, "kind"),
        ({"cents": 0}, "amount_cents"),
        ({"cents": 100_001}, "amount_cents"),
        ({"on": TODAY + timedelta(days=1)}, "moved_on"),
        ({"note": " "}, "note"),
    ],
)
def test_what_cannot_be_set_off_is_said_under_its_field(held: Store, values: dict[str, object], field: str) -> None:
    given = {"kind": "damage", "cents": 100, "on": TODAY, "note": "door", **values}
    with pytest.raises(Invalid) as raised:
        _deduct(held, **given)  # type: ignore[arg-type]
    assert [problem.field for problem in raised.value.problems] == [field]


def test_a_closed_month_keeps_its_deposits(held: Store) -> None:
    held.do(charge_month, month=START)
    held.do(close_month, month=START, balance_cents=0)
    with pytest.raises(Invalid, match="closed"):
        held.do(deeds.receive_cash, contract_id=1, moved_on=START, amount_cents=1)
    with pytest.raises(Refused, match="no longer there"):
        held.do(deeds.receive_cash, contract_id=99, moved_on=TODAY, amount_cents=1)


MOVES = st.tuples(
    st.sampled_from(["receive", "return", "damage", "unpaid_rent", "undo"]),
    st.integers(1, 120_000),
    st.integers(0, 300),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, max_size=8))
def test_whatever_is_done_the_deposit_is_never_below_zero_and_no_cent_is_made(
    held: Store, moves: list[tuple[str, int, int]]
) -> None:
    begun = held.read(queries.movements_of, 1)
    cash, damage, batches = 0, 0, list[tuple[int, int]]()
    start = held_cents(begun, TODAY) - _owed(held)
    for kind, cents, days in moves:
        on = START + timedelta(days=days)
        try:
            if kind == "receive":
                held.do(deeds.receive_cash, contract_id=1, moved_on=on, amount_cents=cents)
                batches.append((cents, 0))
            elif kind == "return":
                held.do(deeds.return_cash, contract_id=1, moved_on=on, amount_cents=cents)
                batches.append((-cents, 0))
            elif kind == "undo" and batches and batches[-1][0] <= 0:
                held.do(undo)
                batches.pop()
            elif kind in ("damage", "unpaid_rent"):
                _deduct(held, kind, cents, on)
                batches.append((0, cents if kind == "damage" else 0))
        except Invalid:
            continue
        movements = held.read(queries.movements_of, 1)
        assert all(held_cents(movements, one.on) >= 0 for one in movements)
        cash, damage = sum(one for one, _ in batches), sum(one for _, one in batches)
        # What is held less what is owed changes by cash and by new damage alone: setting off moves, it makes nothing.
        assert held_cents(movements, TODAY) - _owed(held) == start + cash - damage
        assert free_cents(movements, TODAY) == held_cents(movements, TODAY)
    for _move in batches:
        held.do(undo)
    assert held.read(queries.movements_of, 1) == begun


# -- the page ------------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_short_and_what_must_be_back(held: Store) -> None:
    _let(held, 2)
    held.do(deeds.receive_cash, contract_id=2, moved_on=START, amount_cents=60_000)
    _let(held, 3)
    _let(held, 4, None)
    rows = held.read(queries.page, Listing(filter="all", sort="number"), TODAY).rows
    assert [(row.number, row.held_cents, row.short_cents, row.back_by, row.state) for row in rows] == [
        ("C-0001", 100_000, 0, date(2026, 11, 14), "overdue"),
        ("C-0002", 60_000, 40_000, None, "short"),
        ("C-0003", 0, 0, None, "unknown"),
    ]
    for name, numbers in (("to_return", ["C-0001"]), ("short", ["C-0002"]), ("unknown", ["C-0003"])):
        found = held.read(queries.page, Listing(filter=name, sort="held"), TODAY)
        assert [row.number for row in found.rows] == numbers
    assert [row.number for row in held.read(queries.page, Listing(search="bos 2"), TODAY).rows] == ["C-0002"]


def test_a_deposit_is_back_by_the_days_that_the_group_entered_of_the_law(held: Store) -> None:
    for name, value in (("deposit_return_days", 10), ("deposit_max_months", 1)):
        held.do(set_legal_value, name=name, value=value, valid_from=START, source="agreement")
    record = held.read(queries.record, 1, TODAY)
    assert record is not None
    assert (record.most_cents, record.row.back_by) == (50_000, date(2026, 11, 10))
    (row,) = held.read(queries.page, Listing(filter="all"), TODAY).rows
    assert row.back_by == date(2026, 11, 10)


def test_the_record_says_the_most_and_the_specification_names_all(held: Store) -> None:
    _deduct(held, "damage", 25_000, note="kitchen door")
    record = held.read(queries.record, 1, TODAY)
    assert record is not None
    assert (record.most_cents, record.row.back_by, record.row.state) == (100_000, date(2026, 11, 30), "to_return")
    given = held.read(queries.specification, 1, TODAY)
    assert given is not None
    text = specification_text(given)
    assert "kitchen door" in text
    assert "€750.00" in text
    assert "30 November 2026" in text
    assert held.read(queries.record, 99, TODAY) is None
    assert held.read(queries.specification, 99, TODAY) is None
