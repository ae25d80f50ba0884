"""A treasurer takes steps for arrears, and charges cost only where the law lets him."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.arrears import EarlyWarning
from coopadmin.domain.arrears_letters import letter_text
from coopadmin.errors import Invalid, Refused
from coopadmin.services import arrears as deeds
from coopadmin.services import contracts, dwellings, payment_plans
from coopadmin.services.association import set_rule
from coopadmin.services.charges import add_charge, cancel_charge, charge_month
from coopadmin.services.closing import close_month
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.legal import set_legal_value
from coopadmin.services.matching import post_line
from coopadmin.services.matching_parts import Part
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import arrears as queries
from db.queries.base import Listing
from db.queries.collection import cost_of, letter_of, steps_of
from db.queries.ledger import balance_cents
from db.store import Store
from db.tables.charges import Charge
from tests.bank_lines import bring
from tests.conftest import TODAY, Furnish

RENT = 60_000
FACTS = EarlyWarning("rang on 3 November", "letter of 3 November", "letter of 3 November", "covenant of 2025", True)


def _let(store: Store, place: int, starts_on: date = date(2026, 8, 1), ends_on: date | None = None) -> int:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{place}A", "Kade")).result
    return store.do(
        contracts.start_contract,
        number=f"C-000{place}",
        dwelling_id=home,
        tenants=[PersonData(f"Bos {place}")],
        starts_on=starts_on,
        ends_on=ends_on,
        basic_rent_cents=RENT,
    ).result


def _charge(store: Store, *months: int) -> None:
    for month in months:
        store.do(charge_month, month=date(2026, month, 1))


def _pay(store: Store, contract_id: int, cents: int, on: date) -> None:
    (line_id,) = bring(store, {"amount_cents": cents, "booked_on": on})
    store.do(post_line, line_id=line_id, parts=[Part(cents, "contract", contract_id=contract_id)])


def _take(store: Store, level: str, on: date, contract_id: int = 1, **more: object) -> int:
    return store.do(deeds.take_step, contract_id=contract_id, level=level, taken_on=on, **more).result  # type: ignore[arg-type]


def _levels(store: Store, contract_id: int = 1) -> list[str]:
    return [step.level for step in store.read(steps_of, [contract_id]).get(contract_id, ())]


def _fall_behind(store: Store) -> None:
    _let(store, 1)
    _charge(store, 8, 9)


@pytest.fixture
def behind(store: Store, furnish: Furnish) -> Store:
    """One contract that was charged in August and September and paid nothing."""
    furnish(_fall_behind)
    return store


# -- steps ---------------------------------------------------------------------------------------------------------


def test_a_step_is_about_every_open_charge_that_is_old_enough(behind: Store) -> None:
    _take(behind, "reminder", date(2026, 9, 5))
    (step,) = behind.read(steps_of, [1])[1]
    assert (step.open_cents, step.refs) == (RENT, {("charge", 1)})
    _take(behind, "reminder", date(2026, 9, 9))
    assert [one.refs for one in behind.read(steps_of, [1])[1]] == [{("charge", 1)}, {("charge", 2)}]


def test_no_charge_goes_through_a_step_twice(behind: Store) -> None:
    _take(behind, "reminder", date(2026, 9, 20))
    with pytest.raises(Refused, match="none goes through it twice"):
        _take(behind, "reminder", date(2026, 9, 21))


def test_a_step_comes_no_sooner_than_its_day(behind: Store) -> None:
    with pytest.raises(Refused, match="No open charge is 45 days late yet"):
        _take(behind, "fourteen_day_letter", date(2026, 9, 5))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"level": "shouting", "on": date(2026, 9, 20)}, "level"),
        ({"level": "reminder", "on": TODAY + timedelta(days=1)}, "taken_on"),
        ({"level": "reminder", "on": date(2026, 9, 20), "received_on": date(2026, 9, 19)}, "received_on"),
        ({"level": "reminder", "on": date(2026, 9, 20), "received_on": TODAY + timedelta(days=1)}, "received_on"),
    ],
)
def test_what_cannot_be_about_a_step_is_said_under_its_field(
    behind: Store, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        _take(behind, **values)  # type: ignore[arg-type]
    assert [problem.field for problem in raised.value.problems] == [field]


def test_who_paid_needs_no_step(behind: Store) -> None:
    _pay(behind, 1, 2 * RENT, date(2026, 9, 3))
    with pytest.raises(Refused, match="Nothing is open"):
        _take(behind, "reminder", date(2026, 9, 20))
    assert behind.read(queries.due_steps, TODAY) == ()


def test_the_municipality_is_told_only_after_a_reminder_and_with_the_four_facts(behind: Store) -> None:
    on = date(2026, 10, 20)
    with pytest.raises(Refused, match="only after a written reminder"):
        _take(behind, "municipality", on, early_warning=FACTS)
    _take(behind, "reminder", date(2026, 9, 20))
    with pytest.raises(Invalid) as raised:
        _take(behind, "municipality", on)
    assert [problem.field for problem in raised.value.problems] == ["contact", "help", "offer", "agreed"]
    objecting = EarlyWarning("a", "b", "c", "d", no_objection=False)
    with pytest.raises(Refused, match="objects"):
        _take(behind, "municipality", on, early_warning=objecting)
    _take(behind, "municipality", on, early_warning=FACTS, note="by e-mail")
    note = behind.read(steps_of, [1])[1][-1].note
    assert "reminded in writing: 20 September 2026" in note
    assert "personal contact: rang on 3 November" in note
    assert note.endswith("by e-mail")


def test_a_step_is_taken_back_and_can_be_taken_again(behind: Store) -> None:
    _take(behind, "reminder", date(2026, 9, 20))
    behind.do(undo)
    assert _levels(behind) == []
    _take(behind, "reminder", date(2026, 9, 20))
    assert _levels(behind) == ["reminder"]


# -- a run ---------------------------------------------------------------------------------------------------------


def test_a_run_takes_every_letter_that_is_due_and_names_what_is_a_persons_own_work(behind: Store) -> None:
    _take(behind, "reminder", date(2026, 8, 10))
    _take(behind, "final_notice", date(2026, 10, 5))
    _let(behind, 2, date(2026, 9, 1))
    _charge(behind, 9)
    preview = [(row.number, row.step.level) for row in behind.read(queries.due_steps, TODAY)]
    assert preview == [("C-0001", "arrangement"), ("C-0001", "reminder"), ("C-0002", "reminder")]
    done = behind.do(deeds.run_steps, on=TODAY).result
    assert [(row.number, row.step.level) for row in done.taken] == preview[1:]
    assert [(row.number, row.step.level) for row in done.left] == preview[:1]
    again = behind.do(deeds.run_steps, on=TODAY)
    assert (again.result.taken, again.batch) == ((), None)


def test_a_plan_that_is_kept_stops_the_steps_until_it_lapses(behind: Store) -> None:
    behind.do(
        payment_plans.agree_plan,
        contract_id=1,
        agreed_on=date(2026, 9, 10),
        total_cents=2 * RENT,
        term_cents=RENT,
        first_due_on=date(2026, 10, 1),
    )
    assert behind.read(queries.due_of, 1, date(2026, 9, 25)) == ()
    assert [step.level for step in behind.read(queries.due_of, 1, TODAY)] == ["reminder"]
    kept = behind.read(queries.page, Listing(filter="plan", sort="number"), date(2026, 9, 25)).rows
    assert [(row.owed.contract, row.following) for row in kept] == [("C-0001", None)]


def test_a_level_that_is_switched_off_is_passed_over(behind: Store) -> None:
    behind.do(set_rule, name="reminder_days", value="0", valid_from=date(2026, 1, 1), source="board, 2026")
    assert [step.level for step in behind.read(queries.due_of, 1, TODAY)] == ["fourteen_day_letter"]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 80), min_size=1, max_size=4))
def test_run_as_often_as_you_like_no_charge_is_in_a_level_twice(behind: Store, days: list[int]) -> None:
    taken = 0
    for day in sorted(days):
        on = date(2026, 8, 31) + timedelta(days=day)
        taken += len(behind.do(deeds.run_steps, on=on).result.taken)
        assert behind.do(deeds.run_steps, on=on).batch is None
    steps = behind.read(steps_of, [1]).get(1, ())
    seen = [(step.level, ref) for step in steps for ref in step.refs]
    assert len(seen) == len(set(seen))
    while behind.read(steps_of, [1]):
        behind.do(undo)


# -- delivery and cost ---------------------------------------------------------------------------------------------

SENT = date(2026, 10, 20)
"""A Tuesday; presumed delivered on Thursday 22 October, to be paid by 5 November."""


def _send(store: Store) -> None:
    _fall_behind(store)
    _take(store, "fourteen_day_letter", SENT)


@pytest.fixture
def sent(store: Store, furnish: Furnish) -> Store:
    """A fourteen-day letter about both months, which announced €180 over €1,200."""
    furnish(_send)
    return store


def _cost(store: Store, on: date = date(2026, 11, 6)) -> Charge:
    charge_id = store.do(deeds.charge_cost, contract_id=1, on=on).result
    row = store.read(
        lambda connection: connection.execute(
            select(col(Charge.amount_cents), col(Charge.kind), col(Charge.note), col(Charge.due_on)).where(
                col(Charge.id) == charge_id
            )
        ).one()
    )
    return Charge(contract_id=1, amount_cents=row[0], kind=row[1], note=row[2], due_on=row[3])


def test_a_letter_names_the_exact_cost_with_its_basis_and_the_words_of_the_law(sent: Store) -> None:
    letter = sent.read(letter_of, 1)
    assert letter is not None
    assert max(len(line) for line in letter_text(letter).splitlines()) <= 76
    text = " ".join(letter_text(letter).split())
    assert "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd" in text
    assert "collection cost of €180.00" in text
    assert "over a principal of €1,200.00" in text
    assert "15% of €1,200.00" in text
    assert "rent August 2026, due 1 August 2026" in text
    assert "C-0001" in text


def test_the_cost_rests_on_what_the_group_entered_of_the_law(behind: Store) -> None:
    before, after = TODAY - timedelta(days=1), TODAY
    behind.do(set_legal_value, name="bik_min", value=50_000, valid_from=TODAY, source="letter")
    found = [behind.read(cost_of, 1, 100_000, day) for day in (before, after)]
    assert [cost and cost.cost_cents for cost in found] == [15_000, 50_000]


def test_cost_is_charged_once_the_fourteen_days_are_over_and_only_once(sent: Store) -> None:
    with pytest.raises(Refused, match="has until 5 November 2026"):
        sent.do(deeds.charge_cost, contract_id=1, on=date(2026, 11, 5))
    charge = _cost(sent)
    assert (charge.amount_cents, charge.kind) == (18_000, "collection_cost")
    assert "15% of €1,200.00 = €180.00" in charge.note
    assert "delivered 22 October 2026" in charge.note
    assert sent.read(balance_cents, 1, TODAY) == 2 * RENT + 18_000
    with pytest.raises(Refused, match="no fourteen-day letter whose cost"):
        sent.do(deeds.charge_cost, contract_id=1, on=TODAY)


def test_without_a_letter_there_is_no_cost(behind: Store) -> None:
    _take(behind, "reminder", date(2026, 9, 20))
    with pytest.raises(Refused, match="send one first"):
        behind.do(deeds.charge_cost, contract_id=1, on=TODAY)


def test_the_day_of_delivery_counts_and_stays_once_cost_was_charged(sent: Store) -> None:
    sent.do(deeds.set_received, step_id=1, received_on=date(2026, 10, 28))
    with pytest.raises(Refused, match="has until 11 November 2026"):
        sent.do(deeds.charge_cost, contract_id=1, on=date(2026, 11, 11))
    _cost(sent, date(2026, 11, 12))
    with pytest.raises(Refused, match="charged already"):
        sent.do(deeds.set_received, step_id=1, received_on=date(2026, 10, 22))
    with pytest.raises(Invalid):
        sent.do(deeds.set_received, step_id=1, received_on=date(2026, 10, 19))


def test_who_pays_on_the_last_day_pays_no_cost(sent: Store) -> None:
    _pay(sent, 1, 2 * RENT, date(2026, 11, 5))
    with pytest.raises(Refused, match="was paid by 5 November 2026"):
        sent.do(deeds.charge_cost, contract_id=1, on=TODAY)


def test_who_pays_a_day_late_still_owes_the_cost(sent: Store) -> None:
    _pay(sent, 1, 2 * RENT, date(2026, 11, 6))
    assert _cost(sent).amount_cents == 18_000


def test_a_part_paid_in_time_lowers_the_base(sent: Store) -> None:
    _pay(sent, 1, 80_000, date(2026, 11, 3))
    bring(sent, {"amount_cents": 1, "booked_on": date(2026, 11, 6)})
    assert _cost(sent).amount_cents == 6_000


def test_what_was_not_owed_after_all_bears_no_cost(sent: Store) -> None:
    sent.do(add_charge, contract_id=1, kind="write_off", amount_cents=-RENT, due_on=TODAY, note="x", corrects_id=1)
    assert _cost(sent, TODAY).amount_cents == 9_000


def test_cost_waits_for_the_banks_file(sent: Store) -> None:
    bring(sent, {"amount_cents": 1, "booked_on": date(2026, 11, 4)})
    with pytest.raises(Refused, match="bank is read up to 4 November 2026"):
        sent.do(deeds.charge_cost, contract_id=1, on=TODAY)


def test_cost_charged_is_taken_back_whole_by_undo(sent: Store) -> None:
    _cost(sent)
    sent.do(undo)
    assert sent.read(balance_cents, 1, TODAY) == 2 * RENT
    assert _cost(sent).amount_cents == 18_000


def test_small_rents_cost_no_more_than_the_cap_in_six_months(store: Store) -> None:
    home = store.do(dwellings.add_dwelling, dwelling=DwellingData("1A", "Kade")).result
    store.do(
        contracts.start_contract,
        number="C-0001",
        dwelling_id=home,
        tenants=[PersonData("Bos")],
        starts_on=date(2025, 1, 1),
        basic_rent_cents=26_000,
    )
    for month in range(1, 10):
        store.do(charge_month, month=date(2025, month, 1))
    _take(store, "fourteen_day_letter", date(2026, 1, 6))
    assert store.read(steps_of, [1])[1][0].cost_cents == 14_000
    assert _cost(store, date(2026, 2, 6)).amount_cents == 14_000
    store.do(charge_month, month=date(2026, 1, 1))
    _take(store, "fourteen_day_letter", date(2026, 3, 3))
    with pytest.raises(Refused, match="most in six months"):
        store.do(deeds.charge_cost, contract_id=1, on=date(2026, 4, 1))
    letter = store.read(letter_of, store.read(steps_of, [1])[1][-1].step_id)
    assert letter is not None
    assert "collection cost" not in letter_text(letter)


def test_cost_is_not_dated_in_a_closed_month(sent: Store) -> None:
    sent.do(close_month, month=date(2026, 10, 1), balance_cents=0)
    with pytest.raises(Refused, match="closed"):
        sent.do(deeds.charge_cost, contract_id=1, on=date(2026, 10, 30))


def test_a_charge_taken_back_needs_no_step_any_more(behind: Store) -> None:
    other = behind.do(
        add_charge, contract_id=1, kind="damage", amount_cents=5_000, due_on=date(2026, 8, 1), note="door"
    ).result
    behind.do(cancel_charge, charge_id=other, reason="not his")
    (step,) = behind.read(queries.due_of, 1, TODAY)
    assert step.open_cents == 2 * RENT


# -- the list ------------------------------------------------------------------------------------------------------


def test_the_list_shows_who_is_behind_the_last_step_and_the_next(behind: Store) -> None:
    _let(behind, 2, date(2025, 1, 1), date(2026, 8, 31))
    _charge(behind, 8)
    _take(behind, "reminder", date(2026, 9, 20))
    rows = behind.read(queries.page, Listing(filter="behind", sort="number"), TODAY).rows
    assert [(row.owed.contract, row.owed.open_cents, row.age_days, row.is_due) for row in rows] == [
        ("C-0001", 2 * RENT, 111, True),
        ("C-0002", RENT, 111, True),
    ]
    assert [row.last.level if row.last else "" for row in rows] == ["reminder", ""]
    assert [row.following.level if row.following else "" for row in rows] == ["fourteen_day_letter", "reminder"]
    former = behind.read(queries.page, Listing(filter="former", sort="number"), TODAY)
    assert [row.owed.contract for row in former.rows] == ["C-0002"]
    assert behind.read(queries.page, Listing(filter="due", sort="open"), TODAY).total == 2
    assert behind.read(queries.count_due, TODAY) == 2


def test_the_record_shows_what_a_letter_would_cost_and_what_is_missing(behind: Store) -> None:
    record = behind.read(queries.record, 1, TODAY)
    assert record is not None
    assert record.proposed is not None
    assert record.proposed.cost_cents == 18_000
    assert "send one first" in record.missing
    assert behind.read(queries.record, 99, TODAY) is None
